//! `trouvaille evaluate --fit`: weights that answer the judged queries better, found one after the other.

use std::io::{self, Write};

use anyhow::Context;
use search_index::{Searcher, Weights};

use super::figures::Figures;
use super::judgements::JudgedSet;
use super::{Answer, answer};

/// A weight is tried at these multiples of its value; one that is 0 at these steps.
const FACTORS: [f32; 2] = [0.8, 1.25];
const STEPS: [f32; 2] = [0.1, 0.3];

/// A change that brings less is no gain: it would follow single queries.
const LEAST_GAIN: f64 = 0.0008;

/// All weights are gone through so many times at most.
const MAX_ROUNDS: usize = 3;

/// So many parts are left out of the fit in turn, to be measured with weights that have not seen them.
const N_FOLDS: usize = 5;

/// What counts of a set.
fn worth(figures: &Figures) -> f64 {
    0.6 * figures.mrr_at_10 + 0.2 * figures.success_at_10 + 0.2 * figures.ndcg_at_10
}

/// Judged sets with a searcher to ask.
pub struct Fit<'a> {
    pub searcher: Searcher,
    pub sets: &'a [JudgedSet],
    /// The weights that may change.
    pub names: Vec<String>,
}

impl Fit<'_> {
    /// Fits on all queries, then on four fifths of them five times, and prints the weights and what they bring.
    pub fn run(&mut self) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        let all = |_: usize| true;
        let before = self.figures(&Weights::default(), &all)?;
        let fitted = self.fit(&all)?;
        let after = self.figures(&fitted, &all)?;
        for name in &self.names {
            let (old, new) = (Weights::default().get(name), fitted.get(name));
            if old != new {
                let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                writeln!(out, "{name} {old} -> {new}")?;
            }
        }
        let mut unseen: Vec<Vec<(Figures, usize)>> = Vec::new();
        for fold in 0..N_FOLDS {
            let weights = self.fit(&|number| number % N_FOLDS != fold)?;
            let figures = self.figures(&weights, &|number| number % N_FOLDS == fold)?;
            let weighted = figures.into_iter().map(|figures| {
                let n = figures.n;
                (figures, n)
            });
            unseen.push(weighted.collect());
        }
        writeln!(
            out,
            "{:<24} {:>22} {:>22} {:>22}",
            "set", "before", "fitted", "unseen fifths"
        )?;
        for (at, set) in self.sets.iter().enumerate() {
            let of_set: Vec<&(Figures, usize)> = unseen.iter().map(|fold| &fold[at]).collect();
            writeln!(
                out,
                "{:<24} {:>22} {:>22} {:>22}",
                set.name,
                shown(&before[at]),
                shown(&after[at]),
                shown(&mean(&of_set)),
            )?;
        }
        Ok(())
    }

    /// Returns weights that answer the queries of these numbers best, as far as changing one after the other leads.
    fn fit(&mut self, takes: &dyn Fn(usize) -> bool) -> anyhow::Result<Weights> {
        let mut weights = Weights::default();
        let mut best = self.worth(&weights, takes)?;
        for round in 0..MAX_ROUNDS {
            let before = best;
            for name in self.names.clone() {
                let value = weights.get(&name).context("a weight has gone")?;
                let tried: Vec<f32> = if value == 0.0 {
                    STEPS.to_vec()
                } else {
                    FACTORS.map(|factor| value * factor).to_vec()
                };
                for value in tried {
                    let mut changed = weights.clone();
                    changed.set(&name, value);
                    let worth = self.worth(&changed, takes)?;
                    if worth > best + LEAST_GAIN {
                        best = worth;
                        weights = changed;
                    }
                }
            }
            tracing::info!(round, best, "fitted");
            if best <= before {
                break;
            }
        }
        Ok(weights)
    }

    fn worth(&mut self, weights: &Weights, takes: &dyn Fn(usize) -> bool) -> anyhow::Result<f64> {
        let figures = self.figures(weights, takes)?;
        let sum: f64 = figures.iter().map(worth).sum();
        Ok(sum / figures.len().max(1) as f64)
    }

    /// Returns the figures of each set, for the queries of these numbers.
    pub fn figures(
        &mut self,
        weights: &Weights,
        takes: &dyn Fn(usize) -> bool,
    ) -> anyhow::Result<Vec<Figures>> {
        self.searcher.weigh(weights)?;
        let searcher = &self.searcher;
        let figures = self.sets.iter().map(|set| {
            let queries: Vec<_> = set
                .queries
                .iter()
                .enumerate()
                .filter(|(number, _)| takes(*number))
                .map(|(_, judged)| judged)
                .collect();
            let (left, right) = queries.split_at(queries.len() / 2);
            let answered = std::thread::scope(|scope| {
                let right = scope.spawn(|| answers(searcher, right));
                let left = answers(searcher, left);
                let right = right
                    .join()
                    .map_err(|_| anyhow::anyhow!("a search failed"))?;
                anyhow::Ok([left?, right?].concat())
            })?;
            Ok(Figures::of(answered.iter()))
        });
        figures.collect()
    }
}

fn answers<'q>(
    searcher: &Searcher,
    queries: &[&'q super::judgements::JudgedQuery],
) -> anyhow::Result<Vec<Answer<'q>>> {
    queries
        .iter()
        .map(|judged| answer(searcher, judged))
        .collect()
}

/// Returns success@1, success@10 and MRR@10.
fn shown(figures: &Figures) -> String {
    format!(
        "{:.3} {:.3} {:.3}",
        figures.success_at_1, figures.success_at_10, figures.mrr_at_10
    )
}

fn mean(figures: &[&(Figures, usize)]) -> Figures {
    let n: usize = figures.iter().map(|(_, n)| n).sum();
    let mean = |of: fn(&Figures) -> f64| {
        let sum: f64 = figures
            .iter()
            .map(|(figures, n)| of(figures) * *n as f64)
            .sum();
        sum / n.max(1) as f64
    };
    Figures {
        n,
        success_at_1: mean(|figures| figures.success_at_1),
        success_at_10: mean(|figures| figures.success_at_10),
        mrr_at_10: mean(|figures| figures.mrr_at_10),
        ..Figures::default()
    }
}
