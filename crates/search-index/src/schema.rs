//! The fields of the index: name, options, and why each is stored, indexed or fast.
//!
//! A new record or a new value of a vocabulary needs no change here; anything that does raises [`SCHEMA_VERSION`].

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::analyzer::{Form, FrenchAnalyzer};
use crate::facet::Facet;

/// The version of the fields; an index of another version is not opened.
pub const SCHEMA_VERSION: u32 = 4;

/// A field of text that words are looked for in.
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

    /// Returns its name in the index and in `field:value`.
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

    /// Returns the form that lies beside the stemmed one. Short fields keep their stop words there, so that a search
    /// for nothing but stop words (`MES`, the acronym) finds something; a description would only grow by half.
    pub fn exact_form(self) -> Form {
        match self {
            Self::Description | Self::Resources => Form::Exact,
            _ => Form::ExactWithStopWords,
        }
    }
}

/// A number that hits are sorted, weighed or chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberField {
    Created,
    LastUpdate,
    Views,
    Followers,
    Reuses,
    Downloads,
    CoverageStart,
    CoverageEnd,
    /// What the platform makes of the record's metadata, in thousandths.
    Quality,
    /// How official its producer is: see [`document::number`](crate::document::number).
    Official,
    /// The first year that its title names.
    TitleYearFirst,
    /// The last one.
    TitleYearLast,
}

impl NumberField {
    pub const ALL: [Self; 12] = [
        Self::Created,
        Self::LastUpdate,
        Self::Views,
        Self::Followers,
        Self::Reuses,
        Self::Downloads,
        Self::CoverageStart,
        Self::CoverageEnd,
        Self::Quality,
        Self::Official,
        Self::TitleYearFirst,
        Self::TitleYearLast,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::LastUpdate => "last_update",
            Self::Views => "views",
            Self::Followers => "followers",
            Self::Reuses => "reuses",
            Self::Downloads => "downloads",
            Self::CoverageStart => "coverage_start",
            Self::CoverageEnd => "coverage_end",
            Self::Quality => "quality",
            Self::Official => "official",
            Self::TitleYearFirst => "title_year_first",
            Self::TitleYearLast => "title_year_last",
        }
    }
}

/// A text field in both its forms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFields {
    pub stemmed: Field,
    pub exact: Field,
}

/// The schema, with every field at hand.
#[derive(Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    /// `type:id`, unique: finds one record, and orders equal hits. Fast for the second.
    pub key: Field,
    /// Id, slug and the resources' ids, lower case: what somebody pastes to find one record.
    pub identifiers: Field,
    /// The title folded, fast: the order by title.
    pub title_order: Field,
    /// What a result list shows, as JSON. Stored.
    pub hit: Field,
    /// The description as plain text. Stored: snippets are cut from it.
    pub description_text: Field,
    /// The whole record, as JSON. Stored.
    pub record: Field,
    texts: Vec<TextFields>,
    numbers: Vec<Field>,
    facets: Vec<Field>,
    /// The ids of inferred geozones, like a facet's values.
    pub inferred_geozones: Field,
    /// The ids of the declared geozones and of all that they lie in: for `geozone:…` in the query.
    pub within: Field,
    /// The same for the inferred ones.
    pub inferred_within: Field,
}

impl Fields {
    /// Builds the schema.
    pub fn new() -> Self {
        let mut builder = SchemaBuilder::new();
        let key = builder.add_text_field("key", STRING | FAST);
        let identifiers = builder.add_text_field("identifiers", STRING);
        let title_order =
            builder.add_text_field("title_order", TextOptions::default().set_fast("raw"));
        let hit = builder.add_text_field("hit", STORED);
        let description_text = builder.add_text_field("description_text", STORED);
        let record = builder.add_text_field("record", STORED);
        let texts = TextField::ALL.map(|field| TextFields {
            stemmed: builder.add_text_field(field.name(), text_options(Form::Stemmed)),
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
        let inferred_geozones = builder.add_text_field(INFERRED_GEOZONES, STRING | FAST);
        let within = builder.add_text_field("within", STRING);
        let inferred_within = builder.add_text_field("inferred_within", STRING);
        Self {
            schema: builder.build(),
            key,
            identifiers,
            title_order,
            hit,
            description_text,
            record,
            texts: texts.to_vec(),
            numbers: numbers.to_vec(),
            facets: facets.to_vec(),
            inferred_geozones,
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
}

/// The name of the field that holds inferred geozones.
pub(crate) const INFERRED_GEOZONES: &str = "facet_inferred_geozone";

/// Returns the name of the field that holds a facet's values.
pub(crate) fn facet_field_name(facet: Facet) -> String {
    format!("facet_{}", facet.name())
}

fn tokenizer_name(form: Form) -> &'static str {
    match form {
        Form::Stemmed => "french_stemmed",
        Form::Exact => "french_exact",
        Form::ExactWithStopWords => "french_exact_with_stop_words",
    }
}

/// Returns the analyzers under the names that the schema gives them.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for form in [Form::Stemmed, Form::Exact, Form::ExactWithStopWords] {
        manager.register(
            tokenizer_name(form),
            TextAnalyzer::from(FrenchAnalyzer::new(form)),
        );
    }
    manager
}

/// Positions are for phrases and nearness.
fn text_options(form: Form) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer_name(form))
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}
