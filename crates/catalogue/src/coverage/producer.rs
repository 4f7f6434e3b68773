//! Where a producer is at home, as its name says.

use super::names::{Mention, Names};
use super::place::{largest_town_of, lies_in, numbered, only, settle_by_population, within};
use super::rules::{Context, Contexts, Level, is_common_word};
use super::words::{NameHash, Words};
use crate::Geozone;

/// Where a producer is at home.
#[derive(Debug, Default)]
pub(super) struct Home {
    /// The zones that it is responsible for; none where its name does not tell.
    pub zones: Vec<&'static Geozone>,
    /// Whether it publishes the data of others, so that what lies in its home need not be about all of it.
    pub is_hub: bool,
}

impl Home {
    /// Reads the name of an organization.
    pub fn of(name: &str) -> Self {
        let words = Words::read(name);
        let mentions = Names::get().find(&words);
        let contexts = all_contexts(&words);
        let level = contexts.iter().find_map(|context| match context {
            Context::Level(level) => Some(*level),
            _ => None,
        });
        let of_level = level.map_or_else(Vec::new, |level| at_level(&words, &mentions, level));
        let zones = if of_level.is_empty() {
            // Rivers have the names of departments: a basin's body is not the department's.
            let is_of_water = contexts.contains(&Context::Part);
            without_level(&words, &mentions, is_of_water)
        } else {
            of_level
        };
        Self {
            zones,
            is_hub: contexts.contains(&Context::Hub),
        }
    }

    /// Returns whether a zone lies in it.
    pub fn holds(&self, zone: &Geozone) -> bool {
        self.zones.iter().any(|home| lies_in(zone, home.id))
    }

    /// Returns whether it is a region, or several zones.
    pub fn is_wide(&self) -> bool {
        self.zones.len() > 1
            || self
                .zones
                .iter()
                .any(|zone| Level::of(zone) <= Level::Region)
    }
}

/// Returns what the words of the name tell, from left to right.
fn all_contexts(words: &Words) -> Vec<Context> {
    let contexts = Contexts::get();
    let at = |start: usize| {
        let mut hash = NameHash::default();
        let mut longest = None;
        let end = words.words.len().min(start + contexts.n_words_of_longest);
        for word in &words.words[start..end] {
            hash.add(without_number(&word.text));
            longest = contexts.of(&hash).or(longest);
        }
        longest
    };
    (0..words.words.len()).filter_map(at).collect()
}

/// Returns a word without the number at its end: `SDIS35` says what `SDIS` does.
fn without_number(word: &str) -> &str {
    match word.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
        "" => word,
        letters => letters,
    }
}

/// Returns the zone of that level that the name means.
fn at_level(words: &Words, mentions: &[Mention], level: Level) -> Vec<&'static Geozone> {
    // What else the name says of where: `Mairie de Saint-Denis (La Réunion)`.
    let wide = |mention: &Mention| {
        let mut zones = mention.zones(Level::Region);
        zones.extend(mention.zones(Level::Departement));
        zones
    };
    let around: Vec<&'static Geozone> = mentions.iter().flat_map(wide).collect();
    for mention in mentions {
        let zones = match level {
            Level::Epci => mention.epcis(),
            _ => mention.zones(level),
        };
        let zone = only(&zones)
            .or_else(|| only(&within(&zones, &around)))
            .or_else(|| settle_by_population(&zones));
        if let Some(zone) = zone {
            return vec![zone];
        }
        if level == Level::Region {
            if let Some(area) = mention.area() {
                return area.to_vec();
            }
            if let Some(zone) = only(&mention.zones(Level::Departement)) {
                return vec![zone];
            }
        }
    }
    match level {
        Level::Departement => number(words).into_iter().collect(),
        Level::Epci => mentions
            .iter()
            .find_map(largest_town_of)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the department whose number stands in the name, alone or right after an acronym: `CD 35`, `SDIS35`, `(67)`.
fn number(words: &Words) -> Option<&'static Geozone> {
    words.words.iter().find_map(|word| {
        let is_letter = |letter: char| letter.is_ascii_alphabetic();
        numbered(word.text.trim_start_matches(is_letter))
    })
}

/// Returns where a producer is whose name has no word for a level.
fn without_level(words: &Words, mentions: &[Mention], is_of_water: bool) -> Vec<&'static Geozone> {
    let region = |mention: &Mention| only(&mention.zones(Level::Region));
    if let Some(zone) = mentions.iter().find_map(region) {
        return vec![zone];
    }
    for mention in mentions {
        if let Some(zone) = only(&mention.zones(Level::Epci)) {
            return vec![zone];
        }
        if let Some(zone) = only(&mention.zones(Level::Departement))
            && (!mention.is_one_word || (!is_of_water && is_after_article(words, mention)))
        {
            return vec![zone];
        }
        if let Some(area) = mention.area() {
            return area.to_vec();
        }
    }
    // A name that is nothing but a place: `Avignon`, `La Rochelle`.
    match mentions {
        [mention]
            if mention.range == (0..words.words.len())
                && !is_common_word(words.text(mention.range.end - 1)) =>
        {
            let communes = mention.zones(Level::Commune);
            let zone = only(&communes).or_else(|| settle_by_population(&communes));
            zone.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns whether a name comes after an article, as departments do and surnames do not: `l'habitat des Landes`.
fn is_after_article(words: &Words, mention: &Mention) -> bool {
    let start = mention.range.start;
    let own = words.text(start);
    let before = start.checked_sub(1).map_or("", |place| words.text(place));
    matches!(own, "du" | "des") || matches!(before, "du" | "des" | "la" | "l")
}
