//! Faults on purpose, for tests: the file system refuses, or the process is killed, at a step of writing.
//!
//! Whatever writes or renames in the index directory calls [`step`] before it does. A release build counts no steps and
//! fails at none.

use std::io;

#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicU64, Ordering};

/// How a step fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The operation returns an error of the file system.
    Refused,
    /// The process ends at once, as by `SIGKILL`.
    Killed,
}

#[cfg(debug_assertions)]
static N_STEPS: AtomicU64 = AtomicU64::new(0);

/// The number of the step that fails, from 1, with the highest bit set where it kills; 0 where none fails.
#[cfg(debug_assertions)]
static FAILS_AT: AtomicU64 = AtomicU64::new(0);

#[cfg(debug_assertions)]
const KILLS: u64 = 1 << 63;

/// Lets the step of that number, from 1, fail. It does nothing in a release build.
pub fn fail_at(number: u64, fault: Fault) {
    #[cfg(debug_assertions)]
    FAILS_AT.store(
        number | if fault == Fault::Killed { KILLS } else { 0 },
        Ordering::Relaxed,
    );
    #[cfg(not(debug_assertions))]
    let _ = (number, fault);
}

/// Returns how many steps this process has begun; always 0 in a release build.
#[must_use]
pub fn n_steps() -> u64 {
    #[cfg(debug_assertions)]
    return N_STEPS.load(Ordering::Relaxed);
    #[cfg(not(debug_assertions))]
    0
}

/// Begins a step of writing.
///
/// # Errors
///
/// Where it is the one that was chosen to fail.
#[cfg(debug_assertions)]
pub fn step() -> io::Result<()> {
    let number = N_STEPS.fetch_add(1, Ordering::Relaxed) + 1;
    let fails_at = FAILS_AT.load(Ordering::Relaxed);
    if number != fails_at & !KILLS {
        return Ok(());
    }
    if fails_at & KILLS != 0 {
        // Nothing that is open is closed, no destructor runs.
        std::process::abort();
    }
    Err(io::Error::other(format!(
        "refused on purpose, at step {number}"
    )))
}

/// Begins a step of writing, which fails at none.
#[cfg(not(debug_assertions))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "debug builds fail on purpose")]
pub fn step() -> io::Result<()> {
    Ok(())
}
