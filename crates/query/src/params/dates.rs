//! The parameters that say since when records were updated or created.

use catalogue::Date;
use search_index::SearchRequest;

use super::parameter::{Parameter, Values};

/// A day, or a moment with or without an offset.
const DATE: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?$";

/// Returns the parameters of dates.
pub(super) fn dates() -> [Parameter<SearchRequest>; 2] {
    [
        Parameter::<SearchRequest>::new(
            "updated_since",
            "A day or a moment, `2026-01-15`, `2026-01-15T08:00:00Z`: what was last updated then or later, by the `last_update` of hits,\n\
             in the place of a date to come by the best other one. A day begins at midnight UTC, and so is a moment without an offset.",
            Values::Form(DATE),
            |request, value| moment(value).map(|moment| request.updated_since = Some(moment)),
            |request, _| request.updated_since.map(written).into_iter().collect(),
        )
        .filter(),
        Parameter::<SearchRequest>::new(
            "created_since",
            "A day or a moment, as `updated_since`: what was created then or later, by the `created_at` of hits.",
            Values::Form(DATE),
            |request, value| moment(value).map(|moment| request.created_since = Some(moment)),
            |request, _| request.created_since.map(written).into_iter().collect(),
        )
        .filter(),
    ]
}

/// Reads a day or a moment. The `+` of an offset that a URL has as it is comes as a blank.
fn moment(value: &str) -> Result<Date, String> {
    let no_date = || format!("`{value}` is no date, such as 2026-01-15 or 2026-01-15T08:00:00Z");
    let (day, time) = value.split_at_checked(DAY.len()).ok_or_else(no_date)?;
    let is_day = |(at, c): (usize, char)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    if !day.char_indices().all(is_day) {
        return Err(no_date());
    }
    let time = match time.rsplit_once(' ') {
        Some((time, offset)) if !time.is_empty() => format!("{time}+{offset}"),
        _ => time.to_owned(),
    };
    format!("{day}{time}").parse().map_err(|_| no_date())
}

const DAY: &str = "2026-01-15";

/// Writes a moment as short as it is read: a midnight is a day.
fn written(moment: Date) -> String {
    if moment == Date::midnight_of(moment.day()) {
        return moment.day().to_string();
    }
    moment.to_string().replace("+00:00", "Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_or_a_moment_and_is_written_as_short_as_it_may_be() {
        for (text, expected) in [
            ("2026-01-15", "2026-01-15"),
            ("2026-01-15T00:00:00Z", "2026-01-15"),
            ("2026-01-15T08:30", "2026-01-15T08:30:00Z"),
            ("2026-01-15t08:30:00z", "2026-01-15T08:30:00Z"),
            ("2026-01-15 08:30:00", "2026-01-15T08:30:00Z"),
            ("2026-01-15T08:30:00+02:00", "2026-01-15T06:30:00Z"),
            ("2026-01-15T08:30:00 02:00", "2026-01-15T06:30:00Z"),
            (
                "2026-01-15T08:30:00.25-02:00",
                "2026-01-15T10:30:00.250000Z",
            ),
            ("0003-01-01", "0003-01-01"),
        ] {
            let read = moment(text).map(written);
            assert_eq!(read.as_deref(), Ok(expected), "{text}");
            assert_eq!(moment(expected), moment(text), "{expected}");
        }
        for text in [
            "nope",
            "2026",
            "2026-01",
            "2026-02-30",
            "2026-01-15x",
            "20260115",
            "15/01/2026",
            "2026-01-15T25:00:00Z",
            "2026-01-15T08:30:00+",
            "é026-01-15",
            "-2026-01-15",
        ] {
            assert!(moment(text).unwrap_err().contains(text), "{text}");
        }
    }
}
