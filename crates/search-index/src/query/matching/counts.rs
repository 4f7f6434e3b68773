//! How many documents have something, for those who read the words of a query.

use super::document_set::DocumentSet;
use super::lists::{FieldCounts, Lists};
use crate::query::concept::{QueryWord, Wanted};
use crate::query::context::Context;
use crate::schema::TextField;

/// Returns how many documents have what is wanted, in the field where most have it.
pub(crate) fn n_documents_with(context: &Context<'_>, wanted: &Wanted) -> tantivy::Result<u64> {
    let mut counts = FieldCounts::default();
    for number in 0..context.engine.segment_readers().len() {
        Lists::open(context, number, &TextField::ALL, wanted)?.count(&mut counts);
    }
    Ok(counts.into_iter().max().unwrap_or(0))
}

/// Returns how many documents that are not archived have a word.
pub(crate) fn n_live_documents(context: &Context<'_>, word: &QueryWord) -> tantivy::Result<u64> {
    let mut n_live = 0;
    for (number, reader) in context.engine.segment_readers().iter().enumerate() {
        let wanted = Wanted::Word(word.clone());
        let lists = Lists::open(context, number, &TextField::ALL, &wanted)?;
        let mut bits = vec![0u64; reader.max_doc() as usize / 64 + 1];
        lists.add_documents(&mut bits)?;
        let documents = DocumentSet::new(bits).list.into_iter();
        n_live += documents
            .filter(|document| context.is_live(number, *document))
            .count() as u64;
    }
    Ok(n_live)
}
