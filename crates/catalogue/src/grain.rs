//! How fine a record's data is in space: the granularity that it declares, else what its words say.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::text_rules::TextRules;
use crate::vocabulary::vocabulary;
use crate::{Evidence, EvidenceField, Granularity, Record};

vocabulary! {
    /// What one line or shape of data stands for in space, from the widest to the finest: the platform's granularities, and
    /// what these lack. Those of the platform have its ids.
    pub enum Grain {
        CountryGroup = "country-group", "Groupement de pays";
        Country = "country", "Pays";
        CountrySubset = "country-subset", "Sous-ensemble de pays";
        Region = "fr:region", "Région française";
        Departement = "fr:departement", "Département français";
        Collectivite = "fr:collectivite", "Collectivités d'outre-mer françaises";
        Epci = "fr:epci", "Intercommunalité française (EPCI)";
        Arrondissement = "fr:arrondissement", "Arrondissement français";
        Commune = "fr:commune", "Commune française";
        Iris = "fr:iris", "Iris (quartiers INSEE)";
        Canton = "fr:canton", "Canton français";
        PollingStation = "bureau-vote", "Bureau de vote";
        GridCell = "carreau", "Carreau d’une grille";
        Establishment = "etablissement", "Établissement";
        PointOfInterest = "poi", "Point ou lieu";
        Parcel = "parcelle", "Parcelle";
        Address = "adresse", "Adresse";
        Unspecified = "other", "Autre";
    }
}

/// How fine a record's data is in space, and what says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownGrain {
    /// How fine it is.
    pub grain: Grain,
    /// The words from which that is inferred; `None` where the record declares it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

const RULES: &str = include_str!("../data/grain.txt");

static TITLE: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "title"));
static SCHEMA: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "schema"));
static DESCRIPTION: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "description"));
static FILE: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "file"));
static TAG: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "tag"));

/// So many bytes of a description are read: what follows tells of methods, neighbours and other data.
const DESCRIPTION_BYTES: usize = 500;

/// So many files are read.
const N_FILES: usize = 20;

impl Grain {
    /// The zones of statistics of which the wider ones consist, from the widest to the finest. What else is listed lies in a zone,
    /// and is no figure of one.
    const NESTED: [Self; 6] = [
        Self::Country,
        Self::Region,
        Self::Departement,
        Self::Epci,
        Self::Commune,
        Self::Iris,
    ];

    /// Returns whether data of this grain has figures of another one, or of its parts.
    #[must_use]
    pub fn can_be_summed_to(&self, other: &Self) -> bool {
        let level = |grain: &Self| Self::NESTED.iter().position(|nested| nested == grain);
        self == other
            || matches!((level(self), level(other)), (Some(own), Some(other)) if own > other)
    }
}

impl KnownGrain {
    /// Returns how fine a record's data is; `None` where neither its granularity nor its words say. What is declared counts,
    /// but for `other`, which says nothing.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        let declared = declared(record);
        if let Some(granularity) = declared
            && *granularity != Granularity::Unspecified
        {
            return Some(Self::declared(granularity));
        }
        inferred(record).or_else(|| declared.map(Self::declared))
    }

    /// Returns whether a record's words say it, and not the record itself.
    #[must_use]
    pub fn is_inferred(&self) -> bool {
        self.evidence.is_some()
    }

    fn declared(granularity: &Granularity) -> Self {
        Self {
            grain: Grain::from(granularity.id()),
            evidence: None,
        }
    }
}

fn declared(record: &Record) -> Option<&Granularity> {
    match record {
        Record::Dataset(dataset) => dataset.spatial.as_ref()?.granularity.as_ref(),
        Record::Dataservice(_) => None,
    }
}

/// Returns the grain that a record's words say: those of its title, else of a schema, its description, files or tags.
fn inferred(record: &Record) -> Option<KnownGrain> {
    use EvidenceField::{Description, Files, Schema, Tags, Title};
    let title = record.title();
    let find = |rules: &TextRules, field: EvidenceField, text: &str| {
        let (grain, words) = rules.find(text, &[text, title])?;
        Some(KnownGrain {
            grain: Grain::from(grain),
            evidence: Some(Evidence {
                field,
                words: words.to_owned(),
            }),
        })
    };
    let description = &record.description().text;
    let beginning = &description[..description.floor_char_boundary(DESCRIPTION_BYTES)];
    let dataset = match record {
        Record::Dataset(dataset) => Some(dataset),
        Record::Dataservice(_) => None,
    };
    let schemas = || dataset.map(|dataset| dataset.schemas()).unwrap_or_default();
    let files = || {
        dataset
            .into_iter()
            .flat_map(|dataset| dataset.resources.iter().flatten())
    };
    find(&TITLE, Title, title)
        .or_else(|| {
            schemas()
                .iter()
                .find_map(|name| find(&SCHEMA, Schema, name))
        })
        .or_else(|| find(&DESCRIPTION, Description, beginning))
        .or_else(|| {
            let titles = files().filter_map(|file| file.title.as_deref());
            titles
                .take(N_FILES)
                .find_map(|title| find(&FILE, Files, title))
        })
        .or_else(|| record.tags().iter().find_map(|tag| find(&TAG, Tags, tag)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, Description as Text, Resource, SchemaReference, Spatial};

    fn grain(dataset: Dataset) -> Option<KnownGrain> {
        KnownGrain::of(&Record::Dataset(Box::new(dataset)))
    }

    #[test]
    fn what_is_known_of_the_parts_of_a_zone_can_be_summed_to_the_zone() {
        use Grain::{Commune, Country, Departement, GridCell, Iris, Parcel, Unspecified};
        for (own, other, expected) in [
            (Commune, Commune, true),
            (Iris, Commune, true),
            (Commune, Departement, true),
            (Departement, Commune, false),
            (Country, Iris, false),
            (Parcel, Commune, false),
            (GridCell, Departement, false),
            (GridCell, GridCell, true),
            (Unspecified, Commune, false),
        ] {
            assert_eq!(own.can_be_summed_to(&other), expected, "{own:?} {other:?}");
        }
    }

    fn of_title(title: &str) -> Option<String> {
        let known = grain(Dataset {
            title: title.to_owned(),
            ..Dataset::default()
        });
        known.map(|known| known.grain.id().to_owned())
    }

    fn of_description(description: &str) -> Option<String> {
        let known = grain(Dataset {
            title: "Tableau".to_owned(),
            description: Text {
                text: description.to_owned(),
                ..Text::default()
            },
            ..Dataset::default()
        });
        known.map(|known| known.grain.id().to_owned())
    }

    #[test]
    fn titles_say_what_a_line_stands_for() {
        for (title, expected) in [
            ("Crèches par commune", Some("fr:commune")),
            ("Naissances (maille communale)", Some("fr:commune")),
            ("Limites des communes", Some("fr:commune")),
            ("Gaz à la maille IRIS", Some("fr:iris")),
            ("Licences par département", Some("fr:departement")),
            ("Contrats par EPCI", Some("fr:epci")),
            ("Électricité, maille régionale", Some("fr:region")),
            ("Chaleur à la parcelle", Some("parcelle")),
            ("Plan cadastral de la ville", Some("parcelle")),
            ("Revenus carroyés", Some("carreau")),
            ("Fougères par maille 1 km²", Some("carreau")),
            ("Collecte à l’adresse", Some("adresse")),
            ("Base Adresse Locale de Rennes", Some("adresse")),
            ("Élèves par école", Some("etablissement")),
            ("Annuaire des collèges", Some("etablissement")),
            ("Second tour, par bureau de vote", Some("bureau-vote")),
            ("Localisation des toilettes publiques", Some("poi")),
            ("Bornes de recharge", Some("poi")),
            ("Enjeux ponctuels du plan", Some("poi")),
            // The finest of several; a count stands before what is counted.
            ("Tonnages par région et par commune", Some("fr:commune")),
            ("Arbres par commune", Some("fr:commune")),
            ("Parcelles par commune", Some("fr:commune")),
        ] {
            assert_eq!(of_title(title).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn the_same_words_in_names_say_nothing() {
        for title in [
            "Commune de Rennes",
            "Budget de la commune",
            "Conseil départemental du Rhône",
            "Carte communale de Moussy",
            "Forêts communales",
            "Équipements communaux",
            "Schéma régional éolien",
            "Marchés publics conclus",
            "Point d’accès national",
            "Secteurs des écoles",
            "Subventions par arrêté",
            "Budget primitif",
            "Délibération sur la vente de parcelles",
        ] {
            assert_eq!(of_title(title), None, "{title}");
        }
    }

    #[test]
    fn descriptions_say_it_of_figures() {
        for (description, expected) in [
            (
                "Nombre de places de crèche par commune, en 2020.",
                Some("fr:commune"),
            ),
            ("Chaque ligne correspond à une commune.", Some("fr:commune")),
            ("Données agrégées à la maille IRIS.", Some("fr:iris")),
            ("Effectifs salariés par région.", Some("fr:region")),
            ("Le plan couvre trois villages (un PPRI par commune).", None),
            ("Accessible à l’adresse suivante.", None),
            ("La carte est établie pour le département.", None),
        ] {
            assert_eq!(
                of_description(description).as_deref(),
                expected,
                "{description}"
            );
        }
        let late = format!("{} Nombre de lits par commune.", "Contexte. ".repeat(60));
        assert_eq!(of_description(&late), None);
    }

    #[test]
    fn what_is_declared_counts_but_for_other() {
        let declaring = |granularity: &str| Dataset {
            title: "Crèches par commune".to_owned(),
            spatial: Some(Spatial {
                granularity: Some(Granularity::from(granularity)),
                ..Spatial::default()
            }),
            ..Dataset::default()
        };
        let declared = grain(declaring("fr:region")).unwrap();
        assert_eq!(
            (declared.grain.id(), declared.is_inferred()),
            ("fr:region", false)
        );
        let other = grain(declaring("other")).unwrap();
        assert_eq!(
            (other.grain.id(), other.is_inferred()),
            ("fr:commune", true)
        );
        assert_eq!(other.evidence.unwrap().words, "par commune");
        let silent = Dataset {
            title: "Budget".to_owned(),
            ..declaring("other")
        };
        assert_eq!(grain(silent).unwrap().grain, Grain::Unspecified);
        let unknown = grain(declaring("quartier")).unwrap();
        assert_eq!(unknown.grain, Grain::Other("quartier".to_owned()));
    }

    #[test]
    fn schemas_files_and_tags_say_it_where_texts_do_not() {
        let with_file = |schema: Option<&str>, title: &str, tag: &str| Dataset {
            title: "Tableau".to_owned(),
            tags: Some(vec![tag.to_owned()]),
            resources: Some(vec![Resource {
                title: Some(title.to_owned()),
                schema: schema.map(|name| SchemaReference {
                    name: Some(name.to_owned()),
                    ..SchemaReference::default()
                }),
                ..Resource::default()
            }]),
            ..Dataset::default()
        };
        for (schema, title, tag, expected) in [
            (
                Some("etalab/schema-irve-statique"),
                "a.csv",
                "",
                Some(("poi", EvidenceField::Schema)),
            ),
            (
                None,
                "revenus-par-commune.csv",
                "",
                Some(("fr:commune", EvidenceField::Files)),
            ),
            (None, "a.csv", "irve", Some(("poi", EvidenceField::Tags))),
            (None, "a.csv", "eau", None),
        ] {
            let known = grain(with_file(schema, title, tag));
            let known = known.map(|it| (it.grain.id().to_owned(), it.evidence.unwrap().field));
            let expected = expected.map(|(grain, field)| (grain.to_owned(), field));
            assert_eq!(known, expected, "{title} {tag}");
        }
    }

    #[test]
    fn every_granularity_is_a_grain_and_every_rule_names_one() {
        for granularity in Granularity::all() {
            assert!(Grain::all().contains(&Grain::from(granularity.id())));
        }
        for rules in [&TITLE, &SCHEMA, &DESCRIPTION, &FILE, &TAG] {
            assert!(!rules.each.is_empty());
            for rule in &rules.each {
                assert!(
                    Grain::all().contains(&Grain::from(rule.says.as_str())),
                    "{}",
                    rule.says
                );
            }
        }
    }
}
