//! Dates as the catalogue writes them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, to the microsecond, in UTC.
///
/// The catalogue writes moments in three ways, all read here: with an offset (`2024-06-06T16:38:39.597000+00:00`),
/// without one (older answers and the exports; taken as UTC), and as a day (midnight). Years run from 0001 to 9999:
/// the real catalogue holds some from 0003 to 2027. Written back the way the API writes them today, with `+00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Timestamp);

/// The text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseDateError(String);

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date: `{}`", self.0)
    }
}

impl std::error::Error for ParseDateError {}

impl Date {
    /// Returns the present moment.
    #[must_use]
    pub fn now() -> Self {
        Self(Timestamp::now())
    }

    /// Returns the moment as microseconds since 1970-01-01T00:00:00Z; negative before.
    #[must_use]
    pub fn as_microseconds(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Returns the moment of so many microseconds since 1970-01-01T00:00:00Z; `None` where no calendar has it.
    #[must_use]
    pub fn from_microseconds(microseconds: i64) -> Option<Self> {
        Timestamp::from_microsecond(microseconds).ok().map(Self)
    }

    /// Returns the midnight with which a day begins, in UTC.
    #[must_use]
    pub fn midnight_of(day: civil::Date) -> Self {
        let midnight = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
        // Before the first moment that there is, the day of any offset begins.
        Self(midnight.unwrap_or(Timestamp::MIN))
    }

    /// Returns the day, in UTC.
    #[must_use]
    pub fn day(self) -> civil::Date {
        Offset::UTC.to_datetime(self.0).date()
    }

    /// Returns the underlying timestamp.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }
}

impl From<Timestamp> for Date {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let error = || ParseDateError(text.chars().take(80).collect());
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Ok(Self(timestamp));
        }
        // jiff reads `2026-01-15` as midnight here.
        let naive = text.parse::<civil::DateTime>().map_err(|_| error())?;
        Offset::UTC
            .to_timestamp(naive)
            .map(Self)
            .map_err(|_| error())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = Offset::UTC.to_datetime(self.0);
        if civil.subsec_nanosecond() == 0 {
            write!(f, "{}+00:00", civil.strftime("%Y-%m-%dT%H:%M:%S"))
        } else {
            write!(f, "{}+00:00", civil.strftime("%Y-%m-%dT%H:%M:%S%.6f"))
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_that_the_catalogue_writes() {
        for (text, expected) in [
            (
                "2024-06-06T16:38:39.597000+00:00",
                "2024-06-06T16:38:39.597000+00:00",
            ),
            (
                "2013-12-16T15:50:20.702000",
                "2013-12-16T15:50:20.702000+00:00",
            ),
            ("2026-01-15T00:00:00", "2026-01-15T00:00:00+00:00"),
            ("2026-01-15", "2026-01-15T00:00:00+00:00"),
            ("2020-05-01T02:00:00+02:00", "2020-05-01T00:00:00+00:00"),
            ("2020-05-01T00:00:00Z", "2020-05-01T00:00:00+00:00"),
            ("0003-01-01T00:00:00", "0003-01-01T00:00:00+00:00"),
            ("2027-12-31", "2027-12-31T00:00:00+00:00"),
        ] {
            assert_eq!(
                text.parse::<Date>().map(|date| date.to_string()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_date_and_names_it() {
        let error = "hier".parse::<Date>().unwrap_err();
        assert_eq!(error.to_string(), "not a date: `hier`");
    }

    #[test]
    fn reads_back_what_it_writes() {
        let date: Date = "2019-02-28T23:59:59.000001".parse().unwrap();
        let json = serde_json::to_string(&date).unwrap();
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
    }
}
