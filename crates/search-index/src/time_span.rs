//! A span of days that may be open at one end: `2016..2020`, `2010..`, `..2000`.

use std::fmt;
use std::ops::RangeInclusive;

use catalogue::Date;
use jiff::civil;

/// Days from one to another, both included. One of the two is there at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeSpan {
    /// The first day; `None` where the span has no beginning.
    pub start: Option<civil::Date>,
    /// The last day; `None` where it has no end.
    pub end: Option<civil::Date>,
}

/// What stands between the ends of a span.
const BETWEEN: &str = "..";

impl TimeSpan {
    /// Reads a span: a year, a month or a day (`2019`, `2019-03`, `2019-03-01`), or two of these with `..` between, one of
    /// which may be left out. `None` where it is none, or ends before it begins.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let (from, to) = name.split_once(BETWEEN).unwrap_or((name, name));
        let read = |text: &str| match text.trim() {
            "" => Some(None),
            text => moment(text).map(Some),
        };
        let (from, to) = (read(from)?, read(to)?);
        Self {
            start: from.map(|(first, _)| first),
            end: to.map(|(_, last)| last),
        }
        .checked()
    }

    /// Returns the span of whole years.
    pub(crate) fn of_years(first: Option<i16>, last: Option<i16>) -> Option<Self> {
        let day = |year: Option<i16>, month, day| match year {
            Some(year) => civil::Date::new(year, month, day).ok().map(Some),
            None => Some(None),
        };
        Self {
            start: day(first, 1, 1)?,
            end: day(last, 12, 31)?,
        }
        .checked()
    }

    /// Returns the span unless it ends before it begins, or has neither end.
    pub(crate) fn checked(self) -> Option<Self> {
        match (self.start, self.end) {
            (None, None) => None,
            (Some(start), Some(end)) => (start <= end).then_some(self),
            _ => Some(self),
        }
    }

    /// Returns its moments, in microseconds.
    pub(crate) fn moments(self) -> RangeInclusive<i64> {
        let midnight = |day| Date::midnight_of(day).as_microseconds();
        self.start.map_or(i64::MIN, midnight)..=self.end.map_or(i64::MAX, midnight)
    }

    /// Returns whether a year lies in it, or a part of it.
    pub(crate) fn has_year(self, year: i16) -> bool {
        self.start.is_none_or(|start| start.year() <= year)
            && self.end.is_none_or(|end| end.year() >= year)
    }
}

/// Reads a year, a month or a day, as its first and its last day.
fn moment(text: &str) -> Option<(civil::Date, civil::Date)> {
    let is_shape = |(at, c): (usize, char)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    if !text.char_indices().all(is_shape) {
        return None;
    }
    let month = |text: &str| format!("{text}-01").parse::<civil::Date>().ok();
    match text.len() {
        4 => {
            let year = text.parse().ok()?;
            let span = TimeSpan::of_years(Some(year), Some(year))?;
            span.start.zip(span.end)
        }
        7 => month(text).map(|first| (first, first.last_of_month())),
        10 => text.parse().ok().map(|day| (day, day)),
        _ => None,
    }
}

impl fmt::Display for TimeSpan {
    /// Writes a span as it is read; whole years and months are written as such.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start.map_or_else(String::new, |day| {
            shortened(day, day.month() == 1 && day.day() == 1, day.day() == 1)
        });
        let end = self.end.map_or_else(String::new, |day| {
            let is_last = day == day.last_of_month();
            shortened(day, day.month() == 12 && is_last, is_last)
        });
        match TimeSpan::from_name(&start) {
            Some(only) if only == *self => f.write_str(&start),
            _ => write!(f, "{start}{BETWEEN}{end}"),
        }
    }
}

fn shortened(day: civil::Date, is_year: bool, is_month: bool) -> String {
    let text = day.to_string();
    let n_chars = match (is_year, is_month) {
        (true, _) => 4,
        (_, true) => 7,
        _ => 10,
    };
    text[..n_chars].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_and_written() {
        for (text, written) in [
            ("2016..2020", "2016..2020"),
            ("2016", "2016"),
            ("2016..2016", "2016"),
            ("2010..", "2010.."),
            ("..2000", "..2000"),
            ("2019-03", "2019-03"),
            ("2019-03..2020-02-10", "2019-03..2020-02-10"),
            ("2019-03-05", "2019-03-05"),
            ("2019-02..2019-12", "2019-02..2019"),
        ] {
            let span = TimeSpan::from_name(text).unwrap();
            assert_eq!(span.to_string(), written, "{text}");
            assert_eq!(TimeSpan::from_name(written), Some(span), "{text}");
        }
        for text in [
            "",
            "..",
            "x",
            "20",
            "2020..2016",
            "2016-2020",
            "2016..2020..2021",
            "2019-13",
            "é019",
            "20200101",
        ] {
            assert_eq!(TimeSpan::from_name(text), None, "{text}");
        }
    }
}
