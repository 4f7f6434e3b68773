//! The terms of a name and of a typed text: folded words, stop words among them, without articles before an apostrophe.

use crate::analyzer::{Form, FrenchAnalyzer, Word, fold, is_stop_word, written_out};

/// The number of typed terms that are looked for: of a longer text the first ones and the last.
const MAX_TYPED_TERMS: usize = 12;

/// Elided articles that stand apart where their apostrophe was left out or made a hyphen: `l eau`, `qualite-de-l-eau`.
pub(super) const ARTICLES: [&str; 5] = ["l", "d", "qu", "n", "s"];

/// Cuts names and typed texts into terms.
pub(super) struct NameAnalyzer(FrenchAnalyzer);

/// A term of the typed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedTerm {
    /// The folded word.
    pub text: String,
    /// Whether the term may be the beginning of a longer one: nothing was typed behind it.
    pub is_prefix: bool,
    /// Whether a suggestion must have the term. Stop words are optional, but a name that has all typed terms in a row
    /// comes first.
    pub is_required: bool,
}

impl NameAnalyzer {
    pub fn new() -> Self {
        Self(FrenchAnalyzer::new(Form::ExactWithStopWords))
    }

    /// Returns the terms of a name, in order, with their offsets in it.
    pub fn name_terms(&mut self, name: &str) -> Vec<Word> {
        let mut words = self.0.words(name);
        let n_words = words.len();
        let mut n_seen = 0;
        words.retain(|word| {
            n_seen += 1;
            n_seen == n_words || !is_article(&word.term)
        });
        words
    }

    /// Returns the terms of a typed text, in order; only the last one may be the beginning of a longer term.
    pub fn typed_terms(&mut self, text: &str) -> Vec<TypedTerm> {
        let words = self.name_terms(text);
        let n_words = words.len();
        let is_significant = |word: &Word| !is_stop_word(&word.term) && !is_article(&word.term);
        let any_significant = words.iter().any(is_significant);
        let mut typed: Vec<TypedTerm> = words
            .iter()
            .enumerate()
            .map(|(index, word)| {
                let is_last = index + 1 == n_words;
                let is_prefix = is_last && word.end == text.len();
                // `st` may be the beginning of `station`.
                let letters = fold(&text[word.start..word.end]);
                let is_abbreviation = written_out(&letters).is_some();
                TypedTerm {
                    text: if is_prefix && is_abbreviation {
                        letters
                    } else {
                        word.term.clone()
                    },
                    is_prefix,
                    is_required: is_significant(word) || (is_last && !any_significant),
                }
            })
            .collect();
        if n_words > MAX_TYPED_TERMS {
            typed.drain(MAX_TYPED_TERMS - 1..n_words - 1);
            // Where every required term was cut out, the last term is still looked for.
            if !typed.iter().any(|term| term.is_required)
                && let Some(last) = typed.last_mut()
            {
                last.is_required = true;
            }
        }
        typed
    }
}

/// Returns whether a word is nothing but an elided article.
pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> String {
        let terms = NameAnalyzer::new().typed_terms(text);
        let show = |term: &TypedTerm| {
            let (open, close) = if term.is_required {
                ("", "")
            } else {
                ("(", ")")
            };
            let star = if term.is_prefix { "*" } else { "" };
            format!("{open}{}{star}{close}", term.text)
        };
        terms.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_typed_is_whole_words_and_a_beginning() {
        for (text, expected) in [
            ("", ""),
            (" … ", ""),
            ("Éco", "eco*"),
            ("école ", "ecole"),
            ("écoles mat", "ecoles mat*"),
            // Stop words and articles need not be there.
            ("Qualité de l’ea", "qualite (de) ea*"),
            ("qualite de l ea", "qualite (de) ea*"),
            ("qualité-de-l-ea", "qualite (de) ea*"),
            ("qualité de l", "qualite (de) (l*)"),
            ("qualité de l'", "qualite (de) (l)"),
            ("qualité d", "qualite (d*)"),
            // Unless there is nothing else.
            ("l", "l*"),
            ("les", "les*"),
            ("de la", "(de) la*"),
            // Hyphens and apostrophes divide, dots of acronyms do not.
            ("Ille-et-Vil", "ille (et) vil*"),
            ("C.C.A.S", "ccas*"),
            ("L'HAŸ", "hay*"),
            ("Œuvr", "oeuvr*"),
            ("st", "st*"),
            ("st mal", "saint mal*"),
        ] {
            assert_eq!(typed(text), expected, "{text}");
        }
    }

    #[test]
    fn of_many_words_the_first_ones_and_the_last_count() {
        let text = "un arbre deux trois quatre cinq six sept huit neuf dix onze douze treize qua";
        let terms = NameAnalyzer::new().typed_terms(text);
        assert_eq!(terms.len(), MAX_TYPED_TERMS);
        assert!(terms[1].is_required && terms[1].text == "arbre");
        assert_eq!(terms[MAX_TYPED_TERMS - 1].text, "qua");
        assert!(terms[MAX_TYPED_TERMS - 1].is_prefix);
    }
}
