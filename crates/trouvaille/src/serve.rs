//! `trouvaille serve`: serves the search over HTTP, after building the sample where there is no index.

mod connections;
mod open_files;
mod own_answers;
mod paced_stream;
mod query_log;
mod syncing;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use ingest::Source;
use query::{
    AppState, Config, Limits, LiveIndex, Places, SyncFigures, TrustedProxies, app, security_headers,
};
use search_index::Generations;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::ServeOptions;
use crate::signals::{asked_to_end, ignore_hangup};
use connections::ConnectionLimits;
use paced_stream::Pace;

/// The time between two looks for a new generation, and for what must not be shown: within a second, with the time that it
/// takes to open a generation anew.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The time that the requests under way have to end.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// The time that work on other threads has to end, such as the opening of a new generation: with it, a server that answers
/// nobody ends within two seconds.
const LAST_WORK: Duration = Duration::from_millis(1500);

/// Time spent waiting for a reader after which it is judged by what it took meanwhile.
const PACE_WINDOW: Duration = Duration::from_secs(20);

/// Connections to the address for whoever watches the process.
const ADMIN_CONNECTIONS: usize = 64;

/// Files that are open beside connections: those of generations, mostly.
const OTHER_FILES: u64 = 512;

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
    ignore_hangup();
    let n_files = open_files::raise_limit();
    let listener = listen(options.listen)?;
    let admin_listener = options.admin_listen.map(listen).transpose()?;
    if let Some(listener) = &admin_listener {
        let address = listener.local_addr().context("cannot listen")?;
        tracing::info!("health and figures at http://{address}");
    }
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
    let n_connections = n_connections(options, n_files);
    let trusted_proxies = TrustedProxies::new(options.trusted_proxies.clone());
    let query_log = options
        .query_log
        .map(|n_days| query_log::start(&options.index.directory, n_days, ended.clone()));
    let (query_log, writing) = query_log.transpose()?.unzip();
    let config = Config {
        query_log,
        public_url: options.public_url.clone(),
        limits: limits(options),
        trusted_proxies: trusted_proxies.clone(),
        max_requests: n_connections,
        slow_search: options.slow_search,
        program_changed_at: program_changed_at(),
        requests_per_minute: options.requests_per_minute,
        metrics_apart: options.admin_listen.is_some(),
        sync: start_syncs(options, &index, &ended)?,
    };
    let state = AppState::new(Arc::clone(&index), config);
    tokio::spawn(index.watch(LOOK_EVERY));
    let open = Listening {
        listener,
        admin_listener,
        limits: connection_limits(options, Places::new(n_connections), trusted_proxies),
    };
    open.serve(state, asked_to_end, ended).await;
    if let Some(writing) = writing {
        let _ = writing.await;
    }
    Ok(())
}

/// Returns when the program's file was written.
fn program_changed_at() -> Option<SystemTime> {
    std::env::current_exe()
        .ok()?
        .metadata()
        .ok()?
        .modified()
        .ok()
}

/// Returns the lines of the head of every answer.
fn header_lines(options: &ServeOptions) -> Arc<[u8]> {
    let public_url = options.public_url.as_deref().unwrap_or_default();
    own_answers::header_lines(security_headers(public_url.starts_with("https://")))
}

/// Returns what a connection may do.
fn connection_limits(
    options: &ServeOptions,
    places: Arc<Places>,
    trusted_proxies: TrustedProxies,
) -> ConnectionLimits {
    ConnectionLimits {
        places,
        trusted_proxies,
        header_lines: header_lines(options),
        idle_timeout: options.idle_timeout,
        pace: Pace {
            least_rate: options.min_rate,
            window: PACE_WINDOW,
        },
    }
}

/// The addresses that are listened on, with what their connections may do.
struct Listening {
    listener: TcpListener,
    /// For whoever watches the process.
    admin_listener: Option<TcpListener>,
    limits: ConnectionLimits,
}

impl Listening {
    /// Serves until it is asked to end and the requests under way have ended, or their time is over.
    async fn serve(
        self,
        state: AppState,
        asked_to_end: impl Future<Output = ()>,
        ended: CancellationToken,
    ) {
        let admin = async {
            if let Some(listener) = self.admin_listener {
                let app = query::admin(state.clone());
                let limits = ConnectionLimits {
                    places: Places::new(ADMIN_CONNECTIONS),
                    ..self.limits.clone()
                };
                connections::serve(listener, app, limits, ended.clone()).await;
            }
        };
        let app = app(state.clone());
        let public = connections::serve(self.listener, app, self.limits.clone(), ended.clone());
        let asked = async {
            asked_to_end.await;
            tracing::info!("ending, once the requests under way are answered");
            ended.cancel();
            tokio::time::sleep(LAST_REQUESTS).await;
        };
        tokio::select! {
            _ = async { tokio::join!(public, admin) } => {}
            () = asked => {
                tracing::warn!("some requests did not end in {LAST_REQUESTS:?} and were cut");
            }
        }
    }
}

/// Listens on an address.
fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    connections::listen(address).with_context(|| format!("cannot listen on `{address}`"))
}

/// Returns how many connections there may be: those that are asked for, as far as the process may have so many files open.
fn n_connections(options: &ServeOptions, n_files: Option<u64>) -> usize {
    let most = n_files.map_or(usize::MAX, |n_files| {
        usize::try_from(n_files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX)
    });
    if most < options.max_connections {
        tracing::warn!(
            "{most} connections at most, not {}: the process may have {n_files:?} files open",
            options.max_connections
        );
    }
    most.min(options.max_connections)
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
