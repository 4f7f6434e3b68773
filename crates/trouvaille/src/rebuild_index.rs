//! `trouvaille rebuild-index`: builds a new generation and publishes it.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use catalogue::RecordType;
use ingest::{ClientOptions, RebuildReport};
use search_index::{BuildOptions, Lexicon, RecordCounts, Searcher};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::config::RebuildOptions;
use crate::lexicon;
use crate::progress;
use crate::signals::asked_to_end;

/// The line of JSON that `--json` prints.
#[derive(Serialize)]
struct Summary<'a> {
    generation: &'a str,
    records: RecordCounts,
    announced: Option<u64>,
    fetched: u64,
    missing: u64,
    rejected: u64,
    duplicates: u64,
    seconds: f64,
}

/// Rebuilds the index and prints a summary of the new generation.
pub fn run(options: &RebuildOptions) -> anyhow::Result<()> {
    let report = tokio::runtime::Runtime::new()
        .context("cannot start")?
        .block_on(rebuild(options))?;
    print(&report, options.json).context("cannot write to standard output")
}

async fn rebuild(options: &RebuildOptions) -> anyhow::Result<RebuildReport> {
    let cancel = CancellationToken::new();
    let on_signal = cancel.clone();
    let asked_to_end = asked_to_end();
    tokio::spawn(async move {
        asked_to_end.await;
        on_signal.cancel();
    });
    let progress = progress::for_standard_error();
    let lexicon = options.lexicon.as_deref().map(lexicon::read).transpose()?;
    let rebuild_options = ingest::RebuildOptions {
        index: options.index.directory.clone(),
        sources: options.sources.clone(),
        client: ClientOptions {
            pages_in_flight: options.pages_in_flight,
            request_timeout: options.timeout,
            max_retries: options.retries,
            ..ClientOptions::default()
        },
        accept_missing: options.accept_missing,
        build: BuildOptions {
            keep_generations: options.keep,
            max_shrink: options.max_shrink,
            force: options.force,
            lexicon: lexicon.clone(),
            ..BuildOptions::default()
        },
    };
    let outcome = ingest::rebuild(
        rebuild_options,
        Arc::clone(&progress) as Arc<dyn ingest::Progress>,
        cancel,
    )
    .await;
    progress.end();
    let report = outcome?;
    if let Some(lexicon) = lexicon {
        warn_of_unknown_pins(&options.index.directory, &lexicon)?;
    }
    Ok(report)
}

/// Warns of each record that a line pins and the index lacks: it may have been deleted since the line was written.
fn warn_of_unknown_pins(index: &Path, lexicon: &Lexicon) -> anyhow::Result<()> {
    let searcher = Searcher::open(index)?;
    for record in lexicon.pinned_records() {
        let mut is_known = false;
        for record_type in RecordType::all() {
            is_known |= searcher.record(record_type, record)?.is_some();
        }
        if !is_known {
            tracing::warn!(
                record,
                "a line of the lexicon pins a record that is not there"
            );
        }
    }
    Ok(())
}

fn print(report: &RebuildReport, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        let summary = Summary {
            generation: &report.generation,
            records: report.records,
            announced: report.announced,
            fetched: report.fetched,
            missing: report.missing,
            rejected: report.rejected,
            duplicates: report.duplicates,
            seconds: (report.seconds * 1000.0).round() / 1000.0,
        };
        return writeln!(out, "{}", serde_json::to_string(&summary)?);
    }
    let RecordCounts {
        dataset,
        dataservice,
    } = report.records;
    writeln!(out, "generation {} is live", report.generation)?;
    writeln!(
        out,
        "  {dataset} datasets, {dataservice} dataservices, in {:.1} s",
        report.seconds
    )?;
    if let (Some(announced), 1..) = (report.announced, report.missing) {
        writeln!(
            out,
            "  {} of the {announced} records that were announced did not come",
            report.missing
        )?;
    }
    if report.duplicates > 0 {
        writeln!(
            out,
            "  {} records came more than once and were taken once",
            report.duplicates
        )?;
    }
    if let Some(file) = &report.rejected_file {
        writeln!(
            out,
            "  {} records could not be read: see {}",
            report.rejected,
            file.display()
        )?;
    }
    if let Some(file) = &report.snapshot {
        writeln!(out, "  kept as fetched in {}", file.display())?;
    }
    Ok(())
}
