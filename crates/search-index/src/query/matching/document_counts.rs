//! How many documents have a word, a phrase or a filter term: query rewriting asks before it adds an alternative.

use super::document_set::{Bits, DocumentSet};
use super::postings::{DocFreqs, Postings};
use crate::query::context::Context;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::schema::TextField;

/// Returns how many documents have the target in the field where most have it.
pub(crate) fn n_documents_with(context: &Context<'_>, target: &Target) -> tantivy::Result<u64> {
    n_documents_in(context, &TextField::ALL, target)
}

/// Returns how many documents have a target in the one of these fields where most have it.
pub(crate) fn n_documents_in(
    context: &Context<'_>,
    fields: &[TextField],
    target: &Target,
) -> tantivy::Result<u64> {
    let mut doc_freqs = DocFreqs::default();
    for segment in 0..context.engine.segment_readers().len() {
        Postings::open(context, segment, fields, target)?.count(&mut doc_freqs);
    }
    Ok(doc_freqs.most())
}

/// Returns how many documents that are not archived have a word, in any field.
pub(crate) fn n_live_documents(context: &Context<'_>, word: &QueryWord) -> tantivy::Result<u64> {
    let mut n_live = 0;
    for (segment, reader) in context.engine.segment_readers().iter().enumerate() {
        let target = Target::Word(word.clone());
        let postings = Postings::open(context, segment, &TextField::ALL, &target)?;
        let mut bits = Bits::none_of(reader.max_doc());
        postings.add_documents(&mut bits)?;
        let documents = DocumentSet::new(bits).list.into_iter();
        n_live += documents
            .filter(|document| context.is_live(segment, *document) && !reader.is_deleted(*document))
            .count() as u64;
    }
    Ok(n_live)
}
