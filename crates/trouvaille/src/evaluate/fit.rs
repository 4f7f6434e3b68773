//! `trouvaille evaluate --fit`: weights that answer the judged queries better, found one after the other.

use std::io::{self, Write};

use anyhow::Context;
use search_index::{Searcher, Weights};

use super::answer::{Answer, answer};
use super::figures::Figures;
use super::judgements::{JudgedQuery, JudgedSet};

/// A weight is tried at these multiples of its value.
const FACTORS: [f32; 2] = [0.8, 1.25];
/// A weight of 0 is tried at these values.
const STEPS: [f32; 2] = [0.1, 0.3];

/// A change of a weight must bring this much: a smaller gain would follow single queries.
const LEAST_GAIN: f64 = 0.0008;

/// The number of times that all weights are tried, at most.
const MAX_ROUNDS: usize = 3;

/// The number of parts of a set: each is left out of a fit in turn, and measured with the weights of that fit.
const N_FOLDS: usize = 5;

/// Returns the figure that a fit raises.
fn objective(figures: &Figures) -> f64 {
    0.6 * figures.mrr_at_10 + 0.2 * figures.success_at_10 + 0.2 * figures.ndcg_at_10
}

/// A fit of weights to judged sets.
pub struct Fit<'a> {
    pub searcher: Searcher,
    pub sets: &'a [JudgedSet],
    /// The names of the weights that may change.
    pub names: Vec<String>,
}

impl Fit<'_> {
    /// Fits on all queries, then five times on four fifths of them, and prints the changed weights and the figures.
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
            let weights = self.fit(&|index| index % N_FOLDS != fold)?;
            let figures = self.figures(&weights, &|index| index % N_FOLDS == fold)?;
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

    /// Returns the weights that raise the objective most for the queries whose index `takes` accepts, by changing one
    /// weight after the other.
    fn fit(&mut self, takes: &dyn Fn(usize) -> bool) -> anyhow::Result<Weights> {
        let mut weights = Weights::default();
        let mut best = self.objective(&weights, takes)?;
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
                    let objective = self.objective(&changed, takes)?;
                    if objective > best + LEAST_GAIN {
                        best = objective;
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

    /// Returns the mean objective of the sets.
    fn objective(
        &mut self,
        weights: &Weights,
        takes: &dyn Fn(usize) -> bool,
    ) -> anyhow::Result<f64> {
        let figures = self.figures(weights, takes)?;
        let sum: f64 = figures.iter().map(objective).sum();
        Ok(sum / figures.len().max(1) as f64)
    }

    /// Returns the figures of each set with these weights, for the queries whose index `takes` accepts.
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
                .filter(|(index, _)| takes(*index))
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
    queries: &[&'q JudgedQuery],
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
