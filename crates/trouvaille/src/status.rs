//! `trouvaille status`: prints the generations of the index.

use std::io::{self, Write};

use anyhow::Context;
use search_index::{GenerationStatus, Generations, HiddenRecord, HiddenRecords, RecordCounts};
use serde::Serialize;

use crate::config::StatusOptions;

/// A generation as `--json` lists it.
#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    status: &'a GenerationStatus,
    /// What must not be shown, with the live generation.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<&'a [HiddenRecord]>,
}

/// Prints the generations, newest first.
pub fn run(options: &StatusOptions) -> anyhow::Result<()> {
    let index = Generations::at(&options.index.directory);
    let generations = index.status()?;
    let hidden = HiddenRecords::read(&options.index.directory)?;
    let mut out = io::stdout().lock();
    let written = if options.json {
        let with_hidden = |status| Listed {
            status,
            hidden: status.live.then_some(hidden.records()),
        };
        let listed: Vec<Listed<'_>> = generations.iter().map(with_hidden).collect();
        let json = serde_json::to_string(&listed).context("cannot write JSON")?;
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
            .and_then(|()| print_foreign(&mut out, &index.foreign().unwrap_or_default()))
            .and_then(|()| print_hidden(&mut out, hidden.records()))
    };
    written.context("cannot write to standard output")?;
    warn(&generations);
    Ok(())
}

/// Says what an operator must know: that another generation than the live one is served, or none.
fn warn(generations: &[GenerationStatus]) {
    let live = generations.iter().find(|status| status.live);
    let served = generations.iter().find(|status| status.served);
    let why = match live {
        Some(live) if live.served => return,
        Some(live) => live
            .damage
            .clone()
            .unwrap_or_else(|| "it was written by another version of this program".to_owned()),
        None if generations.is_empty() => return,
        None => "`current` is missing or names no generation".to_owned(),
    };
    if let Some(GenerationStatus { generation, .. }) = served {
        tracing::error!(generation, "served instead of the live generation: {why}");
    } else {
        tracing::error!("the live generation cannot be served, and no other: {why}");
    }
}

fn print(out: &mut impl Write, status: &GenerationStatus) -> io::Result<()> {
    let marks = [
        (status.live, "(live)"),
        (status.served && !status.live, "(served)"),
        (status.rolled_back, "(rolled back)"),
        (!status.was_live, "(never live)"),
    ];
    let marks: Vec<&str> = marks
        .into_iter()
        .filter_map(|(applies, mark)| applies.then_some(mark))
        .collect();
    writeln!(out, "{} {}", status.generation, marks.join(" "))?;
    if let Some(damage) = &status.damage {
        writeln!(out, "  damaged: {damage}")?;
    }
    let Some(manifest) = &status.manifest else {
        return Ok(());
    };
    let RecordCounts {
        dataset,
        dataservice,
    } = manifest.records;
    writeln!(
        out,
        "  {dataset} datasets, {dataservice} dataservices, {} rejected",
        manifest.rejected
    )?;
    if manifest.missing > 0 {
        writeln!(out, "  {} announced and not come", manifest.missing)?;
    }
    writeln!(
        out,
        "  {:.1} MB, {} old, built in {:.1} s",
        status.bytes as f64 / 1e6,
        age(status.age_seconds),
        manifest.seconds
    )?;
    writeln!(out, "  from {}", manifest.sources.join(", "))?;
    if let Some(sync) = &manifest.sync {
        let last = sync.synced_at.map_or_else(
            || "no sync yet".to_owned(),
            |date| format!("last sync {date}"),
        );
        writeln!(
            out,
            "  up to date with {} until {}, {last}",
            sync.source, sync.changed_until
        )?;
    }
    writeln!(
        out,
        "  schema {}, analyzer {}, program {}",
        manifest.schema_version, manifest.analyzer_version, manifest.program_version
    )
}

fn print_foreign(out: &mut impl Write, names: &[String]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "not generations, and left alone: {}", names.join(", "))
}

fn print_hidden(out: &mut impl Write, records: &[HiddenRecord]) -> io::Result<()> {
    for record in records {
        writeln!(
            out,
            "hidden: {} {} ({}) since {}: {}",
            record.record_type,
            record.id,
            record.slug.as_deref().unwrap_or("no slug"),
            record.hidden_at,
            record.reason
        )?;
    }
    Ok(())
}

fn age(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
