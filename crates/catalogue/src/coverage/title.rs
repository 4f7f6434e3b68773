//! Where the data is about, as its title says.

use std::ops::Range;

use super::names::{Mention, Names};
use super::place::{lies_in, only, settle_by_population, within};
use super::producer::departement;
use super::rules::{Context, Contexts, Level, is_common_word};
use super::words::{NameHash, Words};
use crate::Geozone;

/// How sure a reading of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// The name alone, within the producer's home.
    Likely,
    /// The words around it say what it is.
    Explicit,
}

/// Returns the zones that a title names, given where its producer is at home.
pub(super) fn zones(title: &str, home: &[&'static Geozone]) -> Vec<(&'static Geozone, Certainty)> {
    let words = Words::read(title);
    let mentions = Names::get().find(&words);
    if mentions.is_empty() {
        return Vec::new();
    }
    let contexts = contexts(&words, &mentions);
    let mut found: Vec<(&'static Geozone, Certainty)> = Vec::new();
    for (mention, context) in mentions.iter().zip(&contexts) {
        found.extend(wide_zones(&words, mention, *context, home));
    }
    let mut around: Vec<&'static Geozone> = home.to_vec();
    around.extend(found.iter().map(|(zone, _)| *zone));
    for (mention, context) in mentions.iter().zip(&contexts) {
        if let Some(read) = narrow_zone(&words, mention, *context, &around) {
            found.push(read);
        }
    }
    found
}

/// Returns what the words before each name say of it. In a list, all names have the context of the first.
fn contexts(words: &Words, mentions: &[Mention]) -> Vec<Option<Context>> {
    let mut contexts: Vec<Option<Context>> = Vec::new();
    for (n, mention) in mentions.iter().enumerate() {
        let start = before_links(words, mention.range.start);
        let of_list = n
            .checked_sub(1)
            .filter(|&before| mentions[before].range.end == start)
            .and_then(|before| contexts[before]);
        contexts.push(context_before(words, start).or(of_list));
    }
    contexts
}

/// Returns the place after the last word that is no article or preposition, going back from a name.
fn before_links(words: &Words, mut start: usize) -> usize {
    const LINKS: [&str; 14] = [
        "de", "du", "d", "des", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "sur",
    ];
    while start > 0 && LINKS.contains(&words.text(start - 1)) {
        start -= 1;
    }
    start
}

fn context_before(words: &Words, end: usize) -> Option<Context> {
    let contexts = Contexts::get();
    let first = end.saturating_sub(contexts.n_words_of_longest);
    (first..end).find_map(|start| {
        let mut hash = NameHash::default();
        for word in &words.words[start..end] {
            hash.add(&word.text);
        }
        contexts.of(&hash)
    })
}

/// Returns the regions and departments, or the area, that a name means.
fn wide_zones(
    words: &Words,
    mention: &Mention,
    context: Option<Context>,
    home: &[&'static Geozone],
) -> Vec<(&'static Geozone, Certainty)> {
    if matches!(
        context,
        Some(Context::Nothing | Context::Level(Level::Commune | Level::Epci))
    ) {
        return Vec::new();
    }
    let departement = only(&mention.zones(Level::Departement));
    let wants = |level| context == Some(Context::Level(level));
    if let Some(zone) = only(&mention.zones(Level::Region))
        && !(wants(Level::Departement) && departement.is_some())
    {
        return vec![(zone, Certainty::Explicit)];
    }
    if let Some(area) = mention.area() {
        return area
            .iter()
            .map(|zone| (*zone, Certainty::Explicit))
            .collect();
    }
    let Some(zone) = departement else {
        return Vec::new();
    };
    let is_explicit =
        !mention.is_one_word || wants(Level::Departement) || is_placed(words, &mention.range);
    // Rivers have the names of departments.
    let is_at_home = home.iter().any(|of| lies_in(zone, of.id));
    if is_explicit && zone.id != "fr:departement:75" {
        vec![(zone, Certainty::Explicit)]
    } else if is_at_home && !home.is_empty() {
        vec![(zone, Certainty::Likely)]
    } else {
        Vec::new()
    }
}

/// Returns whether a name stands where only an area can: after `en` or `dans`, or alone in brackets.
fn is_placed(words: &Words, range: &Range<usize>) -> bool {
    let start = range.start;
    let before = |n: usize| start.checked_sub(n).map_or("", |place| words.text(place));
    let is_alone_in_brackets = words.words[range.clone()]
        .iter()
        .all(|word| word.is_bracketed)
        && words.words[start].is_parted;
    before(1) == "en"
        || before(1) == "dans"
        || (matches!(before(1), "le" | "la" | "l" | "les") && before(2) == "dans")
        || is_alone_in_brackets
}

/// Returns the commune or the EPCI that a name means.
fn narrow_zone(
    words: &Words,
    mention: &Mention,
    context: Option<Context>,
    around: &[&'static Geozone],
) -> Option<(&'static Geozone, Certainty)> {
    match context {
        Some(
            Context::Nothing | Context::Level(Level::Region | Level::Departement | Level::Country),
        ) => None,
        Some(Context::Level(Level::Epci)) => {
            let zones = mention.epcis();
            let zone = only(&within(&zones, around)).or_else(|| only(&zones))?;
            Some((zone, Certainty::Explicit))
        }
        Some(Context::Level(Level::Commune)) => {
            explicit_commune(&mention.zones(Level::Commune), around)
        }
        None => {
            if let Some(zone) = only(&mention.zones(Level::Epci)) {
                return Some((zone, Certainty::Explicit));
            }
            let communes = mention.zones(Level::Commune);
            if let Some(zone) = by_code(words, mention, &communes) {
                return Some((zone, Certainty::Explicit));
            }
            likely_commune(words, mention, &communes, around)
        }
    }
}

fn explicit_commune(
    communes: &[&'static Geozone],
    around: &[&'static Geozone],
) -> Option<(&'static Geozone, Certainty)> {
    let zone = only(&within(communes, around))
        .or_else(|| only(communes))
        .or_else(|| settle_by_population(communes))?;
    Some((zone, Certainty::Explicit))
}

/// Returns the commune whose INSEE code, or the number of whose department, stands right after the name.
fn by_code(
    words: &Words,
    mention: &Mention,
    communes: &[&'static Geozone],
) -> Option<&'static Geozone> {
    let code = words.text(mention.range.end);
    if code.len() == 5 {
        let has_code = |zone: &&&Geozone| zone.id.rsplit(':').next() == Some(code);
        if let Some(zone) = communes.iter().find(has_code) {
            return Some(zone);
        }
        let of_departement = departement(&code[..2])?;
        return only(&within(communes, &[of_departement]));
    }
    let is_bracketed = words.words.get(mention.range.end)?.is_bracketed;
    let of_departement = departement(code).filter(|_| is_bracketed)?;
    only(&within(communes, &[of_departement]))
}

/// Returns the commune that a name alone means: one within the producer's home.
fn likely_commune(
    words: &Words,
    mention: &Mention,
    communes: &[&'static Geozone],
    around: &[&'static Geozone],
) -> Option<(&'static Geozone, Certainty)> {
    if communes.is_empty() || !words.is_capital(&mention.range) {
        return None;
    }
    if mention.is_one_word && is_common_word(words.text(mention.range.end - 1)) {
        return None;
    }
    let zone = only(&within(communes, around))?;
    Some((zone, Certainty::Likely))
}
