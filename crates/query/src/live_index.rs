//! The generation that searches use, replaced while they run.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;
use search_index::{Error, FileVerifier, Generations, HiddenRecords, Searcher, SyncState};
use tokio::sync::Notify;

/// The live generation of an index directory, held open. A newly published one takes its place between two requests:
/// those under way keep the one that they began with.
pub struct LiveIndex {
    directory: PathBuf,
    searcher: ArcSwapOption<Searcher>,
    /// Why another generation than the live one is in use, or none.
    trouble: ArcSwapOption<String>,
    /// The generations that were found to be damaged.
    damaged: Mutex<BTreeSet<String>>,
    /// Generations that were in use: exports from them may be under way.
    earlier: Mutex<Vec<Weak<Searcher>>>,
    verifier: FileVerifier,
    /// When what is served changed last.
    changed_at: Mutex<SystemTime>,
    /// Told when somebody knows that there is a new generation.
    published: Notify,
}

impl LiveIndex {
    /// Returns the index of that directory, with its live generation opened; where that is damaged or `current` is lost,
    /// with the latest sound one that was live.
    ///
    /// # Errors
    ///
    /// Where no generation can be opened.
    pub fn open(directory: &Path) -> Result<Arc<Self>, Error> {
        let opening = Searcher::open_sound(directory, &|_| false)?;
        let searcher = Arc::new(opening.searcher);
        let changed_at = last_change(directory, opening.trouble.is_some());
        let index = Arc::new(Self {
            directory: directory.to_owned(),
            searcher: ArcSwapOption::new(Some(Arc::clone(&searcher))),
            trouble: ArcSwapOption::empty(),
            damaged: Mutex::default(),
            earlier: Mutex::default(),
            verifier: FileVerifier::default(),
            changed_at: Mutex::new(changed_at),
            published: Notify::new(),
        });
        index.tell(opening.trouble);
        // Searches need not wait for it.
        let background = Arc::clone(&index);
        std::thread::spawn(move || {
            warm_up(&searcher);
            background.verify(&searcher);
        });
        Ok(index)
    }

    /// Returns the open generation.
    #[must_use]
    pub fn searcher(&self) -> Option<Arc<Searcher>> {
        self.searcher.load_full()
    }

    /// Returns why another generation than the live one is in use, or none.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<String>> {
        self.trouble.load_full()
    }

    /// Returns when what is served changed last: another generation came into use, or another list of hidden records.
    pub(crate) fn changed_at(&self) -> SystemTime {
        *(self.changed_at.lock()).unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how far the generation in use has followed its source, by what lies in the index directory now.
    pub(crate) fn sync_state(&self) -> Option<SyncState> {
        let searcher = self.searcher()?;
        let generations = Generations::at(&self.directory);
        let manifest = generations.manifest_with_sync(&searcher.manifest().generation);
        manifest.ok()?.sync
    }

    /// Returns how many generations were found to be damaged since this index was opened.
    #[must_use]
    pub fn n_damaged(&self) -> usize {
        self.lock_damaged().len()
    }

    /// Opens the live generation if it is another one than before; returns its name then. Opens the one in use anew where
    /// other records must not be shown.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened, or the list of hidden records cannot be read; the one before stays in use.
    pub fn refresh(self: &Arc<Self>) -> Result<Option<String>, Error> {
        let live = Generations::at(&self.directory).live();
        let open = self.searcher.load().as_ref().map(|searcher| name(searcher));
        let live = match live {
            Ok(Some(live)) if Some(&live) == open.as_ref() => {
                self.hide()?;
                self.trouble.store(None);
                return Ok(None);
            }
            Ok(Some(live)) if !self.lock_damaged().contains(&live) => live,
            Ok(Some(_)) => return self.hide().map(|()| None),
            Ok(None) => {
                self.hide()?;
                return Err(Error::CurrentLost(self.directory.clone()));
            }
            Err(error) => {
                self.hide()?;
                return Err(error);
            }
        };
        let searcher = match Searcher::open_named(&self.directory, &live) {
            Ok(searcher) => Arc::new(searcher),
            Err(error) => {
                self.hide()?;
                return Err(error);
            }
        };
        warm_up(&searcher);
        self.replace(Some(Arc::clone(&searcher)))?;
        self.trouble.store(None);
        let index = Arc::clone(self);
        std::thread::spawn(move || index.verify(&searcher));
        Ok(Some(live))
    }

    /// Opens the generation in use anew if the list of hidden records has changed.
    fn hide(&self) -> Result<(), Error> {
        let Some(open) = self.searcher() else {
            return Ok(());
        };
        let hidden = HiddenRecords::read(&self.directory)?;
        if hidden == *open.hidden() {
            return Ok(());
        }
        let searcher = Arc::new(Searcher::open_named(&self.directory, &name(&open))?);
        self.replace(Some(Arc::clone(&searcher)))?;
        // What must not be shown does not wait for it.
        std::thread::spawn(move || warm_up(&searcher));
        let n_hidden = hidden.records().len();
        tracing::info!(n_hidden, "the list of hidden records has changed");
        Ok(())
    }

    /// Puts a generation in use. Records that it hides are taken out of the exports under way, which hold the ones before.
    fn replace(&self, searcher: Option<Arc<Searcher>>) -> Result<(), Error> {
        let before = self.searcher.swap(searcher.clone());
        *(self.changed_at.lock()).unwrap_or_else(PoisonError::into_inner) = SystemTime::now();
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        earlier.retain(|searcher| searcher.strong_count() > 0);
        earlier.extend(before.as_ref().map(Arc::downgrade));
        if let Some(searcher) = searcher {
            for earlier in earlier.iter().filter_map(Weak::upgrade) {
                if earlier.hidden() != searcher.hidden() {
                    earlier.hide_from_exports(searcher.hidden())?;
                }
            }
        }
        Ok(())
    }

    /// Has [`watch`](Self::watch) look for a new generation at once.
    pub fn look_now(&self) {
        self.published.notify_one();
    }

    /// Looks for a new generation at every interval, for as long as the task lives.
    pub async fn watch(self: Arc<Self>, interval: Duration) {
        loop {
            let _ = tokio::time::timeout(interval, self.published.notified()).await;
            let index = Arc::clone(&self);
            let refreshed = tokio::task::spawn_blocking(move || index.refresh()).await;
            match refreshed {
                Ok(Ok(Some(generation))) => tracing::info!(generation, "new generation in use"),
                Ok(Ok(None)) => {}
                Ok(Err(error)) => {
                    self.tell(Some(format!("{error}; the generation before stays in use")));
                }
                Err(error) => tracing::error!(%error, "looking for a new generation failed"),
            }
        }
    }

    /// Compares the files of an open generation with their checksums, at low priority. A damaged generation gives way to the
    /// latest sound one.
    fn verify(&self, searcher: &Searcher) {
        lower_priority();
        let generation = name(searcher);
        let directory = Generations::at(&self.directory).path(&generation);
        let is_in_use = || {
            self.searcher
                .load()
                .as_ref()
                .is_some_and(|open| name(open) == generation)
        };
        match self
            .verifier
            .verify(searcher.manifest(), &directory, &is_in_use)
        {
            Ok(()) => tracing::debug!(generation, "the files are those that were written"),
            // A generation that was pruned while it was read is none that anybody uses.
            Err(error) if is_in_use() => self.replace_damaged(generation, &error),
            Err(_) => {}
        }
    }

    fn replace_damaged(&self, generation: String, error: &Error) {
        tracing::error!("{error}");
        self.lock_damaged().insert(generation);
        let is_damaged = |name: &str| self.lock_damaged().contains(name);
        let opened = Searcher::open_sound(&self.directory, &is_damaged).and_then(|opening| {
            let searcher = Arc::new(opening.searcher);
            warm_up(&searcher);
            self.replace(Some(Arc::clone(&searcher)))?;
            self.tell(opening.trouble);
            Ok(searcher)
        });
        match opened {
            Ok(searcher) => self.verify(&searcher),
            Err(error) => {
                // Wrong answers would be worse than none.
                self.searcher.store(None);
                self.tell(Some(format!("{error}; nothing is served")));
            }
        }
    }

    /// Says what is wrong: once, not at every look.
    fn tell(&self, trouble: Option<String>) {
        let before = self.trouble.swap(trouble.clone().map(Arc::new));
        if let Some(trouble) = trouble
            && before.as_deref() != Some(&trouble)
        {
            tracing::error!("{trouble}");
        }
    }

    fn lock_damaged(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(searcher: &Searcher) -> String {
    searcher.manifest().generation.clone()
}

/// Returns when what an index serves changed last, as far as the files beside its generations say, of which one names the live
/// one and another what is hidden; now where another generation than the live one is served.
fn last_change(directory: &Path, is_other: bool) -> SystemTime {
    let now = SystemTime::now();
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| entry.metadata().ok().filter(Metadata::is_file));
    let known = files.filter_map(|file| file.modified().ok()).max();
    known
        .filter(|_| !is_other)
        .map_or(now, |known| known.min(now))
}

fn warm_up(searcher: &Searcher) {
    if let Err(error) = searcher.warm_up() {
        tracing::warn!(%error, "what the first searches need could not be read ahead");
    }
}

/// Lets every other thread go first. Where it cannot be, the work is done all the same.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(19);
}
