//! Where a record is about, as its tags say.

use super::names::Names;
use super::place::{finest, only};
use super::producer::Home;
use super::rules::Level;
use super::tokens::TokenizedText;
use crate::Geozone;

/// Returns the zones that the tags name, if all of them name one place: a zone, or an area of several.
///
/// A tag counts as a whole: `bretagne`, `vallet-44212`, but not `ppri-porto-vecchio`. A commune counts with its code
/// only: the communes in the tags of a region's data are examples more often than its subject.
pub(super) fn zones(tags: &[String], home: &Home) -> Vec<&'static Geozone> {
    let mut places: Vec<Vec<&'static Geozone>> = Vec::new();
    for place in tags.iter().map(|tag| zones_of(tag, home)) {
        if !place.is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    let place = match places.as_slice() {
        [place] => place.clone(),
        _ => match finest(places.concat()).as_slice() {
            [zone] => vec![*zone],
            _ => return Vec::new(),
        },
    };
    // Rivers have the names of departments: such a name alone says nothing, beside another zone it may be a second place.
    let is_river = match place.as_slice() {
        [zone] => {
            Level::of(zone) == Level::Departement
                && !zone.name.contains(['-', ' ', '\''])
                && !home.holds(zone)
        }
        _ => false,
    };
    if is_river { Vec::new() } else { place }
}

fn zones_of(tag: &str, home: &Home) -> Vec<&'static Geozone> {
    let text = TokenizedText::read(tag);
    let mentions = Names::get().find(&text);
    let [mention] = mentions.as_slice() else {
        return Vec::new();
    };
    let n_words = text.tokens.len();
    if mention.range == (0..n_words - 1) {
        let code = text.word(n_words - 1);
        let communes = mention.zones(Level::Commune).into_iter();
        let with_code = communes.filter(|zone| zone.id.rsplit(':').next() == Some(code));
        return with_code.collect();
    }
    if mention.range != (0..n_words) {
        return Vec::new();
    }
    // Today's regions go on tagging their data with the names of the regions of before 2016.
    if let Some(area) = mention.area() {
        let is_of_home = home.zones.is_empty() || home.is_hub;
        return if is_of_home {
            area.to_vec()
        } else {
            Vec::new()
        };
    }
    let region = only(&mention.zones(Level::Region));
    let departement = || only(&mention.zones(Level::Departement));
    // `france` is a tag of anything within it.
    let country = || {
        only(&mention.zones(Level::Country)).filter(|zone| {
            let is_country = zone.id.starts_with("country:");
            home.zones.is_empty() && !mention.is_one_word && is_country
        })
    };
    let zone = region.or_else(departement).or_else(country);
    zone.into_iter().collect()
}
