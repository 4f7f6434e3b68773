//! Where a record is about, as its title says.

use std::ops::Range;

use super::name_hash::NameHash;
use super::names::{Mention, Names};
use super::place::{largest_town_of, numbered, only, settle_by_population, within};
use super::producer::Home;
use super::rules::{Context, Contexts, Level, is_common_word};
use super::tokens::TokenizedText;
use crate::{Gazetteer, Geozone};

/// How sure it is that a name in a title means a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// The name alone says so: the zone counts within the producer's home and within the title's explicit zones.
    Likely,
    /// The name has no other meaning, or the words around it say what it is.
    Explicit,
}

/// The zones that a title names.
#[derive(Debug, Default)]
pub(super) struct TitleZones {
    pub zones: Vec<(&'static Geozone, Certainty)>,
    /// Whether the title is about a place much smaller than a region, named or not: a risk plan, a basin.
    pub is_local: bool,
}

impl TitleZones {
    /// Reads a title, given the home of its producer.
    pub fn of(title: &str, home: &Home) -> Self {
        let title = Title::read(title);
        let mut zones: Vec<(&'static Geozone, Certainty)> = Vec::new();
        for (mention, context) in title.mentions.iter().zip(&title.contexts) {
            zones.extend(title.wide_zones(mention, *context, home));
        }
        let of_title = zones.iter().map(|(zone, _)| *zone);
        let around: Vec<&'static Geozone> = home.zones.iter().copied().chain(of_title).collect();
        for (mention, context) in title.mentions.iter().zip(&title.contexts) {
            zones.extend(title.narrow_zone(mention, *context, &around, home));
        }
        zones.extend(title.coded_communes(home));
        Self {
            zones,
            is_local: title.is_local(),
        }
    }
}

/// A title with the names found in it.
struct Title {
    text: TokenizedText,
    mentions: Vec<Mention>,
    /// What the words before each name say of it, in the order of `mentions`.
    contexts: Vec<Option<Context>>,
}

impl Title {
    fn read(title: &str) -> Self {
        let text = TokenizedText::read(title);
        let mentions = Names::get().find(&text);
        let mut contexts: Vec<Option<Context>> = Vec::new();
        for (index, mention) in mentions.iter().enumerate() {
            let start = before_links(&text, mention.range.start);
            // In a list of names, the words before the first name tell the kind of all.
            let of_list = index
                .checked_sub(1)
                .filter(|&before| mentions[before].range.end == start)
                .and_then(|before| contexts[before]);
            let before = words_before(&text, start)
                .filter(|context| !matches!(context, Context::Local | Context::Hub));
            contexts.push(before.or(of_list));
        }
        Self {
            text,
            mentions,
            contexts,
        }
    }

    /// Returns whether words of the title say that it is about a place much smaller than a region.
    fn is_local(&self) -> bool {
        let says = |end| words_before(&self.text, end);
        let is_local = |context| matches!(context, Context::Local | Context::Part);
        (1..=self.text.tokens.len()).any(|end| says(end).is_some_and(is_local))
    }

    /// Returns the country, the region, the department or the area that a name means.
    fn wide_zones(
        &self,
        mention: &Mention,
        context: Option<Context>,
        home: &Home,
    ) -> Vec<(&'static Geozone, Certainty)> {
        let level = match context {
            None => None,
            Some(Context::Level(level)) if level < Level::Epci => Some(level),
            Some(_) => return Vec::new(),
        };
        if let Some(zone) = self.country(mention, home) {
            return vec![(zone, Certainty::Explicit)];
        }
        let departement = only(&mention.zones(Level::Departement));
        if let Some(zone) = only(&mention.zones(Level::Region))
            && !(level == Some(Level::Departement) && departement.is_some())
        {
            return vec![(zone, Certainty::Explicit)];
        }
        if let Some(area) = mention.area() {
            let zones = area.iter().map(|zone| (*zone, Certainty::Explicit));
            return zones.collect();
        }
        let Some(zone) = departement else {
            return Vec::new();
        };
        // Rivers have the names of departments; and Paris may be the town.
        let is_explicit = !mention.is_one_word
            || level == Some(Level::Departement)
            || self.is_placed(&mention.range) && zone.id != "fr:departement:75";
        if is_explicit {
            vec![(zone, Certainty::Explicit)]
        } else if home.holds(zone) {
            vec![(zone, Certainty::Likely)]
        } else {
            Vec::new()
        }
    }

    /// Returns the country, or the part of France, that a name means. None where the producer has a home.
    fn country(&self, mention: &Mention, home: &Home) -> Option<&'static Geozone> {
        let zone = only(&mention.zones(Level::Country)).filter(|_| home.zones.is_empty())?;
        let is_plain = zone.id.starts_with("country-subset:") || !mention.is_one_word;
        let is_france = zone.id == "country:fr" && self.is_placed(&mention.range);
        (is_plain || is_france).then_some(zone)
    }

    /// Returns whether a name stands where only the name of an area can: after `en` or `dans`, or alone in brackets.
    fn is_placed(&self, range: &Range<usize>) -> bool {
        let text = &self.text;
        let before = |n: usize| match range.start.checked_sub(n) {
            Some(index) => text.word(index),
            None => "",
        };
        let is_bracketed = text.tokens[range.clone()]
            .iter()
            .all(|word| word.is_bracketed);
        before(1) == "en"
            || before(1) == "dans"
            || (matches!(before(1), "le" | "la" | "l" | "les") && before(2) == "dans")
            || (is_bracketed && text.tokens[range.start].is_parted)
    }

    /// Returns the commune or the EPCI that a name means.
    fn narrow_zone(
        &self,
        mention: &Mention,
        context: Option<Context>,
        around: &[&'static Geozone],
        home: &Home,
    ) -> Option<(&'static Geozone, Certainty)> {
        match context {
            Some(Context::Level(Level::Epci)) => {
                epci(mention, around).map(|zone| (zone, Certainty::Explicit))
            }
            Some(Context::Level(Level::Commune)) => {
                explicit_commune(mention, around, home).map(|zone| (zone, Certainty::Explicit))
            }
            Some(_) => None,
            None => {
                let explicit = if self.is_before_epci_word(mention) {
                    epci(mention, around)
                } else {
                    only(&mention.zones(Level::Epci)).or_else(|| self.by_code(mention))
                };
                let likely = || self.likely_commune(mention, around);
                explicit
                    .map(|zone| (zone, Certainty::Explicit))
                    .or_else(|| likely().map(|zone| (zone, Certainty::Likely)))
            }
        }
    }

    /// Returns whether the word after a name says that it is an EPCI: `Saint-Nazaire Agglomération`.
    fn is_before_epci_word(&self, mention: &Mention) -> bool {
        const EPCI_WORDS: [&str; 5] = [
            "agglomeration",
            "agglo",
            "metropole",
            "communaute",
            "intercommunalite",
        ];
        let after = self.text.tokens.get(mention.range.end);
        after.is_some_and(|word| !word.is_parted && EPCI_WORDS.contains(&word.text.as_str()))
    }

    /// Returns the commune whose INSEE code, post code or department number stands right after its name.
    fn by_code(&self, mention: &Mention) -> Option<&'static Geozone> {
        let communes = mention.zones(Level::Commune);
        let word = self.text.tokens.get(mention.range.end)?;
        let code = word.text.as_str();
        if code.len() == 5 {
            let has_code = |zone: &&&Geozone| zone.id.rsplit(':').next() == Some(code);
            return communes
                .iter()
                .find(has_code)
                .copied()
                .or_else(|| only(&within(&communes, &[numbered(code.get(..2)?)?])));
        }
        let departement = numbered(code).filter(|_| word.is_bracketed)?;
        only(&within(&communes, &[departement]))
    }

    /// Returns the communes of the producer's home whose INSEE codes stand in the title, whatever the spelling of their
    /// names.
    fn coded_communes(&self, home: &Home) -> Vec<(&'static Geozone, Certainty)> {
        let codes = self.text.tokens.iter().map(|word| word.text.as_str());
        codes
            .filter(|code| code.len() == 5 && code.ends_with(|last: char| last.is_ascii_digit()))
            .filter_map(|code| Gazetteer::france().get(&format!("fr:commune:{code}")))
            .filter(|zone| home.holds(zone))
            .map(|zone| (zone, Certainty::Explicit))
            .collect()
    }

    /// Returns the commune that a name means with no other word to say so.
    fn likely_commune(
        &self,
        mention: &Mention,
        around: &[&'static Geozone],
    ) -> Option<&'static Geozone> {
        let last_word = self.text.word(mention.range.end - 1);
        let is_word = mention.is_one_word && is_common_word(last_word);
        if is_word || !self.text.is_capitalized(&mention.range) {
            return None;
        }
        only(&within(&mention.zones(Level::Commune), around))
    }
}

/// Returns the index after the last word before a name that is no article and no preposition.
fn before_links(text: &TokenizedText, mut start: usize) -> usize {
    const LINKS: [&str; 14] = [
        "de", "du", "d", "des", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "sur",
    ];
    while start > 0 && LINKS.contains(&text.word(start - 1)) {
        start -= 1;
    }
    start
}

/// Returns what the words right before the token `end` say; of several such phrases, the longest says it.
fn words_before(text: &TokenizedText, end: usize) -> Option<Context> {
    let contexts = Contexts::get();
    let first = end.saturating_sub(contexts.n_words_of_longest);
    (first..end).find_map(|start| {
        let mut hash = NameHash::default();
        for word in &text.tokens[start..end] {
            hash.add(&word.text);
        }
        contexts.of(&hash)
    })
}

/// Returns the EPCI that a name means where the words about it say that it is one.
fn epci(mention: &Mention, around: &[&'static Geozone]) -> Option<&'static Geozone> {
    let zones = mention.epcis();
    only(&within(&zones, around))
        .or_else(|| only(&zones))
        .or_else(|| largest_town_of(mention))
}

/// Returns the commune that a name means where the words before it say that it is one.
///
/// One outside the producer's home needs a name of several words: no commune is called `La Baule`, but one far away from
/// there is called `Baule`.
fn explicit_commune(
    mention: &Mention,
    around: &[&'static Geozone],
    home: &Home,
) -> Option<&'static Geozone> {
    let communes = mention.zones(Level::Commune);
    let elsewhere = || {
        let is_far = !home.zones.is_empty() && mention.is_one_word;
        let zone = only(&communes).or_else(|| settle_by_population(&communes));
        zone.filter(|_| !is_far)
    };
    only(&within(&communes, around)).or_else(elsewhere)
}
