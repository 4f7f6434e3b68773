//! Words of a text as a phrase of a period.

use jiff::{Span, civil};

use super::pattern::{Meaning, PATTERNS, Part, Pattern};
use super::token::Token;
use crate::document::year;
use crate::time_span::TimeSpan;

/// What the places of a phrase hold.
#[derive(Default)]
struct Held {
    first: Option<(civil::Date, civil::Date)>,
    second: Option<(civil::Date, civil::Date)>,
    number: Option<i32>,
    decade: Option<i16>,
}

/// Reads a phrase at the beginning of tokens: how many tokens it is, and its span; `None` in place of the span where it names
/// no period. `None` where the tokens are not the phrase.
pub(super) fn read(
    pattern: &Pattern,
    tokens: &[Token],
    today: civil::Date,
) -> Option<(usize, Option<TimeSpan>)> {
    let mut held = Held::default();
    let mut rest = tokens;
    for part in &pattern.parts {
        let n_tokens = held.take(part, rest)?;
        rest = &rest[n_tokens..];
    }
    let n_tokens = tokens.len() - rest.len();
    if pattern.meaning == Meaning::None {
        return Some((n_tokens, None));
    }
    let span = held.span(pattern.meaning, today)?.checked()?;
    Some((n_tokens, Some(span)))
}

impl Held {
    /// Takes a part of a phrase from the beginning of tokens; returns how many these are.
    fn take(&mut self, part: &Part, tokens: &[Token]) -> Option<usize> {
        let first = tokens.first()?;
        match part {
            Part::Word(word) => (first.text == *word).then_some(1),
            Part::Hyphen => first.is_hyphen().then_some(1),
            Part::Number => {
                let number = PATTERNS.number(first)?;
                self.number = Some(number).filter(|number| (1..=99).contains(number));
                self.number.map(|_| 1)
            }
            Part::Decade => {
                self.decade = decade(&first.text);
                self.decade.map(|_| 1)
            }
            Part::Moment => {
                let (n_tokens, moment) = moment(tokens)?;
                self.first = Some(moment);
                Some(n_tokens)
            }
            Part::NextMoment => {
                let (n_tokens, moment) = moment(tokens).or_else(|| {
                    let next = self.first?.0.year() + 1;
                    let is_next = first.text == format!("{:02}", next % 100);
                    is_next
                        .then(|| whole_year(next))
                        .flatten()
                        .map(|year| (1, year))
                })?;
                self.second = Some(moment);
                Some(n_tokens)
            }
        }
    }

    fn span(&self, meaning: Meaning, today: civil::Date) -> Option<TimeSpan> {
        let day = Span::new().days(1);
        let ago = |span: Span| TimeSpan {
            start: Some(today.saturating_sub(span)),
            end: Some(today),
        };
        let from = |start| TimeSpan {
            start: Some(start),
            end: None,
        };
        let to = |end| TimeSpan {
            start: None,
            end: Some(end),
        };
        Some(match meaning {
            Meaning::Between | Meaning::Span => TimeSpan {
                start: Some(self.first?.0),
                end: Some(self.second?.1),
            },
            Meaning::From => from(self.first?.0),
            Meaning::After => from(self.first?.1.checked_add(day).ok()?),
            Meaning::Before => to(self.first?.0.checked_sub(day).ok()?),
            Meaning::Until => to(self.first?.1),
            Meaning::Decade => {
                let first = self.decade?;
                TimeSpan::of_years(Some(first), Some(first + 9))?
            }
            Meaning::Years(known) => ago(Span::new().years(known.or(self.number)?)),
            Meaning::Months => ago(Span::new().months(self.number?)),
            Meaning::ThisYear => TimeSpan::of_years(Some(today.year()), Some(today.year()))?,
            Meaning::LastYear => {
                TimeSpan::of_years(Some(today.year() - 1), Some(today.year() - 1))?
            }
            Meaning::None => return None,
        })
    }
}

fn whole_year(year: i16) -> Option<(civil::Date, civil::Date)> {
    let span = TimeSpan::of_years(Some(year), Some(year))?;
    span.start.zip(span.end)
}

/// Returns the first year of a decade: of `90` or `1990`.
fn decade(text: &str) -> Option<i16> {
    /// Of two digits, those from here on are of the last century.
    const FIRST_OF_LAST_CENTURY: i16 = 30;

    if let Some(year) = year(text) {
        return (year % 10 == 0).then_some(year);
    }
    let digits: i16 = text.parse().ok().filter(|_| text.len() == 2)?;
    let century = if digits < FIRST_OF_LAST_CENTURY {
        2000
    } else {
        1900
    };
    (digits % 10 == 0).then_some(century + digits)
}

/// Reads a year, with a month or a day before it where there is one: how many tokens it is, its first and its last day.
fn moment(tokens: &[Token]) -> Option<(usize, (civil::Date, civil::Date))> {
    let year_at = |at: usize| year(&tokens.get(at)?.text);
    let month_at = |at: usize| tokens.get(at)?.month();
    if let Some(year) = year_at(0) {
        return Some((1, whole_year(year)?));
    }
    if let Some(month) = month_at(0) {
        let first = civil::Date::new(year_at(1)?, month, 1).ok()?;
        return Some((2, (first, first.last_of_month())));
    }
    let day = tokens.first()?.day()?;
    let day = civil::Date::new(year_at(2)?, month_at(1)?, day).ok()?;
    Some((3, (day, day)))
}
