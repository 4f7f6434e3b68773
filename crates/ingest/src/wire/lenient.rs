//! Values as real answers hold them: null, absent, a number for a text, a text for a number.

use std::collections::BTreeMap;
use std::fmt;

use catalogue::Date;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A text; null, blank and absent are the same, and so is one of control characters alone. Numbers and booleans are taken as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Text(pub(crate) Option<String>);

impl Text {
    /// Takes the text, unless it is blank.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self((!text.chars().all(is_blank)).then_some(text))
    }

    /// Returns the text on one line, without blanks around it.
    pub(crate) fn into_line(self) -> Option<String> {
        let text = self.0?;
        let line = text
            .split(is_blank)
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        (!line.is_empty()).then_some(line)
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::new(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Text, E> {
        Ok(Text::new(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Text, E> {
        Ok(Text::new(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Text, E> {
        Ok(Text::new(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Text, E> {
        Ok(Text::new(number.to_string()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Text, E> {
        Ok(Text::new(value.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Text, E> {
        Ok(Text(None))
    }
}

/// A number; a text that holds one counts too, anything else is no number. Never fails.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Number(pub(crate) Option<f64>);

impl Number {
    /// Reads a number from a text.
    pub(crate) fn read(text: &str) -> Self {
        Self(
            text.trim()
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite()),
        )
    }

    /// Returns the number as a count, if it can be one.
    pub(crate) fn count(self) -> Option<u64> {
        // Below 2^53 a float holds every integer exactly, and no count of the catalogue comes near.
        self.0
            .filter(|number| *number >= 0.0)
            .map(|number| number as u64)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
        Ok(Number::read(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
        Ok(Number(Some(number as f64)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Number, E> {
        Ok(Number(Some(number as f64)))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
        Ok(Number(Some(number)))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Number, E> {
        Ok(Number(None))
    }

    fn visit_unit<E: Error>(self) -> Result<Number, E> {
        Ok(Number(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Number, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Number(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Number(None))
    }
}

/// A yes or no, also as the exports (`True`) and older answers (1) write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Flag(pub(crate) Option<bool>);

impl Flag {
    /// Reads a yes or no from a text.
    pub(crate) fn read(text: &str) -> Self {
        match text.trim() {
            "True" | "true" | "1" => Self(Some(true)),
            "False" | "false" | "0" => Self(Some(false)),
            _ => Self(None),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Ok(Self::read(text.0.as_deref().unwrap_or_default()))
    }
}

/// A date; one that cannot be read is left out, for a record is worth more than one of its many dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Moment(pub(crate) Option<Date>);

impl Moment {
    /// Reads a date from a text.
    pub(crate) fn read(text: &str) -> Self {
        Self(text.parse().ok())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Ok(Self::read(text.0.as_deref().unwrap_or_default()))
    }
}

/// A date whose presence decides whether the public sees the record (archived, deleted): one that cannot be read is an
/// error. `False` is how the exports say "no date".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct StateDate(pub(crate) Option<Date>);

impl StateDate {
    /// Reads a date from a text.
    pub(crate) fn read(text: &str) -> Result<Self, catalogue::ParseDateError> {
        match text.trim() {
            "" | "False" | "false" => Ok(Self(None)),
            text => text.parse().map(|date| Self(Some(date))),
        }
    }
}

impl<'de> Deserialize<'de> for StateDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::read(text.0.as_deref().unwrap_or_default()).map_err(D::Error::custom)
    }
}

/// Counts by month (`2024-05`); anything that is no object means that they are unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Months(pub(crate) Option<BTreeMap<String, u64>>);

impl Months {
    /// Reads the counts from a text: `0`, or an object as JSON or as Python prints it.
    pub(crate) fn read(text: &str) -> Self {
        // Months and counts hold no quotes of their own.
        serde_json::from_str(&text.replace('\'', "\"")).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Months {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MonthsVisitor)
    }
}

struct MonthsVisitor;

impl<'de> Visitor<'de> for MonthsVisitor {
    type Value = Months;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counts by month")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Months, A::Error> {
        let mut months = BTreeMap::new();
        while let Some((month, number)) = map.next_entry::<String, Number>()? {
            if let Some(count) = number.count() {
                months.insert(month, count);
            }
        }
        Ok(Months(Some(months)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Months, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Months::default())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Months, E> {
        Ok(Months::default())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Months, E> {
        Ok(Months::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Months, E> {
        Ok(Months::default())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Months, E> {
        Ok(Months::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Months, E> {
        Ok(Months::default())
    }

    fn visit_unit<E: Error>(self) -> Result<Months, E> {
        Ok(Months::default())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_takes_what_is_written_and_blank_is_none() {
        for (given, expected) in [
            (json!("eau"), Some("eau")),
            (json!(75), Some("75")),
            (json!(-1), Some("-1")),
            (json!(1.5), Some("1.5")),
            (json!(true), Some("true")),
            (json!(null), None),
            (json!("  "), None),
        ] {
            let text: Text = serde_json::from_value(given.clone()).unwrap();
            assert_eq!(text.0.as_deref(), expected, "{given}");
        }
        assert!(serde_json::from_value::<Text>(json!({"a": 1})).is_err());
    }

    #[test]
    fn a_number_never_fails() {
        for (given, expected) in [
            (json!(3), Some(3)),
            (json!(3.9), Some(3)),
            (json!("12"), Some(12)),
            (json!(-1), None),
            (json!("beaucoup"), None),
            (json!(null), None),
            (json!([1, 2]), None),
            (json!({"2024-01": 3}), None),
        ] {
            let number: Number = serde_json::from_value(given.clone()).unwrap();
            assert_eq!(number.count(), expected, "{given}");
        }
    }

    #[test]
    fn a_state_date_is_a_date_or_false_and_nothing_else() {
        for given in [json!("False"), json!(false), json!(null), json!("")] {
            let date: StateDate = serde_json::from_value(given.clone()).unwrap();
            assert_eq!(date, StateDate(None), "{given}");
        }
        let date: StateDate = serde_json::from_value(json!("2026-01-15T00:00:00")).unwrap();
        assert!(date.0.is_some());
        let error = serde_json::from_value::<StateDate>(json!("hier")).unwrap_err();
        assert_eq!(error.to_string(), "not a date: `hier`");
    }

    #[test]
    fn months_are_an_object_in_json_or_python_or_nothing() {
        for (text, expected) in [
            ("0", vec![]),
            ("", vec![]),
            ("{}", vec![]),
            (
                "{'2025-01': 0, '2025-02': 4}",
                vec![("2025-01", 0), ("2025-02", 4)],
            ),
            (r#"{"2025-02": 4, "2025-03": null}"#, vec![("2025-02", 4)]),
            ("{'2025-01': ", vec![]),
        ] {
            let expected: BTreeMap<String, u64> = expected
                .into_iter()
                .map(|(month, count)| (month.to_owned(), count))
                .collect();
            assert_eq!(Months::read(text).0.unwrap_or_default(), expected, "{text}");
        }
    }
}
