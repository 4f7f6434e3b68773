//! One pass over the documents that the words match: filters, hits in order, facet counts.
//!
//! The rule of the counts stands in [`Pass::collect`] and nowhere else: a document that fails no filter is a
//! hit and counts in every facet; one that fails exactly one facet's filter counts in that facet alone, because it is
//! what the user would find by choosing its value there instead.

use std::cmp::Ordering;

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, Score, Searcher};

use crate::columns::{Columns, FacetColumn};
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::request::{Direction, SearchRequest, Sort};

/// Hits are gathered until they are twice as many as asked for, and at least this many; then the best are kept.
const PRUNE_ABOVE: usize = 1024;

/// The facets' selections, brought to ordinals.
struct Filter<'a> {
    column: &'a FacetColumn,
    /// Where its facet stands among those counted.
    counted_as: Option<usize>,
    /// By ordinal: whether it is selected.
    selected: Vec<bool>,
}

/// What to do in the pass.
pub(crate) struct Pass<'a> {
    columns: &'a Columns,
    filters: Vec<Filter<'a>>,
    counted: Vec<&'a FacetColumn>,
    sort: Sort,
    n_hits: usize,
}

impl<'a> Pass<'a> {
    pub fn new(columns: &'a Columns, request: &SearchRequest) -> Self {
        let filters = request
            .filters
            .iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(facet, values)| Self::filter(columns, request, *facet, values))
            .collect();
        Self {
            columns,
            filters,
            counted: request
                .facets
                .iter()
                .map(|facet| columns.facet(*facet))
                .collect(),
            sort: request.sort,
            n_hits: request.page.saturating_mul(request.page_size),
        }
    }

    fn filter(
        columns: &'a Columns,
        request: &SearchRequest,
        facet: Facet,
        values: &[String],
    ) -> Filter<'a> {
        let column = columns.facet(facet);
        let mut selected = vec![false; column.values.len()];
        for ordinal in values.iter().filter_map(|value| column.ordinal(value)) {
            selected[ordinal as usize] = true;
        }
        let counted_as = request.facets.iter().position(|counted| *counted == facet);
        Filter {
            column,
            counted_as,
            selected,
        }
    }
}

/// A hit and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RankedHit {
    pub address: DocAddress,
    pub score: Score,
    pub popularity: f32,
    sort_value: Option<i64>,
    key_rank: u32,
}

/// What the pass found.
pub(crate) struct Found {
    pub total: u64,
    /// The best hits, in order.
    pub hits: Vec<RankedHit>,
    /// By counted facet, by ordinal.
    pub counts: Vec<Vec<u64>>,
}

impl Pass<'_> {
    /// Returns the order of two hits: the asked one, then by use, then by key.
    fn order(&self, a: &RankedHit, b: &RankedHit) -> Ordering {
        let asked = match self.sort {
            Sort::Relevance => b.score.total_cmp(&a.score),
            Sort::By(_, direction) => match (a.sort_value, b.sort_value) {
                (Some(a), Some(b)) if direction == Direction::Ascending => a.cmp(&b),
                (Some(a), Some(b)) => b.cmp(&a),
                (a, b) => a.is_none().cmp(&b.is_none()),
            },
        };
        asked
            .then(b.popularity.total_cmp(&a.popularity))
            .then(a.key_rank.cmp(&b.key_rank))
    }

    /// Keeps the best hits only, in no order.
    fn prune(&self, hits: &mut Vec<RankedHit>) {
        if self.n_hits == 0 {
            hits.clear();
        } else if hits.len() > self.n_hits {
            hits.select_nth_unstable_by(self.n_hits - 1, |a, b| self.order(a, b));
            hits.truncate(self.n_hits);
        }
    }
}

impl Pass<'_> {
    /// Runs the query over all segments.
    pub fn run(&self, searcher: &Searcher, query: &dyn Query) -> Result<Found, Error> {
        let mut found = Found {
            total: 0,
            hits: Vec::new(),
            counts: self
                .counted
                .iter()
                .map(|column| vec![0; column.values.len()])
                .collect(),
        };
        let scoring = if self.sort == Sort::Relevance {
            EnableScoring::enabled_from_searcher(searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let weight = query.weight(scoring).to("prepare a query")?;
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let collect = &mut |document: DocId, score: Score| {
                if !reader.is_deleted(document) {
                    self.collect(&mut found, segment, document, score);
                }
            };
            if self.sort == Sort::Relevance {
                weight.for_each(reader, collect)
            } else {
                weight.for_each_no_score(reader, &mut |documents| {
                    for document in documents {
                        collect(*document, 0.0);
                    }
                })
            }
            .to("run a query")?;
        }
        self.prune(&mut found.hits);
        found.hits.sort_unstable_by(|a, b| self.order(a, b));
        Ok(found)
    }

    /// The rule of the counts.
    fn collect(&self, found: &mut Found, segment: usize, document: DocId, text_score: Score) {
        let mut failed = None;
        for filter in &self.filters {
            let values = filter.column.of_document(segment, document);
            if !values
                .iter()
                .any(|ordinal| filter.selected[*ordinal as usize])
            {
                if failed.is_some() {
                    return;
                }
                failed = Some(filter);
            }
        }
        if let Some(filter) = failed {
            if let Some(counted_as) = filter.counted_as {
                count(
                    filter.column,
                    segment,
                    document,
                    &mut found.counts[counted_as],
                );
            }
            return;
        }
        for (column, counts) in self.counted.iter().zip(&mut found.counts) {
            count(column, segment, document, counts);
        }
        found.total += 1;
        found.hits.push(self.rank(segment, document, text_score));
        if found.hits.len() >= self.n_hits.saturating_mul(2).max(PRUNE_ABOVE) {
            self.prune(&mut found.hits);
        }
    }

    fn rank(&self, segment: usize, document: DocId, text_score: Score) -> RankedHit {
        let columns = &self.columns.segments[segment];
        let popularity = columns.popularity[document as usize];
        RankedHit {
            address: DocAddress::new(segment as u32, document),
            score: text_score * popularity,
            popularity,
            sort_value: match self.sort {
                Sort::Relevance => None,
                Sort::By(field, _) => columns.sort_value(field, document),
            },
            key_rank: columns.key_rank[document as usize],
        }
    }
}

fn count(column: &FacetColumn, segment: usize, document: DocId, counts: &mut [u64]) {
    for ordinal in column.of_document(segment, document) {
        counts[*ordinal as usize] += 1;
    }
}
