//! The queue in front of a number of places: in order, and short where more comes than can be worked on.
//!
//! A queue that is served in order makes everybody wait for as long as anybody may, once more comes than goes: those who are
//! refused and those who are not. So a queue that stands keeps nobody for longer than [`SHORT_WAIT`], those who came before it
//! stood included. It stands where everybody has waited longer than [`USUAL_WAIT`] for [`STANDING`], or, where it stood lately,
//! for [`SHORT_WAIT`]: so `CoDel` tells a queue that stands from one that a crowd has made, which is gone soon.
//!
//! Who has waited that long stands aside. He is refused when his time is over, and not before, since clients that are refused
//! at once ask again at once. Those who stand aside are served once the queue has not stood for [`RESTED`]: served in a moment's
//! pause, their answers would be late ones of a server that others find quick.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout_at};

/// So long one may wait in a queue that does not stand; the next one may wait for nothing.
const USUAL_WAIT: Duration = Duration::from_millis(10);

/// After so long a queue stands.
const STANDING: Duration = Duration::from_secs(1);

/// So long one waits in a queue that stands.
const SHORT_WAIT: Duration = Duration::from_millis(30);

/// For so long after a queue stood, nobody waits in it for longer than in one that stands: a crowd that comes after a pause is
/// of those who made it stand.
const LATELY: Duration = Duration::from_secs(5);

/// Once a queue has not stood for so long, those who stand aside are the next.
const RESTED: Duration = Duration::from_millis(500);

/// A number of places, and the queue in front of them.
pub(crate) struct Queue {
    /// Fair: whoever waits longest is the next.
    places: Arc<Semaphore>,
    waits: Mutex<Waits>,
    /// Told when the queue begins to stand.
    begins_to_stand: Notify,
    /// Told when there may be a place for somebody who stands aside.
    aside: Notify,
}

/// How long those waited who came.
#[derive(Default)]
struct Waits {
    /// Since when nobody has waited for less than [`USUAL_WAIT`].
    long_since: Option<Instant>,
    /// When the queue was last seen standing.
    stood: Option<Instant>,
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
            waits: Mutex::default(),
            begins_to_stand: Notify::new(),
            aside: Notify::new(),
        }
    }

    /// Waits for a place, in order, for as long as it takes.
    pub async fn place(self: &Arc<Self>) -> Place {
        let came = Instant::now();
        // The semaphore is never closed.
        let permit = Arc::clone(&self.places).acquire_owned().await.ok();
        self.waits().add(came.elapsed());
        self.given(permit)
    }

    /// Waits for a place for so long at most; returns `None` where there is none by then.
    pub async fn place_within(self: &Arc<Self>, longest_wait: Duration) -> Option<Place> {
        let came = Instant::now();
        let deadline = came + longest_wait;
        if let Some(place) = self.place_by(came, deadline).await {
            return Some(place);
        }
        self.waits().add(came.elapsed());
        // One that was given while the time ran out is free again, and nobody is told.
        if let Some(place) = self.free_place() {
            return Some(place);
        }
        timeout_at(deadline, self.place_once_rested()).await.ok()
    }

    /// Waits in order for a place, for somebody who came at a moment; returns `None` at the deadline, and once he has waited too
    /// long in a queue that stands or did lately.
    async fn place_by(self: &Arc<Self>, came: Instant, deadline: Instant) -> Option<Place> {
        let mut begins_to_stand = pin!(self.begins_to_stand.notified());
        begins_to_stand.as_mut().enable();
        let mut place = pin!(self.place());
        if !self.is_crowded() {
            tokio::select! {
                biased;
                place = &mut place => return Some(place),
                () = sleep_until(deadline) => return None,
                () = begins_to_stand => {}
            }
        }
        let patience = deadline.min(came + SHORT_WAIT);
        timeout_at(patience, place).await.ok()
    }

    /// Waits, aside, for a place that nobody in the queue wants.
    async fn place_once_rested(self: &Arc<Self>) -> Place {
        loop {
            let rested = self.waits().stood.map(|stood| stood + RESTED);
            if let Some(rested) = rested.filter(|rested| *rested > Instant::now()) {
                sleep_until(rested).await;
            } else if let Some(place) = self.free_place() {
                return place;
            } else {
                self.aside.notified().await;
            }
        }
    }

    /// Returns a place if there is one that nobody waits for.
    fn free_place(self: &Arc<Self>) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(self.given(Some(permit)))
    }

    fn given(self: &Arc<Self>, permit: Option<OwnedSemaphorePermit>) -> Place {
        Place {
            permit,
            queue: Arc::clone(self),
        }
    }

    /// Returns whether the queue stands, or did lately; all who wait are told when that begins.
    fn is_crowded(&self) -> bool {
        let mut waits = self.waits();
        let did_lately = waits.stood_lately();
        let stands = waits.stands();
        drop(waits);
        if stands && !did_lately {
            self.begins_to_stand.notify_waiters();
        }
        stands || did_lately
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waits {
    /// Adds how long somebody waited.
    fn add(&mut self, wait: Duration) {
        if wait < USUAL_WAIT {
            self.long_since = None;
        } else if self.long_since.is_none() {
            self.long_since = Some(Instant::now());
        }
    }

    fn stood_lately(&self) -> bool {
        self.stood.is_some_and(|stood| stood.elapsed() < LATELY)
    }

    /// Returns whether more comes than can be worked on.
    fn stands(&mut self) -> bool {
        let Some(long) = self.long_since.map(|since| since.elapsed()) else {
            return false;
        };
        let stands = long >= STANDING || (self.stood_lately() && long >= SHORT_WAIT);
        if stands {
            self.stood = Some(Instant::now());
        }
        stands
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.permit.take());
        self.queue.aside.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

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
        let crowded = &waits[400..3300];
        let served = crowded.iter().filter(|(_, has_place)| *has_place).count();
        assert!((1400..=1500).contains(&served), "{served}");
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
        assert!(queue.place_within(MOMENT).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_queue_that_stands_does_so_still_after_a_pause() {
        let queue = Arc::new(Queue::new(2));
        let mut tasks = Vec::new();
        // Twice as many as can be served, with pauses in which the queue empties, but not for long.
        for _ in 0..20 {
            let (queue, begun) = (Arc::clone(&queue), Instant::now());
            tasks.push(tokio::spawn(async move {
                crowd(&queue, 200, 3 * MOMENT, 12 * MOMENT).await
            }));
            let next = begun + 200 * 3 * MOMENT + 2 * SHORT_WAIT;
            sleep_until(next).await;
        }
        // Not those of the beginning, when the queue did not stand, nor those who stand aside at the end, when nobody comes.
        for task in tasks.drain(3..16) {
            let waits = task.await.unwrap();
            let served = waits.iter().filter(|(_, has_place)| *has_place);
            let longest = served.map(|(waited, _)| *waited).max().unwrap();
            assert!(longest <= 2 * SHORT_WAIT, "{longest:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_gone_waits_no_more() {
        let queue = Arc::new(Queue::new(1));
        let place = queue.place().await;
        for _ in 0..3 {
            assert!(timeout(MOMENT, queue.place_within(LONG)).await.is_err());
        }
        assert!(!queue.waits().stands());
        drop(place);
        assert!(queue.place_within(MOMENT).await.is_some());
    }
}
