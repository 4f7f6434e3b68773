//! Where no record has all the words of a query that names a place: how many have the others in a wider place.

use std::ops::Range;

use catalogue::Gazetteer;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::context::Context;
use super::matching::MissingWords;
use super::rewritten_query::{RewrittenQuery, Target};
use crate::understanding::{InterpretationKind, WiderPlace};

/// So many wider places are offered, the nearest first.
const MAX_OFFERED: usize = 2;

/// Returns the nearest places around the one that a query names in which records have all its other words; none where it
/// names no place, or nothing else.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn wider_places(
    context: &Context<'_>,
    query: &RewrittenQuery,
    missing: &MissingWords,
    passes_archived_filter: &dyn Fn(usize, DocId) -> bool,
) -> tantivy::Result<Vec<WiderPlace>> {
    let mut places = query.alternatives.iter().filter_map(|alternative| {
        let is_place = alternative.kind == InterpretationKind::Place;
        match &alternative.target {
            Target::Zone(zones) if is_place => Some((alternative.covers.clone(), zones.first()?)),
            _ => None,
        }
    });
    let Some((covers, zone)) = places.next() else {
        return Ok(Vec::new());
    };
    let words = without(&query.text, query, &covers);
    if words.is_empty() || places.next().is_some() {
        return Ok(Vec::new());
    }
    let mut lacking: Vec<Vec<DocId>> = missing.lacking_only(covers.collect()).collect();
    for (segment, documents) in lacking.iter_mut().enumerate() {
        documents.retain(|document| passes_archived_filter(segment, *document));
    }
    let mut wider = Vec::new();
    let around = Gazetteer::france().ancestors(zone).into_iter();
    for zone in around.filter(|zone| !zone.id.starts_with("country")) {
        let n_records = n_within(context, zone.id, &lacking)?;
        let is_more = wider
            .last()
            .is_none_or(|last: &WiderPlace| n_records > last.n_records);
        if n_records > 0 && is_more {
            wider.push(WiderPlace {
                zone: zone.id.to_owned(),
                name: zone.name.to_owned(),
                words: words.clone(),
                n_records,
            });
        }
    }
    wider.truncate(MAX_OFFERED);
    Ok(wider)
}

/// Returns a text without a range of its words.
fn without(text: &str, query: &RewrittenQuery, covers: &Range<usize>) -> String {
    let place = query.words[covers.start].span.start..query.words[covers.end - 1].span.end;
    let rest = format!("{} {}", &text[..place.start], &text[place.end..]);
    let words = rest.split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// Returns how many of the documents, given by segment, lie within a zone.
fn n_within(context: &Context<'_>, zone: &str, documents: &[Vec<DocId>]) -> tantivy::Result<u64> {
    let fields = [context.fields.within, context.fields.inferred_within];
    let n_fields = if context.inferred { 2 } else { 1 };
    let mut n_within = 0;
    for (segment, documents) in context.engine.segment_readers().iter().zip(documents) {
        let mut is_within = vec![false; documents.len()];
        for field in fields.into_iter().take(n_fields) {
            let term = Term::from_field_text(field, zone);
            let index = segment.inverted_index(field)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            for (document, is_within) in documents.iter().zip(&mut is_within) {
                if postings.doc() < *document {
                    postings.seek(*document);
                }
                if postings.doc() == TERMINATED {
                    break;
                }
                *is_within |= postings.doc() == *document;
            }
        }
        n_within += is_within.into_iter().filter(|is_within| *is_within).count() as u64;
    }
    Ok(n_within)
}
