//! `trouvaille evaluate`: judged queries in, how well the ranking answers them out.

mod ablation;
mod comparison;
mod figures;
mod fit;
mod judgements;
mod report;

use std::io::{self, Write};

use anyhow::Context;
use catalogue::RecordType;
use query::params;
use search_index::{SearchRequest, Searcher, Weights};

use crate::config::EvaluateOptions;
use comparison::{RecordedRun, losses};
use figures::Figures;
use judgements::{JudgedQuery, JudgedSet};

/// Ranks that count: a user who finds nothing on the first page has found nothing.
const MAX_RANK: usize = 10;

/// What the index answered to one judged query.
#[derive(Clone)]
struct Answer<'a> {
    judged: &'a JudgedQuery,
    /// The ids of the first hits.
    ids: Vec<String>,
    /// Whether it said that nothing answers: it found nothing, or what it found is marked as another spelling's.
    is_declined: bool,
}

/// Runs every judged query of every file, and prints the figures.
pub fn run(options: &EvaluateOptions) -> anyhow::Result<()> {
    let mut searcher = Searcher::open(&options.index.directory)?;
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

/// Measures other weights than the default ones.
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

/// Returns whether the index holds the dataset, not archived: a default search can find it.
fn is_live(searcher: &Searcher, id: &str) -> anyhow::Result<bool> {
    let record = searcher.record(&RecordType::Dataset, id)?;
    let record = match record {
        Some(record) => Some(record),
        None => searcher.record(&RecordType::Dataservice, id)?,
    };
    Ok(record.is_some_and(|record| record.archived_at().is_none()))
}

/// Searches as `/api/search` does by default.
fn answer<'a>(searcher: &Searcher, judged: &'a JudgedQuery) -> anyhow::Result<Answer<'a>> {
    let parameters = format!(
        "{}&{}",
        params::encode(&[("q", &judged.query), ("facets", "none")]),
        judged.params
    );
    let request: SearchRequest = params::parse(&parameters)
        .map_err(|errors| anyhow::anyhow!("`{}`: {errors:?}", judged.query))?;
    let results = searcher.search(&SearchRequest {
        page_size: MAX_RANK,
        ..request
    })?;
    Ok(Answer {
        judged,
        ids: results.hits.into_iter().map(|found| found.hit.id).collect(),
        is_declined: results.total == 0 || results.understanding.correction.is_some(),
    })
}

impl Answer<'_> {
    /// Returns the rank of the first expected record, from 1; `None` beyond [`MAX_RANK`].
    fn rank(&self) -> Option<usize> {
        let is_expected = |id: &String| self.judged.expected.contains_key(id);
        self.ids.iter().position(is_expected).map(|at| at + 1)
    }
}
