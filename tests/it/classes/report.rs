//! What a class was measured at.

use std::fmt;

/// Failures that are printed, at most.
const MAX_FAILURES: usize = 30;

/// What a class of words was measured at.
pub struct Report {
    pub class: &'static str,
    /// A share, or a mean of shares.
    pub figure: f64,
    /// The least figure that is good enough.
    pub wanted: f64,
    /// How many the catalogue has.
    pub n_members: usize,
    pub n_drawn: usize,
    pub seed: u64,
    /// What is told beside the figure, a line each.
    pub notes: Vec<String>,
    /// What fails, a line each with its numbers, the worst first.
    pub failures: Vec<String>,
}

impl Report {
    /// Returns whether the figure is not good enough.
    pub fn is_missed(&self) -> bool {
        self.figure < self.wanted
    }
}

/// Returns a share; of nothing, 0.
pub fn share(n: usize, of: usize) -> f64 {
    n as f64 / of.max(1) as f64
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_missed() {
            "MISSED"
        } else {
            "reached"
        };
        writeln!(
            f,
            "{}: {:.4}, wanted {:.2} ({verdict}); {} of {} drawn with seed {}",
            self.class, self.figure, self.wanted, self.n_drawn, self.n_members, self.seed
        )?;
        for note in &self.notes {
            writeln!(f, "  {note}")?;
        }
        let n_shown = self.failures.len().min(MAX_FAILURES);
        if n_shown > 0 {
            writeln!(f, "  failures, {n_shown} of {}:", self.failures.len())?;
        }
        for failure in &self.failures[..n_shown] {
            writeln!(f, "    {failure}")?;
        }
        Ok(())
    }
}
