//! `trouvaille evaluate --ablation`: the contribution of each part of the ranking, as a table in Markdown.

use std::io::{self, Write};

use search_index::Weights;

use super::figures::Figures;
use super::fit::Fit;

/// Prints the MRR@10 of each set with all parts of the ranking, then its change when each part is turned off.
pub fn run(fit: &mut Fit<'_>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let all = |_: usize| true;
    let whole = fit.figures(&Weights::default(), &all)?;
    let names: Vec<&str> = fit.sets.iter().map(|set| set.name.as_str()).collect();
    writeln!(out, "| turned off | {} |", names.join(" | "))?;
    writeln!(out, "|---|{}", "--:|".repeat(names.len()))?;
    let mrr = |figures: &Figures| format!("{:.3}", figures.mrr_at_10);
    let cells: Vec<String> = whole.iter().map(mrr).collect();
    writeln!(out, "| nothing: MRR@10 | {} |", cells.join(" | "))?;
    for part in Weights::PARTS {
        let mut weights = Weights::default();
        for (name, value) in part.off {
            weights.set(name, *value);
        }
        let without = fit.figures(&weights, &all)?;
        let changes = without.iter().zip(&whole);
        let cells: Vec<String> = changes
            .map(|(without, whole)| change(without.mrr_at_10 - whole.mrr_at_10))
            .collect();
        writeln!(out, "| {} | {} |", part.name, cells.join(" | "))?;
    }
    Ok(())
}

/// Returns a difference with its sign, rounded; a difference that rounds to 0 has none.
fn change(difference: f64) -> String {
    let rounded = (difference * 1000.0).round() / 1000.0;
    match rounded {
        0.0 => "0".to_owned(),
        below if below < 0.0 => format!("−{:.3}", below.abs()),
        above => format!("+{above:.3}"),
    }
}
