//! One facet's values of every document, as numbers.

use std::collections::HashMap;

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
        let mut column = Self { values: Vec::new(), segments: Vec::new(), by_name: HashMap::new() };
        for segment in searcher.segment_readers() {
            let mut starts = Vec::with_capacity(segment.max_doc() as usize + 1);
            let mut ordinals = Vec::new();
            starts.push(0);
            if let Some((values, dictionary)) = facet_dictionary(segment.fast_fields(), facet)? {
                let to_ordinal: Vec<u32> =
                    dictionary.iter().map(|text| column.ordinal_of(facet, FacetTerm::decode(text))).collect();
                for document in 0..segment.max_doc() {
                    let first = ordinals.len();
                    ordinals.extend(values.term_ords(document).map(|ordinal| to_ordinal[ordinal as usize]));
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
        Ok(column)
    }

    fn ordinal_of(&mut self, facet: Facet, term: FacetTerm) -> u32 {
        if let Some(ordinal) = self.by_name.get(&term.value) {
            return *ordinal;
        }
        let ordinal = self.values.len() as u32;
        let label = term.label.unwrap_or_else(|| facet.value_label(&term.value));
        self.by_name.insert(term.value.clone(), ordinal);
        self.values.push(LabelledValue { name: term.value, label });
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
