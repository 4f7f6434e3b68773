//! The schema: the name and the options of each field of the index, and why it is stored, indexed or fast.
//!
//! A new record or a new value of a vocabulary needs no change here. Whatever changes a field, or what is written into
//! it, raises [`SCHEMA_VERSION`].

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::analyzer::{Form, FrenchAnalyzer};
use crate::facet::Facet;

/// The version of the schema; a generation with another version is not opened.
pub const SCHEMA_VERSION: u32 = 13;

/// A text field: its terms can be searched for, as base forms and exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TextField {
    Title,
    Acronym,
    Tags,
    Organization,
    Geozones,
    Resources,
    Schema,
    Formats,
    Description,
}

impl TextField {
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Acronym,
        Self::Tags,
        Self::Organization,
        Self::Geozones,
        Self::Resources,
        Self::Schema,
        Self::Formats,
        Self::Description,
    ];

    /// Returns the field's name, in the index and in a query's `field:value`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Acronym => "acronym",
            Self::Tags => "tags",
            Self::Organization => "organization",
            Self::Geozones => "geozones",
            Self::Resources => "resources",
            Self::Schema => "schema",
            Self::Formats => "formats",
            Self::Description => "description",
        }
    }

    /// Returns the form of the exact field, which lies beside that of base forms. Short fields keep their stop words there,
    /// so that a search for a stop word alone (`MES`, an acronym) finds something. The exact field of a description would
    /// only grow by half.
    pub fn exact_form(self) -> Form {
        match self {
            Self::Description | Self::Resources => Form::Exact,
            _ => Form::ExactWithStopWords,
        }
    }
}

/// A number field, by which documents are sorted, ranked or filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberField {
    Created,
    LastUpdate,
    Views,
    Followers,
    Reuses,
    /// New reuses within a year, where the source counts them by month.
    RecentReuses,
    /// New followers within a year.
    RecentFollowers,
    Downloads,
    CoverageStart,
    CoverageEnd,
    /// The platform's score of the record's metadata, in thousandths.
    Quality,
    /// How official the owner is: -1 nobody, 0 a person, 1 an organization, 2 a public service or local authority.
    Official,
    /// The earliest year in the title.
    TitleYearFirst,
    /// The latest year in the title.
    TitleYearLast,
    /// What the editions of a series have in common ([`crate::columns::Series`]).
    Series,
    /// The last day of the period that the title names.
    EditionLast,
    /// The number of the edition or version that the title names, in thousandths.
    EditionNumber,
    /// 1 where the record says that it is dead.
    Retired,
    /// The number of days within which the producer promises an update.
    PromisedDays,
    /// The number of files.
    Files,
    /// The best date of the last update where the record's own is a stamp ([`catalogue::KnownUpdate`]).
    KnownUpdate,
    /// The first day of the period that the record covers ([`catalogue::CoveredPeriod`]); absent where none is known.
    PeriodStart,
    /// The last day of that period as far as it is known; every record with a period has one.
    PeriodEnd,
    /// 1 where the description says that the data was made of a public producer's ([`catalogue::derivation`]).
    Derived,
    /// What copies of one record have in common (`columns::originals`); absent where its description is short.
    Likeness,
    /// The checksum of the record's type and slug, by which records with one slug between them are told (`columns::shared_slugs`).
    Slug,
    /// The checksum of all that the record says, but for its use, by which changes are told (`generation::publications`).
    Content,
}

impl NumberField {
    pub const ALL: [Self; 27] = [
        Self::Created,
        Self::LastUpdate,
        Self::Views,
        Self::Followers,
        Self::Reuses,
        Self::RecentReuses,
        Self::RecentFollowers,
        Self::Downloads,
        Self::CoverageStart,
        Self::CoverageEnd,
        Self::Quality,
        Self::Official,
        Self::TitleYearFirst,
        Self::TitleYearLast,
        Self::Series,
        Self::EditionLast,
        Self::EditionNumber,
        Self::Retired,
        Self::PromisedDays,
        Self::Files,
        Self::KnownUpdate,
        Self::PeriodStart,
        Self::PeriodEnd,
        Self::Derived,
        Self::Likeness,
        Self::Slug,
        Self::Content,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::LastUpdate => "last_update",
            Self::Views => "views",
            Self::Followers => "followers",
            Self::Reuses => "reuses",
            Self::RecentReuses => "recent_reuses",
            Self::RecentFollowers => "recent_followers",
            Self::Downloads => "downloads",
            Self::CoverageStart => "coverage_start",
            Self::CoverageEnd => "coverage_end",
            Self::Quality => "quality",
            Self::Official => "official",
            Self::TitleYearFirst => "title_year_first",
            Self::TitleYearLast => "title_year_last",
            Self::Series => "series",
            Self::EditionLast => "edition_last",
            Self::EditionNumber => "edition_number",
            Self::Retired => "retired",
            Self::PromisedDays => "promised_days",
            Self::Files => "files",
            Self::KnownUpdate => "known_update",
            Self::PeriodStart => "period_start",
            Self::PeriodEnd => "period_end",
            Self::Derived => "derived",
            Self::Likeness => "likeness",
            Self::Slug => "slug",
            Self::Content => "content",
        }
    }
}

/// The two fields of the index that hold a text field's base forms and its exact terms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFields {
    pub base: Field,
    pub exact: Field,
}

/// The schema and its fields.
#[derive(Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    /// The unique `type:id` of the record. Indexed to look a record up, fast as the tie breaker of equal hits.
    pub key: Field,
    /// The keys of what names the record here and at its origin (`identifier`): for looking a record up, and for a query
    /// that is one of them, or an address.
    pub identifiers: Field,
    /// The addresses that the description links to (`columns::citations`).
    pub links: Field,
    /// The folded title, by which hits are sorted. Fast.
    pub title_order: Field,
    /// The hit, as JSON. Stored.
    pub hit: Field,
    /// The description as plain text. Stored: snippets are cut from it.
    pub description_text: Field,
    /// The whole record, as JSON. Stored.
    pub record: Field,
    texts: Vec<TextFields>,
    numbers: Vec<Field>,
    facets: Vec<Field>,
    /// The inferred values of the facets that have some, in the order of [`Facet::INFERRED`]. Fast and indexed, like a
    /// facet's values.
    inferred_facets: Vec<Field>,
    /// The ids of the declared geozones and of all zones that contain them, for a query's `geozone:…`.
    pub within: Field,
    /// The ids of the inferred geozones and of all zones that contain them, for the same.
    pub inferred_within: Field,
}

impl Fields {
    /// Builds the schema.
    pub fn new() -> Self {
        let mut builder = SchemaBuilder::new();
        let key = builder.add_text_field("key", STRING | FAST);
        let identifiers = builder.add_text_field("identifiers", STRING);
        let links = builder.add_text_field("links", STRING);
        let title_order =
            builder.add_text_field("title_order", TextOptions::default().set_fast("raw"));
        let hit = builder.add_text_field("hit", STORED);
        let description_text = builder.add_text_field("description_text", STORED);
        let record = builder.add_text_field("record", STORED);
        let texts = TextField::ALL.map(|field| TextFields {
            base: builder.add_text_field(field.name(), text_options(Form::Base)),
            exact: builder.add_text_field(
                &format!("{}_exact", field.name()),
                text_options(field.exact_form()),
            ),
        });
        // Dates in microseconds since 1970; a record without the number has no value.
        let numbers = NumberField::ALL.map(|field| builder.add_i64_field(field.name(), FAST));
        // Fast for counting and filtering, indexed for `format:csv` in the query.
        let facets =
            Facet::ALL.map(|facet| builder.add_text_field(&facet_field_name(facet), STRING | FAST));
        let inferred_facets = Facet::INFERRED
            .map(|facet| builder.add_text_field(&inferred_field_name(facet), STRING | FAST));
        let within = builder.add_text_field("within", STRING);
        let inferred_within = builder.add_text_field("inferred_within", STRING);
        Self {
            schema: builder.build(),
            key,
            identifiers,
            links,
            title_order,
            hit,
            description_text,
            record,
            texts: texts.to_vec(),
            numbers: numbers.to_vec(),
            facets: facets.to_vec(),
            inferred_facets: inferred_facets.to_vec(),
            within,
            inferred_within,
        }
    }

    pub fn text(&self, field: TextField) -> TextFields {
        self.texts[field as usize]
    }

    pub fn number(&self, field: NumberField) -> Field {
        self.numbers[field as usize]
    }

    pub fn facet(&self, facet: Facet) -> Field {
        self.facets[facet as usize]
    }

    /// Returns the fields in which a facet's values stand: with those that are inferred where these are wanted.
    pub fn of_facet(&self, facet: Facet, inferred: bool) -> impl Iterator<Item = Field> {
        let of_inferred = self.inferred_facets();
        let of_inferred = of_inferred.filter(move |(other, _)| inferred && *other == facet);
        [self.facet(facet)]
            .into_iter()
            .chain(of_inferred.map(|(_, field)| field))
    }

    /// Returns the facets that have inferred values, with the fields of these.
    pub fn inferred_facets(&self) -> impl Iterator<Item = (Facet, Field)> {
        let fields = self.inferred_facets.iter().copied();
        Facet::INFERRED.into_iter().zip(fields)
    }
}

/// Returns the name of the field of a facet's inferred values.
pub(crate) fn inferred_field_name(facet: Facet) -> String {
    format!("facet_inferred_{}", facet.name())
}

/// Returns the name of the field of a facet's values.
pub(crate) fn facet_field_name(facet: Facet) -> String {
    format!("facet_{}", facet.name())
}

fn tokenizer_name(form: Form) -> &'static str {
    match form {
        Form::Base => "french_base",
        Form::Exact => "french_exact",
        Form::ExactWithStopWords => "french_exact_with_stop_words",
    }
}

/// Returns the analyzers of all forms, registered under the names that the schema refers to.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for form in [Form::Base, Form::Exact, Form::ExactWithStopWords] {
        manager.register(
            tokenizer_name(form),
            TextAnalyzer::from(FrenchAnalyzer::new(form)),
        );
    }
    manager
}

/// Returns the options of a text field in a form: indexed with frequencies, and with positions for phrases and for the
/// order of words.
fn text_options(form: Form) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer_name(form))
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// What the fields of the present version are: the beginning of their checksum. An index is only opened by a program
    /// with the same fields, so where this changes, the version is raised beside it.
    const FINGERPRINT: (u32, u32) = (13, 0x822c_540b);

    #[test]
    fn other_fields_have_another_version() {
        let fields = serde_json::to_vec(&Fields::new().schema).unwrap();
        let checksum = Sha256::digest(&fields);
        let beginning = [checksum[0], checksum[1], checksum[2], checksum[3]];
        assert_eq!((SCHEMA_VERSION, u32::from_be_bytes(beginning)), FINGERPRINT);
    }
}
