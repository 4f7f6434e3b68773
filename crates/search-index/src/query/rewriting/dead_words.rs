//! Words that ask for dead records.

const WORDS: &str = include_str!("../../../data/dead_words.txt");

/// Returns whether some words of a query, in their exact forms and one after the other, ask for records that say that they are
/// dead.
pub(super) fn ask_for_retired(words: &[&str]) -> bool {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    let mut rules = lines
        .filter_map(|line| line.split_once(" | "))
        .map(|(rule, _)| rule);
    rules.any(|rule| {
        if let Some(whole) = rule.strip_prefix("= ") {
            return words.contains(&whole);
        }
        let beginnings: Vec<&str> = rule.split(' ').collect();
        words.windows(beginnings.len()).any(|words| {
            let mut both = words.iter().zip(&beginnings);
            both.all(|(word, beginning)| word.starts_with(beginning))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_ask_by_their_beginnings_or_alone() {
        for (query, ask) in [
            ("fichier obsoletes", true),
            ("archives", true),
            ("old iris", true),
            ("oldham", false),
            ("parkings", false),
            ("iris anciennes versions", true),
            ("anciennes carrieres", false),
            ("version anciennes", false),
            ("monuments historiques", false),
            ("", false),
        ] {
            let words: Vec<&str> = query.split(' ').collect();
            assert_eq!(ask_for_retired(&words), ask, "{query}");
        }
    }
}
