//! `trouvaille evaluate`: measures how well the ranking answers judged queries.

mod ablation;
mod answer;
mod comparison;
mod figures;
mod fit;
mod judgements;
mod report;

use std::io::{self, Write};

use anyhow::Context;
use search_index::{Searcher, Weights};

use crate::config::EvaluateOptions;
use crate::lexicon;
use answer::{answer, is_live};
use comparison::{RecordedRun, losses};
use figures::Figures;
use judgements::JudgedSet;

/// Runs every judged query of every file, and prints the figures.
pub fn run(options: &EvaluateOptions) -> anyhow::Result<()> {
    let mut searcher = Searcher::open(&options.index.directory)?;
    if let Some(path) = &options.lexicon {
        searcher.use_lexicon(&lexicon::read(path)?);
    }
    if !options.weights.is_empty() {
        let mut weights = Weights::default();
        for (name, value) in &options.weights {
            weights.set(name, *value);
        }
        searcher.weigh(&weights)?;
    }
    if options.ablation || !options.fit.is_empty() {
        return with_other_weights(searcher, options);
    }
    let before = options
        .against
        .as_deref()
        .map(RecordedRun::read)
        .transpose()?;
    let mut recorded = RecordedRun::default();
    let mut reports = Vec::new();
    for file in &options.files {
        let mut set = JudgedSet::read(file)?;
        set.keep_live(|id| is_live(&searcher, id))?;
        let answers = set
            .queries
            .iter()
            .map(|judged| answer(&searcher, judged))
            .collect::<anyhow::Result<Vec<_>>>()?;
        recorded.add(&set.name, &answers);
        reports.push(report::SetReport {
            losses: before
                .as_ref()
                .map(|before| losses(before, &set.name, &answers)),
            figures: Figures::of(answers.iter()),
            by_category: Figures::by_category(&answers),
            n_left_out: set.n_left_out,
            name: set.name.clone(),
        });
    }
    if let Some(path) = &options.record {
        recorded.write(path)?;
    }
    let written = if options.json {
        let json = serde_json::to_string(&reports).context("cannot write JSON")?;
        writeln!(io::stdout(), "{json}")
    } else {
        report::print(&mut io::stdout().lock(), &reports)
    };
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Runs what measures other weights than the default ones: the ablation, or the fit.
fn with_other_weights(searcher: Searcher, options: &EvaluateOptions) -> anyhow::Result<()> {
    let mut sets = Vec::new();
    for file in &options.files {
        let mut set = JudgedSet::read(file)?;
        set.keep_live(|id| is_live(&searcher, id))?;
        sets.push(set);
    }
    let names = match options.fit.as_slice() {
        [all] if all == "all" => Weights::NAMES
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        names => names.to_vec(),
    };
    let mut fit = fit::Fit {
        searcher,
        sets: &sets,
        names,
    };
    if options.ablation {
        ablation::run(&mut fit)
    } else {
        fit.run()
    }
}
