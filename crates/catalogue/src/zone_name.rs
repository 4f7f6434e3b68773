//! Names of zones as they are compared.

/// Returns a name as it is compared: lower case, no accents, one space for each run of anything but letters and digits, and
/// `saint`, `sainte` for `St`, `Ste`.
///
/// The table of letters covers French and the names of countries (Åland, São Tomé, Curaçao): a test holds that every name
/// of the gazetteer folds to ASCII. That is enough here, and spares this crate the tables of Unicode. Names folded here
/// are compared with each other alone, never with the words of a search, which `search-index` folds by Unicode's tables.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            // Accents that stand apart from their letter (the decomposed form of Unicode).
            '\u{300}'..='\u{36f}' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    if has_abbreviated_saint(&folded) {
        let words = folded.split(' ').map(|word| match word {
            "st" => "saint",
            "ste" => "sainte",
            _ => word,
        });
        return words.collect::<Vec<_>>().join(" ");
    }
    folded
}

fn has_abbreviated_saint(folded: &str) -> bool {
    folded.split(' ').any(|word| matches!(word, "st" | "ste"))
}

/// Returns the folded name of an EPCI without the text in brackets (often its acronym), the words for its legal form and
/// the articles that come first: `CA du Grand Chambéry` and `Le Grand Chambéry` are `grand chambery`.
pub(crate) fn bare_epci_name(name: &str) -> String {
    const LEGAL_FORMS: [&str; 4] = ["cc", "ca", "cu", "metropole"];
    const ARTICLES: [&str; 8] = ["d", "de", "des", "du", "l", "la", "le", "les"];

    let before_brackets = name.split_once('(').map_or(name, |(before, _)| before);
    let folded = fold(before_brackets);
    let words = folded
        .split(' ')
        .skip_while(|word| LEGAL_FORMS.contains(word) || ARTICLES.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_marks_and_abbreviations() {
        for (name, folded) in [
            ("L'Haÿ-les-Roses", "l hay les roses"),
            ("ST-BRIEUC", "saint brieuc"),
            ("Ste. Foy-lès-Lyon", "sainte foy les lyon"),
            ("Brest", "brest"),
            ("st", "saint"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }
}
