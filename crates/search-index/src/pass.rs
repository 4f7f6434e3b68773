//! One pass over the documents that answer the words of a query: filters, facet counts, and the top k.
//!
//! The query is a tantivy query; [`Pass::run`] walks its documents segment by segment, in ascending order. For the
//! plain words of a request these are documents that matching has found and scored before (`query::matching`), so that
//! the walk looks nothing up. For each document it asks [`counts_in`], where the rule of the counts stands, where
//! it counts: as a hit, which also goes to the top k; in one facet alone; or nowhere.
//!
//! Where near-copies or editions are folded, documents that have any are gathered on the way, and counted and ranked at
//! the end, group by group.

mod behind;
mod conditions;
mod counts_in;
mod covering_counting;
mod crossing;
mod editions;
mod facet_counting;
mod members;
mod placing;
mod progress;

use jiff::civil;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, Score, Searcher};

pub(crate) use conditions::Narrowed;
pub(crate) use progress::PassResults;

use crate::columns::{ChosenZones, Columns, FacetView, Groups, Statistics};
use crate::error::{EngineContext, Error};
use crate::query::{Mentions, MissingWords};
use crate::ranking::{Order, Priors, RankedHit, TopHits, Weights};
use crate::request::SearchRequest;
use crate::stop::{self, Walk};
use behind::Behind;
use conditions::Conditions;
use counts_in::CountsIn;
use covering_counting::CoveringCounting;
use facet_counting::FacetCounting;
use members::{Member, by_group};
use progress::Progress;

/// What to do in the pass.
pub(crate) struct Pass<'a> {
    columns: &'a Columns,
    priors: &'a Priors,
    conditions: Conditions<'a>,
    /// The approximate matches; `None` where every match is complete.
    missing: Option<&'a MissingWords>,
    lists_approximate: bool,
    /// The documents that only mention the words; `None` where there are none.
    mentions: Option<&'a Mentions>,
    lists_mentions: bool,
    facets: Vec<FacetView>,
    /// Two facets of which the values that hits have together are counted.
    crossed: Option<[FacetView; 2]>,
    /// The zones that are chosen, if any are.
    zones: Option<ChosenZones>,
    /// Whether hits of the chosen zones come before what covers these.
    nearest_first: bool,
    order: Order,
    /// Where the newest edition of a series comes before the others.
    newest_first: Option<&'a Weights>,
    /// Where dead records come after living ones, and what producers left behind after what is harvested of them.
    living_first: Option<&'a Weights>,
    /// Whether scores are places in an order that was given: no prior changes them.
    is_in_given_order: bool,
    n_hits: usize,
    /// The groups that are folded.
    groups: Option<&'a Groups>,
}

impl<'a> Pass<'a> {
    pub fn new(
        columns: &'a Columns,
        priors: &'a Priors,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Self {
        let facets = request.facets.iter();
        Self {
            columns,
            priors,
            conditions: Conditions::new(columns, request, today),
            missing: None,
            lists_approximate: !request.requires_all_words(),
            mentions: None,
            lists_mentions: request.lists_mentions(),
            facets: facets
                .map(|facet| columns.view(*facet, request, today))
                .collect(),
            crossed: None,
            zones: columns.chosen_zones(request),
            nearest_first: request.include_geozone_ancestors && request.nearest_first,
            order: Order::of(request),
            newest_first: None,
            living_first: None,
            is_in_given_order: request.is_in_given_order(),
            n_hits: request.page.saturating_mul(request.hits_a_page()),
            groups: columns.folded(request.collapse),
        }
    }

    /// Finds these few records alone.
    pub fn only(mut self, narrowed: Narrowed) -> Self {
        self.conditions.narrow(narrowed);
        self
    }

    /// Counts which values of two facets the hits have together.
    pub fn crossing(mut self, facets: [FacetView; 2]) -> Self {
        self.crossed = Some(facets);
        self
    }

    /// Tells approximate matches from complete ones.
    pub fn missing(mut self, missing: Option<&'a MissingWords>) -> Self {
        self.missing = missing;
        self
    }

    /// Tells records that only mention the words from those that are about them.
    pub fn mentions(mut self, mentions: Option<&'a Mentions>) -> Self {
        self.mentions = mentions;
        self
    }

    /// Puts the newest edition of a series before the others, where hits are listed by relevance.
    pub fn newest_first(mut self, weights: &'a Weights) -> Self {
        self.newest_first = self.is_by_relevance().then_some(weights);
        self
    }

    /// Puts dead records after living ones that have all the words as well, and what producers left behind after such that are
    /// harvested of them, where hits are listed by relevance.
    pub fn living_first(mut self, weights: &'a Weights) -> Self {
        self.living_first = self.is_by_relevance().then_some(weights);
        self
    }

    fn is_by_relevance(&self) -> bool {
        self.order.is_by_score() && !self.is_in_given_order
    }

    /// Walks the documents of the query in all segments.
    pub fn run(&self, searcher: &Searcher, query: &dyn Query) -> Result<PassResults, Error> {
        let mut progress = Progress::new(
            TopHits::new(self.order, self.n_hits),
            FacetCounting::new(&self.facets, self.crossed.as_ref()),
            self.zones.as_ref().map(CoveringCounting::new),
            self.living_first.map(Behind::new),
        );
        let statistics = Statistics {
            searcher,
            columns: self.columns,
        };
        let scoring = if self.order.is_by_score() {
            EnableScoring::enabled_from_statistics_provider(&statistics, searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let weight = query.weight(scoring).to("prepare a query")?;
        let mut walk = Walk::default();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let collect = &mut |document: DocId, score: Score| {
                if !walk.is_stopped_at_next() && !reader.is_deleted(document) {
                    self.collect(&mut progress, segment, document, score);
                }
            };
            if self.order.is_by_score() {
                weight.for_each(reader, collect)
            } else {
                weight.for_each_no_score(reader, &mut |documents| {
                    for document in documents {
                        collect(*document, 0.0);
                    }
                })
            }
            .to("run a query")?;
            stop::check()?;
            progress.counting.end_segment(segment);
        }
        self.collect_groups(&mut progress);
        stop::check()?;
        self.place_waiting(&mut progress);
        Ok(progress.finish())
    }

    fn collect(
        &self,
        progress: &mut Progress<'_>,
        segment: usize,
        document: DocId,
        text_score: Score,
    ) {
        let counts_in = CountsIn::of(&self.conditions, segment, document);
        if counts_in == CountsIn::Nowhere {
            return;
        }
        let is_approximate = |missing: &MissingWords| missing.is_any(segment, document);
        let is_complete = !self.missing.is_some_and(is_approximate);
        let is_mention = self
            .mentions
            .is_some_and(|mentions| mentions.has(segment, document));
        if let Some(groups) = self.groups
            && let Some(group) = groups.of(segment, document)
        {
            progress.members.push(Member {
                group,
                segment: segment as u32,
                document,
                text_score,
                counts_in,
                is_complete,
                is_mention,
            });
            return;
        }
        let is_listed = self.lists(is_complete, is_mention);
        if let Some(covering) = &mut progress.covering
            && is_listed
            && counts_in.is_met_but_for_zones(&self.conditions)
        {
            covering.add(segment, document);
        }
        if counts_in != CountsIn::EveryFacet {
            if let CountsIn::OneFacet(facet) = counts_in
                && is_listed
            {
                progress.counting.add_to(facet, segment, document);
            }
            return;
        }
        progress.total_with_most += u64::from(self.lists_by_mention(is_mention));
        progress.mentions_total += u64::from(is_mention && self.lists_by_words(is_complete));
        if is_listed {
            progress.total += 1;
            progress.complete_total += u64::from(is_complete);
            progress.total_records += 1;
            let hit = self.rank(segment as u32, document, text_score);
            let hit = self.in_tier(hit, is_complete, is_mention);
            self.list(progress, hit, is_complete);
            progress.counting.add_hit(segment, document);
        }
    }

    /// Returns whether complete or approximate matches are hits, that only mention the words or are about them.
    fn lists(&self, is_complete: bool, is_mention: bool) -> bool {
        self.lists_by_words(is_complete) && self.lists_by_mention(is_mention)
    }

    fn lists_by_words(&self, is_complete: bool) -> bool {
        is_complete || self.lists_approximate
    }

    fn lists_by_mention(&self, is_mention: bool) -> bool {
        !is_mention || self.lists_mentions
    }

    /// Counts each group, and ranks it by one of its hits.
    fn collect_groups(&self, progress: &mut Progress<'_>) {
        let Some(groups) = self.groups else {
            return;
        };
        let members = by_group(std::mem::take(&mut progress.members), groups.len());
        let is_listed = |member: &Member| self.lists(member.is_complete, member.is_mention);
        progress.counting.add_groups(groups, &members, is_listed);
        for group in members.chunk_by(|a, b| a.group == b.group) {
            if let Some(covering) = &mut progress.covering {
                let met = |member: &&Member| {
                    is_listed(member) && member.counts_in.is_met_but_for_zones(&self.conditions)
                };
                let met = group.iter().filter(met);
                covering.add_group(met.map(|it| (it.segment as usize, it.document)));
            }
            let passing = group.iter();
            let passing = passing.filter(|member| member.counts_in == CountsIn::EveryFacet);
            let has_most = passing
                .clone()
                .any(|member| self.lists_by_mention(member.is_mention));
            progress.total_with_most += u64::from(has_most);
            let with_words = passing.filter(|member| self.lists_by_words(member.is_complete));
            let only_mentions = with_words.clone().next().is_some()
                && with_words.clone().all(|member| member.is_mention);
            progress.mentions_total += u64::from(only_mentions);
            let hits = with_words.filter(|member| self.lists_by_mention(member.is_mention));
            let is_complete = hits.clone().any(|member| member.is_complete);
            let ranked = hits.map(|member| {
                let hit = self.rank(member.segment, member.document, member.text_score);
                self.in_tier(hit, member.is_complete, member.is_mention)
            });
            let n_hits = ranked.clone().count();
            let shown = if groups.is_series(group[0].group) {
                self.shown_edition(ranked.collect())
            } else {
                let shown = ranked.min_by(RankedHit::order_in_group);
                shown.map(|shown| shown.with_copies(n_hits as u32 - 1))
            };
            if let Some(shown) = shown {
                progress.total += 1;
                progress.complete_total += u64::from(is_complete);
                progress.total_records += n_hits as u64;
                self.list(progress, shown, is_complete);
            }
        }
    }

    /// Returns the hit that stands for editions of a series, in the first tier of these.
    fn shown_edition(&self, hits: Vec<RankedHit>) -> Option<RankedHit> {
        let first = hits.iter().map(|hit| hit.tier).min()?;
        let is_living = |hit: &RankedHit| self.living_first.is_none() || !self.is_dead(hit);
        let shown = editions::shown(hits, &self.columns.series, is_living, self.newest_first)?;
        Some(shown.in_tier(first))
    }
}
