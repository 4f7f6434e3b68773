//! Acronyms that a name gives in brackets.

/// Returns the acronyms that a name gives in brackets: `Demandes de valeurs foncières (DVF)`.
pub(crate) fn acronyms_in_brackets(name: &str) -> Vec<&str> {
    let mut acronyms = Vec::new();
    for part in name.split('(').skip(1) {
        let Some((inside, _)) = part.split_once(')') else {
            continue;
        };
        let inside = inside.trim();
        let n_letters = inside.chars().filter(|c| c.is_alphanumeric()).count();
        let is_word = inside
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'));
        let n_capitals = inside.chars().filter(|c| c.is_uppercase()).count();
        // `(Insee)` is one, `(partiel)` and `(2021)` are not.
        if (2..=12).contains(&n_letters)
            && is_word
            && n_capitals > 0
            && inside.starts_with(char::is_uppercase)
            && (n_letters <= 5 || n_capitals * 2 > n_letters)
        {
            acronyms.push(inside);
        }
    }
    acronyms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_stand_in_brackets_and_in_capitals() {
        for (name, expected) in [
            ("Demandes de valeurs foncières (DVF)", &["DVF"][..]),
            ("Institut de la statistique (Insee) de France", &["Insee"]),
            ("Base (BAN) et plan (P.L.U.)", &["BAN", "P.L.U."]),
            ("Arbres (2021)", &[]),
            ("Arbres (partiel)", &[]),
            ("Arbres (Rennes Métropole)", &[]),
            ("Arbres (Bretagne)", &[]),
            ("Arbres (", &[]),
            ("Arbres ()", &[]),
        ] {
            assert_eq!(acronyms_in_brackets(name), expected, "{name}");
        }
    }
}
