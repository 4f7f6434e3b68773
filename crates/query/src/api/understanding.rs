//! What was made of the words, and of a hit's score, as JSON.

use search_index::{
    Explanation, Factor, FieldMeaning, Interpretation, Relaxation, WiderPlace, WordExplanation,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A spelling that was mended.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionAnswer {
    /// The query with its spelling mended.
    pub query: String,
    /// The same search for nothing but what was typed.
    pub verbatim_url: String,
}

/// Something that words were looked for as, beside themselves. `verbatim=true` turns all of them off.
#[derive(Serialize, ToSchema)]
pub(crate) struct InterpretationAnswer {
    /// How the one came from the other: `correction`, `compound`, `acronym`, `synonym`, `noun`, `relative`,
    /// `translation`, `grain`, `place`, `period`, `year`, `format`, `type`.
    kind: &'static str,
    /// The words as they were typed.
    typed: String,
    /// What they were looked for as: words, the name of a place, a period, a year, a format.
    meant: String,
    /// Where it is a value of a facet: the ids of zones, of a format, of a type; of a period the value of `covers`.
    values: Vec<String>,
}

impl From<Interpretation> for InterpretationAnswer {
    fn from(interpretation: Interpretation) -> Self {
        Self {
            kind: interpretation.kind.name(),
            typed: interpretation.typed,
            meant: interpretation.meant,
            values: interpretation.values,
        }
    }
}

/// What was given up to find something.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelaxationAnswer {
    /// How many records have all the words, before filters; others follow.
    records_with_all_words: u64,
    /// The words that no record has.
    unknown_words: Vec<String>,
}

impl From<Relaxation> for RelaxationAnswer {
    fn from(relaxation: Relaxation) -> Self {
        Self {
            records_with_all_words: relaxation.n_with_all,
            unknown_words: relaxation.unknown,
        }
    }
}

/// A place around the one that the query names. It is told where no record has all the words and that place, and some have
/// the other words here.
#[derive(Serialize, ToSchema)]
pub(crate) struct WiderPlaceAnswer {
    /// The id of its zone.
    geozone: String,
    /// Its name.
    name: String,
    /// How many records have the other words here, before filters.
    records: u64,
    /// The search for the other words in this place.
    api_url: String,
}

impl WiderPlaceAnswer {
    pub fn new(place: WiderPlace, api_url: String) -> Self {
        Self {
            geozone: place.zone,
            name: place.name,
            records: place.n_records,
            api_url,
        }
    }
}

/// What the value of a field, `licence:odbl`, was read as.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldAnswer {
    /// Field and value, as they were typed.
    typed: String,
    /// The facet that the field chooses from.
    facet: &'static str,
    /// The values that were meant, any of them; empty where the catalogue has no such value, and nothing is found.
    values: Vec<FieldValueAnswer>,
}

/// A value of a facet that was meant.
#[derive(Serialize, ToSchema)]
struct FieldValueAnswer {
    /// The value, as the facet's parameter takes it.
    name: String,
    /// The French label.
    label: String,
}

impl From<FieldMeaning> for FieldAnswer {
    fn from(meaning: FieldMeaning) -> Self {
        let values = meaning.values.into_iter();
        Self {
            typed: meaning.typed,
            facet: meaning.facet.name(),
            values: values
                .map(|value| FieldValueAnswer {
                    name: value.value,
                    label: value.label,
                })
                .collect(),
        }
    }
}

/// What a hit's score is made of: the sum of the words times `factors`, and `other`, all that times `prior`.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExplanationAnswer {
    /// What each word of the query brings.
    words: Vec<WordAnswer>,
    /// What the words' sum is multiplied by.
    factors: Vec<FactorAnswer>,
    /// What phrases, words in named fields and ids bring.
    other: f32,
    /// What is known of the record beside its words.
    prior: Vec<FactorAnswer>,
}

impl From<Explanation> for ExplanationAnswer {
    fn from(explanation: Explanation) -> Self {
        let factors = |factors: Vec<Factor>| factors.into_iter().map(FactorAnswer::from).collect();
        Self {
            words: explanation
                .words
                .into_iter()
                .map(WordAnswer::from)
                .collect(),
            factors: factors(explanation.factors),
            other: explanation.other,
            prior: factors(explanation.prior),
        }
    }
}

/// What a word of the query brings.
#[derive(Serialize, ToSchema)]
struct WordAnswer {
    /// The word as it was typed.
    typed: String,
    /// What was found in its place; null where it is the word itself, or nothing was.
    found_as: Option<InterpretationAnswer>,
    /// The fields where it was found; none where it was not, or is a place, a year or a format of the record.
    fields: Vec<&'static str>,
    /// How much it matters: rarer ones more.
    rarity: f32,
    /// What it brings.
    score: f32,
}

impl From<WordExplanation> for WordAnswer {
    fn from(word: WordExplanation) -> Self {
        Self {
            typed: word.typed,
            found_as: word.found_as.map(InterpretationAnswer::from),
            fields: word.fields,
            rarity: word.rarity,
            score: word.score,
        }
    }
}

/// Something that a score is multiplied by.
#[derive(Serialize, ToSchema)]
struct FactorAnswer {
    /// `found`, `naming`, `title`, `frame`, `acronym`, `format`, `type`, `edition`, `freshness`, `period`, `public_use`,
    /// `producer`, `copy`, `quality`, `files`, `promise`, `retired` or `series`.
    name: &'static str,
    /// What it is.
    description: &'static str,
    /// By how much.
    factor: f32,
}

impl From<Factor> for FactorAnswer {
    fn from(factor: Factor) -> Self {
        Self {
            name: factor.kind.name(),
            description: factor.kind.description(),
            factor: factor.value,
        }
    }
}
