//! Syncs beside the server, in its process.

use std::sync::Arc;
use std::time::Duration;

use ingest::NoProgress;
use query::{LiveIndex, SyncFigures};
use tokio_util::sync::CancellationToken;

/// Syncs again and again until `stop` says so, on a thread of its own that lets those that answer go first. A sync that
/// fails is told and counted, and ends nothing.
pub fn start(
    options: ingest::SyncOptions,
    every: Duration,
    (index, figures): (Arc<LiveIndex>, Arc<SyncFigures>),
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let work = move || {
        lower_priority();
        runtime.block_on(sync_until_stopped(
            options,
            every,
            (&index, &figures),
            &stop,
        ));
        runtime.shutdown_background();
    };
    // Nobody waits for it: what a killed sync has written lies in hidden files.
    std::thread::Builder::new()
        .name("sync".to_owned())
        .spawn(work)?;
    Ok(())
}

async fn sync_until_stopped(
    options: ingest::SyncOptions,
    every: Duration,
    (index, figures): (&LiveIndex, &SyncFigures),
    stop: &CancellationToken,
) {
    loop {
        match ingest::sync(options.clone(), Arc::new(NoProgress), stop.clone()).await {
            Ok(report) => {
                figures.succeeded();
                if report.published {
                    index.look_now();
                }
                tracing::info!(
                    generation = report.generation,
                    changed = report.changed,
                    new = report.new,
                    removed = report.removed,
                    requests = report.requests,
                    seconds = report.seconds,
                    cursor = %report.cursor,
                    "synced"
                );
            }
            Err(_) if stop.is_cancelled() => {}
            Err(ingest::Error::Index(search_index::Error::Locked(_))) => {
                tracing::info!("no sync now: a rebuild is running");
            }
            Err(error) => {
                figures.failed();
                tracing::error!("the sync failed: {:#}", anyhow::Error::from(error));
            }
        }
        if (stop.run_until_cancelled(tokio::time::sleep(every)).await).is_none() {
            return;
        }
    }
}

/// Lets every other thread go first, those that this one starts excepted. Where it cannot be, the work is done all the same.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
