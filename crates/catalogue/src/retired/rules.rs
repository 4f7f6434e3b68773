//! The rules of `data/retired.txt`.

use std::sync::LazyLock;

use super::reason::RetirementReason;
use crate::text_rules::TextRules;

const RULES: &str = include_str!("../../data/retired.txt");

static TITLE: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "title"));
static DESCRIPTION: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "description"));

static LINK: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "link"));
static HINT: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "hint"));
static NAME: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "name"));
static MENTION: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "mention"));

/// So many bytes of a title or description are read for an exception.
const MAX_EXCEPTION_BYTES: usize = 2_000;

/// Returns why a record with this title and description is dead, and the words that say so.
pub(super) fn find(title: &str, description: &str) -> Option<(RetirementReason, String)> {
    let beside = [title, beginning(description)];
    let texts = [(&*TITLE, title), (&*DESCRIPTION, description)];
    let mut found = texts
        .into_iter()
        .filter_map(|(rules, text)| rules.find(text, &beside));
    let (reason, said) = found.next()?;
    Some((RetirementReason::from(reason), said.to_owned()))
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

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_EXCEPTION_BYTES)]
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
            let reason = RetirementReason::from(rule.says.as_str());
            assert!(RetirementReason::all().contains(&reason), "{reason}");
        }
    }
}
