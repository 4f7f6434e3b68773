//! How work that writes an index ends when the process is asked to.

use std::path::Path;
use std::time::Duration;

use search_index::Generations;
use tokio_util::sync::CancellationToken;

use crate::signals::asked_to_end;

/// How long work that was told to stop may take to do so: with the time to end the process, less than two seconds.
const GRACE: Duration = Duration::from_millis(1500);

/// Returns a token that is cancelled once the process is asked to end, by a signal that comes from now on.
pub fn cancelled_when_asked_to_end() -> CancellationToken {
    let cancel = CancellationToken::new();
    let on_signal = cancel.clone();
    let asked_to_end = asked_to_end();
    tokio::spawn(async move {
        asked_to_end.await;
        on_signal.cancel();
    });
    cancel
}

/// Ends when work that was told to stop has not done so in time, unless its generation went live meanwhile: then it is as
/// good as done.
///
/// What it has written lies in hidden files, which the next rebuild or sync removes.
pub async fn overdue(stop: &CancellationToken, index: &Path) {
    let generations = Generations::at(index);
    let before = generations.live().ok();
    stop.cancelled().await;
    tokio::time::sleep(GRACE).await;
    if generations.live().ok() != before {
        std::future::pending::<()>().await;
    }
}
