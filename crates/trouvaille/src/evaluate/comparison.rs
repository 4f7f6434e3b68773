//! A recorded run, and the queries that a later run answers worse or better.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::answer::Answer;

/// The rank of the first expected record, by set and query; `None` beyond the tenth.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordedRun(BTreeMap<String, BTreeMap<String, Option<usize>>>);

/// A query whose first expected record has another rank than before.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub query: String,
    pub before: Option<usize>,
    pub now: Option<usize>,
}

/// The changes of a judged set since a recorded run.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Losses {
    /// The queries that are answered worse, the worst loss first.
    pub lost: Vec<Change>,
    /// The number of queries that are answered better.
    pub n_won: usize,
    /// The number of queries that the recorded run does not have.
    pub n_new: usize,
}

impl RecordedRun {
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("`{}` is no recorded run", path.display()))
    }

    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let json = serde_json::to_string_pretty(self).context("cannot write JSON")?;
        fs::write(path, json + "\n").with_context(|| format!("cannot write `{}`", path.display()))
    }

    pub fn add(&mut self, set: &str, answers: &[Answer<'_>]) {
        let judged = answers
            .iter()
            .filter(|answer| !answer.judged.expected.is_empty());
        let ranks = judged.map(|answer| (answer.judged.query.clone(), answer.rank()));
        self.0.insert(set.to_owned(), ranks.collect());
    }
}

/// Compares the answers to a judged set with its recorded run.
pub fn losses(before: &RecordedRun, set: &str, answers: &[Answer<'_>]) -> Losses {
    let mut losses = Losses::default();
    for answer in answers
        .iter()
        .filter(|answer| !answer.judged.expected.is_empty())
    {
        let recorded = before
            .0
            .get(set)
            .and_then(|set| set.get(&answer.judged.query));
        let Some(&before) = recorded else {
            losses.n_new += 1;
            continue;
        };
        let now = answer.rank();
        if reciprocal_rank(now) < reciprocal_rank(before) {
            losses.lost.push(Change {
                query: answer.judged.query.clone(),
                before,
                now,
            });
        } else if reciprocal_rank(now) > reciprocal_rank(before) {
            losses.n_won += 1;
        }
    }
    let loss = |change: &Change| reciprocal_rank(change.before) - reciprocal_rank(change.now);
    losses.lost.sort_by(|a, b| loss(b).total_cmp(&loss(a)));
    losses
}

/// Returns the reciprocal rank; 0 where no expected record was found.
fn reciprocal_rank(rank: Option<usize>) -> f64 {
    rank.map_or(0.0, |rank| 1.0 / rank as f64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::judgements::JudgedQuery;
    use super::*;

    fn judged(query: &str) -> JudgedQuery {
        JudgedQuery {
            query: query.to_owned(),
            params: String::new(),
            category: None,
            expected: BTreeMap::from([("a".to_owned(), 1)]),
            stale: BTreeSet::new(),
        }
    }

    fn answer<'a>(judged: &'a JudgedQuery, ids: &[&str]) -> Answer<'a> {
        Answer {
            judged,
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            is_declined: ids.is_empty(),
        }
    }

    #[test]
    fn losses_are_named_the_worst_first_and_gains_counted() {
        let queries = ["eau", "air", "feu", "sol"].map(judged);
        let [eau, air, feu, sol] = &queries;
        let mut before = RecordedRun::default();
        before.add(
            "set",
            &[
                answer(eau, &["x", "a"]),
                answer(air, &["a"]),
                answer(feu, &["x", "a"]),
            ],
        );
        let now = [
            answer(eau, &["x", "y", "a"]),
            answer(air, &[]),
            answer(feu, &["a"]),
            answer(sol, &["a"]),
        ];
        let found = losses(&before, "set", &now);
        let lost: Vec<&str> = found.lost.iter().map(|change| &*change.query).collect();
        assert_eq!(lost, ["air", "eau"]);
        assert_eq!((found.n_won, found.n_new), (1, 1));
    }

    #[test]
    fn a_run_reads_back_what_it_wrote() {
        let eau = judged("eau");
        let mut run = RecordedRun::default();
        run.add("set", &[answer(&eau, &["a"])]);
        let file = tempfile::NamedTempFile::new().unwrap();
        run.write(file.path()).unwrap();
        assert_eq!(RecordedRun::read(file.path()).unwrap().0, run.0);
    }
}
