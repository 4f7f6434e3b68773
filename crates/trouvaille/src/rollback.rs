//! `trouvaille rollback`: makes an earlier generation live again.

use std::io::{self, Write};

use search_index::Generations;

use crate::config::RollbackOptions;
use crate::report::warn_of_output;

/// Rolls back, and says to which generation.
pub fn run(options: &RollbackOptions) -> anyhow::Result<()> {
    let generations = Generations::at(&options.index.directory);
    let rollback = generations.roll_back(options.to.as_deref())?;
    let mut out = io::stdout().lock();
    let told = match &rollback.from {
        Some(from) if *from == rollback.to => writeln!(out, "generation {from} is live already"),
        Some(from) => writeln!(out, "generation {} is live, instead of {from}", rollback.to),
        None => writeln!(out, "generation {} is live", rollback.to),
    };
    warn_of_output(told);
    Ok(())
}
