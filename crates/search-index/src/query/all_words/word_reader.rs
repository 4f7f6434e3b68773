//! What one word of a query finds in a segment.

use std::sync::Arc;

use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use super::AllWords;
use super::document_set::DocumentSet;
use crate::query::QueryWord;
use crate::schema::TextField;
use crate::weights;

/// What is found of one word in one document.
#[derive(Clone, Copy, Default)]
pub(super) struct Finding {
    /// What it is worth in its best field.
    pub best: f32,
    /// What it is worth in all its fields.
    pub sum: f32,
    /// A bit for each text field.
    pub fields: u16,
    /// The word is the record's whole acronym.
    pub is_acronym: bool,
}

/// Returns the bit of a field in [`Finding::fields`].
pub(super) const fn bit(field: TextField) -> u16 {
    1 << field as u16
}

/// One word's lists of documents, in the fields that have it.
pub(super) struct WordReader<'a> {
    reader: &'a SegmentReader,
    fields: Vec<WordInField<'a>>,
}

struct WordInField<'a> {
    field: TextField,
    norms: &'a [f32; 256],
    stemmed: Field,
    stems: Arc<InvertedIndexReader>,
    stem: Term,
    n_documents: u32,
    /// The exact form; `None` where the field has it for a stop word too.
    exact: Option<(Arc<InvertedIndexReader>, Term)>,
}

impl<'a> WordReader<'a> {
    pub fn open(
        query: &'a AllWords,
        reader: &'a SegmentReader,
        word: &QueryWord,
    ) -> tantivy::Result<Self> {
        let mut fields = Vec::new();
        for field in query.scope.iter().copied() {
            let both = query.fields.text(field);
            let stems = reader.inverted_index(both.stemmed)?;
            let stem = Term::from_field_text(both.stemmed, &word.stem);
            let n_documents = stems.doc_freq(&stem)?;
            if n_documents == 0 {
                continue;
            }
            let exact = if word.is_taken_for_stop_word_in(field) {
                None
            } else {
                let exact = Term::from_field_text(both.exact, &word.exact);
                Some((reader.inverted_index(both.exact)?, exact))
            };
            fields.push(WordInField {
                field,
                norms: query.lengths.norms(field),
                stemmed: both.stemmed,
                stems,
                stem,
                n_documents,
                exact,
            });
        }
        Ok(Self { reader, fields })
    }

    /// Returns the documents that have the word anywhere.
    pub fn documents(&self, max_document: DocId) -> tantivy::Result<DocumentSet> {
        let mut bits = vec![0u64; max_document as usize / 64 + 1];
        for in_field in &self.fields {
            let mut list = in_field.list(IndexRecordOption::Basic)?;
            let mut document = list.doc();
            while document != TERMINATED {
                bits[document as usize / 64] |= 1 << (document % 64);
                document = list.advance();
            }
        }
        Ok(DocumentSet::new(bits))
    }

    /// Returns what each of the documents has of the word.
    pub fn findings(&self, documents: &DocumentSet) -> tantivy::Result<Vec<Finding>> {
        let mut findings = vec![Finding::default(); documents.list.len()];
        for in_field in &self.fields {
            let weight = weights::field_weight(in_field.field);
            let lengths = self.reader.get_fieldnorms_reader(in_field.stemmed)?;
            let is_exact = in_field.is_exact(documents)?;
            let mut list = in_field.list(IndexRecordOption::WithFreqs)?;
            documents.each_listed(&mut list, in_field.n_documents, |at, list| {
                let document = list.doc();
                let length_id = lengths.fieldnorm_id(document);
                let frequency = list.term_freq() as f32;
                let norm = in_field.norms[length_id as usize];
                let exactness = if is_exact.of(at) {
                    1.0 + weights::EXACT_FORM
                } else {
                    1.0
                };
                let value = weight * exactness * weights::saturated(frequency, norm);
                let finding = &mut findings[at];
                finding.best = finding.best.max(value);
                finding.sum += value;
                finding.fields |= bit(in_field.field);
                finding.is_acronym |= in_field.field == TextField::Acronym
                    && is_exact.of(at)
                    && lengths.fieldnorm(document) == 1;
            });
        }
        Ok(findings)
    }

    /// Returns which of the documents have the word.
    pub fn presence(&self, documents: &DocumentSet) -> tantivy::Result<Vec<Finding>> {
        let mut findings = vec![Finding::default(); documents.list.len()];
        for in_field in &self.fields {
            let mut list = in_field.list(IndexRecordOption::Basic)?;
            documents.each_listed(&mut list, in_field.n_documents, |at, _| {
                findings[at].fields |= bit(in_field.field);
            });
        }
        Ok(findings)
    }
}

impl WordInField<'_> {
    fn list(&self, option: IndexRecordOption) -> tantivy::Result<SegmentPostings> {
        let list = self.stems.read_postings(&self.stem, option)?;
        Ok(list.unwrap_or_else(SegmentPostings::empty))
    }

    /// Returns which of the documents have the word in its exact form.
    fn is_exact(&self, documents: &DocumentSet) -> tantivy::Result<Exactness> {
        let Some((index, term)) = &self.exact else {
            return Ok(Exactness::None);
        };
        let Some(mut list) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(Exactness::None);
        };
        let n_documents = list.doc_freq();
        if n_documents == self.n_documents {
            return Ok(Exactness::All);
        }
        let mut is_exact = vec![false; documents.list.len()];
        documents.each_listed(&mut list, n_documents, |at, _| is_exact[at] = true);
        Ok(Exactness::Some(is_exact))
    }
}

/// Which documents of a list have the exact form too.
enum Exactness {
    All,
    None,
    /// By place.
    Some(Vec<bool>),
}

impl Exactness {
    fn of(&self, at: usize) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Some(is_exact) => is_exact[at],
        }
    }
}
