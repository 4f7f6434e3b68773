//! Where a hit is listed: by its score and tier at once, or where others demand that it stands.

use tantivy::{DocAddress, DocId, Score};

use super::progress::Progress;
use super::{Pass, editions};
use crate::columns::HarvestStanding;
use crate::ranking::RankedHit;
use crate::schema::NumberField;

/// Distances from chosen zones that are told apart: there are some ten levels.
const N_DISTANCES: u8 = 32;

impl Pass<'_> {
    pub(super) fn is_dead(&self, hit: &RankedHit) -> bool {
        let columns = &self.columns.segments[hit.address.segment_ord as usize];
        let retired = columns.number(NumberField::Retired, hit.address.doc_id);
        retired.is_some()
    }

    /// Places the hits whose place depends on others: dead ones, what producers left behind, and editions of series.
    pub(super) fn place_waiting(&self, progress: &mut Progress<'_>) {
        if let Some(behind) = progress.behind.take() {
            for hit in behind.finish() {
                progress.top_hits.push(hit);
            }
        }
        let editions = std::mem::take(&mut progress.editions);
        if let Some(weights) = self.newest_first {
            for hit in editions::newest_first(editions, &self.columns.series, weights) {
                progress.top_hits.push(hit);
            }
        }
    }

    /// Adds a hit to the best ones. One of which there are other editions waits for these, a dead one for the living.
    pub(super) fn list(&self, progress: &mut Progress<'_>, hit: RankedHit, is_complete: bool) {
        let (segment, document) = (hit.address.segment_ord as usize, hit.address.doc_id);
        let depends_on_others = self.columns.depends_on_others(segment, document);
        if let Some(behind) = &mut progress.behind {
            if depends_on_others && self.is_dead(&hit) {
                behind.push_dead(hit);
                return;
            }
            if is_complete {
                behind.note_living(&hit);
            }
            match self.columns.left_behind.standing(segment, document) {
                HarvestStanding::Harvested(producer) if is_complete => {
                    behind.note_harvested(producer, &hit);
                }
                HarvestStanding::LeftBehind(producer) if !depends_on_others => {
                    behind.push_left_behind(producer, hit);
                    return;
                }
                _ => {}
            }
        }
        if !depends_on_others {
            progress.top_hits.push(hit);
            return;
        }
        // Of a folded series one edition is left, which was put in its place.
        let waits = self.newest_first.is_some() && self.groups.is_none_or(|it| !it.have_series());
        match self.columns.series.of(segment, document) {
            Some(series) if waits => progress.editions.push((series, hit)),
            _ => progress.top_hits.push(hit),
        }
    }

    pub(super) fn rank(&self, segment: u32, document: DocId, text_score: Score) -> RankedHit {
        let columns = &self.columns.segments[segment as usize];
        let prior = self.priors.get(segment as usize, document);
        let address = DocAddress::new(segment, document);
        let hit = RankedHit::new(columns, prior, address, text_score, self.order);
        if self.is_in_given_order {
            hit.scored(text_score)
        } else {
            hit
        }
    }

    /// Returns the hit with its tier: where the nearest zones come first, those that have all the words and are about them, the
    /// nearest first; then those that only mention the words; then those that lack some.
    pub(super) fn in_tier(&self, hit: RankedHit, is_complete: bool, is_mention: bool) -> RankedHit {
        let is_asked = self.nearest_first && self.is_by_relevance();
        let Some(zones) = self.zones.as_ref().filter(|_| is_asked) else {
            return hit;
        };
        let (segment, document) = (hit.address.segment_ord as usize, hit.address.doc_id);
        let distance = zones.distance(zones.set_of(segment, document));
        let class = match (is_complete, is_mention) {
            (true, false) => 0,
            (true, true) => 1,
            (false, _) => 2,
        };
        hit.in_tier(class * N_DISTANCES + distance.min(N_DISTANCES - 1))
    }
}
