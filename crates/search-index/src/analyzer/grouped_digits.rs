//! Numbers whose digits stand in groups of three with blanks between: `356 000 000`, `1/25 000`.

/// A number has at most so many groups: more are a list.
const MAX_GROUPS: usize = 5;

/// Returns the end of the number in grouped digits that begins at `start`; `None` where the digits there are no such number.
///
/// One to three digits, then groups of exactly three, with one blank before each. Where other digits stand beside them
/// behind a blank, nothing tells which belong together (`2023 350 000`, `02 99 12 34 56`), and no number is read; but
/// nine digits in threes and five more are a SIRET. A number begins with no zero, a SIREN may.
pub(super) fn end_of_grouped_digits(text: &str, start: usize) -> Option<usize> {
    let mut end = end_of_digits(text, start);
    let first = &text[start..end];
    if !(1..=3).contains(&first.len()) || is_word_char_at(text, end) {
        return None;
    }
    let mut n_groups = 1;
    let mut tail = 0;
    while let Some(next) = after_blank(text, end) {
        let next_end = end_of_digits(text, next);
        match next_end - next {
            0 => break,
            3 if !is_word_char_at(text, next_end) => n_groups += 1,
            n_digits => {
                // `12 500 m2` and `75 011 1er étage` go on with something else than digits.
                tail = n_digits;
                if n_digits == 5 && !is_word_char_at(text, next_end) {
                    end = next_end;
                }
                break;
            }
        }
        end = next_end;
    }
    let is_siren = n_groups == 3 && first.len() == 3;
    let is_complete = tail == 0 || (tail == 5 && is_siren);
    let is_number = !first.starts_with('0') || is_siren;
    let is_beside_digits = digits_end_before_blank(text, start);
    ((2..=MAX_GROUPS).contains(&n_groups) && is_complete && is_number && !is_beside_digits)
        .then_some(end)
}

/// Returns whether the character is a blank that groups digits: plain, no-break, narrow no-break, or thin.
pub(super) fn is_digit_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

fn end_of_digits(text: &str, at: usize) -> usize {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit);
    at + digits.count()
}

fn after_blank(text: &str, at: usize) -> Option<usize> {
    let blank = text[at..].chars().next().filter(|c| is_digit_blank(*c))?;
    Some(at + blank.len_utf8())
}

fn is_word_char_at(text: &str, at: usize) -> bool {
    text[at..].starts_with(char::is_alphanumeric)
}

/// Returns whether digits and one blank stand right before an offset.
fn digits_end_before_blank(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix(is_digit_blank);
    before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three_digits_are_one_number() {
        for (text, expected) in [
            ("356 000 000", Some("356 000 000")),
            ("75 000 habitants", Some("75 000")),
            ("23\u{A0}000\u{202F}000 €", Some("23\u{A0}000\u{202F}000")),
            ("25 000-50 000", Some("25 000")),
            ("1 000 000.", Some("1 000 000")),
            ("005 520 135", Some("005 520 135")),
            ("356 000 000 00048", Some("356 000 000 00048")),
            // Too few or too many digits, more blanks than one, other marks.
            ("2023 2024", None),
            ("2019 500", None),
            ("02 99 12 34 56", None),
            ("12 34", None),
            ("12  345", None),
            ("12\n345", None),
            ("12-345", None),
            ("35", None),
            ("02 100 000", None),
            ("253 000 2006 08 22", None),
            ("75 000 00048", None),
            ("23 000 2023", None),
            ("1 000m", None),
            ("12 345e", None),
            ("1 100 200 300 400 500", None),
        ] {
            let number = end_of_grouped_digits(text, 0).map(|end| &text[..end]);
            assert_eq!(number, expected, "{text}");
        }
        assert_eq!(end_of_grouped_digits("2023 350 000", 5), None);
        assert_eq!(end_of_grouped_digits("1/25 000", 2), Some(8));
    }
}
