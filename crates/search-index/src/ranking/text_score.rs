//! The score of a document's words: the sum over the terms, and the factors that multiply it.

use super::factor::{Factor, FactorKind};
use super::features::DocumentFeatures;
use super::term_sums::{QueryWeight, TermSums};
use super::weights::Weights;

/// The parts of a text score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextScore {
    /// `Σ idf weight × value`.
    pub terms: f32,
    pub factors: [Factor; 11],
}

impl TextScore {
    /// Returns the score: the sum times all factors.
    pub fn product(&self) -> f32 {
        let factors = self.factors.iter().map(|factor| factor.value);
        self.terms * factors.product::<f32>()
    }
}

/// Returns the text score of a document, given the sums over its matches with the terms of a query, and its features.
pub(crate) fn text_score(
    weights: &Weights,
    query: &QueryWeight,
    sums: &TermSums,
    features: DocumentFeatures,
) -> TextScore {
    let or_one = |condition: bool, factor: f32| if condition { factor } else { 1.0 };
    let acronym = 1.0 + (weights.whole_acronym - 1.0) * sums.whole_acronym;
    let factors = [
        (FactorKind::Found, found(weights, query, sums)),
        (
            FactorKind::Naming,
            naming(weights, query, sums, features.prior),
        ),
        (FactorKind::Title, title(weights, query, sums, features)),
        (FactorKind::Frame, frame(weights, query, sums, features)),
        (FactorKind::Acronym, acronym),
        (
            FactorKind::Format,
            or_one(sums.has_format, weights.has_format),
        ),
        (FactorKind::Type, or_one(sums.has_type, weights.has_type)),
        (FactorKind::Edition, features.edition),
        (FactorKind::Freshness, features.ages.freshness),
        (FactorKind::Period, features.ages.period),
        (FactorKind::Extent, features.extent),
    ];
    TextScore {
        terms: sums.score,
        factors: factors.map(|(kind, value)| Factor { kind, value }),
    }
}

/// Returns the factor for the share of the terms that the document has.
fn found(weights: &Weights, query: &QueryWeight, sums: &TermSums) -> f32 {
    let found = sums.found + sums.found_in_producer * by_producer(weights, sums);
    let share = found / query.demanded;
    // Where many documents are scored, most have all terms.
    if share < 1.0 {
        share.powf(weights.found_power)
    } else {
        1.0
    }
}

/// Returns how much a word says of the record that stands in its producer's name. One out of a long name says little:
/// `ministres`, of the Premier ministre.
fn by_producer(weights: &Weights, sums: &TermSums) -> f32 {
    let share = sums.producer_share.min(1.0);
    weights.naming_producer + (1.0 - weights.naming_producer) * share * share
}

/// Returns the factor for the share of the terms that name the record. Where some do not, the factor also takes
/// back a part of the record's prior: a much used record has a long description, in which any words can be found.
fn naming(weights: &Weights, query: &QueryWeight, sums: &TermSums, prior: f32) -> f32 {
    let naming = (sums.naming + sums.producing * by_producer(weights, sums)) / query.demanded;
    let titling = sums.titling / query.demanded;
    // A share of 1 leaves both powers at 1.
    let (named, prior_taken_back) = if naming < 1.0 {
        let power = -weights.use_unnamed * (1.0 - naming);
        (naming.powf(weights.naming_power), prior.powf(power))
    } else {
        (naming, 1.0)
    };
    (weights.unnamed + weights.naming * named)
        * (1.0 + weights.titling * titling * titling)
        * prior_taken_back
}

/// Returns the factor for a record that comes as the frames want it.
fn frame(
    weights: &Weights,
    query: &QueryWeight,
    sums: &TermSums,
    features: DocumentFeatures,
) -> f32 {
    if query.frames == 0.0 {
        return 1.0;
    }
    if features.has_other_grain {
        return weights.other_grain;
    }
    1.0 + weights.framing * sums.framing / query.frames
}

/// Returns the factor for a title that has all terms: more where it has little else, and where it has them in
/// order.
fn title(
    weights: &Weights,
    query: &QueryWeight,
    sums: &TermSums,
    features: DocumentFeatures,
) -> f32 {
    if !sums.title_has_all(query) {
        return 1.0;
    }
    let share = (sums.n_title_words / features.title_length as f32).min(1.0);
    let mut factor = 1.0 + weights.title_share * share;
    if share > 0.99 {
        factor *= weights.whole_title;
    }
    if features.has_order {
        factor *= weights.in_order;
    }
    factor
}
