//! `trouvaille`: full-text search with facets over an open-data catalogue. `--help` is its manual.

mod config;
mod evaluate;
mod faults;
mod hide;
mod lexicon;
mod progress;
mod queries;
mod rebuild_index;
mod report;
mod rollback;
mod search;
mod serve;
mod signals;
mod status;
mod stopping;
mod sync;
mod verify;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use config::{Cli, Command, LogFormat};

/// A server for months: with glibc's, what a replaced generation leaves free lies between what is used, and stays.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Exit codes: 0 done, 1 failed with the live index untouched, 2 wrong usage (clap's own).
fn main() -> ExitCode {
    let cli = Cli::parse();
    start_logging(cli.log_format);
    faults::arm();
    let outcome = match cli.command {
        None => serve::run(&cli.serve),
        Some(Command::Serve(options)) => serve::run(&options),
        Some(Command::RebuildIndex(options)) => rebuild_index::run(&options),
        Some(Command::Sync(options)) => sync::run(&options),
        Some(Command::Search(options)) => search::run(&options),
        Some(Command::Evaluate(options)) => evaluate::run(&options),
        Some(Command::Lexicon(options)) => lexicon::run(&options),
        Some(Command::Queries(options)) => queries::run(&options),
        Some(Command::Status(options)) => status::run(&options),
        Some(Command::Hide(options)) => hide::hide(&options),
        Some(Command::Show(options)) => hide::show(&options),
        Some(Command::Rollback(options)) => rollback::run(&options),
        Some(Command::Verify(options)) => verify::run(&options),
    };
    faults::tell();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error, cli.log_format);
            ExitCode::FAILURE
        }
    }
}

/// Says what failed and why, on one line, in the format of the log.
#[expect(
    clippy::print_stderr,
    reason = "a command tells its user on standard error"
)]
fn report(error: &anyhow::Error, format: LogFormat) {
    match format {
        LogFormat::Text => eprintln!("error: {error:#}"),
        LogFormat::Json => tracing::error!("{error:#}"),
    }
}

/// Logs go to standard error; standard output is for results.
fn start_logging(format: LogFormat) {
    let filter = EnvFilter::try_from_env("TROUVAILLE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => logs.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => logs.json().flatten_event(true).init(),
    }
}
