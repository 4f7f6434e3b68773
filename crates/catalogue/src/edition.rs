//! Editions: which one of a series of records a title names.
//!
//! Producers publish a new record each year, quarter or month, and give all of them one title but for the date: `Budget
//! primitif 2023`, `Budget primitif 2024`. What the titles have in common is the [series](Edition::series) of the
//! records, the rest is their edition. Places are no editions: `Budget Rennes` and `Budget Lyon` are two series.

pub(crate) mod moment;
pub(crate) mod words;

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil;

use crate::period_words::{self, Kind};
use moment::{Found, Moment};
use words::{Word, words};

/// What a title says of the edition that its record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The words that the titles of all editions have: folded, without articles, plurals and words for an edition. Empty
    /// where nothing but a date is left.
    pub series: String,
    /// The first day of the period that the title names; `None` where it names none.
    pub first: Option<civil::Date>,
    /// The last day of that period; of one that goes on (`depuis 2018`), of its first year.
    pub last: Option<civil::Date>,
    /// Whether the title says that the period goes on.
    pub goes_on: bool,
    /// The number of the edition or version (`5e édition`, `v2`), the latest of several; `None` where the title has none.
    pub number: Option<u32>,
}

/// Words by which the editions of a series are not told apart.
static NO_WORDS_OF_SERIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../data/edition-words.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(" | "))
        .map(|(word, _)| word)
        .collect()
});

impl Edition {
    /// Reads a title.
    #[must_use]
    pub fn of_title(title: &str) -> Self {
        let words = words(title);
        let has_year = moment::has_year(&words);
        let mut series: Vec<&str> = Vec::new();
        let mut acronyms: Vec<&str> = Vec::new();
        let mut moments: Vec<Moment> = Vec::new();
        let mut number = None;
        let mut going_on = None;
        let mut at = 0;
        while at < words.len() {
            let found = moment::read(&words, at, has_year);
            at += found.as_ref().map_or(1, |(n_words, _)| *n_words);
            match found {
                Some((_, Found::Moment(moment))) => moments.push(moment),
                Some((_, Found::Number(found))) => number = number.max(Some(found)),
                None if says_that_it_goes_on(&words, at - 1, has_year) => {
                    going_on = Some(moments.len());
                }
                None => {
                    let word = &words[at - 1];
                    series.extend(comparison(word));
                    let of_series = word_of_series(word);
                    series.extend(of_series);
                    acronyms.extend(of_series.filter(|_| word.is_capitals));
                }
            }
        }
        for acronym in acronyms {
            leave_out_what_it_stands_for(&mut series, acronym);
        }
        let period = moment::period(&moments);
        Self {
            series: series.join(" "),
            first: period.map(|(first, _)| first),
            last: period.map(|(_, last)| last),
            goes_on: going_on.is_some_and(|at| at + 1 == moments.len()),
            number,
        }
    }

    /// Returns what the editions of a series have in common, whatever the order of their words: `Élections législatives 2012 –
    /// Résultats`, `Résultats des élections législatives de 2017`. A number stays with the word that it stands beside, and
    /// spellings of an ordinal are one (`2nd tour`, `second tour`).
    #[must_use]
    pub fn series_key(&self) -> String {
        let mut units: Vec<String> = Vec::new();
        let mut joins_next = false;
        for word in self.series.split(' ') {
            let ordinal = ordinal(word);
            let joins_previous = ordinal.is_none()
                && (word.len() < LEAST_LETTERS || word.contains(|c: char| c.is_ascii_digit()));
            let word = ordinal.unwrap_or(word);
            match units.last_mut() {
                Some(unit) if joins_next || joins_previous => {
                    unit.push(' ');
                    unit.push_str(word);
                }
                _ => units.push(word.to_owned()),
            }
            joins_next = ordinal.is_some();
        }
        units.sort_unstable();
        units.join(" ")
    }

    /// Returns whether the title names an edition.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.last.is_some() || self.number.is_some()
    }
}

/// Returns whether a word says of the moment behind it that a period begins there and goes on: `depuis 2018`, `à partir de
/// 2023`.
fn says_that_it_goes_on(words: &[Word], at: usize, has_year: bool) -> bool {
    if !period_words::is(&words[at].text, Kind::From) {
        return false;
    }
    let behind = words[at + 1..].iter();
    let n_between = behind
        .take_while(|word| period_words::is(&word.text, Kind::Between))
        .count();
    let moment = at + 1 + n_between;
    moment < words.len()
        && matches!(
            moment::read(words, moment, has_year),
            Some((_, Found::Moment(_)))
        )
}

/// A shorter word says nothing without the one before: `zone A`, `lot B`.
const LEAST_LETTERS: usize = 3;

/// Returns the first two ordinals, whose spellings are many, in one.
fn ordinal(word: &str) -> Option<&'static str> {
    match word {
        "1er" | "1re" | "1ere" | "premier" | "premiere" => Some("1er"),
        "2nd" | "2nde" | "2d" | "2e" | "2eme" | "second" | "seconde" | "deuxieme" => Some("2nd"),
        _ => None,
    }
}

/// Leaves out the words of which a word of the title is the initials: one edition is of the `Projet de loi de finances pour 2020
/// (PLF 2020)`, the next one of the `PLF 2021`.
fn leave_out_what_it_stands_for(series: &mut Vec<&str>, acronym: &str) {
    let n_words = acronym.chars().count();
    if n_words < LEAST_LETTERS {
        return;
    }
    let initials = |words: &[&str]| {
        let initials = words.iter().map(|word| word.chars().next());
        initials.eq(acronym.chars().map(Some))
    };
    if let Some(at) = series.windows(n_words).position(initials) {
        series.drain(at..at + n_words);
    }
}

/// Returns the sign of a comparison in front of a word: `<= 36 kVA` and `> 36 kVA` are no editions of one thing.
fn comparison(word: &Word) -> Option<&'static str> {
    let has = |signs: [char; 2]| word.separator.contains(signs);
    if has(['<', '≤']) {
        Some("<")
    } else {
        has(['>', '≥']).then_some(">")
    }
}

/// Returns the word as the titles of a series are compared by it; `None` where it does not count.
fn word_of_series(word: &Word) -> Option<&str> {
    let text = word.text.as_str();
    if NO_WORDS_OF_SERIES.contains(text) {
        return None;
    }
    let is_plural = text.len() > 3 && text.ends_with(['s', 'x']);
    Some(if is_plural {
        &text[..text.len() - 1]
    } else {
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(title: &str) -> (String, String, Option<u32>) {
        let edition = Edition::of_title(title);
        let period = match (edition.first, edition.last) {
            (Some(first), Some(last)) => format!("{first}/{last}"),
            _ => String::new(),
        };
        (edition.series, period, edition.number)
    }

    #[test]
    fn a_title_is_its_series_and_a_period() {
        for (title, series, period) in [
            (
                "Budget primitif 2024",
                "budget primitif",
                "2024-01-01/2024-12-31",
            ),
            ("BP 2019-2020", "bp", "2019-01-01/2020-12-31"),
            ("Menus 2019/20", "menu", "2019-01-01/2020-12-31"),
            (
                "Comptage - 2006 / 2019",
                "comptage",
                "2006-01-01/2019-12-31",
            ),
            (
                "Offres d’emploi - août 2013",
                "offre emploi",
                "2013-08-01/2013-08-31",
            ),
            (
                "Délibération du 1er décembre 2025",
                "deliberation",
                "2025-12-01/2025-12-01",
            ),
            (
                "Lieux de vote (du 1er mars 2017 au 1er janvier 2020)",
                "lieu vote",
                "2017-03-01/2020-01-01",
            ),
            (
                "2015 - 11 - Conseil municipal",
                "conseil municipal",
                "2015-11-01/2015-11-30",
            ),
            (
                "Candidats des 12 et 19 juin 2022",
                "candidat",
                "2022-06-12/2022-06-19",
            ),
            (
                "Votes des 30 juin et 7 juillet 2024",
                "vote",
                "2024-06-30/2024-07-07",
            ),
            ("Base 20200229", "base", "2020-02-29/2020-02-29"),
            (
                "Covoiturage - 01/01/2020 - Bas-Rhin",
                "covoiturage bas rhin",
                "2020-01-01/2020-01-01",
            ),
            (
                "Immatriculations T3 2021",
                "immatriculation",
                "2021-07-01/2021-09-30",
            ),
            (
                "Immatriculations du 3e trimestre 2021",
                "immatriculation",
                "2021-07-01/2021-09-30",
            ),
            (
                "Premier semestre 2021 : accidents",
                "accident",
                "2021-01-01/2021-06-30",
            ),
            ("Population au 1er janvier", "population 1er janvier", ""),
            (
                "Feux depuis 2004 dans l'Hérault",
                "feu herault",
                "2004-01-01/2004-12-31",
            ),
            (
                "Indices (à partir de 2023)",
                "indice",
                "2023-01-01/2023-12-31",
            ),
            ("Gares à partir de photos", "gare partir photo", ""),
            (
                "Projet de loi de finances pour 2020 (PLF 2020), recettes",
                "plf recette",
                "2020-01-01/2020-12-31",
            ),
            (
                "PLF 2021 - Recettes",
                "plf recette",
                "2021-01-01/2021-12-31",
            ),
            ("EAU : Étude, Aide, Usage", "eau", ""),
            ("Projet de loi des finances", "projet loi finance", ""),
        ] {
            let found = edition(title);
            assert_eq!(
                found,
                (series.to_owned(), period.to_owned(), None),
                "{title}"
            );
        }
    }

    #[test]
    fn titles_of_a_series_may_order_their_words_otherwise() {
        let key = |title: &str| Edition::of_title(title).series_key();
        for (one, other) in [
            (
                "Élections législatives 2012 – Résultats",
                "Résultats des élections législatives de 2017",
            ),
            (
                "Législatives 2012 - second tour - Résultats définitifs",
                "Résultats du 2ème tour des législatives 2022",
            ),
            (
                "Masses d’eau - France entière - Version 2016",
                "Masses d’eau - Version 2022 - France entière",
            ),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
        for (one, other) in [
            ("Canton 1, bureau 2 en 2015", "Canton 2, bureau 1 en 2020"),
            (
                "2e circonscription, premier tour 2012",
                "1re circonscription, second tour 2017",
            ),
            ("Budget Lyon 2020", "Budget Rennes 2021"),
        ] {
            assert_ne!(key(one), key(other), "{one}");
        }
    }

    #[test]
    fn versions_and_numbered_editions_are_editions() {
        for (title, series, number) in [
            ("Prix des carburants - v2", "pri carburant", Some(2_000)),
            ("Table Ciqual, version 1.4", "table ciqual", Some(1_004)),
            ("Baromètre, 5e édition", "barometre", Some(5_000)),
            ("Édition n° 12 du guide", "guide", Some(12_000)),
            ("7ème campagne nitrates", "nitrate", Some(7_000)),
            ("Carte de bruit - échéance 2", "carte bruit", Some(2_000)),
            ("Consommation <= 36 kVA", "consommation < 36 kva", None),
            ("Consommation > 36 kVA", "consommation > 36 kva", None),
            ("Classe V", "classe v", None),
        ] {
            assert_eq!(
                edition(title),
                (series.to_owned(), String::new(), number),
                "{title}"
            );
        }
    }

    #[test]
    fn numbers_that_are_no_dates_belong_to_the_series() {
        for (title, series) in [
            ("PPR URT (64DDTM19970015)", "ppr urt 64 ddtm 19970015"),
            ("Élections 2nd tour", "election 2nd tour"),
            ("Commune 26230", "commune 26230"),
            ("Carte des maires, mai et mars", "carte maire mai mar"),
            ("PM2.5", "pm 2 5"),
        ] {
            assert_eq!(
                edition(title),
                (series.to_owned(), String::new(), None),
                "{title}"
            );
        }
    }
}
