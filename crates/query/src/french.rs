//! Numbers, dates and counts as French writes them.

use catalogue::Date;

/// Narrow no-break space: between thousands, and before `:` and the like.
const THIN_SPACE: char = '\u{202F}';

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Returns a number with its thousands apart: `121 074`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + 6);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text
}

/// Returns a number and its noun: nought and one take the singular.
pub(crate) fn count(n: u64, singular: &str, plural: &str) -> String {
    format!(
        "{}\u{A0}{}",
        number(n),
        if n < 2 { singular } else { plural }
    )
}

/// Returns a day: `1er janvier 2026`.
pub(crate) fn day(date: Date) -> String {
    let day = date.day();
    let ordinal = if day.day() == 1 {
        "1er".to_owned()
    } else {
        day.day().to_string()
    };
    format!(
        "{ordinal}\u{A0}{} {}",
        MONTHS[usize::from(day.month().unsigned_abs()) - 1],
        day.year()
    )
}

/// Returns a day for machines: `2026-01-31`.
pub(crate) fn iso_day(date: Date) -> String {
    date.day().to_string()
}

const BYTE_UNITS: [&str; 5] = ["octets", "ko", "Mo", "Go", "To"];

/// Returns a file size: `1,5 Mo`.
pub(crate) fn bytes(n: u64) -> String {
    let mut size = n as f64;
    let mut unit = 0;
    while size >= 1000.0 && unit + 1 < BYTE_UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        return count(n, "octet", "octets");
    }
    format!("{size:.1}\u{A0}{}", BYTE_UNITS[unit])
        .replace(".0\u{A0}", "\u{A0}")
        .replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(121_074), "121\u{202F}074");
        assert_eq!(number(1_234_567), "1\u{202F}234\u{202F}567");
    }

    #[test]
    fn nought_and_one_are_singular() {
        assert_eq!(count(0, "résultat", "résultats"), "0\u{A0}résultat");
        assert_eq!(count(1, "résultat", "résultats"), "1\u{A0}résultat");
        assert_eq!(count(2, "résultat", "résultats"), "2\u{A0}résultats");
    }

    #[test]
    fn days_are_written_out() {
        assert_eq!(day("2026-01-01".parse().unwrap()), "1er\u{A0}janvier 2026");
        assert_eq!(
            day("2021-08-15T10:00:00".parse().unwrap()),
            "15\u{A0}août 2021"
        );
    }

    #[test]
    fn sizes_have_the_largest_unit_that_leaves_a_whole_number() {
        assert_eq!(bytes(1), "1\u{A0}octet");
        assert_eq!(bytes(1_500), "1,5\u{A0}ko");
        assert_eq!(bytes(2_000_000), "2\u{A0}Mo");
    }
}
