//! The posting lists of a query's words in one segment.

use std::cell::OnceCell;

use tantivy::DocId;

use super::document_set::Bits;
use super::postings::Postings;
use crate::query::context::Context;
use crate::query::rewritten_query::{RewrittenQuery, Target};
use crate::schema::TextField;

/// The postings of the query's words in one segment.
pub(super) struct OpenSegment<'a> {
    pub ordinal: usize,
    pub n_documents: u32,
    /// By word of the query.
    pub typed: Vec<Postings<'a>>,
    /// By alternative of the query.
    pub alternatives: Vec<Postings<'a>>,
    /// By word of the query: the documents that have it in any way, once they were asked for.
    documents: Vec<OnceCell<Bits>>,
    /// The documents that are marked as deleted: they have no word.
    deleted: &'a [DocId],
}

impl<'a> OpenSegment<'a> {
    /// Opens the postings of all words and alternatives; words and phrases are looked up in these fields only.
    pub fn open(
        context: &'a Context<'a>,
        query: &'a RewrittenQuery,
        scope: &[TextField],
        ordinal: usize,
    ) -> tantivy::Result<Self> {
        let open = |target: &Target| Postings::open(context, ordinal, scope, target);
        let typed = query.words.iter().zip(&query.is_literal);
        let typed = typed.map(|(word, is_literal)| {
            if *is_literal {
                open(&Target::Word(word.clone()))
            } else {
                Ok(Postings::none(context, ordinal))
            }
        });
        let alternatives = query.alternatives.iter();
        Ok(Self {
            ordinal,
            deleted: context.columns.deleted.documents(ordinal),
            documents: (0..query.words.len()).map(|_| OnceCell::new()).collect(),
            n_documents: context.engine.segment_reader(ordinal as u32).max_doc(),
            typed: typed.collect::<Result<_, _>>()?,
            alternatives: alternatives
                .map(|alternative| Postings::open_alternative(context, ordinal, scope, alternative))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Returns the documents that have a word of the query, as typed or as an alternative, and are not deleted.
    pub fn documents_with(&self, query: &RewrittenQuery, word: usize) -> tantivy::Result<&Bits> {
        let cell = &self.documents[word];
        if let Some(documents) = cell.get() {
            return Ok(documents);
        }
        let mut documents = Bits::none_of(self.n_documents);
        for postings in self.all_postings_of(query, word) {
            postings.add_documents(&mut documents)?;
        }
        self.remove_deleted(&mut documents);
        Ok(cell.get_or_init(|| documents))
    }

    /// Removes the deleted documents from a set.
    pub fn remove_deleted(&self, documents: &mut Bits) {
        for document in self.deleted {
            documents.remove(*document);
        }
    }

    /// Returns the postings of a word of the query and of all its alternatives.
    pub fn all_postings_of(&self, query: &RewrittenQuery, word: usize) -> Vec<&Postings<'a>> {
        let alternatives = query.alternatives.iter().zip(&self.alternatives);
        let of_word = alternatives.filter(|(alternative, _)| alternative.covers.contains(&word));
        let of_word = of_word.map(|(_, postings)| postings);
        std::iter::once(&self.typed[word]).chain(of_word).collect()
    }
}
