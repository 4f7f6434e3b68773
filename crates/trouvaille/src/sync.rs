//! `trouvaille sync`: brings the index up to date with an API, once or again and again.

use std::io::{self, Write};
use std::sync::Arc;

use anyhow::Context;
use ingest::{IdsWalk, SyncReport};
use tokio_util::sync::CancellationToken;

use crate::config::SyncOptions;
use crate::progress;
use crate::report::warn_of_output;
use crate::stopping::{cancelled_when_asked_to_end, overdue};

/// Syncs, and prints what was done.
pub fn run(options: &SyncOptions) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start")?;
    let outcome = runtime.block_on(run_until_asked_to_end(options));
    runtime.shutdown_background();
    outcome
}

async fn run_until_asked_to_end(options: &SyncOptions) -> anyhow::Result<()> {
    let cancel = cancelled_when_asked_to_end();
    let Some(every) = options.every.filter(|_| !options.once) else {
        let report = sync_once(options, &cancel).await?;
        warn_of_output(print(&report, options.json));
        return Ok(());
    };
    loop {
        match sync_once(options, &cancel).await {
            Ok(report) => warn_of_output(print(&report, options.json)),
            Err(_) if cancel.is_cancelled() => return Ok(()),
            // The next one may succeed.
            Err(error) => tracing::error!("the sync failed: {:#}", anyhow::Error::from(error)),
        }
        if (cancel.run_until_cancelled(tokio::time::sleep(every)).await).is_none() {
            return Ok(());
        }
    }
}

async fn sync_once(
    options: &SyncOptions,
    cancel: &CancellationToken,
) -> Result<SyncReport, ingest::Error> {
    let progress = progress::for_standard_error();
    let shown = Arc::clone(&progress) as Arc<dyn ingest::Progress>;
    let outcome = tokio::select! {
        outcome = ingest::sync(options.to_library(), shown, cancel.clone()) => outcome,
        () = overdue(cancel, &options.index.directory) => Err(ingest::Error::Cancelled),
    };
    progress.end();
    outcome
}

fn print(report: &SyncReport, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        return writeln!(out, "{}", serde_json::to_string(report)?);
    }
    if report.published {
        writeln!(out, "generation {} is live", report.generation)?;
    } else {
        writeln!(out, "generation {} is up to date", report.generation)?;
    }
    writeln!(
        out,
        "  {} records looked at: {} changed, {} new, {} removed, {} as they were",
        report.found, report.changed, report.new, report.removed, report.unchanged
    )?;
    if report.rejected > 0 {
        writeln!(out, "  {} could not be read", report.rejected)?;
    }
    if report.failed > 0 {
        writeln!(
            out,
            "  {} did not come: the next sync asks for them",
            report.failed
        )?;
    }
    match report.ids {
        IdsWalk::Complete => writeln!(out, "  all ids were compared")?,
        IdsWalk::WithHoles => writeln!(
            out,
            "  not all ids came: nothing was removed for not being among them"
        )?,
        _ => {}
    }
    writeln!(
        out,
        "  {} requests, {:.1} s, up to date with {}",
        report.requests, report.seconds, report.cursor
    )
}
