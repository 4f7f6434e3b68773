//! Ctrl-C and SIGTERM.

use std::future::Future;

/// Listens from now on, and returns what ends once the process is asked to end.
///
/// A signal that comes between the call and the first wait is not lost.
#[cfg(unix)]
pub fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};

    // Without a handler nobody can ask in that way.
    let mut signals: Vec<_> = [SignalKind::interrupt(), SignalKind::terminate()]
        .into_iter()
        .filter_map(|kind| signal(kind).ok())
        .collect();
    async move {
        std::future::poll_fn(|context| {
            let asked = signals
                .iter_mut()
                .any(|signal| signal.poll_recv(context).is_ready());
            if asked {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
    }
}

/// Returns what ends once the process is asked to end.
#[cfg(not(unix))]
pub fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
