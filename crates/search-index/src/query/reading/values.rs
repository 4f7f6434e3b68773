//! Words that name a year, a format, or the type of a record.

use catalogue::{canonical_formats, is_known_format};

use super::Reader;
use crate::Facet;
use crate::query::concept::{QueryWord, Source, Wanted};

/// What says that an API is wanted.
const API: [&str; 2] = ["api", "apis"];

impl Reader<'_> {
    pub(super) fn add_values(&mut self) {
        for at in 0..self.concepts.words.len() {
            let word = &self.concepts.words[at];
            let mut found = Vec::new();
            if let Some(year) = year(word) {
                found.push((Wanted::Year(year), Source::Year));
            }
            for format in formats(word) {
                found.push((Wanted::FacetValue(Facet::Format, format), Source::Format));
            }
            if API.contains(&&*word.exact) {
                let api = "dataservice".to_owned();
                found.push((Wanted::FacetValue(Facet::Type, api), Source::Format));
            }
            for (wanted, source) in found {
                self.add(at..at + 1, wanted, source);
            }
        }
    }
}

fn year(word: &QueryWord) -> Option<i16> {
    let is_number = word.exact.len() == 4 && word.exact.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = is_number.then(|| word.exact.parse().ok()).flatten()?;
    (1800..=2100).contains(&year).then_some(year)
}

fn formats(word: &QueryWord) -> Vec<String> {
    let formats = canonical_formats(&word.exact);
    let known = formats
        .into_iter()
        .filter(|format| is_known_format(format));
    known.map(std::borrow::Cow::into_owned).collect()
}
