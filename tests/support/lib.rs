//! What the end-to-end tests stand on: records written for them, a fake catalogue server, the real catalogue where it
//! is at hand.

// A dataset has more fields than `json!` takes in by default.
#![recursion_limit = "256"]

pub mod application;
pub mod fake_catalogue;
pub mod fuzzed;
pub mod records;

use std::io::Write;
use std::path::PathBuf;

/// Returns the folder of the real catalogue: `TROUVAILLE_CATALOGUE`, or `../shared/catalogue` beside the repository.
///
/// Where there is none, the test is listed as skipped, by name, in `target/skipped-tests`, and should just return.
#[must_use]
pub fn real_catalogue(test: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/catalogue");
    let folder = std::env::var_os("TROUVAILLE_CATALOGUE").map_or_else(beside, PathBuf::from);
    if folder.join("PROVENANCE.md").is_file() {
        return Some(folder);
    }
    let line = format!("skipped (needs the real catalogue): {test}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
    // The test program lies in `target/debug/deps`.
    let program = std::env::current_exe().ok();
    if let Some(target) = program
        .as_ref()
        .and_then(|program| program.ancestors().nth(3))
    {
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(target.join("skipped-tests"));
        if let Ok(mut file) = file {
            let _ = file.write_all(format!("{test}\n").as_bytes());
        }
    }
    None
}
