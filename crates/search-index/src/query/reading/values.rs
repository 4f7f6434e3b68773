//! Words that name a year, a format, or the type of a record.

use catalogue::{canonical_formats, is_known_format};

use super::Reader;
use crate::Facet;
use crate::document::year;
use crate::query::concept::{QueryWord, Wanted};
use crate::understanding::InterpretationKind;

/// What says that an API is wanted.
const API: [&str; 2] = ["api", "apis"];

impl Reader<'_> {
    pub(super) fn add_values(&mut self) {
        for at in 0..self.concepts.words.len() {
            let word = &self.concepts.words[at];
            let mut found = Vec::new();
            if let Some(year) = year(&word.exact) {
                found.push((Wanted::Year(year), InterpretationKind::Year));
            }
            for format in formats(word) {
                found.push((
                    Wanted::FacetValue(Facet::Format, format),
                    InterpretationKind::Format,
                ));
            }
            if API.contains(&&*word.exact) {
                let api = "dataservice".to_owned();
                found.push((
                    Wanted::FacetValue(Facet::Type, api),
                    InterpretationKind::Type,
                ));
            }
            for (wanted, kind) in found {
                self.add(at..at + 1, wanted, kind);
            }
        }
    }
}

fn formats(word: &QueryWord) -> Vec<String> {
    let formats = canonical_formats(&word.exact);
    let known = formats.into_iter().filter(|format| is_known_format(format));
    known.map(std::borrow::Cow::into_owned).collect()
}
