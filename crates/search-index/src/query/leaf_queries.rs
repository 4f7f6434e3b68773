//! Clauses that tantivy answers itself: phrases in quotation marks, excluded words, stop words, identifiers, facet
//! values.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::context::Context;
use super::known_scores::KnownScores;
use super::rewritten_query::QueryWord;
use crate::analyzer::Form;
use crate::columns::FacetView;
use crate::ranking::{PIN_WEIGHT, identifier_weight};
use crate::schema::TextField;

/// Returns the query for words that must stand one after the other, in their exact form, in one field.
pub(super) fn phrase(
    context: &Context<'_>,
    words: &[QueryWord],
    fields: &[TextField],
) -> Box<dyn Query> {
    let weights = &context.ranking.weights;
    let in_field = |field: &TextField| -> Box<dyn Query> {
        let fields = context.fields.text(*field);
        let weight = weights.field(*field) * (1.0 + weights.exact_form);
        match words {
            [word] if word.is_taken_for_stop_word_in(*field) => {
                term(fields.base, &word.base, weight)
            }
            [word] => term(fields.exact, &word.exact, weight),
            words => Box::new(BoostQuery::new(
                Box::new(exact_phrase(fields.exact, words)),
                weight,
            )),
        }
    };
    let alternatives = fields.iter().map(in_field).collect();
    best_of(context, alternatives)
}

fn exact_phrase(field: Field, words: &[QueryWord]) -> PhraseQuery {
    let first = words.first().map_or(0, |word| word.position);
    let terms = words.iter().map(|word| {
        let term = Term::from_field_text(field, &word.exact);
        (word.position - first, term)
    });
    PhraseQuery::new_with_offset(terms.collect())
}

/// Returns the query for a stop word: only the short fields index it.
pub(super) fn stop_word(context: &Context<'_>, word: &str) -> Box<dyn Query> {
    let fields = TextField::ALL
        .into_iter()
        .filter(|field| field.exact_form() == Form::ExactWithStopWords);
    let in_field = |field: TextField| {
        let weight = context.ranking.weights.field(field);
        term(context.fields.text(field).exact, word, weight)
    };
    best_of(context, fields.map(in_field).collect())
}

/// Returns the query for the record with this id or slug, or with a file of this id.
pub(super) fn identifier(context: &Context<'_>, text: &str) -> Box<dyn Query> {
    term(context.fields.identifiers, text, identifier_weight(text))
}

/// Returns the query for a record that an operator pinned to the words of the query, by its id or slug.
pub(super) fn pinned(context: &Context<'_>, record: &str) -> Box<dyn Query> {
    term(context.fields.identifiers, record, PIN_WEIGHT)
}

/// Returns the query for what either of two queries finds.
pub(super) fn either(first: Box<dyn Query>, second: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![
        (Occur::Should, first),
        (Occur::Should, second),
    ]))
}

/// Returns the query for the records that a filter on any of these values of a facet admits.
pub(super) fn with_value(
    context: &Context<'_>,
    facet: &FacetView,
    values: &[&str],
) -> Box<dyn Query> {
    const SCORE: f32 = 1.0;
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    let admitted = facet.any_of(&values);
    let segments = 0..context.engine.segment_readers().len();
    let documents = segments.map(|segment| {
        let sets = (0..).zip(facet.column.documents(segment));
        let with_value = sets.filter(|(_, set)| admitted[**set as usize]);
        with_value.map(|(document, _)| (document, SCORE)).collect()
    });
    Box::new(KnownScores::new(context.engine, documents.collect()))
}

/// Returns the query for the best of several fields, the others breaking ties.
fn best_of(context: &Context<'_>, alternatives: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(DisjunctionMaxQuery::with_tie_breaker(
        alternatives,
        context.ranking.weights.other_fields,
    ))
}

fn term(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    let query = TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    );
    Box::new(BoostQuery::new(Box::new(query), weight))
}
