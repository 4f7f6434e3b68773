//! The home of a producer: the zones that its name says it is responsible for.

use super::name_hash::NameHash;
use super::names::{Mention, Names};
use super::place::{largest_town_of, lies_in, numbered, only, settle_by_population, within};
use super::rules::{Context, Contexts, Level, is_common_word};
use super::tokens::TokenizedText;
use crate::Geozone;

/// The home of a producer.
#[derive(Debug, Default)]
pub(super) struct Home {
    /// The zones that the producer is responsible for; none where its name does not tell.
    pub zones: Vec<&'static Geozone>,
    /// Whether the producer publishes the data of others, so that its records need not be about all of its home.
    pub is_hub: bool,
}

impl Home {
    /// Reads the home of an organization from its name.
    pub fn of(name: &str) -> Self {
        let text = TokenizedText::read(name);
        let mentions = Names::get().find(&text);
        let contexts = all_contexts(&text);
        let level = contexts.iter().find_map(|context| match context {
            Context::Level(level) => Some(*level),
            _ => None,
        });
        let of_level = level.map_or_else(Vec::new, |level| at_level(&text, &mentions, level));
        let zones = if of_level.is_empty() {
            // Rivers have the names of departments: a basin's body is not the department's.
            let is_of_water = contexts.contains(&Context::Part);
            without_level(&text, &mentions, is_of_water)
        } else {
            of_level
        };
        Self {
            zones,
            is_hub: contexts.contains(&Context::Hub),
        }
    }

    /// Returns whether a zone lies in the home.
    pub fn holds(&self, zone: &Geozone) -> bool {
        self.zones.iter().any(|home| lies_in(zone, home.id))
    }

    /// Returns whether the home is a region or wider, or several zones.
    pub fn is_wide(&self) -> bool {
        self.zones.len() > 1
            || self
                .zones
                .iter()
                .any(|zone| Level::of(zone) <= Level::Region)
    }
}

/// Returns what the words of a name tell, from left to right.
fn all_contexts(text: &TokenizedText) -> Vec<Context> {
    let contexts = Contexts::get();
    let at = |start: usize| {
        let mut hash = NameHash::default();
        let mut longest = None;
        let end = text.tokens.len().min(start + contexts.n_words_of_longest);
        for word in &text.tokens[start..end] {
            hash.add(without_number(&word.text));
            longest = contexts.of(&hash).or(longest);
        }
        longest
    };
    (0..text.tokens.len()).filter_map(at).collect()
}

/// Returns a word without the number at its end: `SDIS35` tells what `SDIS` tells.
fn without_number(word: &str) -> &str {
    match word.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
        "" => word,
        letters => letters,
    }
}

/// Returns the zone of that level that the name means.
fn at_level(text: &TokenizedText, mentions: &[Mention], level: Level) -> Vec<&'static Geozone> {
    // Wider zones in the name settle namesakes: `Mairie de Saint-Denis (La Réunion)`.
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
        Level::Departement => number(text).into_iter().collect(),
        Level::Epci => mentions
            .iter()
            .find_map(largest_town_of)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the department whose number stands in the name, alone or right after an acronym: `CD 35`, `SDIS35`, `(67)`.
fn number(text: &TokenizedText) -> Option<&'static Geozone> {
    text.tokens.iter().find_map(|word| {
        let is_letter = |letter: char| letter.is_ascii_alphabetic();
        numbered(word.text.trim_start_matches(is_letter))
    })
}

/// Returns the home of a producer whose name has no word for a level.
fn without_level(
    text: &TokenizedText,
    mentions: &[Mention],
    is_of_water: bool,
) -> Vec<&'static Geozone> {
    let region = |mention: &Mention| only(&mention.zones(Level::Region));
    if let Some(zone) = mentions.iter().find_map(region) {
        return vec![zone];
    }
    for mention in mentions {
        if let Some(zone) = only(&mention.zones(Level::Epci)) {
            return vec![zone];
        }
        if let Some(zone) = only(&mention.zones(Level::Departement))
            && (!mention.is_one_word || (!is_of_water && is_after_article(text, mention)))
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
            if mention.range == (0..text.tokens.len())
                && !is_common_word(text.word(mention.range.end - 1)) =>
        {
            let communes = mention.zones(Level::Commune);
            let zone = only(&communes).or_else(|| settle_by_population(&communes));
            zone.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns whether a name comes after an article, as departments do and surnames do not: `l'habitat des Landes`.
fn is_after_article(text: &TokenizedText, mention: &Mention) -> bool {
    let start = mention.range.start;
    let own = text.word(start);
    let before = start.checked_sub(1).map_or("", |index| text.word(index));
    matches!(own, "du" | "des") || matches!(before, "du" | "des" | "la" | "l")
}
