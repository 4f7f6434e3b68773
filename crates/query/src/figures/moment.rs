//! Figures of this moment: what is worked on, what is served, how old it is, and the memory that this takes.

use std::sync::atomic::{AtomicU64, Ordering};

use catalogue::Date;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use search_index::Manifest;

use crate::admission::WorkCounts;
use crate::metrics::PREFIX;
use crate::state::AppState;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Type {
    r#type: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Generation {
    generation: String,
}

/// Returns the figures of this moment.
pub(super) fn figures(state: &AppState) -> Registry {
    let mut registry = Registry::with_prefix(PREFIX);
    gauge(
        &mut registry,
        "serves_live_generation",
        "Whether the generation in use is the live one",
        u64::from(state.index.trouble().is_none()),
    );
    gauge(
        &mut registry,
        "damaged_generations",
        "Generations that were found to be damaged since the start",
        state.index.n_damaged() as u64,
    );
    gauge(
        &mut registry,
        "ready",
        "Whether a generation is open",
        u64::from(state.searcher().is_ok()),
    );
    if let Ok(searcher) = state.searcher() {
        add_generation(&mut registry, searcher.manifest());
        gauge(
            &mut registry,
            "hidden_records",
            "Records that must not be shown",
            searcher.hidden().records().len() as u64,
        );
    }
    gauge(
        &mut registry,
        "exports_running",
        "Exports that are under way",
        state.export_places.n_held() as u64,
    );
    add_work(&mut registry, state.admission.counts());
    add_sync(&mut registry, state);
    add_memory(&mut registry);
    registry
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(value as i64);
    registry.register(name, help, gauge);
}

/// Returns seconds since 1970.
fn seconds(date: Date) -> u64 {
    (date.as_microseconds() / 1_000_000).unsigned_abs()
}

fn add_generation(registry: &mut Registry, manifest: &Manifest) {
    let info = Family::<Generation, Gauge>::default();
    let generation = manifest.generation.clone();
    info.get_or_create(&Generation { generation }).set(1);
    registry.register("generation_info", "The generation in use", info);
    gauge(
        registry,
        "generation_published_timestamp_seconds",
        "When the generation in use was published",
        seconds(manifest.published_at),
    );
    gauge(
        registry,
        "harvest_timestamp_seconds",
        "When the sources of the generation in use were read, or followed last",
        seconds(manifest.fetched_at),
    );
    let records = Family::<Type, Gauge>::default();
    for (r#type, n) in [
        ("dataset", manifest.records.dataset),
        ("dataservice", manifest.records.dataservice),
    ] {
        records.get_or_create(&Type { r#type }).set(n as i64);
    }
    registry.register("records", "The records of the generation in use", records);
    gauge(
        registry,
        "missing_records",
        "Records that a source announced and that did not come",
        manifest.missing,
    );
    gauge(
        registry,
        "rejected_records",
        "Records of the sources that could not be read",
        manifest.rejected,
    );
    gauge(
        registry,
        "duplicate_records",
        "Records of the sources that an earlier one had the place of",
        manifest.duplicates,
    );
}

/// Adds what is worked on, and what became of the work since the start.
fn add_work(registry: &mut Registry, counts: &WorkCounts) {
    let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
    gauge(
        registry,
        "work_running",
        "The searches, pages of records and pieces of exports that are worked on",
        read(&counts.running),
    );
    gauge(
        registry,
        "work_waiting",
        "Those that wait for a place",
        read(&counts.waiting),
    );
    let outcomes = [
        ("answered", read(&counts.answered)),
        ("refused", read(&counts.refused)),
        ("timed_out", read(&counts.timed_out)),
        ("abandoned", read(&counts.abandoned)),
    ];
    registry.register(
        "work",
        "What became of them since the start",
        of_outcomes(&outcomes),
    );
}

fn of_outcomes(outcomes: &[(&'static str, u64)]) -> Family<Outcome, Counter> {
    let family = Family::<Outcome, Counter>::default();
    for (outcome, n) in outcomes {
        family.get_or_create(&Outcome { outcome }).inc_by(*n);
    }
    family
}

/// Adds how far the source was followed, and how the syncs of this process went.
fn add_sync(registry: &mut Registry, state: &AppState) {
    if let Some(sync) = state.index.sync_state() {
        let cursor = seconds(sync.changed_until);
        gauge(
            registry,
            "sync_cursor_timestamp_seconds",
            "All that changed at the source before this moment is in the generation in use",
            cursor,
        );
        gauge(
            registry,
            "sync_lag_seconds",
            "The time since that moment",
            seconds(Date::now()).saturating_sub(cursor),
        );
        if let Some(synced_at) = sync.synced_at {
            gauge(
                registry,
                "sync_last_success_timestamp_seconds",
                "When the last sync began that succeeded",
                seconds(synced_at),
            );
        }
    }
    if let Some(sync) = &state.config.sync {
        let outcomes = [
            ("succeeded", sync.n_succeeded()),
            ("failed", sync.n_failed()),
        ];
        registry.register(
            "syncs",
            "The syncs of this process since its start",
            of_outcomes(&outcomes),
        );
    }
}

/// Adds the memory of this process, where the system tells: its own, and the pages of the index that happen to be in memory.
fn add_memory(registry: &mut Registry) {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return;
    };
    let memory = Family::<Kind, Gauge>::default();
    for (kind, field) in [("own", "RssAnon:"), ("mapped", "RssFile:")] {
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        if let Some(kilobytes) = kilobytes {
            let kilobytes: i64 = kilobytes;
            memory.get_or_create(&Kind { kind }).set(kilobytes << 10);
        }
    }
    registry.register(
        "memory_bytes",
        "The memory of this process: its own, and the files that are mapped into it",
        memory,
    );
}
