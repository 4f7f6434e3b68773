//! Text of bytes that are not all UTF-8.

use std::borrow::Cow;

/// The characters of the bytes 0x80 to 0x9F in Windows-1252, which has Latin-1 but for these.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Returns the text of bytes: what is UTF-8 as it is, and each other byte as Windows-1252 has it. Owned only where there
/// are such bytes.
///
/// A text in UTF-8 with accents is no text in Windows-1252 but for odd sequences such as `Ã©`, and the reverse; so each
/// byte tells for itself which it is, in files that are Latin-1 as a whole and in those of which a part was pasted. Other
/// encodings of French text are not met in catalogues.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(character));
    }
    Cow::Owned(text)
}

fn character(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_utf_8_or_else_windows_1252() {
        for (bytes, expected) in [
            ("Qualité".as_bytes(), "Qualité"),
            (b"Qualit\xe9 de l\x92eau", "Qualité de l’eau"),
            (b"10 000 \x80 \x9cuvre", "10 000 € œuvre"),
            ("Qualité".as_bytes().split_last().unwrap().1, "QualitÃ"),
            (b"\xc3\xa9t\xe9", "été"),
            (b"", ""),
        ] {
            assert_eq!(decode(bytes), expected);
        }
        assert_eq!(WINDOWS_1252.chars().count(), 32);
    }
}
