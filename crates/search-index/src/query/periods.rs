//! The periods that a query names in words: `depuis 2010`, `entre 2016 et 2020`, `ces cinq dernières années`.

mod pattern;
mod reading;
mod token;

use std::ops::Range;

use jiff::civil;

use crate::document::year;
use crate::time_span::TimeSpan;
use pattern::{PATTERNS, Pattern};
use reading::read;
use token::{Token, tokens};

/// A period that words of a text name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedPeriod {
    pub span: TimeSpan,
    /// The bytes of its words in the text.
    pub bytes: Range<usize>,
    /// Whether titles write the period as the text does, so that its years are looked for as words too.
    pub is_literal: bool,
}

/// Returns the periods that a text names, on a day.
pub(super) fn named_periods(text: &str, today: civil::Date) -> Vec<NamedPeriod> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match longest(&tokens[at..], today) {
            Some((n_tokens, pattern, span)) => {
                let bytes = tokens[at].bytes.start..tokens[at + n_tokens - 1].bytes.end;
                found.extend(span.map(|span| NamedPeriod {
                    span,
                    bytes,
                    is_literal: pattern.is_literal(),
                }));
                at += n_tokens;
            }
            None => at += 1,
        }
    }
    found
}

/// Returns whether a word, folded, may stand in a phrase that names a period: in every such phrase there is one.
pub(super) fn may_name_period(word: &str) -> bool {
    year(word).is_some() || PATTERNS.is_in_phrase_without_year(word)
}

/// Returns the span that a whole text names.
pub(super) fn named_span(text: &str, today: civil::Date) -> Option<TimeSpan> {
    TimeSpan::from_name(text.trim()).or_else(|| {
        let tokens = tokens(text);
        let (n_tokens, _, span) = longest(&tokens, today)?;
        span.filter(|_| n_tokens == tokens.len())
    })
}

/// Returns the longest phrase at the beginning of tokens: how many tokens it is, and its span; `None` of a phrase that names
/// no period, though it looks like one.
fn longest(
    tokens: &[Token],
    today: civil::Date,
) -> Option<(usize, &'static Pattern, Option<TimeSpan>)> {
    let patterns = PATTERNS.beginning_with(tokens.first()?);
    let read = patterns.filter_map(|pattern| {
        let (n_tokens, span) = read(pattern, tokens, today)?;
        Some((n_tokens, pattern, span))
    });
    read.max_by_key(|(n_tokens, _, span)| (*n_tokens, span.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::fold;

    fn named(text: &str) -> Vec<String> {
        let periods = named_periods(text, civil::date(2026, 11, 27));
        periods
            .into_iter()
            .map(|period| format!("{} = {}", &text[period.bytes], period.span))
            .collect()
    }

    #[test]
    fn periods_are_named_in_words() {
        for (text, expected) in [
            ("accidents depuis 2010", "depuis 2010 = 2010.."),
            (
                "budget entre 2016 et 2020 rennes",
                "entre 2016 et 2020 = 2016..2020",
            ),
            ("Loyers avant 2000", "avant 2000 = ..1999"),
            ("après 2015 loyers", "après 2015 = 2016.."),
            ("loyers jusqu’en 2018", "jusqu’en 2018 = ..2018"),
            (
                "loyers ces cinq dernières années",
                "ces cinq dernières années = 2021-11-27..2026-11-27",
            ),
            (
                "loyers 5 dernieres annees",
                "5 dernieres annees = 2021-11-27..2026-11-27",
            ),
            ("pcaet 2019-2023", "2019-2023 = 2019..2023"),
            ("menus 2019/20", "2019/20 = 2019..2020"),
            ("loyers de 2016 à 2020", "de 2016 à 2020 = 2016..2020"),
            (
                "loyers à partir de mars 2020",
                "à partir de mars 2020 = 2020-03..",
            ),
            (
                "loyers du 1er janvier 2016 au 30 juin 2017",
                "du 1er janvier 2016 au 30 juin 2017 = 2016..2017-06",
            ),
            ("musique des années 90", "des années 90 = 1990..1999"),
            ("loyers cette année", "cette année = 2026"),
            ("loyers l’année dernière", "l’année dernière = 2025"),
        ] {
            assert_eq!(named(text), [expected], "{text}");
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            assert!(words.any(|word| may_name_period(&fold(word))), "{text}");
        }
    }

    #[test]
    fn numbers_and_words_that_name_no_period_are_left_alone() {
        for text in [
            "budget 2020",
            "loi 1901",
            "budget 2019 2020",
            "natura 2000",
            "communes avant 2000 habitants",
            "de 1900 à 2000 euros",
            "2019-03",
            "entre 2020 et 2016",
            "entre rennes et brest",
            "depuis longtemps",
            "dernières nouvelles",
            "",
        ] {
            assert_eq!(named(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_whole_text_names_a_span() {
        let span = |text| {
            let span = named_span(text, civil::date(2026, 11, 27))?;
            Some(span.to_string())
        };
        assert_eq!(span("2016..2020").as_deref(), Some("2016..2020"));
        assert_eq!(span("2016-2020").as_deref(), Some("2016..2020"));
        assert_eq!(span("depuis 2010").as_deref(), Some("2010.."));
        assert_eq!(span("loyers depuis 2010"), None);
    }
}
