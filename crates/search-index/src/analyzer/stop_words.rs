//! Stop words: those that carry no meaning of their own, and are left out of two of the three forms.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::fold::fold;

/// One word a line; `#` begins a comment, which gives the reason where a word was left out.
const STOP_WORDS: &str = include_str!("../../data/stop_words.txt");

struct StopWords {
    as_written: HashSet<&'static str>,
    unaccented: HashSet<String>,
}

static LIST: LazyLock<StopWords> = LazyLock::new(|| {
    let words = || {
        STOP_WORDS
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim())
    };
    StopWords {
        as_written: words().filter(|word| !word.is_empty()).collect(),
        unaccented: words().filter(|word| !word.is_empty()).map(fold).collect(),
    }
});

/// Returns whether a lower-case word in NFC is a stop word, typed with its accents or without any.
///
/// A word with accents of its own is not: `mais` is a stop word, `maïs` is not.
pub(crate) fn is_stop_word(lowered: &str) -> bool {
    LIST.as_written.contains(lowered) || (lowered.is_ascii() && LIST.unaccented.contains(lowered))
}
