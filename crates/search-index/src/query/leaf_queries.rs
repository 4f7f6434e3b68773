//! Clauses that tantivy answers itself: phrases in quotation marks, excluded words, stop words, identifiers, facet
//! values.

use catalogue::Gazetteer;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::context::Context;
use super::rewritten_query::QueryWord;
use super::syntax::Scope;
use crate::analyzer::{Form, Word};
use crate::facet::Facet;
use crate::ranking::{PIN_WEIGHT, identifier_weight};
use crate::request::SearchRequest;
use crate::schema::TextField;

/// Returns the query for words that must stand one after the other, in their exact form, in one field.
pub(super) fn phrase(context: &Context<'_>, words: &[QueryWord], scope: Scope) -> Box<dyn Query> {
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
    let alternatives = scope.text_fields().iter().map(in_field).collect();
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
pub(super) fn stop_word(context: &Context<'_>, word: &Word) -> Box<dyn Query> {
    let fields = TextField::ALL
        .into_iter()
        .filter(|field| field.exact_form() == Form::ExactWithStopWords);
    let in_field = |field: TextField| {
        let weight = context.ranking.weights.field(field);
        term(context.fields.text(field).exact, &word.term, weight)
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

/// Returns the query for the records that a filter on this value of a facet admits.
pub(super) fn facet_value(
    context: &Context<'_>,
    request: &SearchRequest,
    facet: Facet,
    value: &str,
) -> Box<dyn Query> {
    let values = facet.canonical_values(value);
    let terms = values.iter().flat_map(|value| match facet {
        Facet::Geozone => zone_terms(context, request, value),
        _ => vec![Term::from_field_text(context.fields.facet(facet), value)],
    });
    let alternatives = terms
        .map(|term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) });
    Box::new(DisjunctionMaxQuery::new(alternatives.collect()))
}

/// Returns the terms of the records within a zone and, where the request includes its ancestors, of those about a zone
/// that contains it.
fn zone_terms(context: &Context<'_>, request: &SearchRequest, zone: &str) -> Vec<Term> {
    let fields = context.fields;
    let mut pairs = vec![(fields.within, fields.facet(Facet::Geozone))];
    if request.inferred {
        pairs.push((fields.inferred_within, fields.inferred_geozones));
    }
    let mut ancestors = Vec::new();
    if request.include_geozone_ancestors {
        ancestors = Gazetteer::france().ancestors(zone);
    }
    let mut terms = Vec::new();
    for (within, own) in pairs {
        terms.push(Term::from_field_text(within, zone));
        let containing = ancestors.iter();
        terms.extend(containing.map(|zone| Term::from_field_text(own, zone.id)));
    }
    terms
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
