//! Records that a text names: by an id, a slug, an address, an identifier of the portal that they come from.

use std::collections::HashSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, Term};

use super::context::Context;
use super::known_scores::KnownScores;
use super::leaf_queries::{either, identifier};
use crate::error::{EngineContext, Error};
use crate::identifier::{
    is_address, is_identifier, is_same_at_origin, is_telling_name, keys_of_pasted, origin_key,
    own_key, words_of_address,
};
use crate::ranking::NAME_WEIGHT;

/// A name that more records have names none of them: it is their portal's.
const MAX_SHARED: u64 = 200;

/// So many names of a text are looked up at most.
const MAX_NAMES: usize = 10;

/// What was found of the names in a text.
#[derive(Default)]
pub(super) struct Named {
    /// The query for the records that they name.
    pub records: Option<Box<dyn Query>>,
    /// The text without what named a record, and without what only addresses have; `None` where it is the whole text.
    pub rest: Option<String>,
}

/// Looks for the names in a text. A record that fails the filter is found by a name only where no other one is.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn named<F: Fn(usize, DocId) -> bool>(
    context: &Context<'_>,
    text: &str,
    filter: impl FnOnce() -> F,
) -> Result<Named, Error> {
    let names: Vec<&str> = text.split_whitespace().filter(|it| is_name(it)).collect();
    let is_one_word = text.split_whitespace().nth(1).is_none();
    if names.is_empty() {
        return if is_one_word {
            one_word(context, text.trim(), filter)
        } else {
            Ok(Named::default())
        };
    }
    let admits = filter();
    let mut found = Vec::new();
    let mut rest: Option<String> = None;
    for name in names.into_iter().take(MAX_NAMES) {
        let records = records_named(context, name, &admits)?;
        if !records.is_empty() {
            let text = rest.as_deref().unwrap_or(text);
            rest = Some(text.replacen(name, " ", 1));
        } else if is_one_word && is_address(name) {
            rest = Some(words_of_address(name));
        }
        found.extend(records.into_iter().flatten());
    }
    let records = weighed(context, vec![found]);
    Ok(Named { records, rest })
}

/// Looks for a record that a query of one word names. One plain word (`agriculture`, `dvf`) is a word before it is a name,
/// and so is what only a portal names so (`covid-19`).
fn one_word<F: Fn(usize, DocId) -> bool>(
    context: &Context<'_>,
    word: &str,
    filter: impl FnOnce() -> F,
) -> Result<Named, Error> {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    let records = if letters.chars().all(char::is_alphabetic) {
        Some(identifier(context, &own_key(letters)))
    } else if is_telling_name(word) {
        weighed(context, records_named(context, word, &filter())?)
    } else {
        let own = identifier(context, &own_key(letters));
        let at_origin = records_with(context, &origin_key(word))?;
        let at_origin = at_origin.into_iter().map(|it| (it, 1.0));
        Some(either(own, Box::new(scores(context, at_origin))))
    };
    Ok(Named {
        records,
        rest: None,
    })
}

/// Returns whether a word may be a name among others: an address or an identifier. Nearly all words are over with their
/// length.
fn is_name(word: &str) -> bool {
    let may_be = word.len() >= 24 || word.contains('/') || word.contains("www.");
    may_be && (is_address(word) || word.contains('/') || is_identifier(word))
}

/// Returns the query for records: those of each set before those of the next, whatever their priors.
fn weighed(context: &Context<'_>, sets: Vec<Vec<DocAddress>>) -> Option<Box<dyn Query>> {
    let mut weight = NAME_WEIGHT;
    let mut weighed = Vec::new();
    for records in sets.into_iter().rev() {
        weighed.extend(records.into_iter().map(|it| (it, weight)));
        weight *= NAME_WEIGHT.sqrt();
    }
    (!weighed.is_empty())
        .then(|| -> Box<dyn Query> { Box::new(scores(context, weighed.into_iter())) })
}

/// Returns whether a record has that name.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(crate) fn is_named(context: &Context<'_>, name: &str) -> Result<bool, Error> {
    Ok(!records_named(context, name, &|_, _| true)?.is_empty())
}

/// Returns the query for the records of these names, scored by their place: each record once, those of one name by use. And
/// the names that no record has.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn in_order(
    context: &Context<'_>,
    names: &[String],
    admits: &dyn Fn(usize, DocId) -> bool,
) -> Result<(KnownScores, Vec<String>), Error> {
    let mut ordered: Vec<DocAddress> = Vec::new();
    let mut not_found = Vec::new();
    for name in names {
        let mut records = records_named(context, name, admits)?;
        if records.is_empty() && !not_found.contains(name) {
            not_found.push(name.clone());
        }
        let priors = &context.ranking.priors;
        let prior = |it: &DocAddress| priors.get(it.segment_ord as usize, it.doc_id);
        for records in &mut records {
            records.sort_by(|a, b| prior(b).total_cmp(&prior(a)));
        }
        ordered.extend(records.into_iter().flatten());
    }
    let mut known = HashSet::new();
    ordered.retain(|record| known.insert(*record));
    let n_records = ordered.len();
    let places = ordered.into_iter().enumerate();
    let scored = places.map(|(place, record)| (record, (n_records - place) as Score));
    Ok((scores(context, scored), not_found))
}

/// Returns the query for records with their scores.
fn scores(
    context: &Context<'_>,
    records: impl Iterator<Item = (DocAddress, Score)>,
) -> KnownScores {
    let n_segments = context.engine.segment_readers().len();
    let mut segments: Vec<Vec<(DocId, Score)>> = vec![Vec::new(); n_segments];
    for (record, score) in records {
        segments[record.segment_ord as usize].push((record.doc_id, score));
    }
    for documents in &mut segments {
        documents.sort_unstable_by_key(|(document, _)| *document);
        documents.dedup_by_key(|(document, _)| *document);
    }
    KnownScores::new(context.engine, segments)
}

/// Returns the records that a word names: those of the first of its keys that an admitted record has. Behind those that have
/// it as a name of this catalogue come those that have it at their origin.
fn records_named(
    context: &Context<'_>,
    word: &str,
    admits: &dyn Fn(usize, DocId) -> bool,
) -> Result<Vec<Vec<DocAddress>>, Error> {
    let keys = keys_of_pasted(word);
    let mut not_admitted = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let found = records_with(context, key)?;
        if found.is_empty() {
            continue;
        }
        let is_admitted = |it: &DocAddress| admits(it.segment_ord as usize, it.doc_id);
        let is_any_admitted = found.iter().any(is_admitted);
        let mut sets = vec![found];
        if let Some(next) = keys.get(at + 1).filter(|next| is_same_at_origin(next, key)) {
            let mut others = records_with(context, next)?;
            others.retain(|record| !sets[0].contains(record));
            sets.push(others);
        }
        if is_any_admitted {
            return Ok(sets);
        }
        if not_admitted.is_empty() {
            not_admitted = sets;
        }
    }
    Ok(not_admitted)
}

fn records_with(context: &Context<'_>, key: &str) -> Result<Vec<DocAddress>, Error> {
    let term = Term::from_field_text(context.fields.identifiers, key);
    let n_records = context.doc_freq(&term).to("look for a name")?;
    if n_records == 0 || n_records > MAX_SHARED {
        return Ok(Vec::new());
    }
    let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
    let found = context.engine.search(&query, &DocSetCollector);
    let mut found: Vec<DocAddress> = found.to("look for a name")?.into_iter().collect();
    found.sort_unstable();
    Ok(found)
}
