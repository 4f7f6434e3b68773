//! `trouvaille serve`: serves the search over HTTP, after building the sample where there is no index.

mod syncing;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use ingest::Source;
use query::{AppState, Config, Limits, LiveIndex, SyncFigures, app};
use search_index::Generations;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::ServeOptions;
use crate::signals::asked_to_end;

/// The time between two looks for a new generation, and for what must not be shown: within a second, with the time that it
/// takes to open a generation anew.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The time that the requests under way have to end.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// The time that work on other threads has to end, such as the opening of a new generation: with it, a server that answers
/// nobody ends within two seconds.
const LAST_WORK: Duration = Duration::from_millis(1500);

/// The longest time that a server waits for another process that builds the first index.
const FIRST_BUILD_ELSEWHERE: Duration = Duration::from_mins(1);

/// Serves until it is asked to end.
pub fn run(options: &ServeOptions) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start")?;
    let outcome = runtime.block_on(serve(options));
    runtime.shutdown_timeout(LAST_WORK);
    outcome
}

async fn serve(options: &ServeOptions) -> anyhow::Result<()> {
    let index = open_or_build(&options.index.directory).await?;
    // The signals are handled before the server listens: whoever sees it listen may ask it to end.
    let asked_to_end = asked_to_end();
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on `{}`", options.listen))?;
    let address = listener.local_addr().context("cannot listen")?;
    if let Some(searcher) = index.searcher() {
        let manifest = searcher.manifest();
        tracing::info!(
            generation = manifest.generation,
            datasets = manifest.records.dataset,
            dataservices = manifest.records.dataservice,
            "listening on http://{address}"
        );
    }
    let ended = CancellationToken::new();
    let config = Config {
        public_url: options.public_url.clone(),
        limits: limits(options),
        sync: start_syncs(options, &index, &ended)?,
    };
    let state = AppState::new(Arc::clone(&index), config);
    tokio::spawn(index.watch(LOOK_EVERY));

    let end = ended.clone();
    let server = axum::serve(listener, app(state)).with_graceful_shutdown(async move {
        asked_to_end.await;
        tracing::info!("ending, once the requests under way are answered");
        end.cancel();
    });
    tokio::select! {
        result = async { server.await } => result.context("the server failed")?,
        () = async { ended.cancelled().await; tokio::time::sleep(LAST_REQUESTS).await } => {
            tracing::warn!("some requests did not end in {LAST_REQUESTS:?} and were cut");
        }
    }
    Ok(())
}

/// Returns how much is worked on at once.
fn limits(options: &ServeOptions) -> Limits {
    let limits = Limits::default();
    Limits {
        max_running: options.max_searches.unwrap_or(limits.max_running),
        longest_wait: options.queue_wait,
        request_timeout: options.request_timeout,
    }
}

/// Starts syncs where they are asked for. Returns where they are counted.
fn start_syncs(
    options: &ServeOptions,
    index: &Arc<LiveIndex>,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Arc<SyncFigures>>> {
    let Some(every) = options.sync_every else {
        return Ok(None);
    };
    let figures = Arc::new(SyncFigures::default());
    let how = options.sync.to_library(&options.index.directory);
    let (served, counted) = (Arc::clone(index), Arc::clone(&figures));
    syncing::start(how, every, (served, counted), stop.clone())?;
    Ok(Some(figures))
}

/// Opens the live generation. Where there is none, or one of the bundled sample that another version has built, the
/// sample is built first.
async fn open_or_build(directory: &Path) -> anyhow::Result<Arc<LiveIndex>> {
    match LiveIndex::open(directory) {
        Ok(index) => return Ok(index),
        Err(search_index::Error::NoIndex(_)) => {
            tracing::info!(directory = %directory.display(), "no index yet: building it from the bundled sample");
        }
        Err(error @ search_index::Error::IncompatibleVersion { .. }) => {
            if !is_sample(directory) {
                return Err(error.into());
            }
            tracing::info!(
                "the index of the bundled sample is of another version: building it again"
            );
        }
        Err(error) => return Err(error.into()),
    }
    build_sample(directory).await?;
    Ok(LiveIndex::open(directory)?)
}

fn is_sample(directory: &Path) -> bool {
    let generations = Generations::at(directory);
    let live = generations.live().ok().flatten();
    live.and_then(|live| generations.manifest(&live).ok())
        .is_some_and(|manifest| manifest.is_sample())
}

async fn build_sample(directory: &Path) -> anyhow::Result<()> {
    let options = ingest::RebuildOptions {
        index: directory.to_owned(),
        sources: vec![Source::Sample],
        client: ingest::ClientOptions::default(),
        accept_missing: 0,
        deadline: ingest::DEFAULT_DEADLINE,
        build: search_index::BuildOptions::default(),
    };
    let cancel = CancellationToken::new();
    let build = ingest::rebuild(options, Arc::new(ingest::NoProgress), cancel.clone());
    let outcome = tokio::select! {
        outcome = build => outcome,
        () = asked_to_end() => {
            cancel.cancel();
            anyhow::bail!("interrupted while building the first index");
        }
    };
    match outcome {
        Ok(_) => Ok(()),
        // Another process is building: its index will do.
        Err(ingest::Error::Index(search_index::Error::Locked(_))) => {
            wait_for_index(directory).await
        }
        Err(error) => Err(error).context("cannot build the index of the bundled sample"),
    }
}

async fn wait_for_index(directory: &Path) -> anyhow::Result<()> {
    tracing::info!("another process is building the index: waiting for it");
    let generations = Generations::at(directory);
    let published = async {
        while !matches!(generations.live(), Ok(Some(_))) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(FIRST_BUILD_ELSEWHERE, published)
        .await
        .with_context(|| {
            format!(
                "no index after {FIRST_BUILD_ELSEWHERE:?}: another process still holds its lock"
            )
        })
}
