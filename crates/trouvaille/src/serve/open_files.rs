//! How many files and connections the process may have open.

/// Raises the soft limit to the hard one: the soft one is low for programs of the last century. Returns the limit; `None`
/// where there is none.
#[cfg(unix)]
pub fn raise_limit() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let before = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: before.maximum,
        maximum: before.maximum,
    };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => before.maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files stays as it is");
            before.current
        }
    }
}

/// Nothing is limited here.
#[cfg(not(unix))]
pub fn raise_limit() -> Option<u64> {
    None
}
