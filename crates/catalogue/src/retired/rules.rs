//! The rules of `data/retired.txt`.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::reason::RetirementReason;

const RULES: &str = include_str!("../../data/retired.txt");

/// The rules for one text of a record.
struct Rules {
    /// All patterns in one: most texts match none, and are read once.
    any: Regex,
    each: Vec<Rule>,
}

struct Rule {
    pattern: Regex,
    unless: Option<Regex>,
    reason: RetirementReason,
}

static TITLE: LazyLock<Rules> = LazyLock::new(|| Rules::read("title"));
static DESCRIPTION: LazyLock<Rules> = LazyLock::new(|| Rules::read("description"));

static LINK: LazyLock<Rules> = LazyLock::new(|| Rules::read("link"));
static HINT: LazyLock<Rules> = LazyLock::new(|| Rules::read("hint"));
static NAME: LazyLock<Rules> = LazyLock::new(|| Rules::read("name"));
static MENTION: LazyLock<Rules> = LazyLock::new(|| Rules::read("mention"));

/// So many bytes of a title or description are read for an exception.
const MAX_EXCEPTION_BYTES: usize = 2_000;

/// Returns why a record with this title and description is dead, and the words that say so.
pub(super) fn find(title: &str, description: &str) -> Option<(RetirementReason, String)> {
    let texts = [(&*TITLE, title), (&*DESCRIPTION, description)];
    texts.into_iter().find_map(|(rules, text)| {
        if !rules.any.is_match(text) {
            return None;
        }
        rules.each.iter().find_map(|rule| {
            let said = rule.pattern.find(text)?;
            let is_excepted =
                |unless: &Regex| unless.is_match(title) || unless.is_match(beginning(description));
            if rule.unless.as_ref().is_some_and(is_excepted) {
                return None;
            }
            Some((
                rule.reason.clone(),
                said.as_str().trim_matches(is_no_letter).to_owned(),
            ))
        })
    })
}

/// Words that lead on to what replaces a dead record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// What they link to replaces it.
    Link,
    /// What they link to replaces it where that is a record.
    Hint,
    /// They stand before its title.
    Name,
    /// They stand before its title where a record has it.
    Mention,
}

/// Returns where the words of a kind end in a description.
pub(super) fn ends_of(lead: Lead, description: &str) -> impl Iterator<Item = usize> {
    let rules = match lead {
        Lead::Link => &LINK,
        Lead::Hint => &HINT,
        Lead::Name => &NAME,
        Lead::Mention => &MENTION,
    };
    let each = rules.each.iter();
    each.flat_map(move |rule| {
        let found = rule.pattern.find_iter(description);
        let is_excepted = |start: usize| {
            let unless = rule.unless.as_ref();
            let exception = unless.and_then(|unless| unless.find_at(description, start));
            exception.is_some_and(|exception| exception.start() == start)
        };
        let meant = found.filter(move |words| !is_excepted(words.start()));
        meant.map(|words| words.end())
    })
}

fn is_no_letter(letter: char) -> bool {
    !letter.is_alphanumeric()
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_EXCEPTION_BYTES)]
}

impl Rules {
    fn read(text: &str) -> Self {
        let lines = RULES
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let lines = lines.map(|line| line.split('\t').collect::<Vec<_>>());
        let mut patterns = Vec::new();
        let mut each = Vec::new();
        for parts in lines {
            let [place, pattern, unless, reason, _] = parts[..] else {
                panic!("retired.txt: five parts are wanted: {parts:?}");
            };
            if place != text {
                continue;
            }
            patterns.push(format!("(?:{pattern})"));
            each.push(Rule {
                pattern: regex(pattern),
                unless: (unless != "-").then(|| regex(unless)),
                reason: RetirementReason::from(reason),
            });
        }
        Self {
            any: regex(&patterns.join("|")),
            each,
        }
    }
}

/// Compiles a pattern of the data, in which letters stand for those with an accent too.
fn regex(pattern: &str) -> Regex {
    let mut expanded = String::with_capacity(pattern.len() * 2);
    let mut letters = pattern.chars().peekable();
    let mut is_class = false;
    while let Some(letter) = letters.next() {
        let with_accents = match letter {
            'a' => "aàâ",
            'c' => "cç",
            'e' => "eéèêë",
            'i' => "iîï",
            'o' => "oô",
            'u' => "uùû",
            '\'' => "'’",
            _ => "",
        };
        match letter {
            '\\' => match letters.next() {
                // The regex crate's own border makes each search of a text with accents slow.
                Some('b') => expanded.push_str(r"(?:^|\W|$)"),
                Some(escaped) => expanded.extend(['\\', escaped]),
                None => {}
            },
            '[' | ']' => {
                is_class = letter == '[';
                expanded.push(letter);
            }
            _ if !is_class && !with_accents.is_empty() => expanded.extend(["[", with_accents, "]"]),
            _ => expanded.push(letter),
        }
    }
    let compiled = RegexBuilder::new(&expanded)
        .case_insensitive(true)
        .size_limit(100 << 20)
        // Where the states of all rules together do not fit, they are searched for without any, which takes two hundred times
        // as long.
        .dfa_size_limit(64 << 20)
        .build();
    compiled.unwrap_or_else(|error| panic!("retired.txt: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(title: &str, description: &str) -> Option<String> {
        find(title, description).map(|(reason, _)| reason.id().to_owned())
    }

    #[test]
    fn titles_say_that_their_record_is_dead() {
        for (title, expected) in [
            ("[Obsolète] Liste des voies", Some("obsolete")),
            ("Liste des voies - OBSOLETE", Some("obsolete")),
            ("OLD Taux de vaccination", Some("obsolete")),
            ("[Archive] Population active", Some("archived")),
            ("Comptages routiers archivés", Some("archived")),
            ("Station météo - archive 2021", Some("archived")),
            ("Parkings - Ancienne version", Some("old_version")),
            ("Plan local (remplacé)", Some("replaced")),
            ("A SUPPRIMER - Agenda", Some("to_be_deleted")),
            ("Archives départementales du Rhône", None),
            ("Services d’archives", None),
            ("Dépôts sur l’archive ouverte HAL", None),
            ("Zonage des obligations de débroussaillement (OLD)", None),
            ("Remplacement des menuiseries", None),
            ("Communes sans plan par caducité", None),
        ] {
            assert_eq!(reason(title, "").as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn descriptions_say_it_where_the_record_is_their_subject() {
        for (description, expected) in [
            (
                "Ce jeu de données n’est plus mis à jour.",
                Some("unmaintained"),
            ),
            (
                "Attention : ce jeu de données a été remplacé par un autre.",
                Some("replaced"),
            ),
            ("CES DONNEES SONT OBSOLETES.", Some("obsolete")),
            ("# Obsolète\n\nListe des parkings", Some("obsolete")),
            (
                "Cette base nationale n'est plus maintenue.",
                Some("unmaintained"),
            ),
            ("## Jeu de données hors d’usage !", Some("obsolete")),
            ("Données obsolètes : avant les travaux", Some("obsolete")),
            (
                "Ce jeu ne fait plus l'objet de mises à jour.",
                Some("unmaintained"),
            ),
            (
                "Ce fichier ne fait plus l’objet d’une actualisation.",
                Some("unmaintained"),
            ),
            ("Ces données ne sont plus publiées.", Some("unmaintained")),
            (
                "Ce fichier sera prochainement supprimé.",
                Some("to_be_deleted"),
            ),
            ("Véhicules hors d’usage", None),
            ("L’autre jeu, lui, ne sera plus publié.", None),
            ("Les chiffres sous cinq sont remplacés par un zéro.", None),
            ("La colonne places n'est plus alimentée.", None),
            ("Le standard est rendu obsolète par un autre.", None),
            ("Les opérations achevées sont archivées.", None),
        ] {
            assert_eq!(
                reason("Parkings", description).as_deref(),
                expected,
                "{description}"
            );
        }
    }

    #[test]
    fn every_rule_has_a_known_reason() {
        for rule in TITLE.each.iter().chain(&DESCRIPTION.each) {
            assert!(
                RetirementReason::all().contains(&rule.reason),
                "{:?}",
                rule.reason
            );
        }
    }
}
