//! Documents that have all the words of a query, each in whichever field, and how well.
//!
//! A word counts once: in its best field, with a little from the others. The documents of the rarest word come first;
//! every further word is looked up for those alone. That costs about as much as reading one word's documents, where a
//! union of all fields' lists, as tantivy has it, reads the lists of every word.

mod document_set;
mod word_reader;

use std::sync::Arc;

use tantivy::index::SegmentReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, TERMINATED, TantivyError, Term};

use super::QueryWord;
use super::title_order;
use crate::schema::{Fields, TextField};
use crate::weights;
use document_set::DocumentSet;
use word_reader::{Finding, WordReader, bit};

/// The query.
#[derive(Clone)]
pub(super) struct AllWords {
    pub fields: Arc<Fields>,
    pub lengths: Arc<FieldLengths>,
    pub words: Arc<Vec<QueryWord>>,
    /// Where the words may stand.
    pub scope: &'static [TextField],
}

/// By text field, by fieldnorm id: how much a word's frequency is worth less in a longer field, 1 at average length.
pub(crate) struct FieldLengths(Vec<[f32; 256]>);

impl FieldLengths {
    /// Reads the lengths of all documents.
    pub fn load(searcher: &tantivy::Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let norms = |field: &TextField| {
            let (mut n_words, mut n_documents) = (0u64, 0u64);
            for segment in searcher.segment_readers() {
                let norms = segment.get_fieldnorms_reader(fields.text(*field).stemmed)?;
                for document in 0..segment.max_doc() {
                    let length = norms.fieldnorm(document);
                    n_words += u64::from(length);
                    n_documents += u64::from(length > 0);
                }
            }
            // The average of those that have any.
            let average = (n_words as f32 / n_documents.max(1) as f32).max(1.0);
            let b = weights::length_normalization(*field);
            Ok(std::array::from_fn(|id| {
                let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id as u8);
                1.0 - b + b * length as f32 / average
            }))
        };
        let norms = TextField::ALL.iter().map(norms);
        norms.collect::<tantivy::Result<_>>().map(Self)
    }

    fn norms(&self, field: TextField) -> &[f32; 256] {
        &self.0[field as usize]
    }
}

impl std::fmt::Debug for AllWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AllWords")
            .field("words", &self.words)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl Query for AllWords {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let searcher = match scoring {
            EnableScoring::Enabled { searcher, .. } => searcher,
            EnableScoring::Disabled { searcher_opt, .. } => searcher_opt
                .ok_or_else(|| TantivyError::InvalidArgument("words need a searcher".to_owned()))?,
        };
        let n_documents = searcher.num_docs() as f32;
        let mut weighed = Vec::with_capacity(self.words.len());
        for (at, word) in self.words.iter().enumerate() {
            let n_having = self.n_documents_having(searcher, word)? as f32;
            let rarity = (1.0 + (n_documents - n_having + 0.5) / (n_having + 0.5)).ln();
            weighed.push(WeighedWord { at, rarity });
        }
        weighed.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
        Ok(Box::new(AllWordsWeight {
            query: self.clone(),
            weighed,
            with_scores: scoring.is_scoring_enabled(),
        }))
    }
}

impl AllWords {
    /// Returns how many documents have the word in the field where most have it.
    fn n_documents_having(
        &self,
        searcher: &tantivy::Searcher,
        word: &QueryWord,
    ) -> tantivy::Result<u64> {
        let mut most = 0;
        for field in self.scope.iter().copied() {
            let term = Term::from_field_text(self.fields.text(field).stemmed, &word.stem);
            most = most.max(searcher.doc_freq(&term)?);
        }
        Ok(most)
    }
}

/// A word's place in the query, and what it is worth: rarer ones more.
#[derive(Clone, Copy)]
struct WeighedWord {
    at: usize,
    rarity: f32,
}

struct AllWordsWeight {
    query: AllWords,
    /// The rarest first.
    weighed: Vec<WeighedWord>,
    with_scores: bool,
}

impl Weight for AllWordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let found = self.found(reader)?;
        Ok(Box::new(Scored {
            documents: found
                .into_iter()
                .map(|(document, score)| (document, score * boost))
                .collect(),
            at: 0,
        }))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let found = self.found(reader)?;
        match found.binary_search_by_key(&document, |(document, _)| *document) {
            Ok(at) => Ok(Explanation::new("all words", found[at].1)),
            Err(_) => Err(TantivyError::InvalidArgument(format!(
                "document {document} has not all words"
            ))),
        }
    }
}

impl AllWordsWeight {
    /// Returns the documents in order, with their scores.
    fn found(&self, reader: &SegmentReader) -> tantivy::Result<Vec<(DocId, Score)>> {
        let mut documents = DocumentSet::default();
        let mut findings: Vec<Vec<Finding>> = Vec::new();
        for (n_done, weighed) in self.weighed.iter().enumerate() {
            let word = WordReader::open(&self.query, reader, &self.query.words[weighed.at])?;
            if n_done == 0 {
                documents = word.documents(reader.max_doc())?;
            }
            if documents.list.is_empty() {
                return Ok(Vec::new());
            }
            let found = if self.with_scores {
                word.findings(&documents)?
            } else {
                word.presence(&documents)?
            };
            let has_word: Vec<bool> = found.iter().map(|finding| finding.fields != 0).collect();
            findings.push(found);
            if has_word.iter().any(|has_word| !has_word) {
                documents = documents.only(&has_word);
                for findings in &mut findings {
                    keep(findings, &has_word);
                }
            }
        }
        let documents = documents.list;
        if !self.with_scores {
            return Ok(documents
                .into_iter()
                .map(|document| (document, 0.0))
                .collect());
        }
        self.scores(reader, &documents, &findings)
    }

    fn scores(
        &self,
        reader: &SegmentReader,
        documents: &[DocId],
        findings: &[Vec<Finding>],
    ) -> tantivy::Result<Vec<(DocId, Score)>> {
        let title = self.query.fields.text(TextField::Title).stemmed;
        let title_lengths = reader.get_fieldnorms_reader(title)?;
        let in_title = |at: usize| {
            let has_title =
                |finding: &Vec<Finding>| finding[at].fields & bit(TextField::Title) != 0;
            findings.iter().all(has_title)
        };
        let with_whole_title: Vec<usize> =
            (0..documents.len()).filter(|at| in_title(*at)).collect();
        let candidates: Vec<DocId> = with_whole_title.iter().map(|at| documents[*at]).collect();
        let stems: Vec<&str> = self.query.words.iter().map(|word| &*word.stem).collect();
        let in_order = title_order::in_order(reader, title, &stems, &candidates)?;
        let mut scores: Vec<(DocId, Score)> = (0..documents.len())
            .map(|at| (documents[at], self.score_of_words(findings, at)))
            .collect();
        for (at, is_in_order) in with_whole_title.into_iter().zip(in_order) {
            let length = title_lengths.fieldnorm(documents[at]).max(1);
            scores[at].1 *= weights::of_whole_title(stems.len(), length as usize, is_in_order);
        }
        Ok(scores)
    }

    /// Returns what the words found in a document are worth.
    fn score_of_words(&self, findings: &[Vec<Finding>], at: usize) -> f32 {
        const NAMING: u16 = bit(TextField::Title)
            | bit(TextField::Acronym)
            | bit(TextField::Tags)
            | bit(TextField::Organization)
            | bit(TextField::Geozones);
        const TITLING: u16 = bit(TextField::Title) | bit(TextField::Acronym);
        let (mut score, mut all, mut naming, mut titling) = (0.0, 0.0, 0.0, 0.0);
        let mut is_acronym = false;
        for (weighed, findings) in self.weighed.iter().zip(findings) {
            let finding = &findings[at];
            let others = finding.sum - finding.best;
            score += weighed.rarity * (finding.best + weights::OTHER_FIELDS * others);
            all += weighed.rarity;
            naming += weighed.rarity * f32::from(u8::from(finding.fields & NAMING != 0));
            titling += weighed.rarity * f32::from(u8::from(finding.fields & TITLING != 0));
            is_acronym |= finding.is_acronym;
        }
        score * weights::of_coverage(naming / all, titling / all) * weights::of_acronym(is_acronym)
    }
}

fn keep<T: Copy>(values: &mut Vec<T>, is_kept: &[bool]) {
    let mut at = 0;
    values.retain(|_| {
        at += 1;
        is_kept[at - 1]
    });
}

/// Documents in order, with scores that are known.
struct Scored {
    documents: Vec<(DocId, Score)>,
    at: usize,
}

impl DocSet for Scored {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|(document, _)| *document < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        let here = self.documents.get(self.at);
        here.map_or(TERMINATED, |(document, _)| *document)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}

impl Scorer for Scored {
    fn score(&mut self) -> Score {
        self.documents.get(self.at).map_or(0.0, |(_, score)| *score)
    }
}
