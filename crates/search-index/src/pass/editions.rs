//! Editions of a series among the hits: the newest comes first.

use std::cmp::Reverse;

use crate::columns::Series;
use crate::ranking::{FactorKind, RankedHit, Weights};

/// Returns the hits, given with their series, such that of the editions that answer the query equally well a newer one has
/// the better score: they keep their scores, but in the order of the editions. All but the newest ones are multiplied by
/// the weight `superseded`.
pub(super) fn newest_first(
    mut hits: Vec<(u32, RankedHit)>,
    series: &Series,
    weights: &Weights,
) -> impl Iterator<Item = RankedHit> {
    let n_newer =
        |hit: &RankedHit| series.n_newer(hit.address.segment_ord as usize, hit.address.doc_id);
    hits.sort_unstable_by(|(series_a, a), (series_b, b)| {
        let by_edition = (series_a, n_newer(a)).cmp(&(series_b, n_newer(b)));
        // Of copies of an edition the most used one first, wherever in the index they stand.
        by_edition.then_with(|| a.order_by_prior(b))
    });
    for editions in hits.chunk_by_mut(|a, b| a.0 == b.0) {
        if editions.len() > 1 {
            put_in_order(editions, weights.equal_edition);
        }
        for (_, hit) in editions {
            if n_newer(hit) > 0 {
                *hit = hit.moved_to(hit.score * weights.superseded, FactorKind::Series);
            }
        }
    }
    hits.into_iter().map(|(_, hit)| hit)
}

/// Returns the hit that is shown for the editions of a series that are hits: a living one where there are any, and of these
/// the newest that answers as well as the best. `weights` are given where hits are listed by relevance.
pub(super) fn shown(
    mut hits: Vec<RankedHit>,
    series: &Series,
    is_living: impl Fn(&RankedHit) -> bool,
    weights: Option<&Weights>,
) -> Option<RankedHit> {
    let n_newer =
        |hit: &RankedHit| series.n_newer(hit.address.segment_ord as usize, hit.address.doc_id);
    let ages: Vec<u16> = hits.iter().map(n_newer).collect();
    if hits.iter().any(&is_living) {
        hits.retain(is_living);
    }
    let mut shown = match weights {
        Some(weights) => {
            let editions = hits.into_iter().map(|hit| (0, hit)).collect();
            newest_first(editions, series, weights).min_by(RankedHit::order_by_score)
        }
        None => hits
            .into_iter()
            .min_by(|a, b| n_newer(a).cmp(&n_newer(b)).then(a.order_by_prior(b))),
    }?;
    let of_edition = n_newer(&shown);
    let n_same = ages.iter().filter(|age| **age == of_edition).count();
    shown.n_copies = n_same as u32 - 1;
    shown.n_editions = (ages.len() - n_same) as u32;
    Some(shown)
}

/// Gives the editions of a series, which come from the newest to the oldest, their scores in that order: those whose words
/// are worth this share of the best edition's at least.
fn put_in_order(editions: &mut [(u32, RankedHit)], share: f32) {
    let texts = editions.iter().map(|(_, hit)| hit.text_score());
    let best = texts.fold(0.0, f32::max);
    let mut equal: Vec<&mut RankedHit> = editions
        .iter_mut()
        .map(|(_, hit)| hit)
        .filter(|hit| hit.text_score() >= share * best)
        .collect();
    let mut scores: Vec<f32> = equal.iter().map(|hit| hit.score).collect();
    scores.sort_unstable_by_key(|score| Reverse(score.to_bits()));
    for (hit, score) in equal.iter_mut().zip(scores) {
        **hit = hit.moved_to(score, FactorKind::Series);
    }
}
