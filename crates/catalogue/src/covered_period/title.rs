//! The period that a title names.

use jiff::civil;

use crate::edition::moment::{self, Found, Moment};
use crate::edition::words::{Word, words};
use crate::period_words::{self, Kind};

/// A moment of a title, and what the word before it says.
struct Dated {
    moment: Moment,
    /// `From`, `Until` or `Before`.
    said: Option<Kind>,
}

/// Returns the first and the last day of the period that a title names; `None` where it names none. One of the two is
/// `None` where the title says that the period goes on, or does not say when it began.
pub(super) fn period(title: &str) -> Option<(Option<civil::Date>, Option<civil::Date>)> {
    let dated = dated(&words(title));
    let moments: Vec<Moment> = dated.iter().map(|dated| dated.moment).collect();
    let (first, last) = moment::period(&moments)?;
    let (earliest, latest) = (bound(&dated, first, false), bound(&dated, last, true));
    match (earliest, latest) {
        (_, Some(Kind::From)) => Some((Some(first), None)),
        (Some(Kind::Until), _) => Some((None, Some(last))),
        (Some(Kind::Before), _) if dated.len() == 1 => {
            Some((None, first.checked_sub(jiff::Span::new().days(1)).ok()))
        }
        _ => Some((Some(first), Some(last))),
    }
}

/// Returns what is said of the moment that begins or ends with a day.
fn bound(dated: &[Dated], day: civil::Date, is_end: bool) -> Option<Kind> {
    let is_bound = |dated: &&Dated| match dated.moment {
        Moment::Period(first, last) => (if is_end { last } else { first }) == day,
        Moment::Months(..) | Moment::Week(_) => dated.said.is_some(),
    };
    dated.iter().find(is_bound)?.said
}

/// Returns the moments of a title, without numbers that are no dates.
fn dated(words: &[Word]) -> Vec<Dated> {
    let has_year = moment::has_year(words);
    let mut dated = Vec::new();
    let mut at = 0;
    // Whether the moment that ends where `at` stands is none.
    let mut is_none_before = false;
    while at < words.len() {
        let found = moment::read(words, at, has_year);
        let n_words = found.as_ref().map_or(1, |(n_words, _)| *n_words);
        if let Some((_, Found::Moment(moment))) = found {
            let is_none =
                is_no_date(words, at, at + n_words) || (is_none_before && joins(words, at));
            if !is_none {
                dated.push(Dated {
                    moment,
                    said: said_before(words, at),
                });
            }
            is_none_before = is_none;
        } else if !is_joining(&words[at]) {
            is_none_before = false;
        }
        at += n_words;
    }
    dated
}

/// Returns whether the words from `at` on, up to `end`, are no date for what stands before or behind them.
fn is_no_date(words: &[Word], at: usize, end: usize) -> bool {
    let is_number_of = words[at].separator.contains(['°', 'º']);
    let is_quantity = words
        .get(end)
        .is_some_and(|next| period_words::is(&next.text, Kind::Unit))
        && end == at + 1;
    is_number_of || is_quantity || said(words, at, &[Kind::No]).is_some()
}

/// Returns whether nothing but a joining word or sign stands between a moment and the one before it.
fn joins(words: &[Word], at: usize) -> bool {
    at > 0 && (words[at - 1].number.is_some() || is_joining(&words[at - 1]))
}

fn is_joining(word: &Word) -> bool {
    matches!(word.text.as_str(), "et" | "ou" | "a" | "puis")
}

fn said_before(words: &[Word], at: usize) -> Option<Kind> {
    said(words, at, &[Kind::From, Kind::Until, Kind::Before])
}

/// Returns which of the kinds the word before a date is, small words between them left out.
fn said(words: &[Word], at: usize, kinds: &[Kind]) -> Option<Kind> {
    const MAX_BETWEEN: usize = 4;

    for word in words[..at].iter().rev().take(MAX_BETWEEN) {
        let kind = kinds
            .iter()
            .find(|kind| period_words::is(&word.text, **kind));
        if kind.is_some() {
            return kind.copied();
        }
        if !period_words::is(&word.text, Kind::Between) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(title: &str) -> String {
        let day = |day: Option<civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        period(title).map_or_else(String::new, |(first, last)| {
            format!("{}/{}", day(first), day(last))
        })
    }

    #[test]
    fn titles_name_periods() {
        for (title, expected) in [
            ("Budget primitif 2024", "2024-01-01/2024-12-31"),
            ("Permis de construire 2010-2019", "2010-01-01/2019-12-31"),
            (
                "Bilan des accidents de 2010 à 2019",
                "2010-01-01/2019-12-31",
            ),
            ("Naissances entre 2011 et 2021", "2011-01-01/2021-12-31"),
            (
                "Occupation du sol 2001, 2010 et 2014",
                "2001-01-01/2014-12-31",
            ),
            ("Effectifs SNCF depuis 1851", "1851-01-01/"),
            ("Communes nouvelles depuis le 01/01/2016", "2016-01-01/"),
            (
                "Débit des stockages (à partir de novembre 2010)",
                "2010-11-01/",
            ),
            ("Certification Qualiopi jusqu'en 2025", "/2025-12-31"),
            ("Bureaux de vote (jusqu’au 1er mars 2015)", "/2015-03-01"),
            ("Cantons électoraux avant 2015", "/2014-12-31"),
            ("Traitements déclarés avant le 25 mai 2018", "/2018-05-24"),
            ("Accidents de 2005 jusqu'à 2012", "2005-01-01/2012-12-31"),
            ("Programme Charte 2020-2035", "2020-01-01/2035-12-31"),
        ] {
            assert_eq!(covered(title), expected, "{title}");
        }
    }

    #[test]
    fn numbers_that_are_no_dates_name_none() {
        for (title, expected) in [
            ("Sites Natura 2000", ""),
            ("Sites Natura 2000 en 2021", "2021-01-01/2021-12-31"),
            ("Agenda 2030", ""),
            ("Potentiel de méthanisation à l’horizon 2050", ""),
            ("Le littoral normand aux horizons 2050 et 2120", ""),
            ("Subventions aux associations de loi 1901", ""),
            (
                "Subventions aux associations de loi 1901 année 2019",
                "2019-01-01/2019-12-31",
            ),
            ("Déclaration loi LOM 2024", "2024-01-01/2024-12-31"),
            ("Règlement (CE) n° 2005", ""),
            ("Arrêté municipal n° 2020-0672", ""),
            ("Communes de plus de 2000 habitants", ""),
            ("Parkings supérieurs à 2000 m²", ""),
            ("Objectif 2027-2033 des rivières", ""),
            ("SCAN 2000", ""),
        ] {
            assert_eq!(covered(title), expected, "{title}");
        }
    }
}
