//! The prior: what is known of a record whatever the query is.

use crate::columns::{Columns, SegmentColumns};
use crate::ranking::factor::{Factor, FactorKind};
use crate::ranking::freshness::Ages;
use crate::ranking::weights::Weights;
use crate::schema::NumberField;

/// The prior of every document: the product of its [`prior_factors`].
pub(crate) struct Priors {
    /// By segment, by document.
    segments: Vec<Vec<f32>>,
}

impl Priors {
    pub fn new(columns: &Columns, weights: &Weights, ages: &Ages) -> Self {
        let of_segment = |(at, segment): (usize, &SegmentColumns)| {
            let documents = 0..segment.n_documents();
            let prior = |document| {
                let factors = of_document(weights, ages, columns, (at, document));
                factors.iter().map(|factor| factor.value).product()
            };
            documents.map(prior).collect()
        };
        Self {
            segments: columns
                .segments
                .iter()
                .enumerate()
                .map(of_segment)
                .collect(),
        }
    }

    /// Returns the prior of a document.
    pub fn get(&self, segment: usize, document: u32) -> f32 {
        self.segments[segment][document as usize]
    }
}

/// Returns the factors of the prior of a document, given by its segment and its number in it.
pub(super) fn of_document(
    weights: &Weights,
    ages: &Ages,
    columns: &Columns,
    (segment, document): (usize, u32),
) -> [Factor; 8] {
    let of_others = OfOthers {
        is_copy: columns.original_of(segment, document).is_some(),
        is_left_behind: columns.left_behind.has(segment, document),
        n_citing: columns.citations.n_producers(segment, document),
    };
    let columns = &columns.segments[segment];
    prior_factors(weights, ages, of_others, |field| {
        columns.ranked_number(field, document)
    })
}

/// What of a record's prior depends on other records.
#[derive(Debug, Clone, Copy, Default)]
struct OfOthers {
    /// Whether it is a copy of another one.
    is_copy: bool,
    /// Whether its producer left it behind.
    is_left_behind: bool,
    /// How many other producers' records link to it.
    n_citing: u32,
}

/// Returns the factors of a record's prior, given its numbers.
fn prior_factors(
    weights: &Weights,
    ages: &Ages,
    of_others: OfOthers,
    number: impl Fn(NumberField) -> Option<i64>,
) -> [Factor; 8] {
    let is_use_known =
        number(NumberField::Views).is_some() || number(NumberField::Reuses).is_some();
    let public_use = if is_use_known {
        weights.of_use(|field| number(field).unwrap_or(0).max(0) as u64)
    } else {
        weights.unknown_use
    };
    let public_use = public_use + weights.citations * (of_others.n_citing as f32).ln_1p();
    let producer = match number(NumberField::Official) {
        Some(1) => weights.organization_owner,
        Some(2) => weights.organization_owner * weights.public_owner,
        Some(-1) => weights.no_owner,
        _ => 1.0,
    };
    let or_one = |condition: bool, factor: f32| if condition { factor } else { 1.0 };
    let derived = match number(NumberField::Derived) {
        Some(1) => weights.derived,
        _ => 1.0,
    };
    let files = match number(NumberField::Files) {
        Some(0) => weights.no_files,
        _ => 1.0,
    };
    let late = lateness(
        number(NumberField::PromisedDays),
        number(NumberField::LastUpdate).map(|update| ages.years_since(update)),
    );
    // A record whose source gives no mark ranks like one of middling quality.
    let quality = number(NumberField::Quality).map_or(0.5, |quality| quality as f32 / 1000.0);
    [
        (FactorKind::PublicUse, public_use.powf(weights.use_power)),
        (FactorKind::Producer, producer),
        (FactorKind::Copy, or_one(of_others.is_copy, weights.copy)),
        (FactorKind::Derived, derived),
        (
            FactorKind::LeftBehind,
            or_one(of_others.is_left_behind, weights.left_behind),
        ),
        (FactorKind::Quality, (0.5 + quality).powf(weights.quality)),
        (FactorKind::Files, files),
        (FactorKind::Promise, late.powf(-weights.promise)),
    ]
    .map(|(kind, value)| Factor { kind, value })
}

/// Returns how many times twice the promised time has passed since the last update; 1 at least, and where nothing is
/// promised or known.
fn lateness(promised_days: Option<i64>, years: Option<f32>) -> f32 {
    let (Some(days), Some(years)) = (promised_days, years) else {
        return 1.0;
    };
    (years * 365.25 / (2 * days) as f32).max(1.0)
}

impl Weights {
    /// Returns the public use of a record on a logarithmic scale, from its numbers of views, followers, reuses and
    /// downloads, and from what came of them within a year: `no_use + Σ weight × ln(1 + n)`.
    pub(crate) fn of_use(&self, mut number: impl FnMut(NumberField) -> u64) -> f32 {
        let fields = [
            (NumberField::Views, self.views),
            (NumberField::Followers, self.followers),
            (NumberField::Reuses, self.reuses),
            (NumberField::RecentReuses, self.recent_reuses),
            (NumberField::RecentFollowers, self.recent_followers),
            (NumberField::Downloads, self.downloads),
        ];
        let sum: f32 = fields
            .into_iter()
            .map(|(field, weight)| weight * (number(field) as f32).ln_1p())
            .sum();
        self.no_use + sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_and_absurd_figures_are_no_harm() {
        let (weights, ages) = (Weights::default(), Ages::until(0));
        let prior = |views: Option<i64>| -> f32 {
            let factors =
                prior_factors(&weights, &ages, OfOthers::default(), |field| match field {
                    NumberField::Views => views,
                    _ => None,
                });
            factors.iter().map(|factor| factor.value).product()
        };
        for views in [None, Some(-5), Some(0), Some(1), Some(i64::MAX)] {
            let prior = prior(views);
            assert!(prior.is_finite() && prior > 0.0, "{views:?}: {prior}");
        }
        // A hundred times the views multiply the prior by less than three.
        assert!(prior(Some(100_000)) / prior(Some(1_000)) < 3.0);
    }
}
