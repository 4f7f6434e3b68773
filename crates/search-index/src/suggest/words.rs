//! The words of a name and of what was typed: folded, stop words kept, articles before an apostrophe gone.

use crate::analyzer::{Form, FrenchAnalyzer, Word, is_stop_word};

/// Of what was typed, this many words are looked for: the first ones and the last.
const MAX_TYPED_WORDS: usize = 12;

/// Elided articles that stand apart where their apostrophe was left out or made a hyphen: `l eau`, `qualite-de-l-eau`.
pub(super) const ARTICLES: [&str; 5] = ["l", "d", "qu", "n", "s"];

/// Cuts names and typed texts into words.
pub(super) struct NameWords(FrenchAnalyzer);

/// A word as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedWord {
    /// The word, folded.
    pub text: String,
    /// Whether it may go on: nothing was typed behind it.
    pub is_prefix: bool,
    /// Whether a suggestion must have it. Stop words need not be there, but what has them all in a row comes first.
    pub is_required: bool,
}

impl NameWords {
    pub fn new() -> Self {
        Self(FrenchAnalyzer::new(Form::ExactWithStopWords))
    }

    /// Returns the words of a name, in order, with their places in the text.
    pub fn of_name(&mut self, name: &str) -> Vec<Word> {
        let mut words = self.0.words(name);
        let n_words = words.len();
        let mut place = 0;
        words.retain(|word| {
            place += 1;
            place == n_words || !is_article(&word.term)
        });
        words
    }

    /// Returns the words of what was typed, in order; only the last one may be the beginning of a longer one.
    pub fn typed(&mut self, text: &str) -> Vec<TypedWord> {
        let words = self.of_name(text);
        let n_words = words.len();
        let is_significant = |word: &Word| !is_stop_word(&word.term) && !is_article(&word.term);
        let any_significant = words.iter().any(is_significant);
        let mut typed: Vec<TypedWord> = words
            .iter()
            .enumerate()
            .map(|(place, word)| {
                let is_last = place + 1 == n_words;
                TypedWord {
                    text: word.term.clone(),
                    is_prefix: is_last && word.end == text.len(),
                    is_required: is_significant(word) || (is_last && !any_significant),
                }
            })
            .collect();
        if n_words > MAX_TYPED_WORDS {
            typed.drain(MAX_TYPED_WORDS - 1..n_words - 1);
            // Where all that counts was cut out, the last word is still looked for.
            if !typed.iter().any(|word| word.is_required)
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

/// Returns the acronyms that a name gives in brackets: `Demandes de valeurs foncières (DVF)`.
pub(super) fn acronyms_in_brackets(name: &str) -> Vec<&str> {
    let mut acronyms = Vec::new();
    for part in name.split('(').skip(1) {
        let Some((inside, _)) = part.split_once(')') else {
            continue;
        };
        let inside = inside.trim();
        let n_letters = inside.chars().filter(|c| c.is_alphanumeric()).count();
        let is_word = inside
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'));
        let n_capitals = inside.chars().filter(|c| c.is_uppercase()).count();
        // `(Insee)` is one, `(partiel)` and `(2021)` are not.
        if (2..=12).contains(&n_letters)
            && is_word
            && n_capitals > 0
            && inside.starts_with(char::is_uppercase)
            && (n_letters <= 5 || n_capitals * 2 > n_letters)
        {
            acronyms.push(inside);
        }
    }
    acronyms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> String {
        let words = NameWords::new().typed(text);
        let show = |word: &TypedWord| {
            let (open, close) = if word.is_required {
                ("", "")
            } else {
                ("(", ")")
            };
            let star = if word.is_prefix { "*" } else { "" };
            format!("{open}{}{star}{close}", word.text)
        };
        words.iter().map(show).collect::<Vec<_>>().join(" ")
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
        ] {
            assert_eq!(typed(text), expected, "{text}");
        }
    }

    #[test]
    fn of_many_words_the_first_ones_and_the_last_count() {
        let text = "un arbre deux trois quatre cinq six sept huit neuf dix onze douze treize qua";
        let words = NameWords::new().typed(text);
        assert_eq!(words.len(), MAX_TYPED_WORDS);
        assert!(words[1].is_required && words[1].text == "arbre");
        assert_eq!(words[MAX_TYPED_WORDS - 1].text, "qua");
        assert!(words[MAX_TYPED_WORDS - 1].is_prefix);
    }

    #[test]
    fn acronyms_stand_in_brackets_and_in_capitals() {
        for (name, expected) in [
            ("Demandes de valeurs foncières (DVF)", &["DVF"][..]),
            ("Institut de la statistique (Insee) de France", &["Insee"]),
            ("Base (BAN) et plan (P.L.U.)", &["BAN", "P.L.U."]),
            ("Arbres (2021)", &[]),
            ("Arbres (partiel)", &[]),
            ("Arbres (Rennes Métropole)", &[]),
            ("Arbres (Bretagne)", &[]),
            ("Arbres (", &[]),
            ("Arbres ()", &[]),
        ] {
            assert_eq!(acronyms_in_brackets(name), expected, "{name}");
        }
    }
}
