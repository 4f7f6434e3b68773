//! The names of zones that are looked for in texts, and the zones that they may mean.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::name_hash::NameHash;
use super::rules::{self, Level};
use super::tokens::TokenizedText;
use crate::zone_name::{bare_epci_name, fold};
use crate::{Gazetteer, Geozone};

/// A meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// A zone that has this name.
    Zone(&'static Geozone),
    /// An EPCI that has this name without the words for its legal form.
    BareEpci(&'static Geozone),
    /// An area of `data/coverage-names.txt` that is no zone of today: the zones that make it up.
    Area(&'static [&'static Geozone]),
    /// No zone, though the name has the name of a zone in it.
    Nowhere,
}

/// A name found in a text.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// The tokens that the name takes up.
    pub range: Range<usize>,
    /// Whether the name is one word, articles aside.
    pub is_one_word: bool,
    pub senses: Vec<Sense>,
}

impl Mention {
    /// Returns the zones of that level that the name may mean.
    pub fn zones(&self, level: Level) -> Vec<&'static Geozone> {
        let zone_of = |sense: &Sense| match sense {
            Sense::Zone(zone) => Some(*zone),
            Sense::BareEpci(_) | Sense::Area(_) | Sense::Nowhere => None,
        };
        self.senses
            .iter()
            .filter_map(zone_of)
            .filter(|zone| Level::of(zone) == level)
            .collect()
    }

    /// Returns the EPCI that the name may mean: those that have it in full, else those that have it without the words for
    /// their legal form.
    pub fn epcis(&self) -> Vec<&'static Geozone> {
        let full = self.zones(Level::Epci);
        if !full.is_empty() {
            return full;
        }
        let bare = |sense: &Sense| match sense {
            Sense::BareEpci(zone) => Some(*zone),
            _ => None,
        };
        self.senses.iter().filter_map(bare).collect()
    }

    /// Returns the area of several zones that the name means, if it means one.
    pub fn area(&self) -> Option<&'static [&'static Geozone]> {
        self.senses.iter().find_map(|sense| match sense {
            Sense::Area(zones) => Some(*zones),
            _ => None,
        })
    }
}

/// All names, by the hash of their words.
#[derive(Debug)]
pub(super) struct Names {
    /// Sorted by hash.
    senses: Vec<(u64, Sense)>,
    /// The hashes of the beginnings of longer names: most words begin no name, and the search ends with them.
    beginnings: HashSet<u64>,
}

impl Names {
    /// Returns the names of the gazetteer and those of `data/coverage-names.txt`, made on first use.
    pub fn get() -> &'static Self {
        static NAMES: LazyLock<Names> = LazyLock::new(Names::new);
        &NAMES
    }

    fn new() -> Self {
        let mut senses = Vec::new();
        let mut beginnings = HashSet::new();
        let mut add = |name: &str, sense: Sense| {
            let mut hashes = NameHash::beginnings(name);
            senses.extend(hashes.pop().map(|hash| (hash, sense)));
            beginnings.extend(hashes);
        };
        for zone in Gazetteer::france().zones() {
            add(zone.name, Sense::Zone(zone));
            if Level::of(zone) == Level::Epci {
                for name in epci_names(zone.name) {
                    add(&name, Sense::BareEpci(zone));
                }
            }
        }
        for (name, zones) in rules::other_names() {
            match zones.as_slice() {
                [] => add(name, Sense::Nowhere),
                [zone] => add(name, Sense::Zone(zone)),
                // Read once for the whole life of the program.
                _ => add(name, Sense::Area(zones.leak())),
            }
        }
        // Stable: the zones of one name stay in the order of their ids.
        senses.sort_by_key(|(hash, _)| *hash);
        Self { senses, beginnings }
    }

    /// Returns the names found in a text, from left to right, the longest wherever several begin at one word.
    pub fn find(&self, text: &TokenizedText) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut start = 0;
        while start < text.tokens.len() {
            match self.longest_from(text, start) {
                Some(mention) => {
                    start = mention.range.end;
                    mentions.push(mention);
                }
                None => start += 1,
            }
        }
        mentions
    }

    /// Returns the longest name that begins at the token `start`, or at the next token where the first is an article.
    ///
    /// `du Mans` is Le Mans, `aux Lilas` Les Lilas; `du Val-d'Oise` is not Le Val, though there is such a commune; and
    /// `des Clefs` may be Clefs or Les Clefs.
    fn longest_from(&self, text: &TokenizedText, start: usize) -> Option<Mention> {
        let (article, is_contracted) = match text.word(start) {
            "du" | "au" => ("le", true),
            "des" | "aux" => ("les", true),
            "le" | "la" | "les" | "l" => (text.word(start), false),
            first => return self.longest_with(text, start, first),
        };
        let with_article = self.longest_with(text, start, article);
        let is_parted = text.tokens.get(start + 1).is_none_or(|word| word.is_parted);
        let without = (!is_parted)
            .then(|| self.longest_with(text, start + 1, text.word(start + 1)))
            .flatten();
        match (with_article, without) {
            (Some(mut with), Some(without)) if with.range.end == without.range.end => {
                if is_contracted {
                    with.senses.extend(without.senses);
                }
                Some(with)
            }
            (Some(with), Some(without)) if with.range.end < without.range.end => Some(without),
            (with, without) => with.or(without),
        }
    }

    /// Returns the longest name that begins at the token `start`, with `first` read in place of that token.
    fn longest_with(&self, text: &TokenizedText, start: usize, first: &str) -> Option<Mention> {
        let mut hash = NameHash::default();
        hash.add(first);
        let mut longest = None;
        let mut end = start + 1;
        loop {
            longest = self
                .senses_of(&hash)
                .map(|senses| (end, senses))
                .or(longest);
            if !self.beginnings.contains(&hash.finish()) {
                break;
            }
            match text.tokens.get(end) {
                Some(word) if !word.is_parted => hash.add(&word.text),
                _ => break,
            }
            end += 1;
        }
        let (end, senses) = longest?;
        let n_articles = usize::from(matches!(first, "la" | "le" | "les" | "l"));
        Some(Mention {
            range: start..end,
            is_one_word: end - start - n_articles.min(end - start) <= 1,
            senses,
        })
    }

    fn senses_of(&self, hash: &NameHash) -> Option<Vec<Sense>> {
        let hash = hash.finish();
        let start = self.senses.partition_point(|(of, _)| *of < hash);
        let same = self.senses[start..]
            .iter()
            .take_while(|(of, _)| *of == hash);
        let senses: Vec<Sense> = same.map(|(_, sense)| *sense).collect();
        (!senses.is_empty()).then_some(senses)
    }
}

/// Returns the other names of an EPCI: without the words for its legal form, before and after, and its
/// acronym.
fn epci_names(name: &str) -> Vec<String> {
    const LAST: [&[&str]; 9] = [
        &["communaute", "d", "agglomeration"],
        &["communaute", "urbaine"],
        &["communaute", "de", "communes"],
        &["communaute"],
        &["agglomeration"],
        &["agglo"],
        &["intercommunalite"],
        &["intercom"],
        &["metropole"],
    ];
    let bare = bare_epci_name(name);
    let words: Vec<&str> = bare.split(' ').collect();
    let mut names = vec![bare.clone()];
    for last in LAST {
        if let Some(shorter) = words.strip_suffix(last)
            && !shorter.is_empty()
        {
            names.push(shorter.join(" "));
            break;
        }
    }
    if let Some((_, acronym)) = name.split_once('(') {
        names.push(fold(acronym));
    }
    names.retain(|other| !other.is_empty());
    names
}
