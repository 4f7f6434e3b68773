//! Where a producer is at home, as its name says.

use super::names::{Mention, Names};
use super::place::{only, settle_by_population};
use super::rules::{Context, Contexts, Level, is_common_word};
use super::words::{NameHash, Words};
use crate::{Gazetteer, Geozone};

/// Returns the zones that an organization of that name is responsible for; none where the name does not tell.
pub(super) fn home(name: &str) -> Vec<&'static Geozone> {
    let words = Words::read(name);
    let mentions = Names::get().find(&words);
    match first_context(&words) {
        Some(Context::Nothing) => home_without_level(&words, &mentions),
        Some(Context::Level(level)) => {
            let found = at_level(&words, &mentions, level);
            if !found.is_empty() {
                return found;
            }
            home_without_level(&words, &mentions)
        }
        None => home_without_level(&words, &mentions),
    }
}

/// Returns what the first words of the name that tell anything tell.
fn first_context(words: &Words) -> Option<Context> {
    let contexts = Contexts::get();
    (0..words.words.len()).find_map(|start| {
        let mut hash = NameHash::default();
        let mut longest = None;
        let end = words.words.len().min(start + contexts.n_words_of_longest);
        for word in &words.words[start..end] {
            hash.add(&word.text);
            longest = contexts.of(&hash).or(longest);
        }
        longest
    })
}

fn at_level(words: &Words, mentions: &[Mention], level: Level) -> Vec<&'static Geozone> {
    // What else the name says of where: `Mairie de Saint-Denis (La Réunion)`.
    let around: Vec<&'static Geozone> = mentions
        .iter()
        .flat_map(|mention| {
            [
                mention.zones(Level::Region),
                mention.zones(Level::Departement),
            ]
        })
        .flatten()
        .collect();
    for mention in mentions {
        let zones = match level {
            Level::Epci => mention.epcis(),
            _ => mention.zones(level),
        };
        let zone = only(&zones)
            .or_else(|| {
                only(
                    &zones
                        .iter()
                        .copied()
                        .filter(|zone| {
                            around.iter().any(|wide| {
                                wide.id != zone.id && super::place::lies_in(zone, wide.id)
                            })
                        })
                        .collect::<Vec<_>>(),
                )
            })
            .or_else(|| settle_by_population(&zones));
        if let Some(zone) = zone {
            return vec![zone];
        }
        if level == Level::Region
            && let Some(area) = mention.area()
        {
            return area.to_vec();
        }
        if level == Level::Region
            && let Some(zone) = only(&mention.zones(Level::Departement))
        {
            return vec![zone];
        }
    }
    if level == Level::Departement {
        return number(words).into_iter().collect();
    }
    Vec::new()
}

/// Returns the department whose number stands in the name, alone or right after an acronym: `CD 35`, `SDIS35`, `(67)`.
fn number(words: &Words) -> Option<&'static Geozone> {
    words.words.iter().find_map(|word| {
        let digits = word
            .text
            .trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        departement(digits)
    })
}

/// Returns the department with that number.
pub(super) fn departement(number: &str) -> Option<&'static Geozone> {
    let is_number = matches!(number.len(), 2 | 3) && number.is_ascii();
    if !is_number {
        return None;
    }
    Gazetteer::france().get(&format!("fr:departement:{}", number.to_ascii_uppercase()))
}

/// Returns where a producer is whose name has no word for a level.
fn home_without_level(words: &Words, mentions: &[Mention]) -> Vec<&'static Geozone> {
    for mention in mentions {
        if let Some(zone) = only(&mention.zones(Level::Region)) {
            return vec![zone];
        }
    }
    for mention in mentions {
        let full_epcis = mention.zones(Level::Epci);
        if let Some(zone) = only(&full_epcis) {
            return vec![zone];
        }
        if let Some(zone) = only(&mention.zones(Level::Departement))
            && !mention.is_one_word
        {
            return vec![zone];
        }
        if let Some(area) = mention.area() {
            return area.to_vec();
        }
    }
    // A name that is nothing but a place: `Avignon`, `La Rochelle`.
    if let [mention] = mentions
        && mention.range == (0..words.words.len())
        && !is_common_word(words.text(mention.range.end - 1))
    {
        let communes = mention.zones(Level::Commune);
        return only(&communes)
            .or_else(|| settle_by_population(&communes))
            .into_iter()
            .collect();
    }
    Vec::new()
}
