//! Words that ask for dead records.

const WORDS: &str = include_str!("../../../data/dead_words.txt");

/// Returns whether a word, in its exact form, asks for records that say that they are dead.
pub(super) fn asks_for_retired(word: &str) -> bool {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    let mut rules = lines
        .filter_map(|line| line.split_once(" | "))
        .map(|(rule, _)| rule);
    rules.any(|rule| match rule.strip_prefix("= ") {
        Some(whole) => word == whole,
        None => word.starts_with(rule),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_ask_by_their_beginning_or_alone() {
        for (word, asks) in [
            ("obsoletes", true),
            ("archives", true),
            ("old", true),
            ("oldham", false),
            ("parkings", false),
        ] {
            assert_eq!(asks_for_retired(word), asks, "{word}");
        }
    }
}
