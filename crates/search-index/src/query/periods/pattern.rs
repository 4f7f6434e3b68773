//! The phrases of `data/periods.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::token::{Token, tokens};
use crate::query::data_lines::data_lines;

const PERIODS: &str = include_str!("../../../data/periods.txt");

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Between,
    Span,
    From,
    After,
    Before,
    Until,
    Decade,
    Years(Option<i32>),
    Months,
    ThisYear,
    LastYear,
    None,
}

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Word(String),
    /// A year, with a month or day before it where there is one.
    Moment,
    /// Likewise, or the last two digits of the year behind the one before.
    NextMoment,
    Number,
    Decade,
    Hyphen,
}

/// A phrase and its meaning.
#[derive(Debug)]
pub(super) struct Pattern {
    pub parts: Vec<Part>,
    pub meaning: Meaning,
}

impl Pattern {
    pub fn is_literal(&self) -> bool {
        self.meaning == Meaning::Span
    }
}

/// All phrases: those that begin with a word, by that, and the others.
#[derive(Default)]
pub(super) struct Patterns {
    by_word: HashMap<String, Vec<Pattern>>,
    by_number: Vec<Pattern>,
    numbers: HashMap<String, i32>,
    /// The words of phrases that have no year.
    words_without_year: HashSet<String>,
}

pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut patterns = Patterns::default();
    for rule in data_lines(PERIODS) {
        patterns.add_rule(rule);
    }
    patterns
});

impl Patterns {
    /// Adds a line of the data file; returns whether it is one.
    fn add_rule(&mut self, rule: &str) -> bool {
        let Some((left, right)) = rule.split_once('=') else {
            return false;
        };
        if let Ok(number) = left.trim().parse() {
            for word in right.split(',').flat_map(tokens) {
                self.numbers.insert(word.text, number);
            }
            return true;
        }
        let Some(meaning) = meaning(right.trim()) else {
            return false;
        };
        for phrase in left.split(',') {
            let parts = parts(phrase);
            let has_year = parts.contains(&Part::Moment);
            let words = parts.iter().filter_map(|part| match part {
                Part::Word(word) if !has_year => Some(word.clone()),
                _ => None,
            });
            self.words_without_year.extend(words);
            let pattern = Pattern { parts, meaning };
            match pattern.parts.first() {
                Some(Part::Word(word)) => {
                    self.by_word.entry(word.clone()).or_default().push(pattern);
                }
                _ => self.by_number.push(pattern),
            }
        }
        true
    }

    /// Returns whether a word stands in a phrase that has no year.
    pub fn is_in_phrase_without_year(&self, word: &str) -> bool {
        self.words_without_year.contains(word)
    }

    /// Returns the phrases that may begin with a token.
    pub fn beginning_with(&self, token: &Token) -> impl Iterator<Item = &Pattern> {
        let by_word = self.by_word.get(&token.text).into_iter().flatten();
        let begins_with_number = self.number(token).is_some() || token.is_month() || token.is_day();
        let by_number = self.by_number.iter().filter(move |_| begins_with_number);
        by_word.chain(by_number)
    }

    /// Returns the number that a token writes, in digits or as a word.
    pub fn number(&self, token: &Token) -> Option<i32> {
        token
            .number()
            .or_else(|| self.numbers.get(&token.text).copied())
    }
}

fn meaning(text: &str) -> Option<Meaning> {
    Some(match text {
        "between" => Meaning::Between,
        "span" => Meaning::Span,
        "from" => Meaning::From,
        "after" => Meaning::After,
        "before" => Meaning::Before,
        "until" => Meaning::Until,
        "decade" => Meaning::Decade,
        "months" => Meaning::Months,
        "this year" => Meaning::ThisYear,
        "last year" => Meaning::LastYear,
        "none" => Meaning::None,
        years => {
            let number = years.strip_prefix("years")?.trim();
            Meaning::Years(match number {
                "" => None,
                number => Some(number.parse().ok()?),
            })
        }
    })
}

fn parts(phrase: &str) -> Vec<Part> {
    let tokens = tokens(phrase).into_iter();
    let part = |token: Token| match &phrase[token.bytes.clone()] {
        "Y" => Part::Moment,
        "Z" => Part::NextMoment,
        "N" => Part::Number,
        "D" => Part::Decade,
        _ if token.is_hyphen() => Part::Hyphen,
        _ => Part::Word(token.text),
    };
    tokens.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_file_is_read() {
        let mut patterns = Patterns::default();
        for rule in data_lines(PERIODS) {
            assert!(patterns.add_rule(rule), "{rule}");
        }
        assert!(patterns.by_word.len() > 10);
        assert!(patterns.numbers.len() > 10);
    }
}
