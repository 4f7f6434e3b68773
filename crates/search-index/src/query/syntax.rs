//! What a user typed -> clauses, and how they go together. Never fails: what is malformed is plain words.
//!
//! Plain words in a row are one clause. Beside them stand phrases in quotation marks, `field:value`, and what is excluded:
//! `-word`, `NOT word`. `OR` in capitals joins the two clauses around it, all plain words in a row being one; all else must
//! hold together, with `AND` or without. Brackets group where one of these operators is used.

mod clause;
mod fields;
mod quotes;
mod tokens;

pub(super) use clause::{Clause, Part};
pub use fields::QUERY_FIELDS;
pub use fields::QueryField;
pub(super) use fields::Scope;

use tokens::{Token, tokens};

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ParsedQuery {
    /// All of these hold.
    pub parts: Vec<Part>,
    /// Whether an `AND` was written: whoever writes it wants no record that lacks a word.
    pub demands_all: bool,
    /// Names before a colon that are no field's; the words are plain ones.
    pub unknown_fields: Vec<String>,
}

impl ParsedQuery {
    /// Returns the query of plain words alone.
    pub fn plain(text: &str) -> Self {
        Self {
            parts: vec![Part::Clause(Clause::plain(text))],
            ..Self::default()
        }
    }

    /// Returns whether it is plain words alone.
    pub fn is_plain(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Clause(clause)] if clause.is_plain())
    }

    /// Returns whether it holds words and phrases alone.
    pub fn is_words_and_phrases(&self) -> bool {
        let is_one = |part: &Part| matches!(part, Part::Clause(clause) if clause.scope == Scope::Anywhere && !clause.is_excluded);
        self.parts.iter().all(is_one) && !self.demands_all
    }
}

/// Reads a query. All its plain words that no `OR` joins to anything become one clause, the first.
pub(super) fn parse(query: &str) -> ParsedQuery {
    let tokens = tokens(query);
    let demands_all = tokens.tokens.contains(&Token::And);
    let mut reader = Reader {
        tokens: tokens.tokens.into_iter(),
    };
    ParsedQuery {
        parts: reader.conjunction(),
        demands_all,
        unknown_fields: tokens.unknown_fields,
    }
}

struct Reader {
    tokens: std::vec::IntoIter<Token>,
}

/// A part, and whether an `OR` stands before it.
struct Joined {
    part: Part,
    by_or: bool,
}

impl Reader {
    /// Reads to the end, or to the bracket that closes.
    fn conjunction(&mut self) -> Vec<Part> {
        let mut found: Vec<Joined> = Vec::new();
        let mut by_or = false;
        let mut is_negated = false;
        while let Some(token) = self.tokens.next() {
            let part = match token {
                Token::Or => {
                    by_or = true;
                    continue;
                }
                Token::And => continue,
                Token::Not => {
                    is_negated = true;
                    continue;
                }
                Token::Close => break,
                Token::Open { is_excluded } => {
                    let parts = self.conjunction();
                    if parts.is_empty() {
                        continue;
                    }
                    Part::group(parts, is_excluded)
                }
                Token::Clause(clause) => Part::Clause(clause),
            };
            let part = if std::mem::take(&mut is_negated) {
                Part::group(vec![part], true)
            } else {
                part
            };
            let by_or = std::mem::take(&mut by_or) && !found.is_empty();
            match (found.last_mut(), part) {
                (Some(last), Part::Clause(clause)) if !by_or && last.part.takes(&clause) => {
                    last.part.add_words(&clause.text);
                }
                (_, part) => found.push(Joined { part, by_or }),
            }
        }
        joined(found)
    }
}

/// Puts parts that `OR` joins together, and plain words that stand alone into one clause, the first.
fn joined(found: Vec<Joined>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for Joined { part, by_or } in found {
        match parts.pop() {
            Some(last) if by_or => parts.push(last.or(part)),
            last => {
                parts.extend(last);
                parts.push(part);
            }
        }
    }
    let (plain, mut others): (Vec<Part>, Vec<Part>) = parts
        .into_iter()
        .partition(|part| matches!(part, Part::Clause(clause) if clause.is_plain()));
    let mut words = String::new();
    for part in &plain {
        if let Part::Clause(clause) = part {
            words.push_str(&clause.text);
            words.push(' ');
        }
    }
    if !plain.is_empty() {
        others.insert(0, Part::Clause(Clause::plain(&words)));
    }
    others
}

#[cfg(test)]
mod tests;
