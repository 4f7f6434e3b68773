//! One facet's values of every document, as ordinals.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tantivy::Searcher;

use super::counters::CounterPool;
use super::dictionary::dictionary;
use super::group_values::GroupValues;
use super::lists::Lists;
use super::values::{Numbering, Values};
use crate::error::{EngineContext, Error};
use crate::facet::{COVERAGES, Facet, FacetTerm};
use crate::schema::{facet_field_name, inferred_field_name};

/// One facet: its values, and which of them each document has.
///
/// Documents that have the same values share one set of values, so that a document is a single number: the ordinal of
/// its set. Counting adds 1 to the set of each document; a value's count is the sum over the sets that hold it.
pub(crate) struct FacetColumn {
    pub values: Arc<Values>,
    /// By segment, by document: the ordinal of its set.
    documents: Arc<Vec<Vec<u32>>>,
    /// The ordinals of the values of each set, ascending.
    sets: Lists,
    /// By ordinal: the sets that hold the value.
    holders: Lists,
    /// The values that groups have, once they were asked for: of near-copies, and of these and series.
    pub(super) of_groups: [OnceLock<GroupValues>; 2],
    /// Idle memory for counting it.
    pub counters: CounterPool,
}

impl FacetColumn {
    /// Reads a facet of all segments; ordinals of values and sets hold for all of them.
    pub fn load(searcher: &Searcher, facet: Facet) -> Result<Self, Error> {
        let mut numbering = Numbering::new(facet);
        if facet == Facet::Coverage {
            // Where inferred zones do not count, a record may have a coverage that the index has for no record.
            for (name, _) in COVERAGES {
                numbering.ordinal_of(name);
            }
        }
        let ordinals = read_ordinals(searcher, &facet_field_name(facet), &mut numbering)?;
        let mut sets = Sets::default();
        let documents = ordinals.iter().map(|segment| sets.of_documents(segment));
        let documents = Arc::new(documents.collect());
        Ok(Self::new(
            Arc::new(numbering.finish()),
            documents,
            sets.lists,
        ))
    }

    /// Reads a facet of which some values are inferred: what records declare, and the same with what is inferred in its place.
    pub fn load_with_inferred(searcher: &Searcher, facet: Facet) -> Result<(Self, Self), Error> {
        let mut numbering = Numbering::new(facet);
        let declared = read_ordinals(searcher, &facet_field_name(facet), &mut numbering)?;
        let inferred = read_ordinals(searcher, &inferred_field_name(facet), &mut numbering)?;
        let values = Arc::new(numbering.finish());
        let with_inferred: Vec<Lists> = declared
            .iter()
            .zip(&inferred)
            .map(|(declared, inferred)| or_else(inferred, declared))
            .collect();
        let column = |segments: &[Lists]| {
            let mut sets = Sets::default();
            let documents = segments.iter().map(|segment| sets.of_documents(segment));
            let documents = Arc::new(documents.collect());
            Self::new(Arc::clone(&values), documents, sets.lists)
        };
        Ok((column(&declared), column(&with_inferred)))
    }

    pub fn new(values: Arc<Values>, documents: Arc<Vec<Vec<u32>>>, mut sets: Lists) -> Self {
        sets.shrink();
        let holders = sets.inverted(values.len());
        Self {
            values,
            documents,
            sets,
            holders,
            of_groups: [OnceLock::new(), OnceLock::new()],
            counters: CounterPool::default(),
        }
    }

    /// Returns the same documents with other values in their sets.
    pub fn with_sets(&self, change: impl Fn(&[u32]) -> Vec<u32>) -> Self {
        let mut sets = Lists::default();
        for set in self.sets.iter() {
            sets.push(&change(set));
        }
        Self::new(Arc::clone(&self.values), Arc::clone(&self.documents), sets)
    }

    /// Returns the same documents with other values, given the ordinal of each value's new one.
    pub fn with_values(&self, values: Arc<Values>, to_new: impl Fn(u32) -> u32) -> Self {
        let mut sets = Lists::default();
        for set in self.sets.iter() {
            let mut set: Vec<u32> = set.iter().map(|ordinal| to_new(*ordinal)).collect();
            set.sort_unstable();
            set.dedup();
            sets.push(&set);
        }
        Self::new(values, Arc::clone(&self.documents), sets)
    }

    /// Returns how many documents have each value.
    pub fn n_documents_by_value(&self) -> Vec<u64> {
        let mut n_with_set = vec![0; self.sets.len()];
        for set in self.documents.iter().flatten() {
            n_with_set[*set as usize] += 1;
        }
        let mut n_with_value = vec![0; self.values.len()];
        for (set, n_documents) in self.sets.iter().zip(n_with_set) {
            for ordinal in set {
                n_with_value[*ordinal as usize] += n_documents;
            }
        }
        n_with_value
    }

    /// Returns the set of each document of a segment.
    pub fn documents(&self, segment: usize) -> &[u32] {
        &self.documents[segment]
    }

    /// Returns the name of the first of a document's values.
    pub fn first_value(&self, segment: usize, document: u32) -> Option<&str> {
        let set = self.documents(segment)[document as usize];
        let ordinal = self.set(set).first()?;
        Some(&self.values.get(*ordinal).name)
    }

    pub fn n_sets(&self) -> usize {
        self.sets.len()
    }

    /// Returns the ordinals of a set's values, ascending.
    pub fn set(&self, set: u32) -> &[u32] {
        self.sets.get(set)
    }

    /// Returns the sets that hold a value.
    pub fn holders(&self, ordinal: u32) -> &[u32] {
        self.holders.get(ordinal)
    }

    /// Returns the bytes that it takes, those of the values' names included.
    pub fn n_bytes(&self) -> usize {
        let documents = self.documents.iter().map(|segment| segment.len() * 4);
        documents.sum::<usize>() + self.n_bytes_of_sets() + self.values.n_bytes()
    }

    /// Returns the bytes that its sets take.
    pub fn n_bytes_of_sets(&self) -> usize {
        self.sets.n_bytes() + self.holders.n_bytes()
    }
}

/// Gives ordinals to distinct sets of values, as they come.
#[derive(Default)]
pub(super) struct Sets {
    pub lists: Lists,
    ordinals: HashMap<Box<[u32]>, u32>,
    /// By value, the set of it alone, which most documents have in most facets.
    of_one: Vec<Option<u32>>,
}

impl Sets {
    pub fn ordinal_of(&mut self, values: &[u32]) -> u32 {
        let [value] = values else {
            return self.look_up(values);
        };
        let place = *value as usize;
        if let Some(Some(ordinal)) = self.of_one.get(place) {
            return *ordinal;
        }
        let ordinal = self.look_up(values);
        if self.of_one.len() <= place {
            self.of_one.resize(place + 1, None);
        }
        self.of_one[place] = Some(ordinal);
        ordinal
    }

    fn look_up(&mut self, values: &[u32]) -> u32 {
        if let Some(ordinal) = self.ordinals.get(values) {
            return *ordinal;
        }
        let ordinal = self.lists.len() as u32;
        self.ordinals.insert(values.into(), ordinal);
        self.lists.push(values);
        ordinal
    }

    fn of_documents(&mut self, documents: &Lists) -> Vec<u32> {
        let values = documents.iter();
        values.map(|values| self.ordinal_of(values)).collect()
    }
}

/// Returns the first lists, and the others in the place of those that are empty.
fn or_else(lists: &Lists, others: &Lists) -> Lists {
    let mut chosen = Lists::default();
    for (list, other) in lists.iter().zip(others.iter()) {
        chosen.push(if list.is_empty() { other } else { list });
    }
    chosen
}

/// Returns the ordinals of each document's values, ascending and distinct, by segment.
pub(super) fn read_ordinals(
    searcher: &Searcher,
    field: &str,
    numbering: &mut Numbering,
) -> Result<Vec<Lists>, Error> {
    let mut segments = Vec::new();
    let mut ordinals = Vec::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field).to("read a facet")?;
        let names = column.as_ref().map(dictionary).transpose()?;
        let terms: Vec<FacetTerm> = names
            .iter()
            .flatten()
            .map(|text| FacetTerm::decode(text))
            .collect();
        // A value that only deleted documents have has no ordinal.
        let mut to_ordinal: Vec<Option<u32>> = vec![None; terms.len()];
        let mut documents = Lists::default();
        for document in 0..segment.max_doc() {
            ordinals.clear();
            let is_alive = !segment.is_deleted(document);
            let column = column.iter().filter(|_| is_alive);
            let values = column.flat_map(|column| column.term_ords(document));
            for value in values {
                let term = &terms[value as usize];
                let ordinal = *to_ordinal[value as usize]
                    .get_or_insert_with(|| numbering.ordinal_of(&term.value));
                if let Some(label) = &term.label {
                    numbering.label(ordinal, label);
                }
                ordinals.push(ordinal);
            }
            // Two spellings of one organization's name are one value, and count once.
            ordinals.sort_unstable();
            ordinals.dedup();
            documents.push(&ordinals);
        }
        segments.push(documents);
    }
    Ok(segments)
}
