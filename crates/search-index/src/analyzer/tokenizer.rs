//! The first step of the chain, the tokenizer: it cuts a text into raw words.

use unicode_normalization::char::is_combining_mark;

use super::endings::{Ending, ending};
use super::grouped_digits::{end_of_grouped_digits, is_digit_blank};

/// A word as it stands in the text, before any step has changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawWord<'a> {
    pub text: &'a str,
    /// The word's offset in the whole text, in bytes.
    pub start: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// `C.C.A.S.`: its dots go.
    DottedAcronym,
    /// `2,5`: its comma becomes a dot.
    DecimalComma,
    /// `356 000 000`: its blanks go.
    GroupedDigits,
    /// `PLU(i)`: its brackets go.
    WithLetterInBrackets,
}

impl<'a> RawWord<'a> {
    /// Returns whether a character of this word only divides its letters or digits, and is no part of the term.
    pub fn is_dropped(self, c: char) -> bool {
        match self.kind {
            Kind::DottedAcronym => is_acronym_dot(c),
            Kind::GroupedDigits => is_digit_blank(c),
            Kind::WithLetterInBrackets => c == '(' || c == ')',
            Kind::Plain | Kind::DecimalComma => false,
        }
    }

    /// Returns whether the word is a number with a decimal comma.
    pub fn has_decimal_comma(self) -> bool {
        self.kind == Kind::DecimalComma
    }

    /// Returns the word without its first bytes.
    pub fn without_bytes(self, n_bytes: usize) -> RawWord<'a> {
        RawWord {
            text: &self.text[n_bytes..],
            start: self.start + n_bytes,
            kind: self.kind,
        }
    }
}

/// Returns whether the character is used as an apostrophe: straight, typographic, modifier letter, prime, or the
/// quotation marks and accents that keyboards and converters put in its place.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}'
            | '\u{2018}'
            | '\u{02BC}'
            | '\u{2032}'
            | '\u{FF07}'
            | '\u{201B}'
            | '\u{00B4}'
            | '`'
    )
}

fn is_acronym_dot(c: char) -> bool {
    c == '.' || c == '_'
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

/// An iterator over the raw words of a text.
pub(super) struct RawWords<'a> {
    text: &'a str,
    /// The offset of the text that is still to be cut.
    rest: usize,
}

impl<'a> RawWords<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, rest: 0 }
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Returns the end of the run of word characters that begins at an offset, and the number of its characters without
    /// combining marks.
    fn run(&self, at: usize) -> (usize, usize) {
        let mut n_chars = 0;
        for (offset, c) in self.text[at..].char_indices() {
            if !is_word_char(c) {
                return (at + offset, n_chars);
            }
            n_chars += usize::from(!is_combining_mark(c));
        }
        (self.text.len(), n_chars)
    }

    /// Returns the end of a dotted acronym that begins at `start`: at least two single letters with one and the same
    /// mark between them. The mark after the last letter belongs to it, unless a longer word follows it.
    fn dotted_acronym(&self, start: usize) -> Option<usize> {
        let is_single_letter = |at: usize, end: usize, n_chars: usize| {
            n_chars == 1 && end > at && self.peek(at).is_some_and(char::is_alphabetic)
        };
        let (mut end, n_chars) = self.run(start);
        if !is_single_letter(start, end, n_chars) {
            return None;
        }
        let dot = self.peek(end).filter(|c| is_acronym_dot(*c))?;
        let mut n_letters = 1;
        while self.peek(end) == Some(dot) {
            let (next_end, n_chars) = self.run(end + 1);
            if !is_single_letter(end + 1, next_end, n_chars) {
                break;
            }
            end = next_end;
            n_letters += 1;
        }
        if n_letters < 2 {
            return None;
        }
        let ends_with_dot =
            self.peek(end) == Some(dot) && !self.peek(end + 1).is_some_and(is_word_char);
        Some(if ends_with_dot { end + 1 } else { end })
    }

    /// Returns the end of the decimals that follow the run `start..end`, and whether a comma stands before them. Decimals
    /// are digits after one point or comma that follows digits. A chain is none (`14.09.2020` is three words), and around
    /// a comma the digits must be few, because `2023,2024` is a list.
    fn decimals(&self, start: usize, end: usize) -> Option<(usize, bool)> {
        let point = self.peek(end).filter(|c| *c == '.' || *c == ',')?;
        let digits_before = self.text[start..end]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .count();
        let (decimals_end, _) = self.run(end + 1);
        let decimals = &self.text[end + 1..decimals_end];
        let all_digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
        let is_chain = |at: usize| {
            self.peek(at).is_some_and(|c| c == point)
                && self.peek(at + 1).is_some_and(|c| c.is_ascii_digit())
        };
        let follows_chain = self.text[..start].ends_with(point)
            && self.text[..start - 1].ends_with(|c: char| c.is_ascii_digit())
            && end - start == digits_before;
        let short_enough = point == '.' || (digits_before <= 3 && decimals.len() <= 2);
        let is_decimal = digits_before > 0
            && all_digits
            && short_enough
            && !is_chain(decimals_end)
            && !follows_chain;
        is_decimal.then_some((decimals_end, point == ','))
    }

    /// Returns the word that begins at an offset, and where the text goes on behind it: an optional ending
    /// (`commune(s)`) is no part of the word.
    fn word_at(&self, start: usize) -> (RawWord<'a>, usize) {
        let word = |end: usize, kind: Kind| RawWord {
            text: &self.text[start..end],
            start,
            kind,
        };
        if let Some(end) = self.dotted_acronym(start) {
            return (word(end, Kind::DottedAcronym), end);
        }
        if let Some(end) = end_of_grouped_digits(self.text, start) {
            return (word(end, Kind::GroupedDigits), end);
        }
        let (mut end, _) = self.run(start);
        if let Some((end, has_comma)) = self.decimals(start, end) {
            let kind = if has_comma {
                Kind::DecimalComma
            } else {
                Kind::Plain
            };
            return (word(end, kind), end);
        }
        while let Some(apostrophe) = self.peek(end).filter(|c| is_apostrophe(*c)) {
            let after = end + apostrophe.len_utf8();
            let follows_letter = self.text[start..end]
                .ends_with(|c: char| c.is_alphabetic() || is_combining_mark(c));
            if !follows_letter || !self.peek(after).is_some_and(char::is_alphanumeric) {
                break;
            }
            end = self.run(after).0;
        }
        match ending(self.text, start, end) {
            Some(Ending::Inflection { end: behind }) => (word(end, Kind::Plain), behind),
            Some(Ending::Letter { end }) => (word(end, Kind::WithLetterInBrackets), end),
            None => (word(end, Kind::Plain), end),
        }
    }
}

impl<'a> Iterator for RawWords<'a> {
    type Item = RawWord<'a>;

    fn next(&mut self) -> Option<RawWord<'a>> {
        // A combining mark alone begins no word.
        let gap = self.text[self.rest..].find(char::is_alphanumeric)?;
        let (word, behind) = self.word_at(self.rest + gap);
        self.rest = behind;
        Some(word)
    }
}
