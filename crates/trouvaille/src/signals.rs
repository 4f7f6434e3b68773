//! The signals that ask the process to end: Ctrl-C and SIGTERM.

use std::future::Future;

/// Returns a future that ends when the process is asked to end.
///
/// The signals are handled from the call on: one that comes before the future is first polled is not lost.
#[cfg(unix)]
pub fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};

    // A signal whose handler cannot be installed ends the process in the system's own way.
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

/// Returns a future that ends when the process is asked to end.
#[cfg(not(unix))]
pub fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
