//! Blocking work on threads of its own.

use tokio::task::JoinError;

use crate::error::Error;

/// Runs blocking work on a thread of its own. A panic of the work goes on in the caller.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    joined(tokio::task::spawn_blocking(work).await)
}

/// Returns what the work of a thread has returned. A panic of the work goes on in the caller.
pub(crate) fn joined<T>(result: Result<Result<T, Error>, JoinError>) -> Result<T, Error> {
    match result {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going down.
            Err(_) => Err(Error::Cancelled),
        },
    }
}
