//! Endings that are written as optional: `commune(s)`, `élu(e)s`, `étudiant·e·s`, `PLU(i)`.

use super::fold::fold;

/// What makes a feminine or a plural of the word before, folded.
const INFLECTIONS: [&str; 34] = [
    "s", "x", "e", "es", "le", "les", "ne", "nes", "te", "tes", "ve", "ves", "se", "ses", "fe",
    "fes", "ere", "eres", "rice", "rices", "trice", "trices", "euse", "euses", "iere", "ieres",
    "ienne", "iennes", "ale", "ales", "aux", "nt", "he", "hes",
];

/// The longest ending, in characters.
const MAX_CHARS: usize = 6;

/// The part of a word that its ending leaves, and where the whole ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The word's other forms: the word stands without them, since its base form is theirs.
    Inflection { end: usize },
    /// Another letter of an acronym: both are one word.
    Letter { end: usize },
}

/// Returns the optional ending that follows a word, which takes up `start..word_end`.
///
/// In brackets any ending of the list, or one letter behind an acronym (`PLU(i)`, `DDT(M)`); after a middle dot any ending
/// of the list; after a full stop or a hyphen only in pairs (`élu.e.s`), since they divide addresses and names too.
pub(super) fn ending(text: &str, start: usize, word_end: usize) -> Option<Ending> {
    let separator = text[word_end..].chars().next()?;
    let word = &text[start..word_end];
    if !matches!(separator, '(' | '·' | '•' | '‧' | '∙' | '⋅' | '.' | '-')
        || word.chars().nth(1).is_none()
        || !word.ends_with(char::is_alphabetic)
    {
        return None;
    }
    let part_start = word_end + separator.len_utf8();
    let part_end = end_of_letters(text, part_start);
    let part = &text[part_start..part_end];
    if part.is_empty() || part.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let is_inflection = INFLECTIONS.contains(&&*fold(part));
    match separator {
        '(' => {
            let after = text[part_end..].strip_prefix(')')?;
            let tail_end = end_of_letters(text, part_end + 1);
            let tail = &text[part_end + 1..tail_end];
            let is_end = |end: usize| !text[end..].starts_with(char::is_alphanumeric);
            if is_inflection && is_end(tail_end) && matches!(tail, "" | "s" | "S" | "x") {
                return Some(Ending::Inflection { end: tail_end });
            }
            let is_letter = part.chars().nth(1).is_none();
            let is_acronym = word.chars().filter(|c| c.is_uppercase()).count() > 1;
            let is_whole = !after.starts_with(char::is_alphanumeric);
            (is_letter && is_acronym && is_whole).then_some(Ending::Letter { end: part_end + 1 })
        }
        _ if !is_inflection => None,
        '.' | '-' => {
            let plural = text[part_end..].strip_prefix(separator)?;
            let end = part_end + separator.len_utf8() + 1;
            let is_plural = plural.starts_with(['s', 'S']) && is_boundary(text, end, separator);
            is_plural.then_some(Ending::Inflection { end })
        }
        _ => {
            let plural = text[part_end..].strip_prefix(separator);
            let end = part_end + separator.len_utf8() + 1;
            let is_plural = plural.is_some_and(|plural| plural.starts_with(['s', 'S']))
                && is_boundary(text, end, separator);
            let end = if is_plural { end } else { part_end };
            is_boundary(text, end, separator).then_some(Ending::Inflection { end })
        }
    }
}

/// Returns whether a word ends at an offset, and no other part of it follows.
fn is_boundary(text: &str, at: usize, separator: char) -> bool {
    let rest = &text[at..];
    let next = rest.strip_prefix(separator).unwrap_or(rest);
    !rest.starts_with(char::is_alphanumeric) && !next.starts_with(char::is_alphanumeric)
}

fn end_of_letters(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&'static str, &str)> {
        let word_end = text.find(|c: char| !c.is_alphanumeric()).unwrap();
        ending(text, 0, word_end).map(|ending| match ending {
            Ending::Inflection { end } => ("inflection", &text[end..]),
            Ending::Letter { end } => ("letter", &text[end..]),
        })
    }

    #[test]
    fn optional_endings_belong_to_the_word_before() {
        for (text, rest) in [
            ("commune(s)", ""),
            ("Elu(e)s, maires", ", maires"),
            ("MATERNEL(LE)", ""),
            ("Conseiller(ère)s", ""),
            ("étudiant·e·s", ""),
            ("étudiant·es.", "."),
            ("élu.e.s.", "."),
            ("élu.e.s locaux", " locaux"),
            ("agréé-e-s", ""),
            ("lieu(x)", ""),
        ] {
            assert_eq!(read(text), Some(("inflection", rest)), "{text}");
        }
        for text in ["PLU(i)", "PLU(I)", "PLUi(H)", "DDT(M)"] {
            assert_eq!(read(text), Some(("letter", "")), "{text}");
        }
    }

    #[test]
    fn what_stands_in_brackets_or_behind_a_mark_is_no_ending_as_a_rule() {
        for text in [
            "dB(A)",
            "benzo(a)pyrène",
            "f(x)",
            "CO2(s)",
            "règlement(CE)",
            "Barguelonne(Lot)",
            "PLU(i",
            "PLU (i)",
            "data·inclusion",
            "data.gouv.fr",
            "élu.e",
            "index.es.fr",
            "sdrif-e",
            "Issy-les-Moulineaux",
            "commune(surface)",
            "un(e)xyz",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
