//! One pass over the documents that the words match: filters, hits in order, facet counts.
//!
//! The rule of the counts stands in [`Pass::collect`] and nowhere else: a document that fails no filter is a
//! hit and counts in every facet; one that fails exactly one facet's filter counts in that facet alone, because it is
//! what the user would find by choosing its value there instead. A document that fails anything else that the request
//! requires counts nowhere.
//!
//! Where near-copies are folded, the same documents count, but a group of them counts once a value: for every facet as
//! often as choosing the value would find groups. The records of a group are gathered in the pass and counted at its
//! end, group by group.

mod tally;

use catalogue::Date;
use jiff::civil;
use jiff::tz::Offset;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, Score, Searcher};

use crate::columns::{Columns, FacetView};
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::ranking::{Priors, RankedHit, TopHits};
use crate::request::{Period, SearchRequest, Sort};
use crate::schema::NumberField;
use tally::Tally;

/// Documents that fail no filter are counted so many at a time: facet by facet, which keeps each facet's counts near.
const BLOCK: usize = 1024;

/// A facet's selection, brought to sets.
struct Filter {
    view: FacetView,
    /// By set: whether the selection admits it.
    admitted: Vec<bool>,
    /// Where its facet stands among those counted.
    counted_as: Option<usize>,
}

impl Filter {
    fn admits(&self, segment: usize, document: DocId) -> bool {
        let set = self.view.column.documents(segment)[document as usize];
        self.admitted[set as usize]
    }
}

/// What to do in the pass.
pub(crate) struct Pass<'a> {
    columns: &'a Columns,
    priors: &'a Priors,
    /// Each facet's own: a document may fail one of them and count in that facet.
    filters: Vec<Filter>,
    /// Those that every document must pass to count anywhere.
    required: Vec<Filter>,
    period: Option<Moments>,
    copies: Option<Copies>,
    counted: Vec<FacetView>,
    sort: Sort,
    n_hits: usize,
    collapse: bool,
}

/// The first and last moment that a record must cover, in microseconds.
struct Moments {
    start: i64,
    end: i64,
}

/// A record and its near-copies.
pub(crate) struct Copies {
    record: DocAddress,
    group: Option<u32>,
}

impl Copies {
    pub fn of(columns: &Columns, record: DocAddress) -> Self {
        Self {
            record,
            group: columns
                .groups
                .of(record.segment_ord as usize, record.doc_id),
        }
    }
}

impl<'a> Pass<'a> {
    pub fn new(
        columns: &'a Columns,
        priors: &'a Priors,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Self {
        let view = |facet: Facet| columns.view(facet, request, today);
        let filter = |facet: Facet, admitted: &dyn Fn(&FacetView) -> Vec<bool>| {
            let view = view(facet);
            Filter {
                admitted: admitted(&view),
                view,
                counted_as: request.facets.iter().position(|counted| *counted == facet),
            }
        };
        let selected = request
            .filters
            .iter()
            .filter(|(_, values)| !values.is_empty());
        Self {
            columns,
            priors,
            filters: selected
                .map(|(facet, values)| filter(*facet, &|view| view.any_of(values)))
                .collect(),
            required: request
                .all_of
                .iter()
                .map(|(facet, values)| filter(*facet, &|view| view.all_of(values)))
                .collect(),
            period: request.temporal_coverage.map(Moments::from),
            copies: None,
            counted: request.facets.iter().map(|facet| view(*facet)).collect(),
            sort: request.sort,
            n_hits: request.page.saturating_mul(request.page_size),
            collapse: request.collapse,
        }
    }

    /// Finds near-copies of a record alone.
    pub fn only(mut self, copies: Copies) -> Self {
        self.copies = Some(copies);
        self
    }
}

impl From<Period> for Moments {
    fn from(period: Period) -> Self {
        let midnight = |day: civil::Date| {
            let moment = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
            Date::from(moment.unwrap_or_default()).as_microseconds()
        };
        Self {
            start: midnight(period.start),
            end: midnight(period.end),
        }
    }
}

/// The results of a pass.
#[derive(Debug, Clone)]
pub(crate) struct PassResults {
    /// Records, or groups where near-copies are folded.
    pub total: u64,
    pub total_records: u64,
    /// The best hits, in order.
    pub hits: Vec<RankedHit>,
    /// By counted facet: the ordinals of the values that occur, in no order, and their counts.
    pub counts: Vec<Vec<(u32, u64)>>,
}

/// What is found so far.
struct Gathered<'a> {
    total: u64,
    total_records: u64,
    top_hits: TopHits,
    tallies: Vec<Tally<'a>>,
    /// Documents of the segment under way that count in every facet, and are not counted yet.
    everywhere: Vec<DocId>,
    /// Documents that have near-copies, where these are folded.
    members: Vec<Member>,
}

/// A document of a group of near-copies.
struct Member {
    group: u32,
    segment: u32,
    document: DocId,
    text_score: Score,
    /// The only facet in which it counts, by its place among those counted; `None` where it is a hit.
    alone_in: Option<usize>,
}

impl Gathered<'_> {
    fn flush(&mut self, segment: usize) {
        for tally in &mut self.tallies {
            tally.add(segment, &self.everywhere);
        }
        self.everywhere.clear();
    }
}

impl Pass<'_> {
    /// Runs the query over all segments.
    pub fn run(&self, searcher: &Searcher, query: &dyn Query) -> Result<PassResults, Error> {
        let mut gathered = Gathered {
            total: 0,
            total_records: 0,
            top_hits: TopHits::new(self.sort, self.n_hits),
            tallies: self.counted.iter().map(Tally::new).collect(),
            everywhere: Vec::with_capacity(BLOCK),
            members: Vec::new(),
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
                    self.collect(&mut gathered, segment, document, score);
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
            gathered.flush(segment);
        }
        self.collect_groups(&mut gathered);
        Ok(PassResults {
            total: gathered.total,
            total_records: gathered.total_records,
            hits: gathered.top_hits.finish(),
            counts: gathered.tallies.into_iter().map(Tally::finish).collect(),
        })
    }

    /// The rule of the counts.
    fn collect(
        &self,
        gathered: &mut Gathered<'_>,
        segment: usize,
        document: DocId,
        text_score: Score,
    ) {
        let mut failed = None;
        for filter in &self.filters {
            if !filter.admits(segment, document) {
                if failed.is_some() {
                    return;
                }
                failed = Some(filter);
            }
        }
        let alone_in = failed.map(|filter| filter.counted_as);
        if alone_in == Some(None) || !self.has_what_is_required(segment, document) {
            return;
        }
        let alone_in = alone_in.flatten();
        if self.collapse
            && let Some(group) = self.columns.groups.of(segment, document)
        {
            gathered.members.push(Member {
                group,
                segment: segment as u32,
                document,
                text_score,
                alone_in,
            });
        } else if let Some(counted_as) = alone_in {
            gathered.tallies[counted_as].add(segment, &[document]);
        } else {
            gathered.total += 1;
            gathered.total_records += 1;
            gathered
                .top_hits
                .push(self.rank(segment as u32, document, text_score));
            gathered.everywhere.push(document);
            if gathered.everywhere.len() == BLOCK {
                gathered.flush(segment);
            }
        }
    }

    fn has_what_is_required(&self, segment: usize, document: DocId) -> bool {
        let columns = &self.columns.segments[segment];
        let is_copy = |copies: &Copies| match copies.group {
            Some(group) => self.columns.groups.of(segment, document) == Some(group),
            None => copies.record == DocAddress::new(segment as u32, document),
        };
        let covers = |asked: &Moments| {
            let start = columns.number(NumberField::CoverageStart, document);
            // A coverage without an end goes on.
            let end = columns.number(NumberField::CoverageEnd, document);
            start.is_some_and(|start| start <= asked.start)
                && end.is_none_or(|end| end >= asked.end)
        };
        let mut required = self.required.iter();
        required.all(|filter| filter.admits(segment, document))
            && self.period.as_ref().is_none_or(covers)
            && self.copies.as_ref().is_none_or(is_copy)
    }

    /// Counts each group of near-copies once a value, and ranks the most used of its hits.
    fn collect_groups(&self, gathered: &mut Gathered<'_>) {
        gathered
            .members
            .sort_unstable_by_key(|member| (member.group, member.segment, member.document));
        for group in gathered.members.chunk_by(|a, b| a.group == b.group) {
            for (at, tally) in gathered.tallies.iter_mut().enumerate() {
                let counts_here = |member: &&Member| member.alone_in.is_none_or(|only| only == at);
                let counted = group.iter().filter(counts_here);
                tally.add_group(counted.map(|member| (member.segment as usize, member.document)));
            }
            let hits = group.iter().filter(|member| member.alone_in.is_none());
            let ranked =
                hits.map(|member| self.rank(member.segment, member.document, member.text_score));
            let n_hits = ranked.clone().count();
            if let Some(mut most_used) = ranked.min_by(RankedHit::order_by_prior) {
                gathered.total += 1;
                gathered.total_records += n_hits as u64;
                most_used.n_copies = n_hits as u32 - 1;
                gathered.top_hits.push(most_used);
            }
        }
    }

    fn rank(&self, segment: u32, document: DocId, text_score: Score) -> RankedHit {
        let columns = &self.columns.segments[segment as usize];
        let address = DocAddress::new(segment, document);
        let prior = self.priors.get(segment as usize, document);
        RankedHit::new(columns, prior, address, text_score, self.sort)
    }
}
