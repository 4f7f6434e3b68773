//! The queue in front of a number of places: in order, and short where more comes than can be worked on.
//!
//! A queue that is served in order makes everybody wait for as long as anybody may, once more comes than goes: those who are
//! refused and those who are not. So a queue that has not been empty for [`STANDING`] keeps nobody for longer than
//! [`SHORT_WAIT`]. Who has waited that long stands aside: he is refused when his time is over, and not before, since
//! clients that are refused at once ask again at once. Where the queue is empty before, those who stand aside are the next.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

/// A queue that was not empty for so long stands: more comes than can be worked on. A crowd that comes at once is gone by then.
const STANDING: Duration = Duration::from_secs(1);

/// So long one waits in a queue that stands.
const SHORT_WAIT: Duration = Duration::from_millis(50);

/// A number of places, and the queue in front of them.
pub(crate) struct Queue {
    /// Fair: whoever waits longest is the next.
    places: Arc<Semaphore>,
    /// How many wait for a place; those who stand aside are none of them.
    n_waiting: AtomicUsize,
    /// Since when somebody has waited at every moment; `None` where nobody waits.
    waited_since: Mutex<Option<Instant>>,
    /// Told when there is a place that nobody waits for.
    aside: Notify,
}

/// A place, until this is dropped.
pub(crate) struct Place {
    permit: Option<OwnedSemaphorePermit>,
    queue: Arc<Queue>,
}

impl Queue {
    pub fn new(n_places: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(n_places)),
            n_waiting: AtomicUsize::new(0),
            waited_since: Mutex::new(None),
            aside: Notify::new(),
        }
    }

    /// Waits for a place, in order, for as long as it takes.
    pub async fn place(self: &Arc<Self>) -> Place {
        let waiting = Waiting::new(self);
        // The semaphore is never closed.
        let permit = Arc::clone(&self.places).acquire_owned().await.ok();
        drop(waiting);
        self.given(permit)
    }

    /// Waits for a place for so long at most; returns `None` where there is none by then.
    pub async fn place_within(self: &Arc<Self>, longest_wait: Duration) -> Option<Place> {
        let deadline = Instant::now() + longest_wait;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let patience = if self.stands() { SHORT_WAIT } else { left };
            if let Ok(place) = timeout(patience.min(left), self.place()).await {
                return Some(place);
            }
            // One that was given while the time ran out is free again, and nobody is told.
            if let Ok(permit) = Arc::clone(&self.places).try_acquire_owned() {
                return Some(self.given(Some(permit)));
            }
            timeout_at(deadline, self.aside.notified()).await.ok()?;
        }
    }

    /// Returns whether more has come for a while than could be worked on.
    fn stands(&self) -> bool {
        self.lock_waited_since()
            .is_some_and(|since| since.elapsed() >= STANDING)
    }

    fn given(self: &Arc<Self>, permit: Option<OwnedSemaphorePermit>) -> Place {
        Place {
            permit,
            queue: Arc::clone(self),
        }
    }

    fn lock_waited_since(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.waited_since
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.permit.take());
        if self.queue.n_waiting.load(Ordering::SeqCst) == 0 {
            self.queue.aside.notify_one();
        }
    }
}

/// One more waits, until this is dropped.
struct Waiting<'a>(&'a Queue);

impl<'a> Waiting<'a> {
    fn new(queue: &'a Queue) -> Self {
        let mut since = queue.lock_waited_since();
        if queue.n_waiting.fetch_add(1, Ordering::SeqCst) == 0 {
            *since = Some(Instant::now());
        }
        drop(since);
        Self(queue)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut since = self.0.lock_waited_since();
        if self.0.n_waiting.fetch_sub(1, Ordering::SeqCst) == 1 {
            *since = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(2);
    const MOMENT: Duration = Duration::from_millis(1);

    /// Lets so many come at every interval, each of whom works for so long; returns how long each of them waited and whether
    /// he got a place.
    async fn crowd(
        queue: &Arc<Queue>,
        n: usize,
        interval: Duration,
        work: Duration,
    ) -> Vec<(Duration, bool)> {
        let mut tasks = Vec::new();
        for _ in 0..n {
            let queue = Arc::clone(queue);
            tasks.push(tokio::spawn(async move {
                let asked = Instant::now();
                let place = queue.place_within(LONG).await;
                let waited = asked.elapsed();
                if place.is_some() {
                    tokio::time::sleep(work).await;
                }
                (waited, place.is_some())
            }));
            tokio::time::sleep(interval).await;
        }
        let mut waits = Vec::new();
        for task in tasks {
            waits.push(task.await.unwrap());
        }
        waits
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_that_comes_at_once_is_served_in_order() {
        let queue = Arc::new(Queue::new(2));
        let waits = crowd(&queue, 300, Duration::ZERO, 10 * MOMENT).await;
        assert!(waits.iter().all(|(_, has_place)| *has_place));
        assert!(waits.is_sorted(), "{waits:?}");
        assert_eq!(waits[299].0, Duration::from_millis(1490));
    }

    #[tokio::test(start_paused = true)]
    async fn where_more_comes_than_goes_who_is_served_waits_shortly_and_who_is_refused_long() {
        let queue = Arc::new(Queue::new(2));
        // Twice as many as can be served, for twelve seconds.
        let waits = crowd(&queue, 4000, 3 * MOMENT, 12 * MOMENT).await;
        // Those who came once the queue stood, and whose time was over before nobody came any more.
        let crowded = &waits[800..3300];
        let served = crowded.iter().filter(|(_, has_place)| *has_place).count();
        assert!((1200..=1300).contains(&served), "{served}");
        for (waited, has_place) in crowded {
            if *has_place {
                assert!(*waited <= SHORT_WAIT + 2 * MOMENT, "{waited:?}");
            } else {
                assert_eq!(*waited, LONG);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_stands_aside_is_the_next_once_nobody_waits() {
        let queue = Arc::new(Queue::new(2));
        let waits = crowd(&queue, 1000, 3 * MOMENT, 12 * MOMENT).await;
        // Nobody comes any more: who came last is served soon, whoever stood aside before, as long as his time lasts.
        let aside = waits
            .iter()
            .filter(|(waited, has_place)| *has_place && *waited > 2 * SHORT_WAIT);
        assert!(aside.count() > 100, "{waits:?}");
        assert!(queue.lock_waited_since().is_none());
        assert_eq!(queue.n_waiting.load(Ordering::SeqCst), 0);
        assert!(queue.place_within(MOMENT).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_gone_waits_no_more() {
        let queue = Arc::new(Queue::new(1));
        let place = queue.place().await;
        for _ in 0..3 {
            assert!(timeout(MOMENT, queue.place_within(LONG)).await.is_err());
        }
        assert!(queue.lock_waited_since().is_none());
        drop(place);
        assert!(queue.place_within(MOMENT).await.is_some());
    }
}
