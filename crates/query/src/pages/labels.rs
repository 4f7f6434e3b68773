//! What facets and their values are called in the language of a page.

use catalogue::{CoveredPeriod, Date, Evidence, EvidenceField};
use search_index::{Facet, FacetValue, TimeSpan};

use crate::language::Language;

/// Returns the name of a facet.
pub(super) fn facet_label(language: &Language, facet: Facet) -> String {
    language
        .label("facet", facet.name(), facet.label())
        .into_owned()
}

/// Returns the label of a facet's value.
pub(super) fn value_label(language: &Language, facet: Facet, value: &FacetValue) -> String {
    language
        .label(facet.name(), &value.name, &value.label)
        .into_owned()
}

/// Returns a span of days in words, given as its parameter writes it: `2016..2020`.
pub(super) fn span_label(language: &Language, span: &str) -> String {
    match span.split_once("..") {
        None => language.say_with("span-one", &[("start", span)]),
        Some((start, "")) => language.say_with("span-start", &[("start", start)]),
        Some(("", end)) => language.say_with("span-end", &[("end", end)]),
        Some((start, end)) => language.say_with("span-both", &[("start", start), ("end", end)]),
    }
}

/// Returns in words that something was at a moment or later; a midnight is told as its day.
pub(super) fn since_label(language: &Language, since: Date) -> String {
    let day = language.day(since);
    if since == Date::midnight_of(since.day()) {
        return language.say_with("since-day", &[("date", &day)]);
    }
    let moment = since.to_string();
    let time = moment.get("2026-01-15T".len()..).and_then(|it| it.get(..5));
    language.say_with(
        "since-moment",
        &[("date", &day), ("time", time.unwrap_or_default())],
    )
}

/// Returns the period that a record covers in words: years where nothing finer is said.
pub(super) fn covered_period_label(language: &Language, period: &CoveredPeriod) -> String {
    let span = TimeSpan {
        start: period.start,
        end: period.end,
    };
    span_label(language, &span.to_string())
}

/// Returns a value that is inferred, with the words that say it.
pub(super) fn evidence_label(language: &Language, value: &str, evidence: &Evidence) -> String {
    let message = match evidence.field {
        EvidenceField::Title => "known-by-title",
        EvidenceField::Description => "known-by-description",
        EvidenceField::Files => "known-by-files",
        EvidenceField::Schema => "known-by-schema",
        EvidenceField::Tags => "known-by-tags",
        EvidenceField::Organization => "known-by-organization",
        EvidenceField::InferredGeozones => "known-by-geozones",
    };
    language.say_with(message, &[("value", value), ("words", &evidence.words)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_words() {
        for (since, expected) in [
            ("2026-01-01", "depuis le 1er janvier 2026"),
            (
                "2026-01-15T08:30:59+00:00",
                "depuis le 15 janvier 2026 à 08:30 (UTC)",
            ),
        ] {
            let since: Date = since.parse().unwrap();
            let label = since_label(Language::french(), since);
            assert_eq!(label.replace('\u{a0}', " "), expected);
        }
    }

    #[test]
    fn spans_are_told_in_words() {
        for (span, expected) in [
            ("2016..2020", "de 2016 à 2020"),
            ("2010..", "depuis 2010"),
            ("..1999", "jusqu’à 1999"),
            ("2019", "2019"),
        ] {
            assert_eq!(span_label(Language::french(), span), expected);
        }
    }
}
