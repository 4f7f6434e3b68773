//! What a hit's score is made of, told with the hit.

use super::factor::Factor;
use super::model::RankingModel;
use super::prior;
use super::top_hits::RankedHit;
use crate::columns::Columns;
use crate::understanding::Interpretation;

/// What a hit's score is made of: `(Σ words × Π factors + other) × Π prior`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// What each word of the query adds to the sum, in the order of the query.
    pub words: Vec<WordExplanation>,
    /// What the words' sum is multiplied by.
    pub factors: Vec<Factor>,
    /// What phrases, words in named fields and ids add.
    pub other: f32,
    /// What is known of the record whatever the query.
    pub prior: Vec<Factor>,
}

/// What a word of the query adds to a hit's score.
#[derive(Debug, Clone, PartialEq)]
pub struct WordExplanation {
    /// The word as it was typed.
    pub typed: String,
    /// The alternative that was found and is worth most; `None` where that is the word as typed, or nothing was found.
    pub found_as: Option<Interpretation>,
    /// The names of the text fields in which it was found; empty where it was not, or where a filter term was found.
    pub fields: Vec<&'static str>,
    /// Its idf weight.
    pub rarity: f32,
    /// What it adds to the sum: the idf weight times the value of the best match.
    pub score: f32,
}

impl Explanation {
    /// Returns the score: the formula over the parts.
    #[must_use]
    pub fn score(&self) -> f32 {
        let product = |factors: &[Factor]| factors.iter().map(|factor| factor.value).product();
        let words: f32 = self.words.iter().map(|word| word.score).sum();
        let (factors, prior): (f32, f32) = (product(&self.factors), product(&self.prior));
        (words * factors + self.other) * prior
    }

    /// Adds what the hit's score has beside its terms and their factors: `other` and the prior.
    pub(crate) fn complete(&mut self, model: &RankingModel, columns: &Columns, hit: &RankedHit) {
        let document = (hit.address.segment_ord as usize, hit.address.doc_id);
        let prior = prior::of_document(&model.weights, &model.ages, columns, document);
        let words: f32 = self.words.iter().map(|word| word.score).sum();
        let factors = self.factors.iter().map(|factor| factor.value);
        let moved = hit.moved.map_or(1.0, |moved| moved.value);
        let rest = hit.score / moved / hit.prior - words * factors.product::<f32>();
        // So small a rest comes from rounding.
        let is_other = rest.abs() > hit.score / hit.prior * 1e-3;
        self.other = if is_other { rest } else { 0.0 };
        let prior = prior.into_iter().chain(hit.moved);
        self.prior = prior.filter(|it| it.is_telling()).collect();
        self.factors.retain(|it| it.is_telling());
    }
}
