//! The score of a document's words: the sum over the terms, and the factors that multiply it.

use super::factor::{Factor, FactorKind};
use super::features::DocumentFeatures;
use super::query_term::QueryTerm;
use super::term_match::TermMatch;
use super::weights::Weights;

/// The parts of a text score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextScore {
    /// `Σ idf weight × value`.
    pub terms: f32,
    pub factors: [Factor; 9],
}

impl TextScore {
    /// Returns the score: the sum times all factors.
    pub fn product(&self) -> f32 {
        let factors = self.factors.iter().map(|factor| factor.value);
        self.terms * factors.product::<f32>()
    }
}

/// Returns the text score of a document, given its match with each term and its features.
pub(crate) fn text_score<'a>(
    weights: &Weights,
    terms: impl Iterator<Item = (&'a QueryTerm, &'a TermMatch)>,
    features: DocumentFeatures,
) -> TextScore {
    let sums = TermSums::of(terms);
    let or_one = |condition: bool, factor: f32| if condition { factor } else { 1.0 };
    let acronym = 1.0 + (weights.whole_acronym - 1.0) * sums.whole_acronym;
    let factors = [
        (FactorKind::Found, sums.found(weights)),
        (FactorKind::Naming, sums.naming(weights, features.prior)),
        (FactorKind::Title, sums.title(weights, features)),
        (FactorKind::Frame, sums.frame(weights)),
        (FactorKind::Acronym, acronym),
        (
            FactorKind::Format,
            or_one(sums.has_format, weights.has_format),
        ),
        (FactorKind::Type, or_one(sums.has_type, weights.has_type)),
        (FactorKind::Edition, features.edition),
        (FactorKind::Freshness, features.freshness),
    ];
    TextScore {
        terms: sums.score,
        factors: factors.map(|(kind, value)| Factor { kind, value }),
    }
}

/// Sums over the terms for one document.
struct TermSums {
    score: f32,
    idf_weight: f32,
    /// The idf weight of the terms that it has elsewhere than in its producer's name.
    found: f32,
    /// The idf weight of the terms that it has in its producer's name alone.
    found_in_producer: f32,
    /// The idf weight of the terms that name the record.
    naming: f32,
    /// The idf weight of the terms that stand in its producer's name and do not name it otherwise.
    producing: f32,
    /// Which share of the producer's name the terms are.
    producer_share: f32,
    /// The idf weight of the terms in its title or acronym.
    titling: f32,
    /// The idf weight of the terms of frames.
    frame_idf_weight: f32,
    /// The idf weight of those in its title, or of a grain that it has.
    framing: f32,
    n_title_words: f32,
    title_has_all: bool,
    whole_acronym: f32,
    has_format: bool,
    has_type: bool,
}

impl TermSums {
    fn of<'a>(terms: impl Iterator<Item = (&'a QueryTerm, &'a TermMatch)>) -> Self {
        let mut sums = Self {
            score: 0.0,
            idf_weight: 0.0,
            found: 0.0,
            found_in_producer: 0.0,
            naming: 0.0,
            producing: 0.0,
            producer_share: 0.0,
            titling: 0.0,
            frame_idf_weight: 0.0,
            framing: 0.0,
            n_title_words: 0.0,
            title_has_all: true,
            whole_acronym: 0.0,
            has_format: false,
            has_type: false,
        };
        for (term, matched) in terms {
            let idf_weight = term.idf_weight;
            sums.score += idf_weight * matched.value;
            sums.n_title_words += matched.n_title_words;
            if !term.is_demanded() {
                sums.frame_idf_weight += idf_weight;
                sums.framing += idf_weight * matched.framing;
                continue;
            }
            sums.idf_weight += idf_weight;
            if matched.is_in_producer_alone() {
                sums.found_in_producer += idf_weight * matched.found;
            } else {
                sums.found += idf_weight * matched.found;
            }
            sums.naming += idf_weight * matched.naming;
            sums.producer_share += matched.producer_share;
            sums.producing += idf_weight * (matched.producing - matched.naming).max(0.0);
            sums.titling += idf_weight * matched.titling;
            sums.title_has_all &= matched.n_title_words > 0.0;
            sums.whole_acronym = sums.whole_acronym.max(matched.whole_acronym);
            sums.has_format |= matched.has_format;
            sums.has_type |= matched.has_type;
        }
        sums
    }

    /// Returns the factor for the share of the terms that the document has.
    fn found(&self, weights: &Weights) -> f32 {
        let found = self.found + self.found_in_producer * self.by_producer(weights);
        (found / self.idf_weight).powf(weights.found_power)
    }

    /// Returns how much a word says of the record that stands in its producer's name. One out of a long name says little:
    /// `ministres`, of the Premier ministre.
    fn by_producer(&self, weights: &Weights) -> f32 {
        let share = self.producer_share.min(1.0);
        weights.naming_producer + (1.0 - weights.naming_producer) * share * share
    }

    /// Returns the factor for the share of the terms that name the record. Where some do not, the factor also takes
    /// back a part of the record's prior: a much used record has a long description, in which any words can be found.
    fn naming(&self, weights: &Weights, prior: f32) -> f32 {
        let naming = (self.naming + self.producing * self.by_producer(weights)) / self.idf_weight;
        let titling = self.titling / self.idf_weight;
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
    fn frame(&self, weights: &Weights) -> f32 {
        if self.frame_idf_weight == 0.0 {
            return 1.0;
        }
        1.0 + weights.framing * self.framing / self.frame_idf_weight
    }

    /// Returns the factor for a title that has all terms: more where it has little else, and where it has them in
    /// order.
    fn title(&self, weights: &Weights, features: DocumentFeatures) -> f32 {
        if !self.title_has_all {
            return 1.0;
        }
        let share = (self.n_title_words / features.title_length as f32).min(1.0);
        let mut factor = 1.0 + weights.title_share * share;
        if share > 0.99 {
            factor *= weights.whole_title;
        }
        if features.has_order {
            factor *= weights.in_order;
        }
        factor
    }
}
