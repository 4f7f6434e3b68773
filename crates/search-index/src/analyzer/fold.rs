//! Accents and ligatures away.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the text in lower case without accents and ligatures: `Œuvre à Haÿ` is `oeuvre a hay`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&text.to_lowercase(), &mut folded);
    folded
}

/// Appends the lower-case text without accents and ligatures.
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
            other => folded.extend(other.to_lowercase()),
        }
    }
}
