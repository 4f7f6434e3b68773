//! Which documents answer the words of a query, and how well.
//!
//! A word counts once: in its best field, with a little from the others, as it was typed or as what it may be found as.
//! The documents of the rarest word come first; every further word is looked up for those alone. That costs about as
//! much as reading one word's documents, where a union of all fields' lists, as tantivy has it, reads the lists of
//! every word.
//!
//! All words are required where enough live records have them. Otherwise records with most of them are found too:
//! those that have at least a share of the mass of words, by rarity, that the best record has.

mod counts;
mod document_set;
mod explain;
mod lists;
mod phrase;
mod relaxation;
mod score;

use tantivy::DocId;

use super::concept::{Concepts, Wanted};
use super::context::Context;
use crate::schema::TextField;
use crate::understanding::Relaxation;
pub(super) use counts::{n_documents_with, n_live_documents};
use document_set::DocumentSet;
use lists::{FieldCounts, Finding, Lists};
use score::WordFinding;

/// The words of a query, ready to be looked for.
pub(crate) struct Matching<'a> {
    context: &'a Context<'a>,
    concepts: &'a Concepts,
    /// The rarest first.
    weighed: Vec<Weighed>,
    segments: Vec<SegmentLists<'a>>,
    with_scores: bool,
}

/// A word's place in the query, and what it is worth: rarer ones more.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    at: usize,
    mass: f32,
    /// It names a place, a year, a format or a type: what is liked rather than needed.
    is_preference: bool,
    /// What its absence takes from a record where not all words are required.
    needed_mass: f32,
    is_anywhere: bool,
}

/// The lists of one segment.
struct SegmentLists<'a> {
    number: usize,
    n_documents: u32,
    /// By word, as typed.
    typed: Vec<Lists<'a>>,
    /// By alternative.
    alternatives: Vec<Lists<'a>>,
}

/// What was found.
pub(crate) struct Matches {
    /// By segment: the documents in order, with their scores.
    pub segments: Vec<Vec<(DocId, f32)>>,
    /// What was given up; `None` where every document has every word.
    pub relaxation: Option<Relaxation>,
}

/// Documents of a segment with what is found in them of each word, in the order of the masses.
struct Found {
    documents: DocumentSet,
    findings: Vec<Vec<WordFinding>>,
}

impl<'a> Matching<'a> {
    /// Opens the lists of all words.
    pub fn open(
        context: &'a Context<'a>,
        concepts: &'a Concepts,
        scope: &[TextField],
        with_scores: bool,
    ) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        for (number, reader) in context.engine.segment_readers().iter().enumerate() {
            let open = |wanted: &Wanted| Lists::open(context, number, scope, wanted);
            let typed = concepts.words.iter().zip(&concepts.is_literal);
            let typed = typed.map(|(word, is_literal)| {
                if *is_literal {
                    open(&Wanted::Word(word.clone()))
                } else {
                    Ok(Lists::none(context, number))
                }
            });
            let alternatives = concepts.alternatives.iter();
            segments.push(SegmentLists {
                number,
                n_documents: reader.max_doc(),
                typed: typed.collect::<Result<_, _>>()?,
                alternatives: alternatives
                    .map(|alternative| open(&alternative.wanted))
                    .collect::<Result<_, _>>()?,
            });
        }
        Ok(Self {
            weighed: weigh(context, concepts, &segments),
            context,
            concepts,
            segments,
            with_scores,
        })
    }

    /// Returns the documents that have all the words, or most of them where these are few and it may be so. `counts` says
    /// of a document whether it counts as found: archived ones do not, unless they are searched for.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn run(
        &mut self,
        may_relax: bool,
        counts: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Matches> {
        let mut found = Vec::with_capacity(self.segments.len());
        let mut n_counted = 0;
        for segment in &self.segments {
            let of_segment = self.with_all_words(segment)?;
            let documents = of_segment.documents.list.iter();
            n_counted += documents
                .filter(|document| counts(segment.number, **document))
                .count();
            found.push(of_segment);
        }
        let mut relaxation = None;
        let is_enough = n_counted as f32 >= self.context.ranking.weights.enough_hits;
        if may_relax && self.weighed.len() > 1 && !is_enough {
            self.find_where_words_are(counts)?;
            found = self.with_most_words(n_counted > 0, counts)?;
            relaxation = self.relaxation(&found, n_counted as u64);
        }
        let segments = self.segments.iter().zip(found);
        Ok(Matches {
            segments: segments
                .map(|(segment, found)| self.scores(segment, found))
                .collect::<Result<_, _>>()?,
            relaxation,
        })
    }

    fn with_all_words(&self, segment: &SegmentLists<'_>) -> tantivy::Result<Found> {
        let mut found = Found {
            documents: DocumentSet::default(),
            findings: Vec::new(),
        };
        for (n_done, weighed) in self.weighed.iter().enumerate() {
            if n_done == 0 {
                found.documents = self.documents_of(segment, [*weighed].iter())?;
            }
            if found.documents.list.is_empty() {
                found.findings.push(Vec::new());
                continue;
            }
            let findings = self.findings(segment, weighed.at, &found.documents)?;
            let has_word: Vec<bool> = findings.iter().map(WordFinding::is_any).collect();
            found.findings.push(findings);
            found.keep(&has_word);
        }
        Ok(found)
    }

    /// Returns the documents that have any of the words.
    fn documents_of<'w>(
        &self,
        segment: &SegmentLists<'_>,
        words: impl Iterator<Item = &'w Weighed>,
    ) -> tantivy::Result<DocumentSet> {
        let mut bits = vec![0u64; segment.n_documents as usize / 64 + 1];
        for weighed in words {
            segment.typed[weighed.at].add_documents(&mut bits)?;
            for (_, lists) in self.alternatives_of(segment, weighed.at) {
                lists.add_documents(&mut bits)?;
            }
        }
        Ok(DocumentSet::new(bits))
    }

    fn alternatives_of<'s>(
        &'s self,
        segment: &'s SegmentLists<'a>,
        word: usize,
    ) -> impl Iterator<Item = (usize, &'s Lists<'a>)> {
        let covers =
            move |(at, _): &(usize, _)| self.concepts.alternatives[*at].covers.contains(&word);
        segment.alternatives.iter().enumerate().filter(covers)
    }

    /// Returns what each of the documents has of a word.
    fn findings(
        &self,
        segment: &SegmentLists<'a>,
        word: usize,
        documents: &DocumentSet,
    ) -> tantivy::Result<Vec<WordFinding>> {
        let of = |lists: &Lists<'_>| -> tantivy::Result<Vec<Finding>> {
            if self.with_scores {
                lists.findings(documents)
            } else {
                lists.presence(documents)
            }
        };
        let other_fields = self.context.ranking.weights.other_fields;
        let typed = of(&segment.typed[word])?;
        let mut findings: Vec<WordFinding> = typed
            .into_iter()
            .map(|finding| WordFinding::typed(finding, other_fields))
            .collect();
        for (at, lists) in self.alternatives_of(segment, word) {
            let alternative = &self.concepts.alternatives[at];
            let of_alternative = of(lists)?;
            for (finding, other) in findings.iter_mut().zip(of_alternative) {
                if other.fields != 0 {
                    finding.add(other, alternative, at, other_fields);
                }
            }
        }
        Ok(findings)
    }

    fn scores(
        &self,
        segment: &SegmentLists<'_>,
        found: Found,
    ) -> tantivy::Result<Vec<(DocId, f32)>> {
        if !self.with_scores {
            let documents = found.documents.list.into_iter();
            return Ok(documents.map(|document| (document, 0.0)).collect());
        }
        let titles = self.titles(segment, &found)?;
        let scores = titles.into_iter().enumerate().map(|(at, title)| {
            let score = self.score(&found.findings, at, title).product();
            (found.documents.list[at], score)
        });
        Ok(scores.collect())
    }
}

impl Found {
    fn keep(&mut self, is_kept: &[bool]) {
        if is_kept.iter().all(|is_kept| *is_kept) {
            return;
        }
        self.documents = self.documents.only(is_kept);
        for findings in &mut self.findings {
            keep(findings, is_kept);
        }
    }
}

fn keep<T: Copy>(values: &mut Vec<T>, is_kept: &[bool]) {
    let mut at = 0;
    values.retain(|_| {
        at += 1;
        is_kept[at - 1]
    });
}

/// Returns the words with their masses, the heaviest first.
fn weigh(
    context: &Context<'_>,
    concepts: &Concepts,
    segments: &[SegmentLists<'_>],
) -> Vec<Weighed> {
    let n_documents = context.engine.num_docs() as f32;
    let most = |counts: FieldCounts| counts.into_iter().max().unwrap_or(0);
    let weigh = |at: usize| {
        let mut counts = FieldCounts::default();
        for segment in segments {
            segment.typed[at].count(&mut counts);
        }
        let mut n_having = most(counts);
        if n_having == 0 {
            for (number, alternative) in concepts.alternatives.iter().enumerate() {
                if alternative.covers.contains(&at) {
                    let mut counts = FieldCounts::default();
                    for segment in segments {
                        segment.alternatives[number].count(&mut counts);
                    }
                    n_having = n_having.max(most(counts));
                }
            }
        }
        let n_having_f = n_having as f32;
        let rarity = (1.0 + (n_documents - n_having_f + 0.5) / (n_having_f + 0.5)).ln();
        let mass = rarity * concepts.importance[at];
        let of_preference = concepts.n_words_of_preference(at);
        Weighed {
            at,
            mass,
            is_preference: of_preference.is_some(),
            needed_mass: match of_preference {
                Some(n_words) => mass * context.ranking.weights.preference / n_words as f32,
                None => mass,
            },
            is_anywhere: n_having > 0,
        }
    };
    let mut weighed: Vec<Weighed> = (0..concepts.words.len()).map(weigh).collect();
    weighed.sort_by(|a, b| b.mass.total_cmp(&a.mass));
    weighed
}
