//! Quotation marks, of any kind: whoever pastes has whichever the source had.

/// The marks that open a phrase, each with the mark that closes it.
const PAIRS: [(char, char); 12] = [
    ('"', '"'),
    ('«', '»'),
    ('»', '«'),
    ('“', '”'),
    ('”', '”'),
    ('„', '“'),
    ('‟', '”'),
    ('〝', '〞'),
    ('＂', '＂'),
    ('‹', '›'),
    ('‘', '’'),
    ('\'', '\''),
];

/// Returns whether a character is a double quotation mark: any of these may close what another one opened.
pub(super) fn is_double(c: char) -> bool {
    matches!(
        c,
        '"' | '«' | '»' | '“' | '”' | '„' | '‟' | '〝' | '〞' | '＂'
    )
}

fn closing(opening: char) -> Option<char> {
    let pair = PAIRS.iter().find(|(open, _)| *open == opening);
    pair.map(|(_, close)| *close)
}

/// Returns whether a character may open a phrase.
pub(super) fn is_opening(c: char) -> bool {
    closing(c).is_some()
}

/// Reads a phrase in quotation marks at the beginning of a text, and what follows it; one that never closes is no phrase.
/// The mark that belongs to the opening one closes; where there is none, any other double mark does. Single marks are
/// apostrophes too: they close where no letter follows.
pub(super) fn quoted(text: &str) -> Option<(&str, &str)> {
    let opening = text.chars().next()?;
    let close = closing(opening)?;
    let inside = &text[opening.len_utf8()..];
    let end = if is_double(opening) {
        let any = || inside.char_indices().find(|(_, c)| is_double(*c));
        let own = inside.char_indices().find(|(_, c)| *c == close);
        own.or_else(any)
    } else {
        let ends_word = |(at, c): &(usize, char)| {
            let after = inside[at + c.len_utf8()..].chars().next();
            *c == close && after.is_none_or(|after| !after.is_alphanumeric())
        };
        inside.char_indices().find(ends_word)
    };
    let (end, mark) = end?;
    Some((&inside[..end], &inside[end + mark.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_pair_of_marks_holds_a_phrase() {
        for text in [
            "\"eau potable\" lyon",
            "«eau potable» lyon",
            "»eau potable« lyon",
            "“eau potable” lyon",
            "„eau potable“ lyon",
            "”eau potable” lyon",
            "‹eau potable› lyon",
            "‘eau potable’ lyon",
            "'eau potable' lyon",
            "＂eau potable＂ lyon",
            // Mixed.
            "«eau potable\" lyon",
            "\"eau potable” lyon",
            "„eau potable” lyon",
            "“eau potable\" lyon",
        ] {
            assert_eq!(quoted(text), Some(("eau potable", " lyon")), "{text}");
        }
    }

    #[test]
    fn a_mark_that_never_closes_and_an_apostrophe_are_none() {
        for text in ["\"eau potable", "« eau", "'eau l'air", "’eau’", "eau \"x\""] {
            assert_eq!(quoted(text), None, "{text}");
        }
        assert_eq!(quoted("'l'eau potable' x"), Some(("l'eau potable", " x")));
        assert_eq!(
            quoted("«le \"vrai\" titre» x"),
            Some(("le \"vrai\" titre", " x"))
        );
    }
}
