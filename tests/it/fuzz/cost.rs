//! What queries cost: the time of the processor that their thread took, so that other work does not count.

use std::collections::BTreeMap;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::Outcome;

/// Returns what a call cost, and what it returned.
pub fn cost<T>(call: impl FnOnce() -> T) -> (Duration, T) {
    let before = processor_time();
    let returned = call();
    (processor_time().saturating_sub(before), returned)
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Prints what the queries of each kind cost, as multiples of the median of all, and returns that median.
pub fn summary(outcomes: &[Outcome]) -> Duration {
    let mut costs: Vec<Duration> = outcomes.iter().map(|outcome| outcome.cost).collect();
    costs.sort_unstable();
    let median = quantile(&costs, 0.5);
    println!(
        "median: {:.2} ms of the processor",
        median.as_secs_f64() * 1e3
    );
    println!(
        "{:>14} {:>8} {:>7} {:>7} {:>7} {:>7}",
        "kind", "queries", "median", ".9", ".99", "most"
    );
    let mut by_kind: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    for outcome in outcomes {
        let kind = format!("{:?}", outcome.kind);
        by_kind.entry(kind).or_default().push(outcome.cost);
    }
    by_kind.insert("all".to_owned(), costs);
    for (kind, mut costs) in by_kind {
        costs.sort_unstable();
        let times = |share: f64| quantile(&costs, share).as_secs_f64() / median.as_secs_f64();
        println!(
            "{kind:>14} {:>8} {:>7.2} {:>7.2} {:>7.2} {:>7.2}",
            costs.len(),
            times(0.5),
            times(0.9),
            times(0.99),
            times(1.0)
        );
    }
    median
}

/// Returns the cost that a share of the costs, which are sorted, does not exceed.
fn quantile(costs: &[Duration], share: f64) -> Duration {
    let last = costs.len().saturating_sub(1);
    let at = (last as f64 * share).round() as usize;
    costs.get(at).copied().unwrap_or_default()
}
