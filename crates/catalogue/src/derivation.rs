//! Data that was made of a public producer's, as its description says.

use std::sync::LazyLock;

use crate::text_rules::TextRules;
use crate::zone_name::fold;
use crate::{Evidence, EvidenceField, Owner, Record};

const RULES: &str = include_str!("../data/derived.txt");

static MADE: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "made"));
static SOURCE: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "source"));

/// So many letters behind the words that say of what data was made, its source is named.
const REACH: usize = 60;

/// Returns the words of a description that say that the data was made of a public producer's; `None` where none do, and where
/// the record's own producer is public, or is the one that they name.
#[must_use]
pub fn derivation(record: &Record) -> Option<Evidence> {
    let producer = record.owner();
    if producer.is_some_and(Owner::is_public) {
        return None;
    }
    let producer = producer
        .map(|owner| fold(&owner.name()))
        .unwrap_or_default();
    let text = &record.description().text;
    let mut made = MADE.places(text).into_iter();
    let words = made.find_map(|made| {
        let behind = sentence_behind(text, made.end);
        let (_, source) = SOURCE.find(behind, &[])?;
        let is_own = !producer.is_empty() && producer.contains(&fold(source));
        let end = made.end + behind.find(source)? + source.len();
        (!is_own).then(|| text[made.start..end].trim_matches(|c: char| !c.is_alphanumeric()))
    })?;
    Some(Evidence {
        field: EvidenceField::Description,
        words: words.to_owned(),
    })
}

/// Returns what follows a place in a text, to the end of the sentence, and not further than a source is named.
fn sentence_behind(text: &str, at: usize) -> &str {
    let behind = &text[at..];
    let letters = behind.char_indices().take(REACH + 1);
    let mut ends = letters.skip_while(|(_, letter)| !matches!(letter, '.' | '\n'));
    let end = ends.next().map(|(end, _)| end);
    let far = behind.char_indices().nth(REACH).map(|(end, _)| end);
    &behind[..end.or(far).unwrap_or(behind.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, Description, Organization};

    fn record(producer: &str, description: &str) -> Record {
        Record::Dataset(Box::new(Dataset {
            description: Description {
                text: description.to_owned(),
                ..Description::default()
            },
            owner: Some(Owner::Organization(Organization {
                name: producer.to_owned(),
                ..Organization::default()
            })),
            ..Dataset::default()
        }))
    }

    #[test]
    fn descriptions_say_of_whose_data_theirs_was_made() {
        for (description, expected) in [
            (
                "Ce fichier a été constitué à partir des données de la base Gaspar.",
                Some("constitué à partir des données de la base Gaspar"),
            ),
            (
                "Revenus par commune. Données extraites de la base Filosofi de l’Insee.",
                Some("extraites de la base Filosofi de l’Insee"),
            ),
            ("Tracés issus d’OpenStreetMap.", None),
            ("Mesures issues de nos capteurs. L’Insee en parle.", None),
            ("Publié par l’Insee.", None),
        ] {
            let found = derivation(&record("Une association", description));
            let words = found.map(|evidence| evidence.words);
            assert_eq!(words.as_deref(), expected, "{description}");
        }
    }

    #[test]
    fn what_a_producer_makes_of_its_own_or_as_a_public_service_is_not_derived() {
        let description = "Tableau issu du rapport annuel du médiateur SNCF.";
        assert_eq!(derivation(&record("SNCF", description)), None);
        assert!(derivation(&record("Une association", description)).is_some());
        assert_eq!(
            derivation(&record("Ministère de la Culture", description)),
            None
        );
    }
}
