//! What one alternative finds in a segment.

use std::sync::Arc;

use jiff::civil;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use super::document_set::DocumentSet;
use super::phrase::documents_of_phrase;
use crate::query::concept::{QueryWord, Wanted};
use crate::query::context::Context;
use crate::schema::{NumberField, TextField};

/// What is found of one word in one document.
#[derive(Debug, Clone, Copy, Default)]
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

/// The bit in [`Finding::fields`] of what lies in no text field: a zone, a format, a year.
pub(super) const BEYOND_TEXT: u16 = 1 << 15;

/// Returns the bit of a field in [`Finding::fields`].
pub(super) const fn bit(field: TextField) -> u16 {
    1 << field as u16
}

/// Numbers of documents by field, and beyond the texts.
pub(super) type FieldCounts = [u64; TextField::ALL.len() + 1];

/// The lists of documents of one alternative.
pub(super) struct Lists<'a> {
    context: &'a Context<'a>,
    reader: &'a SegmentReader,
    in_fields: Vec<InField<'a>>,
    /// Documents that have what is wanted beyond the texts.
    beyond_text: Vec<DocId>,
    /// What that is worth.
    beyond_worth: f32,
}

struct InField<'a> {
    field: TextField,
    norms: &'a [f32; 256],
    lengths: FieldNormReader,
    list: List,
}

enum List {
    /// A word: its stem, and its exact form unless the field has that for a stop word too.
    Word {
        stems: Arc<InvertedIndexReader>,
        stem: Term,
        n_documents: u32,
        exact: Option<(Arc<InvertedIndexReader>, Term)>,
    },
    /// Words in a row: the documents that have them, in order.
    Phrase(Vec<DocId>),
}

impl<'a> Lists<'a> {
    /// Returns lists of nothing.
    pub fn none(context: &'a Context<'a>, segment: usize) -> Self {
        Self {
            context,
            reader: context.engine.segment_reader(segment as u32),
            in_fields: Vec::new(),
            beyond_text: Vec::new(),
            beyond_worth: 0.0,
        }
    }

    pub fn open(
        context: &'a Context<'a>,
        segment: usize,
        scope: &[TextField],
        wanted: &Wanted,
    ) -> tantivy::Result<Self> {
        let mut lists = Self::none(context, segment);
        match wanted {
            Wanted::Word(word) => lists.add_word(scope, word)?,
            Wanted::Phrase(phrase) => lists.add_phrase(scope, &phrase.words)?,
            Wanted::Zone(ids) => {
                let fields = [context.fields.within, context.fields.inferred_within];
                let n_fields = if context.inferred { 2 } else { 1 };
                let terms = ids.iter().flat_map(|id| {
                    let fields = fields.into_iter().take(n_fields);
                    fields.map(|field| Term::from_field_text(field, id))
                });
                lists.add_terms(terms.collect(), context.ranking.weights.title)?;
            }
            Wanted::FacetValue(facet, value) => {
                let term = Term::from_field_text(context.fields.facet(*facet), value);
                lists.add_terms(vec![term], context.ranking.weights.title)?;
            }
            Wanted::Year(year) => lists.add_year(segment, *year),
        }
        Ok(lists)
    }

    fn add_word(&mut self, scope: &[TextField], word: &QueryWord) -> tantivy::Result<()> {
        for field in scope.iter().copied() {
            let both = self.context.fields.text(field);
            let stems = self.reader.inverted_index(both.stemmed)?;
            let stem = Term::from_field_text(both.stemmed, &word.stem);
            let n_documents = stems.doc_freq(&stem)?;
            if n_documents == 0 {
                continue;
            }
            let exact = if word.is_taken_for_stop_word_in(field) {
                None
            } else {
                let exact = Term::from_field_text(both.exact, &word.exact);
                Some((self.reader.inverted_index(both.exact)?, exact))
            };
            let list = List::Word {
                stems,
                stem,
                n_documents,
                exact,
            };
            self.add_list(field, both.stemmed, list)?;
        }
        Ok(())
    }

    fn add_phrase(&mut self, scope: &[TextField], words: &[QueryWord]) -> tantivy::Result<()> {
        let stems: Vec<&str> = words.iter().map(|word| &*word.stem).collect();
        for field in scope.iter().copied() {
            let stemmed = self.context.fields.text(field).stemmed;
            let documents = documents_of_phrase(self.reader, stemmed, &stems)?;
            if !documents.is_empty() {
                self.add_list(field, stemmed, List::Phrase(documents))?;
            }
        }
        Ok(())
    }

    fn add_list(&mut self, field: TextField, stemmed: Field, list: List) -> tantivy::Result<()> {
        self.in_fields.push(InField {
            field,
            norms: self.context.ranking.field_lengths.norms(field),
            lengths: self.reader.get_fieldnorms_reader(stemmed)?,
            list,
        });
        Ok(())
    }

    fn add_terms(&mut self, terms: Vec<Term>, worth: f32) -> tantivy::Result<()> {
        for term in terms {
            let index = self.reader.inverted_index(term.field())?;
            let Some(mut list) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while list.doc() != TERMINATED {
                self.beyond_text.push(list.doc());
                list.advance();
            }
        }
        self.beyond_text.sort_unstable();
        self.beyond_text.dedup();
        self.beyond_worth = worth;
        Ok(())
    }

    /// Adds the records whose title has the year between others, and those that say which years they cover, where that is
    /// this one and few others.
    fn add_year(&mut self, segment: usize, year: i16) {
        const MAX_YEARS: i64 = 2;
        const YEAR: i64 = 366 * 24 * 3600 * 1_000_000;
        let moment = |month, day| {
            let midnight = civil::date(year, month, day).at(12, 0, 0, 0);
            let moment = jiff::tz::Offset::UTC.to_timestamp(midnight);
            catalogue::Date::from(moment.unwrap_or_default()).as_microseconds()
        };
        let (first, last) = (moment(1, 1), moment(12, 31));
        let columns = &self.context.columns.segments[segment];
        for document in 0..self.reader.max_doc() {
            let number = |field| columns.number(field, document);
            let covered = number(NumberField::CoverageStart).zip(number(NumberField::CoverageEnd));
            let covers = covered.is_some_and(|(start, end)| {
                start <= last && end >= first && end - start <= MAX_YEARS * YEAR
            });
            if covers || columns.title_has_year(year, document) == Some(true) {
                self.beyond_text.push(document);
            }
        }
        self.beyond_worth = self.context.ranking.weights.title;
    }

    /// Adds in how many documents of the segment each field has it; the last number is of those beyond the texts.
    pub fn count(&self, n_documents: &mut FieldCounts) {
        for in_field in &self.in_fields {
            n_documents[in_field.field as usize] += match &in_field.list {
                List::Word { n_documents, .. } => u64::from(*n_documents),
                List::Phrase(documents) => documents.len() as u64,
            };
        }
        n_documents[TextField::ALL.len()] += self.beyond_text.len() as u64;
    }

    /// Adds the documents that have it anywhere.
    pub fn add_documents(&self, bits: &mut [u64]) -> tantivy::Result<()> {
        let mut add = |document: DocId| bits[document as usize / 64] |= 1 << (document % 64);
        self.beyond_text.iter().copied().for_each(&mut add);
        for in_field in &self.in_fields {
            match &in_field.list {
                List::Phrase(documents) => documents.iter().copied().for_each(&mut add),
                List::Word { stems, stem, .. } => {
                    let mut list = postings(stems, stem, IndexRecordOption::Basic)?;
                    while list.doc() != TERMINATED {
                        add(list.doc());
                        list.advance();
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns what each of the documents has of it.
    pub fn findings(&self, documents: &DocumentSet) -> tantivy::Result<Vec<Finding>> {
        let mut findings = vec![Finding::default(); documents.list.len()];
        documents.each_of(&self.beyond_text, |at| {
            findings[at].best = self.beyond_worth;
            findings[at].sum = self.beyond_worth;
            findings[at].fields = BEYOND_TEXT;
        });
        for in_field in &self.in_fields {
            match &in_field.list {
                List::Phrase(listed) => {
                    documents.each_of(listed, |at| {
                        let document = documents.list[at];
                        self.note(&mut findings[at], in_field, document, 1.0, true);
                    });
                }
                List::Word {
                    stems,
                    stem,
                    n_documents,
                    exact,
                } => {
                    let is_exact = exactness(exact.as_ref(), *n_documents, documents)?;
                    let mut list = postings(stems, stem, IndexRecordOption::WithFreqs)?;
                    documents.each_listed(&mut list, *n_documents, |at, list| {
                        let frequency = tantivy::postings::Postings::term_freq(list) as f32;
                        self.note(
                            &mut findings[at],
                            in_field,
                            list.doc(),
                            frequency,
                            is_exact.of(at),
                        );
                    });
                }
            }
        }
        Ok(findings)
    }

    fn note(
        &self,
        finding: &mut Finding,
        in_field: &InField<'_>,
        document: DocId,
        frequency: f32,
        is_exact: bool,
    ) {
        let weights = &self.context.ranking.weights;
        let length_id = in_field.lengths.fieldnorm_id(document);
        let norm = in_field.norms[length_id as usize];
        let exactness = if is_exact {
            1.0 + weights.exact_form
        } else {
            1.0
        };
        let value = weights.field(in_field.field) * exactness * weights.saturated(frequency, norm);
        finding.best = finding.best.max(value);
        finding.sum += value;
        finding.fields |= bit(in_field.field);
        finding.is_acronym |= in_field.field == TextField::Acronym
            && is_exact
            && in_field.lengths.fieldnorm(document) == 1;
    }

    /// Returns which of the documents have it, in which fields.
    pub fn presence(&self, documents: &DocumentSet) -> tantivy::Result<Vec<Finding>> {
        let mut findings = vec![Finding::default(); documents.list.len()];
        documents.each_of(&self.beyond_text, |at| findings[at].fields = BEYOND_TEXT);
        for in_field in &self.in_fields {
            let bit = bit(in_field.field);
            match &in_field.list {
                List::Phrase(listed) => {
                    documents.each_of(listed, |at| findings[at].fields |= bit);
                }
                List::Word {
                    stems,
                    stem,
                    n_documents,
                    ..
                } => {
                    let mut list = postings(stems, stem, IndexRecordOption::Basic)?;
                    documents.each_listed(&mut list, *n_documents, |at, _| {
                        findings[at].fields |= bit;
                    });
                }
            }
        }
        Ok(findings)
    }
}

fn postings(
    index: &InvertedIndexReader,
    term: &Term,
    option: IndexRecordOption,
) -> tantivy::Result<SegmentPostings> {
    let list = index.read_postings(term, option)?;
    Ok(list.unwrap_or_else(SegmentPostings::empty))
}

/// Returns which of the documents have the word in its exact form.
fn exactness(
    exact: Option<&(Arc<InvertedIndexReader>, Term)>,
    n_with_stem: u32,
    documents: &DocumentSet,
) -> tantivy::Result<Exactness> {
    let Some((index, term)) = exact else {
        return Ok(Exactness::None);
    };
    let Some(mut list) = index.read_postings(term, IndexRecordOption::Basic)? else {
        return Ok(Exactness::None);
    };
    let n_documents = list.doc_freq();
    if n_documents == n_with_stem {
        return Ok(Exactness::All);
    }
    let mut is_exact = vec![false; documents.list.len()];
    documents.each_listed(&mut list, n_documents, |at, _| is_exact[at] = true);
    Ok(Exactness::Some(is_exact))
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
