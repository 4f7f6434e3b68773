//! The posting lists of one target in one segment: of a word or a phrase in each text field, or of a filter term.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, Term};

use crate::query::context::Context;
use crate::query::rewritten_query::{Alternative, QueryWord, Target};
use crate::ranking::documents_with_phrase;
use crate::schema::TextField;
use crate::stop;
use crate::time_span::TimeSpan;
use crate::understanding::InterpretationKind;

/// Where a segment has a target.
pub(super) struct Postings<'a> {
    pub context: &'a Context<'a>,
    reader: &'a SegmentReader,
    segment: usize,
    /// The text fields that have it.
    pub fields: Vec<FieldPostings<'a>>,
    /// The documents that have the filter term, ascending.
    pub filter_documents: Vec<DocId>,
    /// The documents of which others say the word, ascending.
    pub said_documents: &'a [DocId],
    /// What a filter term is worth: as much as a word in the title.
    pub filter_value: f32,
}

/// Where a text field has a word or a phrase.
pub(super) struct FieldPostings<'a> {
    pub field: TextField,
    /// By fieldnorm id, see `FieldLengths`.
    pub norms: &'a [f32; 256],
    pub lengths: FieldNormReader,
    pub list: PostingList,
}

pub(super) enum PostingList {
    /// A word: its base form, read when it is looked up; and its exact form, unless that is a stop word's in this field.
    Term {
        bases: Arc<InvertedIndexReader>,
        base: Term,
        /// How many documents are in the list.
        doc_freq: u32,
        /// How many of them are not deleted.
        n_alive: u32,
        exact: Option<(Arc<InvertedIndexReader>, Term)>,
    },
    /// A phrase: the documents that have it, ascending.
    Phrase(Arc<[DocId]>),
}

impl PostingList {
    /// Returns how many documents that are not deleted are in the list.
    fn len(&self) -> u64 {
        match self {
            Self::Term { n_alive, .. } => u64::from(*n_alive),
            Self::Phrase(documents) => documents.len() as u64,
        }
    }
}

/// Document frequencies by text field, the last one of filter terms and of what others say.
#[derive(Default)]
pub(super) struct DocFreqs([u64; TextField::ALL.len() + 1]);

impl DocFreqs {
    /// Returns the largest: how many documents have the target in the field where most have it.
    pub fn most(&self) -> u64 {
        self.0.into_iter().max().unwrap_or(0)
    }
}

impl<'a> Postings<'a> {
    /// Returns the postings of a word that is not looked up as it was typed.
    pub fn none(context: &'a Context<'a>, segment: usize) -> Self {
        Self {
            context,
            segment,
            reader: context.engine.segment_reader(segment as u32),
            fields: Vec::new(),
            filter_documents: Vec::new(),
            said_documents: &[],
            filter_value: context.ranking.weights.title,
        }
    }

    /// Opens the posting lists of a target; words and phrases are looked up in these fields only.
    pub fn open(
        context: &'a Context<'a>,
        segment: usize,
        scope: &[TextField],
        target: &Target,
    ) -> tantivy::Result<Self> {
        stop::check()?;
        let mut postings = Self::none(context, segment);
        match target {
            Target::Word(word) => postings.add_word(scope, word)?,
            Target::WordInName(word) => {
                let naming = [TextField::Title, TextField::Tags];
                let scope: Vec<TextField> = naming
                    .into_iter()
                    .filter(|field| scope.contains(field))
                    .collect();
                postings.add_word(&scope, word)?;
            }
            Target::Phrase(phrase) => {
                postings.add_phrase(scope, &phrase.words, |reader, base, bases| {
                    Ok(alive_with_phrase(reader, base, bases)?.into())
                })?;
            }
            Target::Zone(ids) => {
                let fields = [context.fields.within, context.fields.inferred_within];
                let n_fields = if context.inferred { 2 } else { 1 };
                let terms = ids.iter().flat_map(|id| {
                    let fields = fields.into_iter().take(n_fields);
                    fields.map(|field| Term::from_field_text(field, id))
                });
                postings.add_filter_terms(terms.collect())?;
            }
            Target::FacetValue(facet, value) => {
                let fields = context.fields.of_facet(*facet, context.inferred);
                let terms = fields.map(|field| Term::from_field_text(field, value));
                postings.add_filter_terms(terms.collect())?;
            }
            Target::Year(year) => postings.add_year(segment, *year),
            Target::Period(span) => postings.add_period(segment, *span),
        }
        Ok(postings)
    }

    fn add_word(&mut self, scope: &[TextField], word: &QueryWord) -> tantivy::Result<()> {
        // A word that is looked for in one field stands in that field, whatever others say.
        if scope.len() == TextField::ALL.len() {
            let said = self.context.said_words;
            self.said_documents = said.documents(self.segment, &word.base);
        }
        for field in scope.iter().copied() {
            let both = self.context.fields.text(field);
            let bases = self.reader.inverted_index(both.base)?;
            let base = Term::from_field_text(both.base, &word.base);
            let doc_freq = bases.doc_freq(&base)?;
            let deleted = &self.context.columns.deleted;
            let term = base.serialized_value_bytes();
            let n_alive = deleted.n_alive(self.segment, both.base, term, doc_freq);
            if n_alive == 0 {
                continue;
            }
            let exact = if word.is_taken_for_stop_word_in(field) {
                None
            } else {
                let exact = Term::from_field_text(both.exact, &word.exact);
                Some((self.reader.inverted_index(both.exact)?, exact))
            };
            let list = PostingList::Term {
                bases,
                base,
                doc_freq,
                n_alive,
                exact,
            };
            self.add_field(field, both.base, list)?;
        }
        Ok(())
    }

    /// Opens the posting lists of an alternative of a query. The phrases of acronyms and synonyms are remembered.
    pub fn open_alternative(
        context: &'a Context<'a>,
        segment: usize,
        scope: &[TextField],
        alternative: &Alternative,
    ) -> tantivy::Result<Self> {
        use InterpretationKind::{Expansion, Synonym, Translation};
        let Target::Phrase(phrase) = &alternative.target else {
            return Self::open(context, segment, scope, &alternative.target);
        };
        if !matches!(alternative.kind, Expansion | Synonym | Translation) {
            return Self::open(context, segment, scope, &alternative.target);
        }
        let mut postings = Self::none(context, segment);
        postings.add_phrase(scope, &phrase.words, |reader, base, bases| {
            let read = || alive_with_phrase(reader, base, bases);
            context.phrases.documents_with(segment, base, bases, read)
        })?;
        Ok(postings)
    }

    fn add_phrase(
        &mut self,
        scope: &[TextField],
        words: &[QueryWord],
        look_up: impl Fn(&SegmentReader, Field, &[&str]) -> tantivy::Result<Arc<[DocId]>>,
    ) -> tantivy::Result<()> {
        let bases: Vec<&str> = words.iter().map(|word| &*word.base).collect();
        for field in scope.iter().copied() {
            let base = self.context.fields.text(field).base;
            let documents = look_up(self.reader, base, &bases)?;
            if !documents.is_empty() {
                self.add_field(field, base, PostingList::Phrase(documents))?;
            }
        }
        Ok(())
    }

    fn add_field(
        &mut self,
        field: TextField,
        base: Field,
        list: PostingList,
    ) -> tantivy::Result<()> {
        self.fields.push(FieldPostings {
            field,
            norms: self.context.ranking.field_lengths.norms(field),
            lengths: self.reader.get_fieldnorms_reader(base)?,
            list,
        });
        Ok(())
    }

    fn add_filter_terms(&mut self, terms: Vec<Term>) -> tantivy::Result<()> {
        for term in terms {
            let index = self.reader.inverted_index(term.field())?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                self.filter_documents.push(postings.doc());
                postings.advance();
            }
        }
        self.filter_documents.sort_unstable();
        self.filter_documents.dedup();
        remove_deleted(self.reader, &mut self.filter_documents);
        Ok(())
    }

    /// Adds the documents about a year.
    fn add_year(&mut self, segment: usize, year: i16) {
        let documents = self.context.columns.years.documents(segment, year);
        let alive = documents.iter().filter(|it| !self.reader.is_deleted(**it));
        self.filter_documents.extend(alive);
    }

    /// Adds the documents that cover a part of a period.
    fn add_period(&mut self, segment: usize, span: TimeSpan) {
        let columns = &self.context.columns.segments[segment];
        let moments = span.moments();
        for document in 0..self.reader.max_doc() {
            let covers = columns.covers(&moments, document) == Some(true);
            if covers && !self.reader.is_deleted(document) {
                self.filter_documents.push(document);
            }
        }
    }

    /// Returns a number of documents of the segment that no more have the target than: one that has it in two fields counts
    /// twice.
    pub fn n_at_most(&self) -> u64 {
        let in_fields = self.fields.iter().map(|in_field| in_field.list.len());
        in_fields.sum::<u64>() + (self.filter_documents.len() + self.said_documents.len()) as u64
    }

    /// Adds the segment's document frequencies of the target.
    pub fn count(&self, doc_freqs: &mut DocFreqs) {
        for in_field in &self.fields {
            doc_freqs.0[in_field.field as usize] += in_field.list.len();
        }
        let n_others = self.filter_documents.len() + self.said_documents.len();
        doc_freqs.0[TextField::ALL.len()] += n_others as u64;
    }
}

/// Returns the documents of a segment that have the base forms in order in a field, and are not deleted.
fn alive_with_phrase(
    reader: &SegmentReader,
    base: Field,
    bases: &[&str],
) -> tantivy::Result<Vec<DocId>> {
    let mut documents = documents_with_phrase(reader, base, bases)?;
    remove_deleted(reader, &mut documents);
    Ok(documents)
}

fn remove_deleted(reader: &SegmentReader, documents: &mut Vec<DocId>) {
    if reader.has_deletes() {
        documents.retain(|document| !reader.is_deleted(*document));
    }
}
