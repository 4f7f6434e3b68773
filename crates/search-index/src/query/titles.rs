//! Titles that are pasted: whoever pastes one means its record, whatever stands in it.

use std::collections::HashMap;

use tantivy::collector::TopDocs;
use tantivy::query::PhraseQuery;
use tantivy::{TantivyDocument, Term};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::context::Context;
use super::query_analyzer::QueryAnalyzer;
use super::syntax::ParsedQuery;
use crate::analyzer::Word;
use crate::document::Hit;
use crate::error::{EngineContext, Error};
use crate::schema::TextField;
use crate::stored::stored_text;

/// A title may stand in so many other titles that begin like it.
const MAX_LONGER: usize = 20;

/// Nobody writes so many words in the order of a title, with an operator among them, and means the operator.
const LEAST_WORDS_WITH_OPERATORS: usize = 4;

/// A part of a title that was pasted has at least so many words: fewer may be meant as they are written.
const LEAST_WORDS_OF_PART: usize = 3;

/// Plain words are a title where they have its very letters, and are so many: fewer are asked for by people who know no
/// title. Of a title with punctuation in it two are enough.
const LEAST_WORDS: usize = 4;
const LEAST_WORDS_WITH_PUNCTUATION: usize = 2;

/// Plain words in other letters than a title's are one where they are so many.
const LEAST_WORDS_IN_ANY_LETTERS: usize = 7;

/// No title has a word so often (in data.gouv.fr's none has one more than seven times), and to look for one costs a posting
/// list each time.
const MAX_REPETITIONS: usize = 16;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Words alone.
    Plain,
    /// With quotation marks or brackets, and no operator.
    InMarks,
    /// With operators or fields.
    WithOperators,
}

/// Nobody types these who does not paste.
const BRACKETS: [char; 6] = ['(', ')', '[', ']', '{', '}'];

impl Written {
    /// Returns how the text of a query is written.
    pub fn of(query: &ParsedQuery, text: &str) -> Self {
        let has_operators = !query.unknown_fields.is_empty() || !query.is_words_and_phrases();
        if has_operators {
            Self::WithOperators
        } else if query.is_plain() && !text.contains(BRACKETS) {
            Self::Plain
        } else {
            Self::InMarks
        }
    }
}

/// What a text is of the titles of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TitledBy {
    Nothing,
    /// It stands in titles as it was typed, but is none whole.
    PartOfTitles,
    /// It is the whole title of the records of these ids.
    Records(Vec<String>),
}

/// What makes a text the same as a title, the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sameness {
    /// The same letters, blanks apart.
    Letters,
    /// The same letters, blanks, case and accents apart.
    FoldedLetters,
    /// The same words, accents, case and punctuation apart.
    Words,
}

/// Returns the records whose whole title a text is. A text with operators is the title of a record that has them too, case
/// and accents apart: `eau -potable` is no title *Eau potable*. One of many words need not have the same punctuation.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn titled_by(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    text: &str,
    written: Written,
) -> Result<TitledBy, Error> {
    let words = analyzer.with_stop_words(text);
    let Some(sameness) = wanted(text, words.len(), written) else {
        return Ok(TitledBy::Nothing);
    };
    if repetitions(&words) > MAX_REPETITIONS {
        return Ok(TitledBy::Nothing);
    }
    let titles = titles_with(context, &words)?;
    let mut ids = Vec::new();
    let mut is_part = false;
    let typed = folded_letters(text);
    for (id, title) in titles {
        let is_same = match sameness {
            Sameness::Letters => letters(&title) == letters(text),
            Sameness::FoldedLetters => folded_letters(&title) == typed,
            Sameness::Words => {
                let of_title = analyzer.with_stop_words(&title);
                let terms = |words: &[Word]| -> Vec<String> {
                    words.iter().map(|word| word.term.clone()).collect()
                };
                terms(&of_title) == terms(&words)
            }
        };
        if is_same {
            ids.push(id);
        }
        is_part |= written != Written::Plain
            && words.len() >= LEAST_WORDS_OF_PART
            && folded_letters(&title).contains(&typed);
    }
    Ok(match ids.as_slice() {
        [] if is_part => TitledBy::PartOfTitles,
        [] => TitledBy::Nothing,
        _ => TitledBy::Records(ids),
    })
}

/// Returns what makes a text of so many words the same as a title; `None` where it is not looked for as one.
fn wanted(text: &str, n_words: usize, written: Written) -> Option<Sameness> {
    match written {
        Written::InMarks => (n_words > 1).then_some(Sameness::Words),
        Written::WithOperators => match n_words {
            0 | 1 => None,
            n if n >= LEAST_WORDS_WITH_OPERATORS => Some(Sameness::Words),
            _ => Some(Sameness::FoldedLetters),
        },
        Written::Plain if n_words >= LEAST_WORDS_IN_ANY_LETTERS => Some(Sameness::Words),
        Written::Plain => {
            let least = if has_inner(text, |c| !c.is_alphanumeric() && !c.is_whitespace()) {
                LEAST_WORDS_WITH_PUNCTUATION
            } else {
                LEAST_WORDS
            };
            // A capital at the beginning is nothing: people and their telephones write it too.
            let is_odd = |c: char| !c.is_lowercase() && !c.is_whitespace();
            (n_words >= least && has_inner(text, is_odd)).then_some(Sameness::Letters)
        }
    }
}

/// Returns whether such a character stands behind the first letter of a text and before its last.
fn has_inner(text: &str, is_wanted: impl Fn(char) -> bool) -> bool {
    let mut inner = text.trim_matches(|c: char| !c.is_alphanumeric()).chars();
    inner.next();
    inner.any(is_wanted)
}

/// Returns how often that word comes which comes most often.
fn repetitions(words: &[Word]) -> usize {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for word in words {
        *times.entry(&word.term).or_default() += 1;
    }
    times.into_values().max().unwrap_or(0)
}

/// Returns the ids and titles of records in whose titles these words follow each other, the shortest titles first.
fn titles_with(context: &Context<'_>, words: &[Word]) -> Result<Vec<(String, String)>, Error> {
    let Some(first) = words.first() else {
        return Ok(Vec::new());
    };
    let field = context.fields.text(TextField::Title).exact;
    let terms = words.iter().map(|word| {
        let term = Term::from_field_text(field, &word.term);
        (word.position - first.position, term)
    });
    let phrase = PhraseQuery::new_with_offset(terms.collect());
    let best = TopDocs::with_limit(MAX_LONGER).order_by_score();
    let found = context
        .engine
        .search(&phrase, &best)
        .to("look for a title")?;
    let mut titles = Vec::new();
    for (_, address) in found {
        let document: TantivyDocument = context.engine.doc(address).to("read a title")?;
        let stored = stored_text(&document, context.fields.hit);
        let hit: Hit = serde_json::from_str(stored).to("read a hit")?;
        titles.push((hit.id, hit.title));
    }
    Ok(titles)
}

fn letters(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn folded_letters(text: &str) -> String {
    let letters = letters(&text.to_lowercase());
    letters.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_types_is_looked_for_as_a_title() {
        use Sameness::{FoldedLetters, Letters, Words};
        use Written::{InMarks, Plain, WithOperators};
        for (text, n_words, written, expected) in [
            ("eau -potable", 2, WithOperators, Some(FoldedLetters)),
            ("eau -potable de Lyon", 4, WithOperators, Some(Words)),
            ("-eau", 1, WithOperators, None),
            ("\"Eau potable\"", 2, InMarks, Some(Words)),
            ("\"Eau\"", 1, InMarks, None),
            ("bornes de recharge électriques", 4, Plain, None),
            ("Bornes de recharge électriques", 4, Plain, None),
            ("Bornes de Recharge électriques", 4, Plain, Some(Letters)),
            ("Bornes de recharge 2022", 4, Plain, Some(Letters)),
            ("Bus : arrêts", 2, Plain, Some(Letters)),
            ("Bus, ", 1, Plain, None),
            ("Budget", 1, Plain, None),
            ("a b c d e f g", 7, Plain, Some(Words)),
        ] {
            assert_eq!(wanted(text, n_words, written), expected, "{text}");
        }
    }

    #[test]
    fn letters_are_compared_without_accents_and_blanks() {
        assert_eq!(
            folded_letters(" Élus  -Évreux "),
            folded_letters("elus -evreux")
        );
        assert_ne!(
            folded_letters("eau -potable"),
            folded_letters("eau potable")
        );
    }
}
