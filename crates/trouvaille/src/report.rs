//! What is said of work that is done, whether or not anybody can read it.

use std::io;

/// Warns that standard output could not be written. The index was changed before: an exit code of 1 would say that it was
/// not.
pub fn warn_of_output(written: io::Result<()>) {
    if let Err(error) = written {
        tracing::warn!(%error, "done, but standard output cannot be written");
    }
}
