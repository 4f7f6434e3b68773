//! `trouvaille status`: prints the generations of the index.

use std::io::{self, Write};

use anyhow::Context;
use search_index::{GenerationStatus, Generations, RecordCounts};

use crate::config::StatusOptions;

/// Prints the generations, newest first.
pub fn run(options: &StatusOptions) -> anyhow::Result<()> {
    let generations = Generations::at(&options.index.directory).status()?;
    let mut out = io::stdout().lock();
    let written = if options.json {
        let json = serde_json::to_string(&generations).context("cannot write JSON")?;
        writeln!(out, "{json}")
    } else if generations.is_empty() {
        writeln!(
            out,
            "no generation in `{}`",
            options.index.directory.display()
        )
    } else {
        generations
            .iter()
            .try_for_each(|generation| print(&mut out, generation))
    };
    written.context("cannot write to standard output")
}

fn print(out: &mut impl Write, status: &GenerationStatus) -> io::Result<()> {
    let manifest = &status.manifest;
    let RecordCounts {
        dataset,
        dataservice,
    } = manifest.records;
    writeln!(
        out,
        "{} {}",
        manifest.generation,
        if status.live { "(live)" } else { "" }
    )?;
    writeln!(
        out,
        "  {dataset} datasets, {dataservice} dataservices, {} rejected",
        manifest.rejected
    )?;
    writeln!(
        out,
        "  {:.1} MB, {} old, built in {:.1} s",
        status.bytes as f64 / 1e6,
        age(status.age_seconds),
        manifest.seconds
    )?;
    writeln!(out, "  from {}", manifest.sources.join(", "))?;
    writeln!(
        out,
        "  schema {}, analyzer {}, program {}",
        manifest.schema_version, manifest.analyzer_version, manifest.program_version
    )
}

fn age(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
