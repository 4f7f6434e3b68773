//! Two facets are crossed here: which values of one the hits have together with which of the other.
//!
//! In the walk each hit adds one number, its two sets of values, and nothing is looked up. A table of some values of both is made of
//! the distinct pairs of sets afterwards. Unlike the counts of one facet, those of a table are of hits alone: the filters of the two
//! facets hold as all others do.

use tantivy::DocId;

use super::members::Runs;
use crate::columns::FacetView;

/// The pairs of sets in the making.
pub(super) struct Crossing<'a> {
    facets: &'a [FacetView; 2],
    /// By hit of which all records have one pair of sets: that pair.
    pairs: Vec<u64>,
    /// By group of which the records have several pairs: these, each once.
    groups: Vec<Vec<u64>>,
}

impl<'a> Crossing<'a> {
    pub fn new(facets: &'a [FacetView; 2]) -> Self {
        Self {
            facets,
            pairs: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Counts hits of a segment.
    pub fn add(&mut self, segment: usize, documents: &[DocId]) {
        let [rows, columns] = self.facets;
        let rows = rows.column.documents(segment);
        let columns = columns.column.documents(segment);
        let pair = |document: &DocId| pair(rows[*document as usize], columns[*document as usize]);
        self.pairs.extend(documents.iter().map(pair));
    }

    /// Counts groups of hits, each as one thing.
    pub fn add_groups(&mut self, runs: &Runs) {
        let [rows, columns] = self.facets;
        for run in runs.iter() {
            let documents = run.documents.iter().map(|(segment, document)| {
                let (segment, document) = (*segment as usize, *document as usize);
                let row = rows.column.documents(segment)[document];
                pair(row, columns.column.documents(segment)[document])
            });
            let mut pairs: Vec<u64> = documents.collect();
            pairs.sort_unstable();
            pairs.dedup();
            match pairs[..] {
                [pair] => self.pairs.push(pair),
                _ => self.groups.push(pairs),
            }
        }
    }

    pub fn finish(mut self) -> Crossed {
        self.pairs.sort_unstable();
        let of_one = self.pairs.chunk_by(|a, b| a == b);
        let of_one = of_one.map(|same| (vec![same[0]], same.len() as u64));
        let of_groups = self.groups.into_iter().map(|pairs| (pairs, 1));
        Crossed {
            things: of_one.chain(of_groups).collect(),
        }
    }
}

fn pair(row: u32, column: u32) -> u64 {
    (u64::from(row) << 32) | u64::from(column)
}

/// Returns the sets of values of a pair.
fn sets(pair: u64) -> [u32; 2] {
    [(pair >> 32) as u32, pair as u32]
}

/// The sets of values that hits have in two facets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Crossed {
    /// The distinct pairs of sets of a hit's records, and how many hits have these.
    things: Vec<(Vec<u64>, u64)>,
}

/// How many hits have the values of each row and column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// By row, by column.
    pub cells: Vec<Vec<u64>>,
    /// How many hits are in no cell.
    pub n_left_out: u64,
}

impl Crossed {
    /// Returns the values of one of the two facets that hits have, and how many have each, in no order.
    pub fn counts(&self, facet: usize, view: &FacetView) -> Vec<(u32, u64)> {
        let mut counts = vec![0; view.column.values.len()];
        let mut values = Vec::new();
        for (pairs, n) in &self.things {
            values.clear();
            for pair in pairs {
                view.each_value_of(sets(*pair)[facet], |ordinal| values.push(ordinal));
            }
            if pairs.len() > 1 || view.values_repeat() {
                values.sort_unstable();
                values.dedup();
            }
            for ordinal in &values {
                counts[*ordinal as usize] += n;
            }
        }
        let counts = (0..).zip(counts);
        counts.filter(|(_, n)| *n > 0).collect()
    }

    /// Returns the counts of these values of the one facet with these of the other.
    pub fn table(&self, views: &[FacetView; 2], shown: [&[u32]; 2]) -> Table {
        let places = [0, 1].map(|facet| {
            let n_values = views[facet].column.values.len();
            let mut places = vec![None; n_values];
            for (place, ordinal) in shown[facet].iter().enumerate() {
                places[*ordinal as usize] = Some(place);
            }
            places
        });
        let mut table = Table {
            cells: vec![vec![0; shown[1].len()]; shown[0].len()],
            n_left_out: 0,
        };
        let mut cells = Vec::new();
        for (pairs, n) in &self.things {
            cells.clear();
            for pair in pairs {
                let sets = sets(*pair);
                views[0].each_value_of(sets[0], |row| {
                    if let Some(row) = places[0][row as usize] {
                        views[1].each_value_of(sets[1], |column| {
                            let column = places[1][column as usize];
                            cells.extend(column.map(|column| (row, column)));
                        });
                    }
                });
            }
            cells.sort_unstable();
            cells.dedup();
            for (row, column) in &cells {
                table.cells[*row][*column] += n;
            }
            if cells.is_empty() {
                table.n_left_out += n;
            }
        }
        table
    }
}
