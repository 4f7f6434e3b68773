//! Measures: a number and a unit, joined or divided (`20cm`, `20 cm`), are one name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::rewriter::Rewriter;
use crate::document::year;
use crate::query::data_lines::data_lines;
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::{Phrase, Target};

const UNITS: &str = include_str!("../../../data/units.txt");

static UNIT_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let units = data_lines(UNITS).flat_map(|line| line.split(','));
    units.map(str::trim).collect()
});

impl Rewriter<'_> {
    /// Makes each number with a unit behind it one word. Its division is looked up with those of the other names.
    pub(super) fn join_measures(&mut self) {
        for index in (1..self.query.words.len()).rev() {
            let (number, unit) = (&self.query.words[index - 1], &self.query.words[index]);
            let between = &self.query.text[number.span.end..unit.span.start];
            let is_measure = number.position + 1 == unit.position
                && between.chars().all(char::is_whitespace)
                && is_measure(&number.exact, &unit.exact);
            if !is_measure {
                continue;
            }
            let (span, position) = (number.span.start..unit.span.end, number.position);
            let joined = format!("{}{}", number.exact, unit.exact);
            if let Some(mut joined) = self.analyzer.single_word(&joined) {
                self.query.text[span.clone()].clone_into(&mut joined.shown);
                joined.span = span;
                joined.position = position;
                self.query.join_with_next(index - 1, joined);
            }
        }
    }
}

/// Returns how a measure is written in two words; `None` of what is none.
pub(super) fn divided_measure(joined: &str, analyzer: &mut QueryAnalyzer) -> Option<Phrase> {
    let n_digits = joined.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = joined.split_at(n_digits);
    if !is_measure(number, unit) {
        return None;
    }
    match analyzer.target(&format!("{number} {unit}"))? {
        Target::Phrase(phrase) => Some(phrase),
        _ => None,
    }
}

/// Returns whether a number and a unit are a measure. A year is no number of one.
fn is_measure(number: &str, unit: &str) -> bool {
    is_number(number) && year(number).is_none() && UNIT_SET.contains(unit)
}

/// Returns whether a part of a word is a number.
pub(super) fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit_are_a_measure() {
        let mut analyzer = QueryAnalyzer::new();
        let mut divided = |joined: &str| Some(divided_measure(joined, &mut analyzer)?.shown);
        assert_eq!(divided("20cm").as_deref(), Some("20 cm"));
        for other in ["cm", "20", "20cmx", "2019m", "20e", ""] {
            assert_eq!(divided(other), None, "{other}");
        }
    }
}
