//! The tables of `data/coverage-*.txt`, each read once.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::name_hash::NameHash;
use crate::{Gazetteer, Geozone};

const CONTEXTS: &str = include_str!("../../data/coverage-contexts.txt");
const NAMES: &str = include_str!("../../data/coverage-names.txt");
const COMMON_WORDS: &str = include_str!("../../data/coverage-common-words.txt");

/// A level of zones, as coarse as words before a name tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Countries, groups and parts of them.
    Country,
    Region,
    Departement,
    Epci,
    /// Communes, parts of communes, and municipal arrondissements.
    Commune,
}

impl Level {
    /// Returns the level of a zone.
    pub fn of(zone: &Geozone) -> Self {
        let id = zone.id;
        if id.starts_with("fr:commune:") || id.starts_with("fr:arrondissement:") {
            Self::Commune
        } else if id.starts_with("fr:epci:") {
            Self::Epci
        } else if id.starts_with("fr:departement:") {
            Self::Departement
        } else if id.starts_with("fr:region:") {
            Self::Region
        } else {
            Self::Country
        }
    }
}

/// What words say of the name after them, or of the producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// The name is that of a zone of that level.
    Level(Level),
    /// The name is that of no place that the data is about.
    Nothing,
    /// The name is that of no place that the data is about, and the data is about a place much smaller than a region.
    Part,
    /// The data is about a place much smaller than a region; of the name after the words it says nothing.
    Local,
    /// The producer publishes the data of others.
    Hub,
}

/// The words that tell what the name after them is, by their hash.
pub(super) struct Contexts {
    by_words: HashMap<u64, Context>,
    pub n_words_of_longest: usize,
}

impl Contexts {
    /// Returns the table of `data/coverage-contexts.txt`.
    pub fn get() -> &'static Self {
        static CONTEXTS_READ: LazyLock<Contexts> = LazyLock::new(|| Contexts::read(CONTEXTS));
        &CONTEXTS_READ
    }

    fn read(table: &'static str) -> Self {
        let mut by_words = HashMap::new();
        let mut n_words_of_longest = 0;
        for [words, level, _] in rows(table) {
            let context = match level {
                "commune" => Context::Level(Level::Commune),
                "epci" => Context::Level(Level::Epci),
                "departement" => Context::Level(Level::Departement),
                "region" => Context::Level(Level::Region),
                "part" => Context::Part,
                "local" => Context::Local,
                "hub" => Context::Hub,
                _ => Context::Nothing,
            };
            n_words_of_longest = n_words_of_longest.max(words.split(' ').count());
            by_words.insert(NameHash::of(words), context);
        }
        Self {
            by_words,
            n_words_of_longest,
        }
    }

    /// Returns what the words with that hash say.
    pub fn of(&self, hash: &NameHash) -> Option<Context> {
        self.by_words.get(&hash.finish()).copied()
    }
}

/// Returns the names of `data/coverage-names.txt` with the zones that they mean.
pub(super) fn other_names() -> Vec<(&'static str, Vec<&'static Geozone>)> {
    let gazetteer = Gazetteer::france();
    rows(NAMES)
        .map(|[name, ids, _]| {
            let zones = ids.split(' ').filter_map(|id| gazetteer.get(id));
            (name, zones.collect())
        })
        .collect()
}

/// Returns whether a folded name is also a word that need not mean the place.
pub(super) fn is_common_word(name: &str) -> bool {
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let lines = COMMON_WORDS.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_ascii_whitespace).collect()
    });
    WORDS.contains(name)
}

/// Returns the columns of each line that is no comment.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        columns.try_into().ok()
    })
}
