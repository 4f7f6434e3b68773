//! The ranking: why a record stands where it stands.
//!
//! ```text
//! score = (Σ terms × Π factors + other) × Π prior
//! term  = idf weight × value
//! value = the largest of share × (best field + other_fields × Σ other fields),
//!         over the word as typed (share 1) and its alternatives
//! field = field weight × (1, or 1 + exact_form) × f × (k1 + 1) ÷ (f + k1 × norm)
//! ```
//!
//! - **terms**: each word of the query is one term ([`query_term`]: the idf weight, higher for rare words). The value
//!   of a document's match ([`term_match`]) comes from the field where the match is worth most: the field's weight,
//!   more where the word stands in the exact form that was typed, times BM25's term frequency, which is saturated by
//!   how often the word stands there (`f`) and lowered in a field longer than the average ([`field_lengths`]: `norm`).
//!   Other fields add a little. A term counts once: as typed, or by the alternative (a corrected spelling, a synonym, a
//!   place, …) that is worth most, of which a share counts.
//! - **factors** ([`text_score`](mod@text_score) computes each and multiplies them; [`term_sums`] adds up what a document
//!   has of the terms, and [`features`] reads from the index what they need besides): the share of the terms found; the
//!   share that names the record, which also lowers the prior of a record that few terms name; how much of the title the
//!   terms are, and in which order ([`word_order`]); the whole acronym; a format or type asked for; a title of another
//!   year; the age ([`freshness`]); the part of the country that it is about, where no place is asked for ([`extents`]).
//! - **other**: the scores of the query's other clauses: words in a named field, which are scored like plain words
//!   within that field, and tantivy's own scores of phrases in quotation marks, of stop words, and of ids. It is 0
//!   where the query has no such clause.
//! - **prior** ([`prior`]): what is known of a record whatever the query: public use, the kind of producer, the
//!   platform's mark for its metadata.
//!
//! Hits are listed by score, then by prior, then by key ([`top_hits`]). Which documents are scored at all is another
//! question: `query::matching` finds them, and [`relaxation`] says what a document must have where few have every term.
//! All weights stand in [`weights`]; [`ablation`] turns the parts off to measure them. [`explanation`] tells a hit's
//! score in the formula's terms, computed again with the same functions.

mod ablation;
mod age_factors;
mod explanation;
mod extents;
mod factor;
mod features;
mod field_lengths;
mod freshness;
mod model;
mod prior;
mod query_term;
mod relaxation;
mod term_match;
mod term_sums;
mod text_score;
mod top_hits;
mod weights;
mod word_order;

pub use ablation::RankingPart;
pub use explanation::{Explanation, WordExplanation};
pub use factor::{Factor, FactorKind};
pub use weights::Weights;

pub(crate) use extents::AskedExtent;
pub(crate) use features::{DocumentFeatures, FeatureReader};
pub(crate) use model::RankingModel;
pub(crate) use prior::Priors;
pub(crate) use query_term::{Demand, QueryTerm};
pub(crate) use relaxation::{RelaxationRule, weight_of};
pub(crate) use term_match::{AlternativeMatch, FieldSet, PostingsMatch, TermMatch};
pub(crate) use term_sums::{QueryWeight, TermSums};
pub(crate) use text_score::text_score;
pub(crate) use top_hits::{Order, RankedHit, TopHits};
pub(crate) use weights::{NAME_WEIGHT, PIN_WEIGHT, identifier_weight};
pub(crate) use word_order::documents_with_phrase;
