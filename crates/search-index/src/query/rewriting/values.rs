//! Words that name a year, a format, or a type of record: filter terms.

use catalogue::{canonical_formats, is_known_format};

use super::rewriter::Rewriter;
use crate::Facet;
use crate::document::year;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::understanding::InterpretationKind;

/// Words that ask for an API.
const API: [&str; 2] = ["api", "apis"];

impl Rewriter<'_> {
    /// Adds the years, formats and types that words name.
    pub(super) fn add_values(&mut self) {
        for index in 0..self.query.words.len() {
            let word = &self.query.words[index];
            let mut targets = Vec::new();
            if let Some(year) = year(&word.exact) {
                targets.push((Target::Year(year), InterpretationKind::Year));
            }
            for format in formats(word) {
                targets.push((
                    Target::FacetValue(Facet::Format, format),
                    InterpretationKind::Format,
                ));
            }
            if API.contains(&&*word.exact) {
                let api = "dataservice".to_owned();
                targets.push((
                    Target::FacetValue(Facet::Type, api),
                    InterpretationKind::Type,
                ));
            }
            for (target, kind) in targets {
                self.add(index..index + 1, target, kind);
            }
        }
    }
}

fn formats(word: &QueryWord) -> Vec<String> {
    let formats = canonical_formats(&word.exact);
    let known = formats.into_iter().filter(|format| is_known_format(format));
    known.map(std::borrow::Cow::into_owned).collect()
}
