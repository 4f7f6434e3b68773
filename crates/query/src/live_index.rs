//! The generation that searches use, replaced while they run.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use search_index::{Generations, Searcher};

/// The live generation of an index directory, held open. A newly published one takes its place between two requests:
/// those under way keep the one that they began with.
pub struct LiveIndex {
    directory: PathBuf,
    searcher: ArcSwapOption<Searcher>,
}

impl LiveIndex {
    /// Returns the index of that directory, with its live generation opened.
    ///
    /// # Errors
    ///
    /// Where no generation can be opened.
    pub fn open(directory: &Path) -> Result<Arc<Self>, search_index::Error> {
        let searcher = Arc::new(Searcher::open(directory)?);
        // Searches need not wait for it.
        let warming = Arc::clone(&searcher);
        std::thread::spawn(move || warm_up(&warming));
        Ok(Arc::new(Self {
            directory: directory.to_owned(),
            searcher: ArcSwapOption::new(Some(searcher)),
        }))
    }

    /// Returns the open generation.
    #[must_use]
    pub fn searcher(&self) -> Option<Arc<Searcher>> {
        self.searcher.load_full()
    }

    /// Opens the live generation if it is another one than before; returns its name then.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened; the one before stays in use.
    pub fn refresh(&self) -> Result<Option<String>, search_index::Error> {
        let live = Generations::at(&self.directory).live()?;
        let open = self
            .searcher
            .load()
            .as_ref()
            .map(|searcher| searcher.manifest().generation.clone());
        if live.is_none() || live == open {
            return Ok(None);
        }
        let searcher = Searcher::open(&self.directory)?;
        warm_up(&searcher);
        let generation = searcher.manifest().generation.clone();
        self.searcher.store(Some(Arc::new(searcher)));
        Ok(Some(generation))
    }

    /// Looks for a new generation at every interval, for as long as the task lives.
    pub async fn watch(self: Arc<Self>, interval: Duration) {
        let mut last_failure = String::new();
        loop {
            tokio::time::sleep(interval).await;
            let index = Arc::clone(&self);
            let refreshed = tokio::task::spawn_blocking(move || index.refresh()).await;
            match refreshed {
                Ok(Ok(Some(generation))) => {
                    last_failure.clear();
                    tracing::info!(generation, "new generation in use");
                }
                Ok(Ok(None)) => {}
                Ok(Err(error)) => {
                    // Said once, not at every look.
                    if last_failure != error.to_string() {
                        last_failure = error.to_string();
                        tracing::error!(%error, "the new generation cannot be opened; the one before stays in use");
                    }
                }
                Err(error) => tracing::error!(%error, "looking for a new generation failed"),
            }
        }
    }
}

fn warm_up(searcher: &Searcher) {
    if let Err(error) = searcher.warm_up() {
        tracing::warn!(%error, "what the first searches need could not be read ahead");
    }
}
