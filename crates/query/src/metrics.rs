//! Figures for whoever watches the process, in Prometheus' text format.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderName, header};
use catalogue::Date;

use crate::admission::WorkCounts;
use crate::error::Error;
use crate::pages::PageError;
use crate::state::AppState;

const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Gives figures of the index in use.
///
/// In Prometheus' text format. `trouvaille_serves_live_generation` is 0 where the live generation is damaged or lost, and an
/// older one is served for it, or none. Where the index follows a source, `trouvaille_sync_lag_seconds` tells how far it is
/// behind, and a server that syncs counts in `trouvaille_syncs` how that went.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "service",
    responses(
        (status = 200, description = "The figures.", body = String, content_type = "text/plain"),
        (status = 404, description = "They are told at another address (`serve --admin-listen`).", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn metrics(
    State(state): State<AppState>,
    apart: Option<Extension<Apart>>,
) -> Result<([(HeaderName, &'static str); 1], String), PageError> {
    if state.config.metrics_apart && apart.is_none() {
        return Err(PageError(Error::NotFound));
    }
    let mut figures = Figures::default();
    let is_live = state.index.trouble().is_none();
    figures.add(
        "serves_live_generation",
        "Whether the generation in use is the live one.",
        &[("", u64::from(is_live))],
    );
    figures.add(
        "damaged_generations",
        "Generations that were found to be damaged since the start.",
        &[("", state.index.n_damaged() as u64)],
    );
    if let Ok(searcher) = state.searcher() {
        let manifest = searcher.manifest();
        let generation = format!("{{generation=\"{}\"}}", manifest.generation);
        figures.add(
            "generation_info",
            "The generation in use.",
            &[(&generation, 1)],
        );
        let n_hidden = searcher.hidden().records().len();
        figures.add(
            "hidden_records",
            "Records that must not be shown.",
            &[("", n_hidden as u64)],
        );
        let published_at = manifest.published_at.as_microseconds() / 1_000_000;
        figures.add(
            "generation_published_timestamp_seconds",
            "When the generation in use was published.",
            &[("", published_at.unsigned_abs())],
        );
        figures.add(
            "records",
            "The records of the generation in use.",
            &[
                ("{type=\"dataset\"}", manifest.records.dataset),
                ("{type=\"dataservice\"}", manifest.records.dataservice),
            ],
        );
    }
    add_work(&mut figures, state.admission.counts());
    add_sync(&mut figures, &state);
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], figures.0))
}

/// Says that a request came to the address that is for whoever watches the process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Apart;

/// Adds what is worked on, and what became of the work since the start.
fn add_work(figures: &mut Figures, counts: &WorkCounts) {
    let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
    figures.add(
        "work_running",
        "The searches, pages of records and pieces of exports that are worked on.",
        &[("", read(&counts.running))],
    );
    figures.add(
        "work_waiting",
        "Those that wait for a place.",
        &[("", read(&counts.waiting))],
    );
    figures.add(
        "work",
        "What became of them since the start.",
        &[
            ("{outcome=\"answered\"}", read(&counts.answered)),
            ("{outcome=\"refused\"}", read(&counts.refused)),
            ("{outcome=\"timed_out\"}", read(&counts.timed_out)),
            ("{outcome=\"abandoned\"}", read(&counts.abandoned)),
        ],
    );
}

/// Adds how far the source was followed, and how the syncs of this process went.
fn add_sync(figures: &mut Figures, state: &AppState) {
    let seconds = |date: Date| (date.as_microseconds() / 1_000_000).unsigned_abs();
    if let Some(sync) = state.index.sync_state() {
        figures.add(
            "sync_cursor_timestamp_seconds",
            "All that changed at the source before this moment is in the generation in use.",
            &[("", seconds(sync.changed_until))],
        );
        let lag = seconds(Date::now()).saturating_sub(seconds(sync.changed_until));
        figures.add(
            "sync_lag_seconds",
            "The time since that moment.",
            &[("", lag)],
        );
        if let Some(synced_at) = sync.synced_at {
            figures.add(
                "sync_last_success_timestamp_seconds",
                "When the last sync began that succeeded.",
                &[("", seconds(synced_at))],
            );
        }
    }
    if let Some(sync) = &state.config.sync {
        figures.add(
            "syncs",
            "The syncs of this process since its start.",
            &[
                ("{outcome=\"succeeded\"}", sync.n_succeeded()),
                ("{outcome=\"failed\"}", sync.n_failed()),
            ],
        );
    }
}

/// The text so far.
#[derive(Default)]
struct Figures(String);

impl Figures {
    /// Adds a gauge: its value for each set of labels.
    fn add(&mut self, name: &str, help: &str, values: &[(&str, u64)]) {
        // Writing to a text cannot fail.
        let _ = writeln!(
            self.0,
            "# HELP trouvaille_{name} {help}\n# TYPE trouvaille_{name} gauge"
        );
        for (labels, value) in values {
            let _ = writeln!(self.0, "trouvaille_{name}{labels} {value}");
        }
    }
}
