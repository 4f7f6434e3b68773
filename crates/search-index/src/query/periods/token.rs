//! The words of a text, as phrases of periods are compared with them.

use std::ops::Range;

use catalogue::month_named;

use crate::analyzer::fold;

/// A word, or a hyphen between two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Folded.
    pub text: String,
    pub bytes: Range<usize>,
}

const HYPHEN: &str = "-";

impl Token {
    pub fn is_hyphen(&self) -> bool {
        self.text == HYPHEN
    }

    pub fn is_month(&self) -> bool {
        self.month().is_some()
    }

    pub fn is_day(&self) -> bool {
        self.day().is_some()
    }

    pub fn month(&self) -> Option<i8> {
        month_named(&self.text)
    }

    /// Returns the day of a month that it writes: `30`, `1er`.
    pub fn day(&self) -> Option<i8> {
        let digits = self.text.strip_suffix("er").unwrap_or(&self.text);
        let day = digits.parse().ok()?;
        (1..=31).contains(&day).then_some(day)
    }

    /// Returns the number that it writes in digits.
    pub fn number(&self) -> Option<i32> {
        self.text.parse().ok()
    }
}

/// Returns the words of a text, with the hyphens, dashes and slashes that stand alone between two.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut end = 0;
    while let Some(start) = text[end..].find(char::is_alphanumeric) {
        let start = end + start;
        let between = text[end..start].trim();
        if !tokens.is_empty() && matches!(between, "-" | "–" | "—" | "/" | "..") {
            tokens.push(Token {
                text: HYPHEN.to_owned(),
                bytes: end..start,
            });
        }
        let length = text[start..].find(|c: char| !c.is_alphanumeric());
        end = length.map_or(text.len(), |length| start + length);
        tokens.push(Token {
            text: fold(&text[start..end]),
            bytes: start..end,
        });
    }
    tokens
}
