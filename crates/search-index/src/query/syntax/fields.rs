//! The fields of `field:value`, by the names that people write.

use catalogue::Gazetteer;

use crate::analyzer::fold;
use crate::facet::Facet;
use crate::schema::TextField;

/// A field that a query may name.
#[derive(Debug, Clone, Copy)]
pub struct QueryField {
    /// Its name.
    pub name: &'static str,
    /// The other names that it goes by, French ones among them; case, accents and hyphens apart.
    pub other_names: &'static [&'static str],
    /// A query that finds something in any catalogue of some size.
    pub example: &'static str,
    pub(crate) scope: Scope,
}

/// Where a clause is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// In all text fields.
    Anywhere,
    /// In these text fields.
    Texts(&'static [TextField]),
    /// Among organizations: by id, else in their names and acronyms.
    Organization,
    /// Among zones: by id, name or code, else in the names of places.
    Place,
    /// Among the values of a facet: by id, label, or another name of a value.
    Facet(Facet),
    /// Among years: of the title or of the temporal coverage.
    Year,
    /// Among periods: of which a record covers a part.
    Period,
    /// Among ids, slugs and whatever else names one record.
    Identifier,
}

impl Scope {
    /// Acronyms, whether records declare them or have them in their titles.
    pub const ACRONYMS: Self = Self::Texts(&[TextField::Title, TextField::Acronym]);
    /// Acronyms that records declare.
    pub const DECLARED_ACRONYMS: Self = Self::Texts(&[TextField::Acronym]);

    /// Returns the text fields to look in.
    pub fn text_fields(self) -> &'static [TextField] {
        match self {
            Self::Texts(fields) => fields,
            Self::Organization => &[TextField::Organization],
            Self::Place => &[TextField::Geozones],
            Self::Anywhere | Self::Year => &TextField::ALL,
            Self::Facet(_) | Self::Period | Self::Identifier => &[],
        }
    }

    /// Returns whether its texts are known by acronyms that stand for other words.
    pub fn holds_acronyms(self) -> bool {
        self == Self::Organization || self == Self::ACRONYMS
    }

    /// Returns the facet of which it chooses values.
    pub fn facet(self) -> Option<Facet> {
        match self {
            Self::Facet(facet) => Some(facet),
            Self::Organization => Some(Facet::Organization),
            Self::Place => Some(Facet::Geozone),
            Self::Anywhere | Self::Texts(_) | Self::Year | Self::Period | Self::Identifier => None,
        }
    }
}

const fn field(
    name: &'static str,
    other_names: &'static [&'static str],
    example: &'static str,
    scope: Scope,
) -> QueryField {
    QueryField {
        name,
        other_names,
        example,
        scope,
    }
}

/// All fields that a query may name.
pub const QUERY_FIELDS: [QueryField; 22] = [
    field(
        "title",
        &["titre", "intitulé", "nom", "name"],
        "titre:transport",
        Scope::Texts(&[TextField::Title]),
    ),
    field(
        "acronym",
        &["sigle", "acronyme"],
        "sigle:RPG",
        Scope::ACRONYMS,
    ),
    field(
        "description",
        &["desc", "texte", "text"],
        "description:qualité",
        Scope::Texts(&[TextField::Description]),
    ),
    field(
        "tag",
        &["tags", "mot-clé", "mots-clés", "keyword", "keywords"],
        "tag:transport",
        Scope::Texts(&[TextField::Tags]),
    ),
    field(
        "organization",
        &[
            "organisation",
            "org",
            "orga",
            "organisme",
            "producteur",
            "producer",
            "publisher",
            "éditeur",
            "owner",
            "auteur",
            "propriétaire",
        ],
        "producteur:département",
        Scope::Organization,
    ),
    field(
        "geozone",
        &[
            "territoire",
            "territory",
            "zone",
            "place",
            "lieu",
            "commune",
            "ville",
            "city",
            "département",
            "department",
            "région",
            "epci",
            "intercommunalité",
            "pays",
            "country",
            "spatial",
            "geo",
        ],
        "territoire:bretagne",
        Scope::Place,
    ),
    field(
        "license",
        &["licence", "licences", "licenses"],
        "licence:odbl",
        Scope::Facet(Facet::License),
    ),
    field(
        "format",
        &["formats"],
        "format:csv OR format:xlsx",
        Scope::Facet(Facet::Format),
    ),
    field(
        "format_family",
        &["famille", "famille-de-format"],
        "famille:tabulaires",
        Scope::Facet(Facet::FormatFamily),
    ),
    field(
        "badge",
        &["badges", "label", "labels"],
        "label:hvd",
        Scope::Facet(Facet::Badge),
    ),
    field(
        "type",
        &["types", "type-de-fiche"],
        "type:api",
        Scope::Facet(Facet::Type),
    ),
    field(
        "producer_type",
        &["type-de-producteur", "type-producteur"],
        "type-de-producteur:collectivité",
        Scope::Facet(Facet::ProducerType),
    ),
    field(
        "access_type",
        &["access", "accès", "modalité-d-accès"],
        "accès:libre",
        Scope::Facet(Facet::AccessType),
    ),
    field(
        "resource",
        &[
            "ressource",
            "ressources",
            "resources",
            "fichier",
            "fichiers",
            "file",
            "files",
        ],
        "fichier:csv",
        Scope::Texts(&[TextField::Resources]),
    ),
    field(
        "schema",
        &["schemas"],
        "schéma:budget",
        Scope::Texts(&[TextField::Schema]),
    ),
    field(
        "granularity",
        &["granularité", "maille"],
        "granularité:commune",
        Scope::Facet(Facet::Granularity),
    ),
    field(
        "extent",
        &["étendue", "portée"],
        "étendue:nationale",
        Scope::Facet(Facet::Extent),
    ),
    field(
        "frequency",
        &["fréquence", "périodicité"],
        "fréquence:annuelle",
        Scope::Facet(Facet::Frequency),
    ),
    field(
        "status",
        &["statut", "état"],
        "statut:actuel",
        Scope::Facet(Facet::Status),
    ),
    field(
        "year",
        &["année", "an", "millésime"],
        "année:2022",
        Scope::Year,
    ),
    field(
        "covers",
        &["période", "period", "couvre"],
        "période:2016..2020",
        Scope::Period,
    ),
    field(
        "id",
        &["identifiant", "identifier", "slug", "doi", "uuid"],
        "id:base-adresse-nationale",
        Scope::Identifier,
    ),
];

/// What stands before a colon where that is no field of anything: schemes of addresses and identifiers.
const SCHEMES: [&str; 8] = [
    "http", "https", "ftp", "ftps", "mailto", "urn", "file", "info",
];

/// What a word with a colon in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    /// A known field, and the text behind the colon.
    Field(Scope, &'a str),
    /// The name of a field that there is not.
    Unknown(&'a str),
    /// No field: an address, a time, the id of a zone.
    None,
}

/// Reads `field:` at the beginning of a text, where a value follows at once.
pub(super) fn named_field(text: &str) -> Named<'_> {
    let Some((name, value)) = text.split_once(':') else {
        return Named::None;
    };
    let is_name = |c: char| c.is_alphabetic() || matches!(c, '_' | '-');
    let begins_with_value =
        value.starts_with(|c: char| !c.is_whitespace() && !matches!(c, ':' | '/'));
    if !name.chars().all(is_name) || !begins_with_value {
        return Named::None;
    }
    let key = key(name);
    let fields = QUERY_FIELDS.iter();
    let known = fields.into_iter().find(|field| {
        let mut names = field.other_names.iter().chain([&field.name]);
        names.any(|name| self::key(name) == key)
    });
    match known {
        Some(field) => Named::Field(field.scope, value),
        None if is_no_field(text, &key) => Named::None,
        None => Named::Unknown(name),
    }
}

fn is_no_field(text: &str, key: &str) -> bool {
    const LEAST_LETTERS: usize = 3;
    let id = text.split_whitespace().next().unwrap_or_default();
    key.chars().count() < LEAST_LETTERS
        || SCHEMES.contains(&key)
        || Gazetteer::france().get(id).is_some()
}

/// Returns a name as names are compared: folded, without hyphens.
fn key(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphabetic()).collect();
    fold(&letters)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_field_goes_by_many_names() {
        for (text, scope, value) in [
            ("titre:arbres", Scope::Texts(&[TextField::Title]), "arbres"),
            ("TITLE:x", Scope::Texts(&[TextField::Title]), "x"),
            ("mots-cles:eau", Scope::Texts(&[TextField::Tags]), "eau"),
            ("Licence:odbl", Scope::Facet(Facet::License), "odbl"),
            ("geozone:fr:region:53", Scope::Place, "fr:region:53"),
            ("org:insee", Scope::Organization, "insee"),
            (
                "fréquence:\"deux mois\"",
                Scope::Facet(Facet::Frequency),
                "\"deux mois\"",
            ),
        ] {
            assert_eq!(named_field(text), Named::Field(scope, value), "{text}");
        }
    }

    #[test]
    fn a_colon_is_no_field_where_an_address_a_time_or_a_zone_has_it() {
        for text in [
            "https://www.data.gouv.fr",
            "urn:isbn:1",
            "12:30",
            "fr:region:53",
            "titre: arbres",
            "eau:",
            ":eau",
            "arbres",
            "a:b",
            "Horaires::bus",
        ] {
            assert_eq!(named_field(text), Named::None, "{text}");
        }
        assert_eq!(named_field("horaire:bus"), Named::Unknown("horaire"));
    }

    #[test]
    fn no_two_fields_share_a_name() {
        let mut names = BTreeSet::new();
        for field in QUERY_FIELDS {
            for name in field.other_names.iter().chain([&field.name]) {
                assert!(names.insert(key(name)), "{name}");
            }
        }
    }
}
