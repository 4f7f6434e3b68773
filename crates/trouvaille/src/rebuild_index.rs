//! `trouvaille rebuild-index`: builds a new generation and publishes it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use catalogue::RecordType;
use ingest::{ClientOptions, RebuildReport};
use search_index::{BuildOptions, Lexicon, RecordCounts, Searcher};
use serde::Serialize;

use crate::config::RebuildOptions;
use crate::lexicon;
use crate::progress;
use crate::report::warn_of_output;
use crate::stopping::{cancelled_when_asked_to_end, overdue};

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
    left_out: &'a BTreeMap<String, u64>,
    joined: Vec<Joined<'a>>,
    seconds: f64,
}

/// An export that completes the records of the others.
#[derive(Serialize)]
struct Joined<'a> {
    source: &'a str,
    rows: u64,
    without_record: u64,
}

/// Rebuilds the index and prints a summary of the new generation.
pub fn run(options: &RebuildOptions) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start")?;
    let outcome = runtime.block_on(rebuild(options));
    // Nobody waits for a thread that reads from a pipe or merges segments: it ends with the process.
    runtime.shutdown_background();
    warn_of_output(print(&outcome?, options.json));
    Ok(())
}

async fn rebuild(options: &RebuildOptions) -> anyhow::Result<RebuildReport> {
    let cancel = cancelled_when_asked_to_end();
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
        deadline: options.deadline,
        accept_missing: options.accept_missing,
        build: BuildOptions {
            keep_generations: options.keep,
            max_shrink: options.max_shrink,
            force: options.force,
            lexicon: lexicon.clone(),
            ..BuildOptions::default()
        },
    };
    let shown = Arc::clone(&progress) as Arc<dyn ingest::Progress>;
    let outcome = tokio::select! {
        outcome = ingest::rebuild(rebuild_options, shown, cancel.clone()) => outcome,
        () = overdue(&cancel, &options.index.directory) => Err(ingest::Error::Cancelled),
    };
    progress.end();
    let report = outcome?;
    // The new generation is live: what follows is told and is no failure.
    if let Some(lexicon) = lexicon
        && let Err(error) = warn_of_unknown_pins(&options.index.directory, &lexicon)
    {
        tracing::warn!("the pins of the lexicon could not be looked for: {error:#}");
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

fn joined(report: &RebuildReport) -> Vec<Joined<'_>> {
    let tables = report.joined.iter().map(|table| Joined {
        source: &table.source,
        rows: table.rows,
        without_record: table.without_record,
    });
    tables.collect()
}

fn summary(report: &RebuildReport) -> Summary<'_> {
    Summary {
        generation: &report.generation,
        records: report.records,
        announced: report.announced,
        fetched: report.fetched,
        missing: report.missing,
        rejected: report.rejected,
        duplicates: report.duplicates,
        left_out: &report.left_out,
        joined: joined(report),
        seconds: (report.seconds * 1000.0).round() / 1000.0,
    }
}

fn print_joined(out: &mut impl Write, report: &RebuildReport) -> io::Result<()> {
    for table in &report.joined {
        writeln!(
            out,
            "  {} rows of {} complete them, {} belong to none",
            table.rows, table.source, table.without_record
        )?;
    }
    Ok(())
}

fn print(report: &RebuildReport, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        let summary = serde_json::to_string(&summary(report))?;
        return writeln!(out, "{summary}");
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
    print_joined(&mut out, report)?;
    if report.duplicates > 0 {
        writeln!(
            out,
            "  {} records came more than once and were taken once",
            report.duplicates
        )?;
    }
    if !report.left_out.is_empty() {
        let fields = report.left_out.iter();
        let fields: Vec<String> = fields.map(|(field, n)| format!("{field} of {n}")).collect();
        writeln!(
            out,
            "  fields that could not be read were left out: {}",
            fields.join(", ")
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
