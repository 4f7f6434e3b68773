//! The words of a request -> a query of the index.
//!
//! [`syntax`] divides what was typed into clauses: plain words, `"a phrase"` that must stand so, `-word` that must not
//! occur, `field:value` that looks in one field, `OR` between two of them; [`planner`] makes them queries. What is
//! malformed is plain words. These are rewritten ([`rewriting`]:
//! alternatives by which each word may be found too) and matched ([`matching`]: all documents that have them, with
//! their scores), which happens while the query is planned; [`known_scores`] makes the result a tantivy query, so that
//! it can be combined with the other clauses ([`leaf_queries`]).

mod archived_filter;
mod business_numbers;
mod context;
mod data_lines;
mod excluded;
mod families;
mod field_values;
mod highlight_terms;
mod known_scores;
mod leaf_queries;
mod matching;
mod named;
mod period_field;
mod periods;
mod phrase_memory;
mod plan;
mod planner;
mod query_analyzer;
mod rewriting;
mod rewritten_query;
mod syntax;
mod thesaurus;
mod title_initials;
mod titles;
mod vocabulary;
mod wider_places;

pub(crate) use context::Context;
pub(crate) use field_values::zones_meant;
pub(crate) use highlight_terms::HighlightTerms;
pub(crate) use matching::{Matcher, Mentions, MissingWords, WordSet};
pub(crate) use named::is_named;
pub(crate) use phrase_memory::PhraseMemory;
pub(crate) use plan::Plan;
pub(crate) use planner::Planner;
pub(crate) use rewriting::{rewritten, warm_up};
pub(crate) use rewritten_query::{QueryWord, RewrittenQuery, Target};
pub use syntax::{QUERY_FIELDS, QueryField};
pub(crate) use thesaurus::Thesaurus;
pub(crate) use vocabulary::Vocabulary;
