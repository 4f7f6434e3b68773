//! Ctrl-C, SIGTERM and SIGHUP.

use std::future::Future;

/// Listens for both signals from now on, and returns a future that ends once one of them has come.
///
/// A signal that comes between the call and the first wait is not lost.
#[cfg(unix)]
pub fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt()).ok();
    let mut terminate = signal(SignalKind::terminate()).ok();
    async move {
        tokio::select! {
            () = received(interrupt.as_mut()) => {}
            () = received(terminate.as_mut()) => {}
        }
    }
}

/// Lets SIGHUP pass, which ends a process that does not handle it: there is nothing to read anew.
#[cfg(unix)]
pub fn ignore_hangup() {
    use tokio::signal::unix::{SignalKind, signal};

    let Ok(mut hangup) = signal(SignalKind::hangup()) else {
        return;
    };
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            tracing::info!("SIGHUP changes nothing: a new generation is taken over without it");
        }
    });
}

/// Waits for the next signal; for ever where there is no handler, since then nobody can ask in that way.
#[cfg(unix)]
async fn received(signal: Option<&mut tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Returns a future that ends once Ctrl-C was pressed.
#[cfg(not(unix))]
pub fn asked_to_end() -> impl Future<Output = ()> + Send + 'static {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// There is no such signal here.
#[cfg(not(unix))]
pub fn ignore_hangup() {}
