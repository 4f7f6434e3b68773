//! Work that nobody waits for any more, stopped from within.
//!
//! Whoever starts a search on a thread lends the thread a [`StopSignal`] ([`StopSignal::during`]) and raises it when the
//! client has gone or the time is over. What takes long asks now and then whether it was raised ([`check`]): at every
//! posting list, every [`DOCUMENTS`] documents of a walk, every hit. The signal belongs to the thread, since a search runs on
//! one, and since all that a handler asks for one request stops together: the record, its near-copies, its likes. Work on a
//! thread without a signal always ends by itself.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::TantivyError;

/// A walk over documents asks once in so many of them: some ten microseconds.
const DOCUMENTS: u32 = 1024;

thread_local! {
    static LENT: RefCell<Option<StopSignal>> = const { RefCell::new(None) };
}

/// Says that work may stop, since nobody waits for it. Clones are the same signal.
#[derive(Debug, Clone, Default)]
pub struct StopSignal(Arc<AtomicBool>);

impl StopSignal {
    /// Asks the work to stop, for good.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether the work was asked to stop.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Does work on this thread that stops once the signal is raised: searches return [`Error::Stopped`](crate::Error)
    /// then.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        struct Restored(Option<StopSignal>);
        impl Drop for Restored {
            fn drop(&mut self) {
                LENT.set(self.0.take());
            }
        }
        let _restored = Restored(LENT.replace(Some(self.clone())));
        work()
    }
}

/// The work was asked to stop.
#[derive(Debug)]
pub(crate) struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody waits for it any more")
    }
}

impl From<Stopped> for TantivyError {
    fn from(stopped: Stopped) -> Self {
        Self::InternalError(stopped.to_string())
    }
}

/// Returns whether the work of this thread was asked to stop.
#[must_use]
pub fn is_stopped() -> bool {
    LENT.with_borrow(|lent| lent.as_ref().is_some_and(StopSignal::is_raised))
}

/// Ends work that was asked to stop.
///
/// # Errors
///
/// Where it was.
pub(crate) fn check() -> Result<(), Stopped> {
    if is_stopped() { Err(Stopped) } else { Ok(()) }
}

/// Asks now and then, in a walk that goes on to its end: what comes after the signal is passed over.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    n_documents: u32,
    is_stopped: bool,
}

impl Walk {
    /// Counts a document. Returns whether the work was asked to stop.
    pub fn is_stopped_at_next(&mut self) -> bool {
        self.n_documents = self.n_documents.wrapping_add(1);
        if self.n_documents.is_multiple_of(DOCUMENTS) {
            self.is_stopped = is_stopped();
        }
        self.is_stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_counts_on_its_thread_while_its_work_goes_on() {
        let (outer, inner) = (StopSignal::default(), StopSignal::default());
        inner.raise();
        outer.during(|| {
            assert!(check().is_ok());
            inner.during(|| {
                assert!(check().is_err());
                std::thread::scope(|scope| {
                    scope.spawn(|| assert!(check().is_ok(), "of another thread"));
                });
            });
            assert!(check().is_ok());
            outer.raise();
            assert!(check().is_err());
        });
        assert!(check().is_ok());
    }

    #[test]
    fn a_walk_passes_over_what_comes_after_the_signal() {
        let signal = StopSignal::default();
        let n_seen = signal.during(|| {
            let mut walk = Walk::default();
            let mut n_seen = 0;
            for document in 0..10 * DOCUMENTS {
                if document == DOCUMENTS {
                    signal.raise();
                }
                n_seen += u32::from(!walk.is_stopped_at_next());
            }
            n_seen
        });
        assert!((DOCUMENTS..=2 * DOCUMENTS).contains(&n_seen), "{n_seen}");
    }
}
