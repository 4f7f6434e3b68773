//! Folding: a word without its accents and ligatures.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns a word folded: in lower case, without accents and ligatures: `Œuvre` is `oeuvre`.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(&word.to_lowercase(), &mut folded);
    folded
}

/// Appends a lower-case word to `folded`, without accents and ligatures.
pub(super) fn fold_into(lowered: &str, folded: &mut String) {
    if lowered.is_ascii() {
        folded.push_str(lowered);
        return;
    }
    // Compatibility decomposition also brings `m²` to `m2` and full-width letters to plain ones.
    for c in lowered.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            // A decomposition can hold blanks and marks of its own.
            '.' => folded.push('.'),
            other if other.is_alphanumeric() => folded.extend(other.to_lowercase()),
            _ => {}
        }
    }
}
