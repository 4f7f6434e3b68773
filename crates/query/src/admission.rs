//! Which work on the index runs, which waits, and when it stops.
//!
//! So much runs at once as there are processors, since a search keeps one busy. What comes meanwhile waits in a [`Queue`], for as
//! long as [`Limits::longest_wait`]; then it is refused. A refusal at once would be cheaper for the one that is refused, and
//! dearer for all others: clients that ask again at once would take the processors from the searches. Work of a client that
//! has gone, or whose time is over, leaves the queue, or is told to stop by its [`StopSignal`]; its place is free once it
//! has.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use search_index::StopSignal;
use tokio::time::{Instant, timeout_at};

use crate::error::Error;
use crate::metrics::Metrics;
use crate::queue::{Place, Queue};

/// How much work runs, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// So many searches, pages of records and the like are worked on at once.
    pub max_running: usize,
    /// The longest time that one waits before it is worked on; then it is refused.
    pub longest_wait: Duration,
    /// The longest time for a request, waiting included.
    pub request_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_running: std::thread::available_parallelism().map_or(1, usize::from),
            longest_wait: Duration::from_secs(2),
            request_timeout: Duration::from_secs(10),
        }
    }
}

/// Admits work, in the order in which it comes.
pub(crate) struct Admission {
    limits: Limits,
    queue: Arc<Queue>,
    counts: Arc<WorkCounts>,
    metrics: Arc<Metrics>,
}

/// What became of the work since the start, and what is under way.
#[derive(Debug, Default)]
pub(crate) struct WorkCounts {
    pub waiting: AtomicU64,
    pub running: AtomicU64,
    /// It ended in time, with whatever answer.
    pub answered: AtomicU64,
    /// It waited for too long.
    pub refused: AtomicU64,
    /// It took too long.
    pub timed_out: AtomicU64,
    /// Its client had gone, while it waited or while it ran.
    pub abandoned: AtomicU64,
}

impl Admission {
    pub fn new(limits: Limits, metrics: Arc<Metrics>) -> Self {
        Self {
            limits,
            queue: Arc::new(Queue::new(limits.max_running)),
            counts: Arc::default(),
            metrics,
        }
    }

    pub fn counts(&self) -> &WorkCounts {
        &self.counts
    }

    /// Does work for a processor on a thread of its own, once there is a place. It stops if this future is dropped.
    ///
    /// # Errors
    ///
    /// The errors of the work, and where it waited or took too long.
    pub async fn run<T: Send + 'static, E: From<Error> + Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let mut under_way = UnderWay::new(&self.counts);
        let asked = Instant::now();
        let deadline = asked + self.limits.request_timeout;
        let longest_wait = self.limits.longest_wait.min(self.limits.request_timeout);
        let Some(place) = self.waiting(self.queue.place_within(longest_wait)).await else {
            under_way.end(&self.counts.refused);
            return Err(Error::Busy.into());
        };
        self.metrics.count_wait(asked.elapsed());
        let running = self.start(place, under_way.stop.clone(), work);
        // Where waiting has taken all of the time, nothing is begun.
        let result = if Instant::now() < deadline {
            timeout_at(deadline, running).await.ok()
        } else {
            None
        };
        let Some(result) = result else {
            under_way.end(&self.counts.timed_out);
            return Err(Error::TimedOut.into());
        };
        under_way.end(&self.counts.answered);
        result
    }

    /// Does a piece of work whose answer has begun: it waits like all others, for as long as it takes.
    ///
    /// # Errors
    ///
    /// The errors of the work.
    pub async fn go_on<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let mut under_way = UnderWay::new(&self.counts);
        let place = self.waiting(self.queue.place()).await;
        let result = self.start(place, under_way.stop.clone(), work).await;
        under_way.end(&self.counts.answered);
        result
    }

    /// Counts that something waits, for as long as it does.
    async fn waiting<T>(&self, place: impl Future<Output = T>) -> T {
        let _waiting = Counted::new(&self.counts, |counts| &counts.waiting);
        place.await
    }

    /// Starts work that keeps its place until it has ended, whether or not anybody waits for it.
    async fn start<T: Send + 'static, E: From<Error> + Send + 'static>(
        &self,
        place: Place,
        stop: StopSignal,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let running = Counted::new(&self.counts, |counts| &counts.running);
        let done = tokio::task::spawn_blocking(move || {
            let _until_the_end = (running, place);
            stop.during(work)
        });
        let done = done.await.map_err(|error| Error::Internal(Box::new(error)));
        done.unwrap_or_else(|error| Err(error.into()))
    }
}

/// One more is under way, until this is dropped.
struct Counted {
    counts: Arc<WorkCounts>,
    of: fn(&WorkCounts) -> &AtomicU64,
}

impl Counted {
    fn new(counts: &Arc<WorkCounts>, of: fn(&WorkCounts) -> &AtomicU64) -> Self {
        of(counts).fetch_add(1, Ordering::Relaxed);
        let counts = Arc::clone(counts);
        Self { counts, of }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.of)(&self.counts).fetch_sub(1, Ordering::Relaxed);
    }
}

/// Work that somebody waits for: where this is dropped before its end, nobody does any more.
struct UnderWay<'a> {
    counts: &'a WorkCounts,
    stop: StopSignal,
    has_ended: bool,
}

impl<'a> UnderWay<'a> {
    fn new(counts: &'a WorkCounts) -> Self {
        Self {
            counts,
            stop: StopSignal::default(),
            has_ended: false,
        }
    }

    fn end(&mut self, outcome: &AtomicU64) {
        outcome.fetch_add(1, Ordering::Relaxed);
        self.has_ended = true;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.stop.raise();
        if !self.has_ended {
            self.counts.abandoned.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc;

    use search_index::is_stopped;
    use tokio::time::timeout;

    use super::*;

    const SOON: Duration = Duration::from_millis(20);
    const NEVER: Duration = Duration::from_mins(10);

    fn admission(
        max_running: usize,
        longest_wait: Duration,
        request_timeout: Duration,
    ) -> Admission {
        let limits = Limits {
            max_running,
            longest_wait,
            request_timeout,
        };
        Admission::new(limits, Arc::new(Metrics::new()))
    }

    /// Works until nobody waits for it any more.
    fn endless_work(stopped: mpsc::Sender<()>) -> impl FnOnce() -> Result<(), Error> {
        move || {
            while !is_stopped() {
                std::thread::yield_now();
            }
            let _ = stopped.send(());
            Err(Error::NotFound)
        }
    }

    fn read(count: &AtomicU64) -> u64 {
        count.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn work_that_takes_too_long_is_told_to_stop_and_gives_its_place_back() {
        let admission = admission(1, NEVER, SOON);
        let (stopped, has_stopped) = mpsc::channel();
        let result = admission.run(endless_work(stopped)).await;
        assert!(matches!(result, Err(Error::TimedOut)), "{result:?}");
        has_stopped.recv().unwrap();
        assert_eq!(admission.go_on(|| Ok(1)).await.unwrap(), 1);
        assert_eq!(read(&admission.counts.timed_out), 1);
    }

    #[tokio::test]
    async fn work_whose_client_has_gone_is_told_to_stop() {
        let admission = admission(1, NEVER, NEVER);
        let (stopped, has_stopped) = mpsc::channel();
        let gone = timeout(SOON, admission.run(endless_work(stopped))).await;
        assert!(gone.is_err());
        has_stopped.recv().unwrap();
        assert_eq!(read(&admission.counts.abandoned), 1);
    }

    #[tokio::test]
    async fn what_waits_for_too_long_is_refused_and_what_has_gone_leaves_the_queue() {
        let full = admission(0, SOON, NEVER);
        let result = full.run(|| Ok::<_, Error>(())).await;
        assert!(matches!(result, Err(Error::Busy)), "{result:?}");
        assert_eq!(read(&full.counts.refused), 1);
        assert_eq!(read(&full.counts.waiting), 0);

        let full = admission(0, NEVER, NEVER);
        let gone = timeout(SOON, full.run(|| Ok::<_, Error>(()))).await;
        assert!(gone.is_err());
        assert_eq!(read(&full.counts.waiting), 0);
        assert_eq!(read(&full.counts.abandoned), 1);
    }

    #[tokio::test]
    async fn work_is_admitted_in_the_order_in_which_it_came_and_so_much_at_once() {
        let admission = Arc::new(admission(1, NEVER, NEVER));
        let order = Arc::new(Mutex::new(Vec::new()));
        let n_at_once = Arc::new(AtomicU64::new(0));
        let mut tasks = Vec::new();
        for number in 0..20 {
            let (admission, order, n_at_once) = (
                Arc::clone(&admission),
                Arc::clone(&order),
                Arc::clone(&n_at_once),
            );
            tasks.push(tokio::spawn(async move {
                let work = move || {
                    assert_eq!(n_at_once.fetch_add(1, Ordering::SeqCst), 0);
                    order.lock().unwrap().push(number);
                    n_at_once.fetch_sub(1, Ordering::SeqCst);
                    Ok::<_, Error>(())
                };
                admission.run(work).await.unwrap();
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert!(order.lock().unwrap().iter().copied().eq(0..20));
        assert_eq!(read(&admission.counts.answered), 20);
        assert_eq!(read(&admission.counts.running), 0);
    }

    #[tokio::test]
    async fn a_panic_in_the_work_is_an_internal_error_and_frees_its_place() {
        let admission = admission(1, NEVER, NEVER);
        let result = admission
            .run(|| -> Result<(), Error> { panic!("for the test") })
            .await;
        assert!(matches!(result, Err(Error::Internal(_))), "{result:?}");
        assert_eq!(admission.go_on(|| Ok(1)).await.unwrap(), 1);
    }
}
