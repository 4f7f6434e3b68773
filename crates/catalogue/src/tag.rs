//! Tags: the spellings of one tag, and the tags that say nothing.
//!
//! Tags are free: producers write `velo`, `velos` and `Vélos`, `open-data` and `opendata`, `document-durbanisme` and
//! `documents-d-urbanisme`. Exceptions are data (`data/tags.txt`).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::zone_name::fold;

const RULES: &str = include_str!("../data/tags.txt");

/// A shorter word has no plural that could be told from its end (`bus`, `gaz`).
const LEAST_PLURAL: usize = 4;

/// A shorter word in `-aux` is no plural of one in `-al` (`maux`, `faux`).
const LEAST_PLURAL_IN_AUX: usize = 6;

/// Tags that are no spelling of another one, folded.
static APART: LazyLock<HashSet<String>> =
    LazyLock::new(|| tags_of_class("apart").map(fold).collect());

/// Families of tags that say nothing.
static EMPTY: LazyLock<HashSet<String>> =
    LazyLock::new(|| tags_of_class("empty").map(tag_family).collect());

/// Returns the tags of a class of the rules.
fn tags_of_class(class: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = RULES.lines().filter(|line| !line.starts_with('#'));
    let of_class = lines.filter_map(move |line| {
        let mut columns = line.split('|').map(str::trim);
        (columns.next() == Some(class)).then(|| columns.next())?
    });
    of_class.flat_map(|tags| tags.split(',').map(str::trim))
}

/// Returns what the spellings of one tag have in common: its words without accents, in the singular, with nothing between
/// them.
///
/// # Examples
///
/// ```
/// use catalogue::tag_family;
///
/// assert_eq!(tag_family("Vélos"), tag_family("velo"));
/// assert_eq!(tag_family("documents-d-urbanisme"), tag_family("document-durbanisme"));
/// assert_ne!(tag_family("tours"), tag_family("tour"));
/// ```
#[must_use]
pub fn tag_family(tag: &str) -> String {
    let folded = fold(tag);
    // A blank is in no other family.
    if folded.is_empty() {
        return format!(" {tag}");
    }
    if APART.contains(&folded) {
        return format!(" {folded}");
    }
    let words = folded.split(' ').map(singular);
    words.fold(String::new(), |family, word| family + &word)
}

/// Returns whether a tag says nothing of what a record is about.
#[must_use]
pub fn is_empty_tag(tag: &str) -> bool {
    EMPTY.contains(&tag_family(tag))
}

/// Returns a folded word without the mark of the plural, if it has one by its end. What comes out need not be a word.
fn singular(word: &str) -> String {
    let n_letters = word.chars().count();
    if n_letters >= LEAST_PLURAL_IN_AUX
        && let Some(stem) = word.strip_suffix("aux")
        && !stem.ends_with('e')
    {
        return format!("{stem}al");
    }
    let is_plural = word.ends_with("ux") || word.ends_with('s') && !word.ends_with("ss");
    if n_letters < LEAST_PLURAL || !is_plural {
        return word.to_owned();
    }
    word[..word.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_tag_are_a_family() {
        for spellings in [
            &["velo", "velos", "Vélo", "VÉLOS"][..],
            &[
                "borne-de-recharge",
                "bornes-de-recharge",
                "Borne de recharge",
            ],
            &["opendata", "open-data", "open data"],
            &[
                "document-durbanisme",
                "documents-durbanisme",
                "document-d-urbanisme",
            ],
            &["eau", "eaux"],
            &["hopital", "hôpitaux"],
            &["plan-local-durbanisme", "plans-locaux-d-urbanisme"],
            &["pm2-5", "PM2.5", "pm-2-5"],
            &["cœur-de-ville", "coeur-de-ville"],
        ] {
            let families: HashSet<String> = spellings.iter().map(|it| tag_family(it)).collect();
            assert_eq!(families.len(), 1, "{spellings:?}: {families:?}");
        }
    }

    #[test]
    fn other_tags_are_other_families() {
        for (one, other) in [
            ("tours", "tour"),
            ("Tours", "tour"),
            ("plus", "plu"),
            ("r-d", "rd"),
            ("le-mans", "leman"),
            ("bus", "bu"),
            ("caux", "cal"),
            ("acces", "access"),
            ("brax", "bras"),
            ("region", "regional"),
            ("+", "-"),
            ("eau", "air"),
        ] {
            assert_ne!(tag_family(one), tag_family(other), "{one}, {other}");
        }
    }

    #[test]
    fn some_tags_say_nothing_in_any_spelling() {
        for tag in [
            "donnees-ouvertes",
            "Données ouvertes",
            "opendata",
            "inspire",
        ] {
            assert!(is_empty_tag(tag), "{tag}");
        }
        for tag in ["eau", "donnees-de-sante", "inspiration", ""] {
            assert!(!is_empty_tag(tag), "{tag}");
        }
    }

    #[test]
    fn every_line_of_the_rules_is_a_comment_or_has_three_columns() {
        for line in RULES.lines().filter(|line| !line.trim().is_empty()) {
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            let is_rule = matches!(columns[..], ["apart" | "empty", tags, reason] if !tags.is_empty() && !reason.is_empty());
            assert!(line.starts_with('#') || is_rule, "{line}");
        }
    }
}
