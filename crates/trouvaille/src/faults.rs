//! Faults on purpose, for tests of a debug build: `TROUVAILLE_FAULT=17:refused` lets the file system refuse the 17th step of
//! writing, `17:killed` ends the process there, and `0:refused` only counts the steps.

use search_index::fault::{Fault, fail_at, n_steps};

const VARIABLE: &str = "TROUVAILLE_FAULT";

/// Lets the step fail that the environment names. A release build has none.
pub fn arm() {
    let Some((step, fault)) = chosen() else {
        return;
    };
    fail_at(step, fault);
}

/// Logs how many steps there were, where the environment asks for faults.
pub fn tell() {
    if chosen().is_some() {
        tracing::info!(n_steps = n_steps(), "steps of writing");
    }
}

fn chosen() -> Option<(u64, Fault)> {
    if !cfg!(debug_assertions) {
        return None;
    }
    let text = std::env::var(VARIABLE).ok()?;
    let (step, fault) = text.split_once(':')?;
    let fault = match fault {
        "refused" => Fault::Refused,
        "killed" => Fault::Killed,
        _ => return None,
    };
    Some((step.parse().ok()?, fault))
}
