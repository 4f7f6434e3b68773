//! Public producers by their names: where no source gives an organization's badges, its name tells what it is.

use std::sync::LazyLock;

use crate::zone_name::fold;

const RULES: &str = include_str!("../data/public-producers.txt");

/// The words of a rule, and whether they may stand anywhere in a name.
static NAMES: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
    let lines = RULES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rules = lines
        .filter_map(|line| line.split_once('|'))
        .map(|(words, _)| words.trim());
    rules
        .map(|words| match words.strip_prefix('…') {
            Some(words) => (fold(words), true),
            None => (fold(words), false),
        })
        .collect()
});

/// Returns whether an organization of this name is a public service or a local authority.
#[must_use]
pub fn is_public_name(name: &str) -> bool {
    const ARTICLES: [&str; 4] = ["la ", "le ", "les ", "l "];

    let folded = fold(name);
    let article = ARTICLES
        .iter()
        .find_map(|article| folded.strip_prefix(article));
    let name = article.unwrap_or(&folded);
    NAMES.iter().any(|(words, is_anywhere)| {
        let ends = |rest: &str| {
            let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            rest.is_empty() || rest.starts_with(' ')
        };
        if name.strip_prefix(words.as_str()).is_some_and(ends) {
            return true;
        }
        *is_anywhere && format!(" {name} ").contains(&format!(" {words} "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_bodies_are_known_by_their_names() {
        for (name, is_public) in [
            ("Ministère de l'Intérieur", true),
            ("DDT65", true),
            ("La Région Occitanie", true),
            ("Rennes Métropole en accès libre", true),
            ("Mairie de Cannes", true),
            ("Ressourcerie datalocale", false),
            ("Villeneuve Énergies", false),
            ("OpenStreetMap", false),
            ("NosDonnées.fr", false),
        ] {
            assert_eq!(is_public_name(name), is_public, "{name}");
        }
    }
}
