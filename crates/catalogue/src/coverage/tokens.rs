//! The tokenizer of coverage: a text as the words in which names of zones are looked for.

use std::ops::Range;

use crate::zone_name::fold;

/// How many words of a text are read: the longest title has 350 characters, but nothing keeps a record to that.
const MAX_WORDS: usize = 120;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// The word, folded as the gazetteer folds names; `saint` for `St`.
    pub text: String,
    /// Whether the word begins with a capital letter.
    pub is_capital: bool,
    /// Whether a bracket, a comma, a colon or the like parts the word from the one before it: no name goes across.
    pub is_parted: bool,
    /// Whether the word stands in brackets.
    pub is_bracketed: bool,
}

/// A text as its words, in order.
#[derive(Debug, Default)]
pub(super) struct TokenizedText {
    pub tokens: Vec<Token>,
    /// Whether the text has upper and lower case letters: only then does a capital tell anything.
    pub has_both_cases: bool,
}

impl TokenizedText {
    /// Reads a text; what comes after its first 120 words is left out.
    pub fn read(text: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut depth = 0_usize;
        let mut is_parted = false;
        let mut rest = text;
        while let Some(start) = rest.find(|letter: char| !letter.is_whitespace()) {
            rest = &rest[start..];
            let Some(first) = rest.chars().next() else {
                break;
            };
            if is_letter(first) {
                let end = rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len());
                if tokens.len() == MAX_WORDS {
                    break;
                }
                tokens.push(Token {
                    text: fold(&rest[..end]),
                    is_capital: first.is_uppercase(),
                    is_parted,
                    is_bracketed: depth > 0,
                });
                is_parted = false;
                rest = &rest[end..];
                continue;
            }
            match first {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            let next = &rest[first.len_utf8()..];
            match first {
                '-' | '–' | '—' | '\'' | '’' | '_' | '.' | '`' | '´' => {}
                _ => is_parted = true,
            }
            rest = next;
        }
        tokens.retain(|token| !token.text.is_empty());
        let has_both_cases =
            text.chars().any(char::is_uppercase) && text.chars().any(char::is_lowercase);
        Self {
            tokens,
            has_both_cases,
        }
    }

    /// Returns the word of the token at that index; empty beyond the ends.
    pub fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &token.text)
    }

    /// Returns whether one of these tokens has a capital letter, or the text is of one case so that none could tell.
    pub fn is_capitalized(&self, range: &Range<usize>) -> bool {
        !self.has_both_cases
            || self.tokens[range.clone()]
                .iter()
                .any(|token| token.is_capital)
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter)
}
