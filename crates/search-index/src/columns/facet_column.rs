//! One facet's values of every document, as numbers.

use std::collections::{BTreeMap, HashMap};

use tantivy::Searcher;

use super::facet_dictionary;
use crate::error::Error;
use crate::facet::{Facet, FacetTerm};

/// One facet: its values over all segments, and which of them each document has.
pub(crate) struct FacetColumn {
    /// The values and their labels; a value's place is its ordinal.
    pub values: Vec<LabelledValue>,
    segments: Vec<SegmentOrdinals>,
    by_name: HashMap<String, u32>,
}

/// A value and its French label.
pub(crate) struct LabelledValue {
    pub name: String,
    pub label: String,
}

/// The ordinals of document `d` are `ordinals[starts[d]..starts[d + 1]]`.
struct SegmentOrdinals {
    starts: Vec<u32>,
    ordinals: Vec<u32>,
}

impl FacetColumn {
    /// Reads a facet of all segments, with one numbering for all.
    pub fn load(searcher: &Searcher, facet: Facet) -> Result<Self, Error> {
        let mut column = Self {
            values: Vec::new(),
            segments: Vec::new(),
            by_name: HashMap::new(),
        };
        let mut given_labels = GivenLabels::default();
        for segment in searcher.segment_readers() {
            let mut starts = Vec::with_capacity(segment.max_doc() as usize + 1);
            let mut ordinals = Vec::new();
            starts.push(0);
            if let Some((values, dictionary)) = facet_dictionary(segment.fast_fields(), facet)? {
                let terms: Vec<FacetTerm> = dictionary
                    .iter()
                    .map(|text| FacetTerm::decode(text))
                    .collect();
                let to_ordinal: Vec<u32> = terms
                    .iter()
                    .map(|term| column.ordinal_of(&term.value))
                    .collect();
                for document in 0..segment.max_doc() {
                    let first = ordinals.len();
                    for ordinal in values.term_ords(document) {
                        let value = to_ordinal[ordinal as usize];
                        given_labels.count(value, terms[ordinal as usize].label.as_deref());
                        ordinals.push(value);
                    }
                    // Two spellings of one organization's name are one value, and count once.
                    ordinals[first..].sort_unstable();
                    dedup_from(&mut ordinals, first);
                    starts.push(ordinals.len() as u32);
                }
            } else {
                starts.resize(segment.max_doc() as usize + 1, 0);
            }
            column.segments.push(SegmentOrdinals { starts, ordinals });
        }
        for (ordinal, value) in column.values.iter_mut().enumerate() {
            let given = given_labels.most_frequent(ordinal as u32);
            value.label = given.unwrap_or_else(|| facet.value_label(&value.name));
        }
        Ok(column)
    }

    fn ordinal_of(&mut self, name: &str) -> u32 {
        if let Some(ordinal) = self.by_name.get(name) {
            return *ordinal;
        }
        let ordinal = self.values.len() as u32;
        self.by_name.insert(name.to_owned(), ordinal);
        self.values.push(LabelledValue {
            name: name.to_owned(),
            label: String::new(),
        });
        ordinal
    }

    /// Returns the ordinal of a value, if any document has it.
    pub fn ordinal(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// Returns the ordinals of a document's values.
    pub fn of_document(&self, segment: usize, document: u32) -> &[u32] {
        let segment = &self.segments[segment];
        let document = document as usize;
        &segment.ordinals[segment.starts[document] as usize..segment.starts[document + 1] as usize]
    }
}

/// How many documents give a value which label, where documents do.
#[derive(Default)]
struct GivenLabels(HashMap<u32, BTreeMap<String, u64>>);

impl GivenLabels {
    fn count(&mut self, ordinal: u32, label: Option<&str>) {
        let Some(label) = label else { return };
        let labels = self.0.entry(ordinal).or_default();
        match labels.get_mut(label) {
            Some(n) => *n += 1,
            None => {
                labels.insert(label.to_owned(), 1);
            }
        }
    }

    /// Returns the label that most documents give; of equally many the first in the alphabet.
    fn most_frequent(&mut self, ordinal: u32) -> Option<String> {
        let labels = self.0.remove(&ordinal)?;
        labels
            .into_iter()
            .rev()
            .max_by_key(|(_, n)| *n)
            .map(|(label, _)| label)
    }
}

fn dedup_from(ordinals: &mut Vec<u32>, first: usize) {
    let mut kept = first;
    for at in first..ordinals.len() {
        if at == first || ordinals[at] != ordinals[kept - 1] {
            ordinals[kept] = ordinals[at];
            kept += 1;
        }
    }
    ordinals.truncate(kept);
}
