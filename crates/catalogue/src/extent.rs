//! How wide the territory of a record is: by the zones that it declares, else by those that are inferred and by its words.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::text_rules::TextRules;
use crate::vocabulary::vocabulary;
use crate::{Evidence, EvidenceField, Gazetteer, Owner, Record, strip_validity};

vocabulary! {
    /// How wide the territory is that data is about, from the widest.
    pub enum Extent {
        International = "international", "Internationale";
        National = "national", "Nationale";
        Regional = "regional", "Régionale";
        Departmental = "departmental", "Départementale";
        Local = "local", "Locale";
    }
}

/// How wide the territory of a record is, and what says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownExtent {
    /// How wide it is.
    pub extent: Extent,
    /// From what that is inferred; `None` where the record's own zones say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

const RULES: &str = include_str!("../data/extent.txt");

static PART: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "part"));
static TITLE: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "title"));
static PRODUCER: LazyLock<TextRules> = LazyLock::new(|| TextRules::read(RULES, "producer"));

impl Extent {
    /// Returns the extent of a geozone, given its id: the level, whether the gazetteer knows the zone or not. An overseas
    /// département is a region as well.
    #[must_use]
    pub fn of_zone(id: &str) -> Self {
        let id = Gazetteer::france()
            .get(id)
            .map_or(strip_validity(id), |zone| zone.id);
        let is = |level: &str| id.starts_with(level);
        if is("country-group") {
            Self::International
        } else if is("country") {
            Self::National
        } else if is("fr:region")
            || is("fr:departement:97")
            || is("fr:departement:98")
            || is("fr:collectivite")
        {
            Self::Regional
        } else if is("fr:departement") {
            Self::Departmental
        } else {
            Self::Local
        }
    }

    /// Returns the extent of several zones, given their ids: that of the widest one, and of several départements a regional
    /// one. `None` where there is no zone.
    #[must_use]
    pub fn of_zones(ids: &[String]) -> Option<Self> {
        /// So many regions, or départements, are the country.
        const COUNTRY: (usize, usize) = (10, 50);

        let widest = ids.iter().map(|id| Self::of_zone(id)).min()?;
        let n_widest = ids.iter().filter(|id| Self::of_zone(id) == widest).count();
        Some(match widest {
            Self::National if n_countries(ids) > 1 => Self::International,
            Self::Regional if n_widest >= COUNTRY.0 => Self::National,
            Self::Departmental if n_widest >= COUNTRY.1 => Self::National,
            Self::Departmental if n_widest > 1 => Self::Regional,
            widest => widest,
        })
    }
}

fn n_countries(ids: &[String]) -> usize {
    ids.iter().filter(|id| id.starts_with("country:")).count()
}

impl KnownExtent {
    /// Returns how wide the territory of a record is, given the zones that were inferred for it; `None` where nothing
    /// certain says it.
    #[must_use]
    pub fn of(record: &Record, inferred_zones: &[String]) -> Option<Self> {
        if let Some(extent) = Extent::of_zones(record.geozones()) {
            return Some(Self {
                extent,
                evidence: None,
            });
        }
        let of_zones = Extent::of_zones(inferred_zones);
        if of_zones == Some(Extent::Local) {
            return of_zones.map(|extent| Self::of_inferred(extent, inferred_zones));
        }
        if let Some(part) = said(&PART, EvidenceField::Title, record.title(), record.title()) {
            return Some(part);
        }
        match of_zones {
            Some(extent) => Some(Self::of_inferred(extent, inferred_zones)),
            None if names_a_place(record) => None,
            None => of_words(record),
        }
    }

    /// Returns whether it is inferred, and not what the record's own zones say.
    #[must_use]
    pub fn is_inferred(&self) -> bool {
        self.evidence.is_some()
    }

    fn of_inferred(extent: Extent, zones: &[String]) -> Self {
        let widest = zones.iter().min_by_key(|id| Extent::of_zone(id));
        let name = widest.map(|id| Gazetteer::france().name(id).unwrap_or(id).to_owned());
        Self {
            extent,
            evidence: Some(Evidence {
                field: EvidenceField::InferredGeozones,
                words: name.unwrap_or_default(),
            }),
        }
    }
}

/// Returns whether a record declares a place, though no zone: a shape, or a name that may mean several zones.
fn names_a_place(record: &Record) -> bool {
    let spatial = match record {
        Record::Dataset(dataset) => dataset.spatial.as_ref(),
        Record::Dataservice(_) => None,
    };
    spatial.is_some_and(|spatial| spatial.geom.is_some() || !spatial.unresolved_names.is_empty())
}

/// Returns the extent that a record's title or producer says where no zone is known.
fn of_words(record: &Record) -> Option<KnownExtent> {
    let title = record.title();
    let organization = record.owner().and_then(Owner::organization);
    let producer = organization.map_or("", |organization| organization.name.as_str());
    said(&TITLE, EvidenceField::Title, title, producer)
        .or_else(|| said(&PRODUCER, EvidenceField::Organization, producer, title))
}

/// Returns the extent that rules find in a text; they say nothing where their exception stands in it, or in the other one.
fn said(rules: &TextRules, field: EvidenceField, text: &str, other: &str) -> Option<KnownExtent> {
    let (extent, words) = rules.find(text, &[text, other])?;
    Some(KnownExtent {
        extent: Extent::from(extent),
        evidence: Some(Evidence {
            field,
            words: words.to_owned(),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, Organization, Spatial, inferred_geozones};

    fn known(title: &str, producer: &str, zones: &[&str]) -> Option<KnownExtent> {
        let organization = Organization {
            name: producer.to_owned(),
            ..Organization::default()
        };
        let record = Record::Dataset(Box::new(Dataset {
            title: title.to_owned(),
            owner: (!producer.is_empty()).then_some(Owner::Organization(organization)),
            spatial: Some(Spatial {
                zones: Some(zones.iter().map(|zone| (*zone).to_owned()).collect()),
                ..Spatial::default()
            }),
            ..Dataset::default()
        }));
        KnownExtent::of(&record, &inferred_geozones(&record))
    }

    #[test]
    fn the_widest_zone_tells() {
        for (zones, expected) in [
            (&["country-group:world"][..], "international"),
            (&["country:fr", "country:be"], "international"),
            (&["country:fr", "fr:commune:35238"], "national"),
            (&["country-subset:fr:metro"], "national"),
            (&["fr:region:53", "fr:departement:35"], "regional"),
            (&["fr:region:22@1970-01-09"], "regional"),
            (&["fr:collectivite:987"], "regional"),
            (&["fr:departement:974"], "regional"),
            (&["fr:departement:67", "fr:departement:68"], "regional"),
            (&["fr:departement:35", "fr:epci:243500139"], "departmental"),
            (&["fr:epci:243500139"], "local"),
            (&["fr:commune:35238", "fr:commune:35288"], "local"),
            (&["fr:canton:3501"], "local"),
        ] {
            let known = known("Budget", "", zones).unwrap();
            assert_eq!(
                (known.extent.id(), known.is_inferred()),
                (expected, false),
                "{zones:?}"
            );
        }
    }

    #[test]
    fn inferred_zones_tell_it_too() {
        for (title, producer, expected, words) in [
            ("Budget", "Ville de Rennes", "local", "Rennes"),
            ("Routes", "Département de la Somme", "departmental", "Somme"),
            ("Trains", "Région Bretagne", "regional", "Bretagne"),
            (
                "Prix en France métropolitaine",
                "",
                "national",
                "France métropolitaine",
            ),
            // Smaller than where the producer is at home.
            (
                "Zone réglementée du PPRI de la Vère",
                "DDT Tarn",
                "local",
                "PPRI",
            ),
            ("Emprise du TRI de Metz", "DREAL Grand Est", "local", "TRI"),
            (
                "Zones réglementées des PPRI",
                "DDT Tarn",
                "departmental",
                "Tarn",
            ),
            (
                "Plans de prévention des risques",
                "DDT Tarn",
                "departmental",
                "Tarn",
            ),
        ] {
            let known = known(title, producer, &[]).unwrap();
            assert_eq!(known.extent.id(), expected, "{title} | {producer}");
            assert_eq!(known.evidence.unwrap().words, words, "{title} | {producer}");
        }
    }

    #[test]
    fn words_tell_it_where_no_zone_is_known() {
        for (title, producer, expected) in [
            ("Répertoire national des élus", "", Some("national")),
            ("Gares en France", "", Some("national")),
            ("Projet de loi de finances pour 2018", "", Some("national")),
            ("Pratiques culturelles des Français", "", Some("national")),
            ("Émissions des pays du monde", "", Some("international")),
            (
                "Effectifs des élèves",
                "Ministère de l'Éducation nationale",
                Some("national"),
            ),
            (
                "Aides",
                "Caisse Nationale des Allocations familiales",
                Some("national"),
            ),
            ("Parc national de la Vanoise", "", None),
            ("Route nationale 12", "", None),
            (
                "Écoles de Paris",
                "Ministère de l'Éducation nationale",
                None,
            ),
            ("Tri sélectif", "", None),
            ("Budget", "", None),
        ] {
            let known = known(title, producer, &[]);
            let extent = known.map(|known| known.extent.id().to_owned());
            assert_eq!(extent.as_deref(), expected, "{title} | {producer}");
        }
    }

    #[test]
    fn a_place_without_an_id_leaves_nothing_to_words() {
        let record = Record::Dataset(Box::new(Dataset {
            title: "Répertoire national des élus".to_owned(),
            spatial: Some(Spatial {
                unresolved_names: vec!["Sainte-Colombe".to_owned()],
                ..Spatial::default()
            }),
            ..Dataset::default()
        }));
        assert_eq!(KnownExtent::of(&record, &[]), None);
    }

    #[test]
    fn every_rule_names_an_extent() {
        for rules in [&PART, &TITLE, &PRODUCER] {
            assert!(!rules.each.is_empty());
            for rule in &rules.each {
                assert!(
                    Extent::all().contains(&Extent::from(rule.says.as_str())),
                    "{}",
                    rule.says
                );
            }
        }
    }
}
