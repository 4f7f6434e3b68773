//! Shows the progress of a rebuild: a bar on a terminal, log lines elsewhere.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ingest::{Phase, Progress};

/// The time between two log lines about one source.
const LOG_EVERY: Duration = Duration::from_secs(5);

/// The progress of a rebuild, shown on standard error.
pub struct ShownProgress {
    /// `None` where standard error is no terminal.
    bar: Option<ProgressBar>,
    done: AtomicU64,
    total: AtomicU64,
    last_log: Mutex<Instant>,
}

/// Returns a bar where standard error is a terminal, else log lines.
pub fn for_standard_error() -> Arc<ShownProgress> {
    let bar = std::io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_style(without_total());
        bar
    });
    Arc::new(ShownProgress {
        bar,
        done: AtomicU64::new(0),
        total: AtomicU64::new(0),
        last_log: Mutex::new(Instant::now()),
    })
}

fn with_total() -> ProgressStyle {
    style("{msg:<40!} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}")
}

fn without_total() -> ProgressStyle {
    style("{spinner} {msg} {human_pos} records, {elapsed}")
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl ShownProgress {
    /// Clears the bar.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn log_now_and_then(&self) {
        let Ok(mut last_log) = self.last_log.try_lock() else {
            return;
        };
        if last_log.elapsed() < LOG_EVERY {
            return;
        }
        *last_log = Instant::now();
        let (done, total) = (
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        );
        if total > 0 {
            tracing::info!(done, total, "reading");
        } else {
            tracing::info!(done, "reading");
        }
    }
}

impl Progress for ShownProgress {
    fn source_started(&self, source: &str) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.reset();
            bar.unset_length();
            bar.set_style(without_total());
            bar.set_message(source.to_owned());
            bar.enable_steady_tick(Duration::from_millis(100));
        } else {
            tracing::info!(source, "reading");
        }
    }

    fn total(&self, records: Option<u64>) {
        self.total.store(records.unwrap_or(0), Ordering::Relaxed);
        if let (Some(bar), Some(records)) = (&self.bar, records) {
            bar.set_length(records);
            bar.set_style(with_total());
        }
    }

    fn advanced(&self, records: u64) {
        self.done.fetch_add(records, Ordering::Relaxed);
        match &self.bar {
            Some(bar) => bar.inc(records),
            None => self.log_now_and_then(),
        }
    }

    fn phase(&self, phase: Phase) {
        if phase != Phase::Publishing {
            return;
        }
        if let Some(bar) = &self.bar {
            bar.set_style(style("{spinner} {msg} {elapsed}"));
            bar.set_message("writing, checking and publishing");
        } else {
            tracing::info!("writing, checking and publishing");
        }
    }

    // `retrying` is left as it is: the client logs a request that it makes again.
}
