//! Moments that a title names: days, months, quarters, years.

use jiff::civil;

use super::words::Word;
use crate::months::month_named;

/// A moment of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// From a day to a day.
    Period(civil::Date, civil::Date),
    /// So many months of the year that the title names elsewhere, from a month.
    Months(i8, i8),
    /// A week of that year.
    Week(u32),
}

/// What is read from words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Moment(Moment),
    /// The number of an edition or a version, in thousandths.
    Number(u32),
}

/// The words that count quarters and half-years, in order.
const ORDINALS: [&[&str]; 4] = [
    &["premier", "premiere"],
    &["deuxieme", "second", "seconde"],
    &["troisieme"],
    &["quatrieme"],
];

/// Returns whether a title names a year.
pub(crate) fn has_year(words: &[Word]) -> bool {
    words.iter().any(|word| year(word).is_some())
}

/// Reads what begins at a word; returns how many words it is.
pub(crate) fn read(words: &[Word], at: usize, has_year: bool) -> Option<(usize, Found)> {
    let rest = &words[at..];
    let moment = |(n_words, moment)| (n_words, Found::Moment(moment));
    let dated = numbered_day(rest)
        .or_else(|| written_day(rest))
        .or_else(|| year_and_more(rest));
    if let Some(found) = dated {
        return Some(moment(found));
    }
    if has_year && let Some(found) = part_of_year(rest, at > 0) {
        return Some(moment(found));
    }
    let number = edition_number(rest)?;
    Some((number.0, Found::Number(number.1)))
}

/// Returns the period of all moments together, from the first day to the last; `None` where there is no year.
pub(crate) fn period(moments: &[Moment]) -> Option<(civil::Date, civil::Date)> {
    let periods = moments.iter().filter_map(|moment| match moment {
        Moment::Period(first, last) => Some((*first, *last)),
        _ => None,
    });
    let (first, last) = periods.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    // The part of the last year, where the title tells it apart.
    let year = last.year();
    let parts = moments.iter().filter_map(|moment| match moment {
        Moment::Months(from, n_months) => months(year, *from, *n_months),
        Moment::Week(week) => {
            let week =
                civil::ISOWeekDate::new(year, i8::try_from(*week).ok()?, civil::Weekday::Monday)
                    .ok()?;
            Some((
                week.date(),
                week.date().saturating_add(jiff::Span::new().days(6)),
            ))
        }
        Moment::Period(..) => None,
    });
    match parts.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
        Some((part, end)) => Some((if first.year() == year { part } else { first }, end)),
        None => Some((first, last)),
    }
}

fn months(year: i16, from: i8, n_months: i8) -> Option<(civil::Date, civil::Date)> {
    let first = civil::Date::new(year, from, 1).ok()?;
    let last = civil::Date::new(year, from + n_months - 1, 1).ok()?;
    Some((first, last.last_of_month()))
}

fn whole_years(first: i16, last: i16) -> Option<(civil::Date, civil::Date)> {
    let first = civil::Date::new(first, 1, 1).ok()?;
    Some((first, civil::Date::new(last, 12, 31).ok()?))
}

/// Returns the year that a word writes: four digits, from 1800 to 2100.
fn year(word: &Word) -> Option<i16> {
    let is_year = word.is_plain && word.text.len() == 4;
    let year = is_year.then_some(word.number?)?;
    (1800..=2100)
        .contains(&year)
        .then(|| i16::try_from(year).ok())
        .flatten()
}

/// Returns the number that a word of at most two digits writes.
fn small(word: &Word) -> Option<i8> {
    let is_small = word.is_plain && word.text.len() <= 2;
    is_small
        .then_some(word.number?)
        .and_then(|number| i8::try_from(number).ok())
}

/// Returns whether a word belongs to a date that the one before it begins: `2015-11`, `2015 / 11`.
fn continues_date(word: &Word) -> bool {
    matches!(word.separator.as_str(), "-" | "/" | "." | "_" | "–")
}

fn day(year: i16, month: i8, day: i8) -> Option<Moment> {
    let day = civil::Date::new(year, month, day).ok()?;
    Some(Moment::Period(day, day))
}

/// Reads a day or a month in numbers: `20200229`, `29022020`, `202002`, `29/02/2020`, `2020-02-29`.
fn numbered_day(words: &[Word]) -> Option<(usize, Moment)> {
    let first = words.first()?;
    let number = first.number.filter(|_| first.is_plain)?;
    let part = |number: u32, divisor: u32, modulus: u32| number / divisor % modulus;
    let as_i8 = |number: u32| i8::try_from(number).unwrap_or_default();
    let as_year = |number: u32| {
        let year = i16::try_from(number).ok()?;
        (1900..=2100).contains(&year).then_some(year)
    };
    if first.text.len() == 8 {
        let by_year = as_year(number / 10_000).and_then(|year| {
            day(
                year,
                as_i8(part(number, 100, 100)),
                as_i8(part(number, 1, 100)),
            )
        });
        let by_day = || {
            let year = as_year(number % 10_000)?;
            day(
                year,
                as_i8(part(number, 10_000, 100)),
                as_i8(part(number, 1_000_000, 100)),
            )
        };
        return Some((1, by_year.or_else(by_day)?));
    }
    if first.text.len() == 6 {
        let (first, last) = months(as_year(number / 100)?, as_i8(number % 100), 1)?;
        return Some((1, Moment::Period(first, last)));
    }
    let [a, b, c, ..] = words else {
        return None;
    };
    if !continues_date(b) || !continues_date(c) {
        return None;
    }
    let by_day = || day(year(c)?, small(b)?, small(a)?);
    let by_year = || day(year(a)?, small(b)?, small(c)?);
    Some((3, by_day().or_else(by_year)?))
}

/// Reads a day or a month with the month's name: `1er décembre 2025`, `mars 2025`.
fn written_day(words: &[Word]) -> Option<(usize, Moment)> {
    let of_month = |at: usize| {
        let month = month_named(&words.get(at)?.text)?;
        Some((month, words.get(at + 1).and_then(year)))
    };
    if let Some((month, Some(year))) = of_month(0) {
        let (first, last) = months(year, month, 1)?;
        return Some((2, Moment::Period(first, last)));
    }
    let number = words
        .first()?
        .number
        .and_then(|day| i8::try_from(day).ok())?;
    // `des 12 et 19 juin 2022`: the month comes with the second day.
    if let [_, and, second, month, rest @ ..] = words
        && matches!(and.text.as_str(), "et" | "au")
        && small(second).is_some()
        && let Some(month) = month_named(&month.text)
    {
        let year = rest.iter().find_map(year)?;
        return Some((2, day(year, month, number)?));
    }
    match of_month(1)? {
        (month, Some(year)) => Some((3, day(year, month, number)?)),
        // `du 30 juin et 7 juillet 2024`: the year comes later.
        (month, None) => {
            let year = words[2..].iter().find_map(year)?;
            Some((2, day(year, month, number)?))
        }
    }
}

/// Reads a year, and the year or month that follows it: `2019-2020`, `2019/20`, `2015 - 11`, `11/2015`.
fn year_and_more(words: &[Word]) -> Option<(usize, Moment)> {
    let first = words.first()?;
    let second = words.get(1).filter(|second| continues_date(second));
    if let (Some(month), Some(year)) = (small(first), second.and_then(year)) {
        let (first, last) = months(year, month, 1)?;
        return Some((2, Moment::Period(first, last)));
    }
    let year = year(first)?;
    let follows = second.and_then(|second| {
        let number = small(second).filter(|_| second.text.len() == 2)?;
        if i16::from(number) == (year + 1) % 100 {
            return whole_years(year, year + 1);
        }
        months(year, number, 1)
    });
    if let Some((first, last)) = follows {
        return Some((2, Moment::Period(first, last)));
    }
    let (first, last) = whole_years(year, year)?;
    Some((1, Moment::Period(first, last)))
}

/// Reads a part of the year that the title names elsewhere: `T3`, `1er trimestre`, `second semestre`, `semaine 12`, and a
/// month beside the year.
fn part_of_year(words: &[Word], has_words_before: bool) -> Option<(usize, Moment)> {
    let [first, rest @ ..] = words else {
        return None;
    };
    let unit = |word: &Word| match word.text.as_str() {
        "trimestre" | "t" => Some(3),
        "semestre" | "s" => Some(6),
        _ => None,
    };
    let part = |n_months: i8, number: u32| {
        let number = i8::try_from(number).ok()?;
        let is_one = (1..=12 / n_months).contains(&number);
        is_one.then(|| Moment::Months((number - 1) * n_months + 1, n_months))
    };
    let second = rest.first();
    if let (Some(n_months), Some(second)) = (unit(first), second) {
        let is_letter = first.text.len() == 1;
        if second.is_plain && (!is_letter || second.is_joined) {
            return Some((2, part(n_months, second.number?)?));
        }
    }
    let ordinal = || {
        let place = ORDINALS
            .iter()
            .position(|ordinals| ordinals.contains(&first.text.as_str()))?;
        u32::try_from(place + 1).ok()
    };
    if let Some(number) = first.number.or_else(ordinal)
        && let Some(n_months) = second.filter(|second| second.text.len() > 1).and_then(unit)
    {
        return Some((2, part(n_months, number)?));
    }
    if first.text == "semaine" {
        let week = second?.number.filter(|week| (1..=53).contains(week))?;
        return Some((2, Moment::Week(week)));
    }
    // `2013, août`: a month is one where a year or a separator stands before it.
    let is_apart = has_words_before && !first.separator.is_empty();
    let month = month_named(&first.text).filter(|_| is_apart)?;
    Some((1, Moment::Months(month, 1)))
}

/// The words that a number makes the name of an edition.
const NUMBERED: [&str; 3] = ["edition", "campagne", "echeance"];

/// Reads the number of an edition or a version, in thousandths: `5e édition`, `édition n° 5`, `7e campagne`, `v2`,
/// `version 1.4`.
fn edition_number(words: &[Word]) -> Option<(usize, u32)> {
    const MAX_NUMBER: u32 = 999;

    let [first, second, ..] = words else {
        return None;
    };
    let in_thousandths = |number: u32| (number <= MAX_NUMBER).then(|| number * 1_000);
    match first.text.as_str() {
        "v" if second.is_joined => {}
        "version" => {}
        first if NUMBERED.contains(&first) => {
            let (n_words, number) = if second.text == "n" {
                (3, words.get(2)?)
            } else {
                (2, second)
            };
            return Some((n_words, in_thousandths(number.number?)?));
        }
        _ if NUMBERED.contains(&second.text.as_str()) => {
            return Some((2, in_thousandths(first.number?)?));
        }
        _ => return None,
    }
    let version = in_thousandths(second.number.filter(|_| second.is_plain)?)?;
    let minor = words
        .get(2)
        .filter(|third| third.separator == "." && third.is_plain);
    let Some(minor) = minor.and_then(|minor| minor.number) else {
        return Some((2, version));
    };
    Some((3, version + minor.min(MAX_NUMBER)))
}
