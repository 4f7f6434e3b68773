//! Looking postings up: which documents have the target, and what each of them has of it.

use std::sync::Arc;

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use super::document_set::{Bits, DocumentSet};
use super::postings::{FieldPostings, PostingList, Postings};
use crate::ranking::{FieldSet, PostingsMatch};
use crate::schema::TextField;
use crate::stop;

impl Postings<'_> {
    /// Adds all documents that have the target.
    pub fn add_documents(&self, bits: &mut Bits) -> tantivy::Result<()> {
        self.said_documents.iter().for_each(|it| bits.add(*it));
        self.add_documents_of(bits, |_| true)
    }

    /// Adds the documents that have the target in their title or tags, or as a filter term.
    pub fn add_named_documents(&self, bits: &mut Bits) -> tantivy::Result<()> {
        self.add_documents_of(bits, |field| {
            matches!(field, TextField::Title | TextField::Tags)
        })
    }

    fn add_documents_of(
        &self,
        bits: &mut Bits,
        counts: impl Fn(TextField) -> bool,
    ) -> tantivy::Result<()> {
        let mut add = |document: DocId| bits.add(document);
        self.filter_documents.iter().copied().for_each(&mut add);
        for in_field in self.fields.iter().filter(|it| counts(it.field)) {
            stop::check()?;
            match &in_field.list {
                PostingList::Phrase(documents) => documents.iter().copied().for_each(&mut add),
                PostingList::Term { bases, base, .. } => {
                    let mut postings = read(bases, base, IndexRecordOption::Basic)?;
                    while postings.doc() != TERMINATED {
                        add(postings.doc());
                        postings.advance();
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the match of each of the documents with the target, by index, with its value.
    pub fn add_matches(
        &self,
        documents: &DocumentSet,
        matches: &mut [PostingsMatch],
    ) -> tantivy::Result<()> {
        self.add_filter_matches(documents, matches);
        let weights = &self.context.ranking.weights;
        documents.each_of(self.said_documents, |index| {
            matches[index].add_said(weights);
        });
        for in_field in &self.fields {
            stop::check()?;
            match &in_field.list {
                PostingList::Phrase(having) => {
                    documents.each_of(having, |index| {
                        let document = documents.list[index];
                        self.add_match(&mut matches[index], in_field, document, 1.0, true);
                    });
                }
                PostingList::Term {
                    bases,
                    base,
                    doc_freq,
                    exact,
                    ..
                } => {
                    let exactness = exactness(exact.as_ref(), *doc_freq, documents)?;
                    let mut postings = read(bases, base, IndexRecordOption::WithFreqs)?;
                    documents.each_in_postings(&mut postings, *doc_freq, |index, postings| {
                        let frequency = postings.term_freq() as f32;
                        let is_exact = exactness.of(index);
                        let matched = &mut matches[index];
                        self.add_match(matched, in_field, postings.doc(), frequency, is_exact);
                    });
                }
            }
        }
        Ok(())
    }

    /// Adds the match of each of the documents with the target, by index, without its value in text fields: the fields are
    /// enough where hits are not sorted by relevance.
    pub fn add_fields(
        &self,
        documents: &DocumentSet,
        matches: &mut [PostingsMatch],
    ) -> tantivy::Result<()> {
        self.add_filter_matches(documents, matches);
        documents.each_of(self.said_documents, |index| {
            matches[index].fields.add(FieldSet::SAID);
        });
        for in_field in &self.fields {
            stop::check()?;
            let field = FieldSet::of(in_field.field);
            match &in_field.list {
                PostingList::Phrase(having) => {
                    documents.each_of(having, |index| matches[index].fields.add(field));
                }
                PostingList::Term {
                    bases,
                    base,
                    doc_freq,
                    ..
                } => {
                    let mut postings = read(bases, base, IndexRecordOption::Basic)?;
                    documents.each_in_postings(&mut postings, *doc_freq, |index, _| {
                        matches[index].fields.add(field);
                    });
                }
            }
        }
        Ok(())
    }

    fn add_filter_matches(&self, documents: &DocumentSet, matches: &mut [PostingsMatch]) {
        documents.each_of(&self.filter_documents, |index| {
            matches[index] = PostingsMatch::filter_term(self.filter_value);
        });
    }

    fn add_match(
        &self,
        matched: &mut PostingsMatch,
        in_field: &FieldPostings<'_>,
        document: DocId,
        frequency: f32,
        is_exact: bool,
    ) {
        let weights = &self.context.ranking.weights;
        let norm = in_field.norms[in_field.lengths.fieldnorm_id(document) as usize];
        matched.add_field(weights, in_field.field, frequency, norm, is_exact);
        if in_field.field == TextField::Organization {
            let n_words = in_field.lengths.fieldnorm(document).max(1);
            matched.set_producer_share(1.0 / n_words as f32);
        }
        let is_whole = || in_field.lengths.fieldnorm(document) == 1;
        if in_field.field == TextField::Acronym && is_exact && is_whole() {
            matched.set_whole_acronym();
        }
    }
}

fn read(
    index: &InvertedIndexReader,
    term: &Term,
    option: IndexRecordOption,
) -> tantivy::Result<SegmentPostings> {
    let postings = index.read_postings(term, option)?;
    Ok(postings.unwrap_or_else(SegmentPostings::empty))
}

/// Which documents that have a base form have the exact form too.
enum Exactness {
    All,
    None,
    /// By index.
    Some(Vec<bool>),
}

impl Exactness {
    fn of(&self, index: usize) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Some(is_exact) => is_exact[index],
        }
    }
}

/// Returns which of the documents have a word in its exact form.
fn exactness(
    exact: Option<&(Arc<InvertedIndexReader>, Term)>,
    n_with_stem: u32,
    documents: &DocumentSet,
) -> tantivy::Result<Exactness> {
    let Some((index, term)) = exact else {
        return Ok(Exactness::None);
    };
    let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
        return Ok(Exactness::None);
    };
    let n_exact = postings.doc_freq();
    if n_exact == n_with_stem {
        return Ok(Exactness::All);
    }
    let mut is_exact = vec![false; documents.list.len()];
    documents.each_in_postings(&mut postings, n_exact, |index, _| is_exact[index] = true);
    Ok(Exactness::Some(is_exact))
}
