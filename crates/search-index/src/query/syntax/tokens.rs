//! A query cut into clauses, operators and brackets.

use catalogue::Gazetteer;

use super::clause::Clause;
use super::fields::{Named, Scope, named_field};
use super::quotes::{is_opening, quoted};
use crate::analyzer::fold;

/// Brackets within brackets are read to this depth.
const MAX_DEPTH: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Clause(Clause),
    Or,
    And,
    Not,
    Open { is_excluded: bool },
    Close,
}

/// A query's tokens, and the names before a colon that are no field's.
#[derive(Default)]
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    pub unknown_fields: Vec<String>,
}

/// Cuts a query. Brackets are read where there is an operator and each has its other half.
pub(super) fn tokens(query: &str) -> Tokens {
    let may_operate = may_operate(query);
    if may_operate && has_operator(&query_tokens(query, true, false).tokens) {
        let grouped = query_tokens(query, true, true);
        if may_be_grouped(&grouped.tokens) {
            return grouped;
        }
    }
    query_tokens(query, may_operate, false)
}

fn has_operator(tokens: &[Token]) -> bool {
    let mut tokens = tokens.iter();
    tokens.any(|token| matches!(token, Token::Or | Token::And | Token::Not))
}

/// Returns whether each bracket has its other half, and none stands too deep.
fn may_be_grouped(tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        match token {
            Token::Open { .. } if depth == MAX_DEPTH => return false,
            Token::Open { .. } => depth += 1,
            Token::Close if depth == 0 => return false,
            Token::Close => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Returns whether words in capitals may be operators: not where all other letters are capitals too.
fn may_operate(query: &str) -> bool {
    let words = query.split_whitespace();
    let others = words.filter(|word| operator(word).is_none());
    let mut letters = others
        .flat_map(str::chars)
        .filter(|c| c.is_alphabetic())
        .peekable();
    letters.peek().is_none() || letters.any(char::is_lowercase)
}

fn operator(word: &str) -> Option<Token> {
    match word {
        "OR" => Some(Token::Or),
        "AND" => Some(Token::And),
        "NOT" => Some(Token::Not),
        _ => None,
    }
}

fn query_tokens(query: &str, may_operate: bool, may_group: bool) -> Tokens {
    let mut found = Tokens::default();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let before = &query[..query.len() - rest.len()];
        let (word, after) = first_word(rest);
        let operator = operator(word).filter(|operator| {
            may_operate && is_operator(operator, before, after, found.tokens.last())
        });
        if let Some(operator) = operator {
            found.tokens.push(operator);
            rest = after.trim_start();
            continue;
        }
        if may_group && let Some((is_excluded, inside)) = opened(rest) {
            found.tokens.push(Token::Open { is_excluded });
            rest = inside.trim_start();
            continue;
        }
        rest = clause(rest, may_group, before, &mut found).trim_start();
    }
    found
}

/// Returns whether a word in capitals stands where an operator can: between two operands, and not in a name.
fn is_operator(operator: &Token, before: &str, after: &str, last: Option<&Token>) -> bool {
    let has_left = matches!(last, Some(Token::Clause(_) | Token::Close));
    let next = first_word(after.trim_start()).0;
    let has_right = !matches!(next, "" | "OR" | "AND") && !next.starts_with(')');
    match operator {
        Token::Not => has_right && next != "NOT",
        Token::Or => has_left && has_right && !is_gold(before, after),
        _ => has_left && has_right,
    }
}

/// Returns whether `OR` is gold, or stands in the name of a place: `COTE D OR`, `mines d' OR`.
fn is_gold(before: &str, after: &str) -> bool {
    const ARTICLES: [&str; 6] = ["d", "de", "l", "en", "du", "des"];
    const MAX_WORDS: usize = 4;
    let words: Vec<&str> = before.split_whitespace().collect();
    let Some(last) = words.last() else {
        return false;
    };
    let bare = fold(last.trim_end_matches(|c: char| !c.is_alphanumeric()));
    if ARTICLES.contains(&&*bare) {
        return true;
    }
    let following: Vec<&str> = after.split_whitespace().take(2).collect();
    (1..=words.len().min(MAX_WORDS)).any(|n_before| {
        (0..=following.len()).any(|n_after| {
            let mut name = words[words.len() - n_before..].to_vec();
            name.push("OR");
            name.extend_from_slice(&following[..n_after]);
            !Gazetteer::france().named(&name.join(" ")).is_empty()
        })
    })
}

/// Reads a bracket that opens a group.
fn opened(text: &str) -> Option<(bool, &str)> {
    let (is_excluded, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    unsigned
        .strip_prefix('(')
        .map(|inside| (is_excluded, inside))
}

fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

/// Reads one clause from the start of a text that begins with no blank, and the brackets that close behind it. Returns the
/// rest.
fn clause<'t>(text: &'t str, may_group: bool, before: &str, found: &mut Tokens) -> &'t str {
    let (is_excluded, unsigned) = match excluded(text, before) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (scope, value) = match named_field(unsigned) {
        Named::Field(scope, value) => (scope, value),
        Named::Unknown(name) => {
            found.unknown_fields.push(name.to_owned());
            (Scope::Anywhere, unsigned)
        }
        Named::None => (Scope::Anywhere, unsigned),
    };
    let phrase = quoted(value);
    let (looked_for, after) = match phrase {
        Some(phrase) => phrase,
        None => first_word(value),
    };
    let (looked_for, after, n_closed) = match phrase {
        _ if !may_group => (looked_for, after, 0),
        Some(_) => {
            let open = after.trim_start_matches(')');
            (looked_for, open, after.len() - open.len())
        }
        None => {
            let n_closed = n_closed(looked_for);
            (&looked_for[..looked_for.len() - n_closed], after, n_closed)
        }
    };
    if !looked_for.trim().is_empty() {
        found.tokens.push(Token::Clause(Clause {
            text: looked_for.to_owned(),
            typed: text[..text.len() - after.len() - n_closed].to_owned(),
            is_phrase: phrase.is_some(),
            is_excluded,
            scope,
        }));
    }
    let closed = std::iter::repeat_n(Token::Close, n_closed);
    found.tokens.extend(closed);
    after
}

/// Returns how many brackets at the end of a word close what was opened before it.
fn n_closed(word: &str) -> usize {
    let at_end = word.len() - word.trim_end_matches(')').len();
    let closed = word.matches(')').count();
    at_end.min(closed.saturating_sub(word.matches('(').count()))
}

/// Reads the hyphen of an exclusion: directly before a word, a phrase or a field. `2019 -2021` are two years, and what
/// stands between them.
fn excluded<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    let rest = text.strip_prefix('-')?;
    let first = rest.chars().next()?;
    let is_range =
        first.is_ascii_digit() && before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    ((first.is_alphanumeric() || is_opening(first)) && !is_range).then_some(rest)
}
