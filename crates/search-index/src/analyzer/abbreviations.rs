//! Abbreviations that are another spelling of a word, and nothing else: `St` is `saint`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold;

/// One a line: `abbreviation = word`; `#` begins a comment with the reason.
const ABBREVIATIONS: &str = include_str!("../../data/abbreviations.txt");

static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let rules = ABBREVIATIONS
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    let rules = rules.filter_map(|rule| rule.split_once('='));
    rules
        .map(|(abbreviation, word)| (fold(abbreviation.trim()), fold(word.trim())))
        .collect()
});

/// Returns the folded word that a folded abbreviation stands for.
pub(crate) fn written_out(word: &str) -> Option<&'static str> {
    // Most words are longer than any abbreviation.
    if word.len() > 4 {
        return None;
    }
    WORDS.get(word).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_short_and_stand_for_words() {
        assert_eq!(written_out("st"), Some("saint"));
        assert_eq!(written_out("sts"), None);
        for (abbreviation, word) in WORDS.iter() {
            assert!(abbreviation.len() <= 4 && abbreviation.len() < word.len());
            assert!(written_out(word).is_none(), "{word}");
        }
    }
}
