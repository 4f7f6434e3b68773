//! A search: plan, walk, and the hits of one page.

use std::sync::Arc;
use std::time::Instant;

use catalogue::Date;
use jiff::civil;
use tantivy::TantivyDocument;

use super::Searcher;
use super::result_cache::{CachedResults, cached_search};
use super::results::{MAX_REUSES, SearchHit, SearchPhases, SearchResults};
use crate::error::{EngineContext, Error};
use crate::query::Plan;
use crate::ranking::RankedHit;
use crate::request::SearchRequest;
use crate::snippet::{extract, highlight};
use crate::stop;
use crate::stored::stored_text;

impl Searcher {
    /// Searches, on the day that it is (UTC).
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, Error> {
        self.search_on(Date::now().day(), request)
    }

    pub(super) fn search_on(
        &self,
        today: civil::Date,
        request: &SearchRequest,
    ) -> Result<SearchResults, Error> {
        let started = Instant::now();
        let request = &*self.by_names(request)?;
        let plan = self.plan(request)?;
        let understood = started.elapsed();
        let found = self.cached_results(&plan, request, today)?;
        let has_found = started.elapsed();
        let skipped = request
            .page
            .saturating_sub(1)
            .saturating_mul(request.hits_a_page());
        let rest = found.hits.get(skipped..).unwrap_or_default();
        let shown = &rest[..rest.len().min(request.hits_a_page())];
        let hits = self.hits(&plan, request, shown)?;
        let took = started.elapsed();
        Ok(SearchResults {
            understanding: plan.understanding,
            total: found.total,
            complete_total: found.complete_total,
            total_with_most: found.total_with_most,
            mentions_total: request.tells_mentions().then_some(found.mentions_total),
            total_records: found.total_records,
            hits,
            facets: found.facets.clone(),
            covering: found.covering.clone(),
            took,
            phases: SearchPhases {
                understand: understood,
                find: has_found.saturating_sub(understood),
                read: took.saturating_sub(has_found),
            },
        })
    }

    /// Returns the results of a planned search, from the cache where they are there.
    pub(super) fn cached_results(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<Arc<CachedResults>, Error> {
        let Some(search) = cached_search(request) else {
            return self.results(plan, request, today).map(Arc::new);
        };
        if let Some(found) = self.cache.get(today, &search) {
            return Ok(found);
        }
        let found = Arc::new(self.results(plan, &search, today)?);
        self.cache.keep(today, search, &found);
        Ok(found)
    }

    fn results(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<CachedResults, Error> {
        let found = self.run(plan, request, today)?;
        Ok(CachedResults {
            total: found.total,
            complete_total: found.complete_total,
            total_with_most: found.total_with_most,
            mentions_total: found.mentions_total,
            total_records: found.total_records,
            facets: self.facet_counts(request, &found.counts, today)?,
            covering: found.covering,
            hits: found.hits,
        })
    }

    /// Reads the hits of a page, highlights them, and explains them where that is asked for.
    fn hits(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        ranked: &[RankedHit],
    ) -> Result<Vec<SearchHit>, Error> {
        let mut explanations = self.explanations(plan, request, ranked)?.into_iter();
        let words = plan.words();
        let mut analyzer = self.borrow_analyzer();
        let zones = self.columns.chosen_zones(request);
        let zones = zones.filter(|_| request.include_geozone_ancestors);
        let mut hits = Vec::with_capacity(ranked.len());
        for ranked in ranked {
            stop::check()?;
            let document: TantivyDocument =
                self.engine.doc(ranked.address).to("read a document")?;
            let hit = self.read_hit(ranked.address, &document)?;
            let reuses = self.reuses(&hit.record_type, &hit.id);
            let n_reuses = reuses.len() as u64;
            let explanation = explanations.next();
            let (mut title, mut description) = (Vec::new(), Vec::new());
            if request.highlights {
                let text = stored_text(&document, self.fields.description_text);
                title = highlight(&mut analyzer, &hit.title, &plan.highlight_terms);
                description = extract(&mut analyzer, text, &plan.highlight_terms);
            }
            let (segment, id) = (ranked.address.segment_ord as usize, ranked.address.doc_id);
            let covering_zone = zones.as_ref().and_then(|it| it.covering_zone(segment, id));
            hits.push(SearchHit {
                title,
                description,
                replacement: self.replacement_of(&hit)?,
                trust: self.trust_in(
                    ranked.address,
                    hit.owner.as_ref(),
                    hit.derived_from.clone(),
                )?,
                covering_zone,
                citations: self.citations_of(ranked.address)?,
                reuses: reuses.take(MAX_REUSES).cloned().collect(),
                n_reuses: self.has_reuses().then_some(n_reuses),
                hit,
                n_copies: u64::from(ranked.n_copies),
                n_editions: u64::from(ranked.n_editions),
                series: self.series_of(ranked.address)?,
                score: ranked.score,
                missing: plan.missing(ranked.address).of(&words),
                explanation,
            });
        }
        self.return_analyzer(analyzer);
        Ok(hits)
    }
}
