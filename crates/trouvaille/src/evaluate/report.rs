//! Prints the figures of judged sets as a table.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::comparison::{Change, Losses};
use super::figures::Figures;

/// The number of losses that are printed for a set; JSON has all of them.
const MAX_LOSSES: usize = 30;

/// The report on one judged set.
#[derive(Debug, Serialize)]
pub struct SetReport {
    #[serde(rename = "set")]
    pub name: String,
    #[serde(flatten)]
    pub figures: Figures,
    #[serde(rename = "categories")]
    pub by_category: BTreeMap<String, Figures>,
    #[serde(rename = "left_out")]
    pub n_left_out: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub losses: Option<Losses>,
}

/// Prints a table of all sets, then the lines that each left out and the queries that it lost.
pub fn print(out: &mut impl Write, reports: &[SetReport]) -> io::Result<()> {
    writeln!(
        out,
        "{:<28} {:>5} {:>6} {:>6} {:>6} {:>6} {:>7} {:>26} {:>11}  nonsense unanswered",
        "set",
        "n",
        "s@1",
        "s@3",
        "s@10",
        "MRR@10",
        "nDCG@10",
        "reference @1 @10 MRR",
        "stale above"
    )?;
    for report in reports {
        line(out, &report.name, &report.figures)?;
        for (category, figures) in &report.by_category {
            line(out, &format!("  {category}"), figures)?;
        }
    }
    for report in reports {
        if report.n_left_out > 0 {
            writeln!(
                out,
                "\n{}: {} lines left out",
                report.name, report.n_left_out
            )?;
        }
        if let Some(losses) = &report.losses {
            print_losses(out, &report.name, losses)?;
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, name: &str, figures: &Figures) -> io::Result<()> {
    let nonsense = figures
        .nonsense_unanswered
        .map(|share| format!("{share:.2} of {}", figures.n_nonsense))
        .unwrap_or_default();
    let shares = (
        figures.reference_at_1,
        figures.reference_at_10,
        figures.reference_mrr_at_10,
    );
    let reference = match shares {
        (Some(first), Some(found), Some(mrr)) => {
            let n = figures.n_with_reference;
            format!("{first:.3} {found:.3} {mrr:.3} of {n:>3}")
        }
        _ => String::new(),
    };
    let stale = figures
        .stale_above
        .map(|share| format!("{share:.2} of {:>3}", figures.n_with_stale))
        .unwrap_or_default();
    writeln!(
        out,
        "{name:<28} {:>5} {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>7.3} {reference:>26} {stale:>11}  {nonsense}",
        figures.n,
        figures.success_at_1,
        figures.success_at_3,
        figures.success_at_10,
        figures.mrr_at_10,
        figures.ndcg_at_10,
    )
}

fn print_losses(out: &mut impl Write, set: &str, losses: &Losses) -> io::Result<()> {
    writeln!(
        out,
        "\n{set}: {} worse than the recorded run, {} better, {} new",
        losses.lost.len(),
        losses.n_won,
        losses.n_new
    )?;
    for Change { query, before, now } in losses.lost.iter().take(MAX_LOSSES) {
        writeln!(out, "  {:>4} -> {:<4} {query}", rank(*before), rank(*now))?;
    }
    Ok(())
}

fn rank(rank: Option<usize>) -> String {
    rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())
}
