//! The running application: the HTTP application in this process, and the built command as a process of its own.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use ingest::{ClientOptions, NoProgress, RebuildOptions, RebuildReport, Source};
use query::{AppState, Config, Limits, LiveIndex};
use reqwest::header::HeaderMap;
use scraper::Html;
use search_index::{BuildOptions, Searcher};
use serde_json::Value;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::records::json_lines;

/// How often an application looks for a new generation.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How long anything may take before a test gives up waiting for it: a debug build on a busy machine takes most of a
/// minute to export the whole real catalogue.
pub const PATIENCE: Duration = Duration::from_mins(5);

/// Builds a generation from these sources, with little memory and nobody watching.
///
/// # Errors
///
/// What [`ingest::rebuild`] says.
pub async fn rebuild_from(
    index: &Path,
    sources: Vec<Source>,
) -> Result<RebuildReport, ingest::Error> {
    let build = BuildOptions {
        writer_threads: 1,
        writer_memory_bytes: 20_000_000,
        ..BuildOptions::default()
    };
    rebuild_with(index, sources, build).await
}

/// Builds a generation from these sources as these options say.
///
/// # Errors
///
/// What [`ingest::rebuild`] says.
pub async fn rebuild_with(
    index: &Path,
    sources: Vec<Source>,
    build: BuildOptions,
) -> Result<RebuildReport, ingest::Error> {
    let options = RebuildOptions {
        index: index.to_owned(),
        sources,
        client: ClientOptions::default(),
        accept_missing: 0,
        deadline: ingest::DEFAULT_DEADLINE,
        build,
    };
    ingest::rebuild(options, Arc::new(NoProgress), CancellationToken::new()).await
}

/// Returns the directory of an index of the bundled sample, built once for all tests of this process.
pub fn sample_index() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| build_once("sample-index", vec![Source::Sample]))
}

/// Returns the directory of an index of the bundled sample and of these records, in the API's shape, built once for all
/// tests of this process: the first records that are given are those that it holds.
///
/// # Panics
///
/// Where the index cannot be built.
pub fn enlarged_sample_index(more: &[Value]) -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("more.jsonl");
        fs::write(&file, json_lines(more)).expect("a file in a temporary folder");
        build_once(
            "enlarged-sample-index",
            vec![Source::Sample, Source::File(file)],
        )
    })
}

/// Returns the directory of an index of the real catalogue in that folder, all datasets and the dataservices with keys,
/// built once for all tests of this process.
pub fn real_index(catalogue: &Path) -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    let sources = ["datasets.jsonl.zst", "dataservices-keyed.jsonl.zst"];
    INDEX.get_or_init(|| {
        build_once(
            "real-index",
            sources
                .map(|name| Source::File(catalogue.join(name)))
                .to_vec(),
        )
    })
}

/// Builds an index in `target/tmp`, under a name of this process, and removes those of processes that have ended.
fn build_once(name: &str, sources: Vec<Source>) -> PathBuf {
    let folder = target_profile()
        .parent()
        .expect("a profile lies in target")
        .join("tmp")
        .join("end-to-end");
    fs::create_dir_all(&folder).expect("target/tmp can be written");
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let process = entry
            .file_name()
            .to_string_lossy()
            .rsplit_once('.')
            .map(|(_, process)| process.to_owned());
        let has_ended = process.is_none_or(|process| !Path::new("/proc").join(process).exists());
        if has_ended {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let index = folder.join(format!("{name}.{}", std::process::id()));
    // A runtime of its own: a test's runtime ends with the test.
    let (built_in, build) = (index.clone(), BuildOptions::default());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime
            .block_on(rebuild_with(&built_in, sources, build))
            .expect("the catalogue can be indexed");
    })
    .join()
    .expect("the catalogue can be indexed");
    index
}

/// Returns a path with these parameters, encoded as a browser does.
#[must_use]
pub fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    format!("{path}?{}", query::params::encode(parameters))
}

/// The application over an index, served in this process; ends when dropped.
pub struct Application {
    index: PathBuf,
    /// Where the records lie, and the index unless it is somebody else's.
    folder: TempDir,
    address: SocketAddr,
    live: Arc<LiveIndex>,
    client: reqwest::Client,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

/// An answer, as it came: not decompressed, redirects not followed.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Returns a header, empty if it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Returns the body as JSON.
    ///
    /// # Panics
    ///
    /// Where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Returns the body as a page.
    #[must_use]
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }
}

impl Application {
    /// Starts an application over an index of these records.
    ///
    /// # Panics
    ///
    /// Where the index cannot be built.
    pub async fn start(records: Vec<Value>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let index = folder.path().join("index");
        build(folder.path(), &index, &records).await;
        let config = Config {
            limits: patient(),
            ..Config::default()
        };
        Self::serve(index, folder, config).await
    }

    /// Starts an application over an index that is there already.
    ///
    /// # Panics
    ///
    /// Where the index cannot be opened.
    pub async fn over(index: &Path) -> Self {
        Self::limited(index, patient()).await
    }

    /// Starts an application over an index that is there already, which works on so much at once.
    ///
    /// # Panics
    ///
    /// Where the index cannot be opened.
    pub async fn limited(index: &Path, limits: Limits) -> Self {
        let config = Config {
            limits,
            ..Config::default()
        };
        Self::configured(index, config).await
    }

    /// Starts an application over an index that is there already, served in this way.
    ///
    /// # Panics
    ///
    /// Where the index cannot be opened.
    pub async fn configured(index: &Path, config: Config) -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        Self::serve(index.to_owned(), folder, config).await
    }

    async fn serve(index: PathBuf, folder: TempDir, config: Config) -> Self {
        let live = LiveIndex::open(&index).expect("the index opens");
        let state = AppState::new(Arc::clone(&live), config);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, query::app(state)).await;
        });
        let watcher = tokio::spawn(Arc::clone(&live).watch(LOOK_EVERY));
        Self {
            index,
            folder,
            address,
            live,
            client: http_client(),
            tasks: vec![server, watcher],
        }
    }

    /// Returns the directory of the index.
    #[must_use]
    pub fn index_dir(&self) -> &Path {
        &self.index
    }

    /// Returns the address that it listens on, `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Publishes a generation of other records. Returns once it is in use.
    ///
    /// # Panics
    ///
    /// Where it cannot be built, or is not taken over.
    pub async fn rebuild(&self, records: Vec<Value>) {
        let generation = build(self.folder.path(), &self.index, &records).await;
        let started = Instant::now();
        while self.generation() != generation {
            assert!(
                started.elapsed() < PATIENCE,
                "`{generation}` is not taken over"
            );
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Returns the name of the generation in use.
    ///
    /// # Panics
    ///
    /// Never: an application starts with one.
    #[must_use]
    pub fn generation(&self) -> String {
        self.live
            .searcher()
            .expect("an open generation")
            .manifest()
            .generation
            .clone()
    }

    /// Returns the generation in use, open.
    ///
    /// # Panics
    ///
    /// Never: an application starts with one.
    #[must_use]
    pub fn searcher(&self) -> Arc<Searcher> {
        self.live.searcher().expect("an open generation")
    }

    /// Asks for a path.
    ///
    /// # Panics
    ///
    /// Where no answer comes.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    /// Asks for a path with these headers.
    ///
    /// # Panics
    ///
    /// Where no answer comes.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(&self.client, &format!("{}{path}", self.url()), headers)
            .await
            .expect("an answer")
    }

    /// Asks for a path that must answer 200 with JSON.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Asks for a path that must answer 200 with a page.
    ///
    /// # Panics
    ///
    /// Where it does not.
    pub async fn html(&self, path: &str) -> Html {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        answer.html()
    }

    /// Searches as the JSON endpoint does, with these parameters.
    ///
    /// # Panics
    ///
    /// Where it does not answer 200.
    pub async fn search(&self, parameters: &[(&str, &str)]) -> Value {
        self.json(&address("/api/search", parameters)).await
    }

    /// Returns the titles that the search for these words finds, best first.
    ///
    /// # Panics
    ///
    /// Where it does not answer 200.
    pub async fn titles(&self, words: &str) -> Vec<String> {
        titles(&self.search(&[("q", words), ("page_size", "100")]).await)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        self.tasks.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

/// Returns limits that no test meets, however busy the machine is.
fn patient() -> Limits {
    Limits {
        longest_wait: PATIENCE,
        request_timeout: PATIENCE,
        ..Limits::default()
    }
}

/// Returns the titles of a JSON answer's hits.
///
/// # Panics
///
/// Where it is no answer to a search.
#[must_use]
pub fn titles(answer: &Value) -> Vec<String> {
    strings(answer, "title")
}

/// Returns one field of a JSON answer's hits.
///
/// # Panics
///
/// Where it is no answer to a search, or the field is no text.
#[must_use]
pub fn strings(answer: &Value, field: &str) -> Vec<String> {
    let hits = answer["data"].as_array().expect("hits");
    hits.iter()
        .map(|hit| hit[field].as_str().expect("a text").to_owned())
        .collect()
}

async fn build(folder: &Path, index: &Path, records: &[Value]) -> String {
    let file = folder.join("records.jsonl");
    fs::write(&file, json_lines(records)).expect("a temporary directory can be written");
    let build = BuildOptions {
        writer_threads: 1,
        writer_memory_bytes: 20_000_000,
        // Records come and go as a test needs it.
        force: true,
        ..BuildOptions::default()
    };
    rebuild_with(index, vec![Source::File(file)], build)
        .await
        .expect("the records can be indexed")
        .generation
}

/// Returns a client that shows answers as they come.
///
/// # Panics
///
/// Never: it needs no certificates.
#[must_use]
pub fn http_client() -> reqwest::Client {
    http_client_at(std::net::Ipv4Addr::UNSPECIFIED.into())
}

/// Returns such a client that asks from this address of the machine.
///
/// # Panics
///
/// Never: it needs no certificates.
#[must_use]
pub fn http_client_at(address: std::net::IpAddr) -> reqwest::Client {
    // The client wants TLS set up, though nothing here uses it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_zstd();
    client
        .local_address((!address.is_unspecified()).then_some(address))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .expect("a client")
}

/// Asks for an address.
///
/// # Errors
///
/// Where no whole answer comes.
pub async fn get(
    client: &reqwest::Client,
    url: &str,
    headers: &[(&str, &str)],
) -> reqwest::Result<Answer> {
    let mut request = client.get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Answer {
        status,
        headers,
        bytes: response.bytes().await?.to_vec(),
    })
}

/// Lists a test as skipped, by name, in `target/skipped-tests`, as [`real_catalogue`](crate::real_catalogue) does.
pub fn skip(test: &str, reason: &str) {
    let _ = std::io::stderr().write_all(format!("skipped ({reason}): {test}\n").as_bytes());
    let list = target_profile().with_file_name("skipped-tests");
    if let Ok(mut list) = fs::OpenOptions::new().create(true).append(true).open(list) {
        let _ = list.write_all(format!("{test}\n").as_bytes());
    }
}

/// Returns `target/<profile>`: the test program lies in its `deps`.
fn target_profile() -> PathBuf {
    let program = std::env::current_exe().expect("the test program has a path");
    program
        .ancestors()
        .nth(2)
        .expect("the test program lies in target/<profile>/deps")
        .to_owned()
}

/// Returns the built `trouvaille`, without arguments and away from this process's `TROUVAILLE_*` variables.
///
/// # Panics
///
/// Where it is not built.
#[must_use]
pub fn command() -> Command {
    let program = target_profile().join(format!("trouvaille{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "`{}` is missing: run `cargo build -p trouvaille` first",
        program.display()
    );
    let mut command = Command::new(program);
    for (name, _) in
        std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("TROUVAILLE_"))
    {
        command.env_remove(name);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a command left when it ended.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Finished {
    /// Returns its last line on standard output, as JSON.
    ///
    /// # Panics
    ///
    /// Where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        let line = self.stdout.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs `trouvaille` with these arguments to its end.
///
/// # Panics
///
/// Where it cannot be started.
#[must_use]
pub fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Finished {
    let output = command()
        .args(arguments)
        .output()
        .expect("the command can be run");
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A process of ours; killed when dropped.
pub struct Process {
    child: Child,
    stderr: Arc<Mutex<String>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Process {
    /// Starts a command.
    ///
    /// # Panics
    ///
    /// Where it cannot be started.
    #[must_use]
    pub fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the command can be started");
        let stderr = Arc::new(Mutex::new(String::new()));
        let (pipe, shared) = (
            child.stderr.take().expect("standard error is piped"),
            Arc::clone(&stderr),
        );
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                let mut text = shared.lock().expect("no reader panics");
                text.push_str(&line);
                text.push('\n');
            }
        });
        Self {
            child,
            stderr,
            reader: Some(reader),
        }
    }

    /// Returns what it wrote to standard error so far.
    ///
    /// # Panics
    ///
    /// Never.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.stderr.lock().expect("no reader panics").clone()
    }

    /// Waits for a line on standard error that has this text in it, and returns what follows the text.
    ///
    /// # Panics
    ///
    /// Where it does not come.
    #[must_use]
    pub fn wait_for(&mut self, text: &str) -> String {
        let started = Instant::now();
        loop {
            let stderr = self.stderr();
            if let Some((_, rest)) = stderr.lines().find_map(|line| line.split_once(text)) {
                return rest.to_owned();
            }
            let has_ended = self.try_wait().is_some()
                && self
                    .reader
                    .as_ref()
                    .is_none_or(std::thread::JoinHandle::is_finished);
            assert!(
                !has_ended && started.elapsed() < PATIENCE,
                "no `{text}` from the command: {stderr}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends it a signal, by name: `TERM`, `INT`, `KILL`.
    ///
    /// # Panics
    ///
    /// Where there is no `kill`.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .arg(format!("-{name}"))
            .arg(self.child.id().to_string())
            .status();
        assert!(
            status.expect("`kill` can be run").success(),
            "cannot send {name}"
        );
    }

    /// Returns how it ended, if it has.
    ///
    /// # Panics
    ///
    /// Never, for a child of this process.
    pub fn try_wait(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child can be waited for")
    }

    /// Waits for its end.
    ///
    /// # Panics
    ///
    /// Where it does not come.
    #[must_use]
    pub fn wait(mut self) -> Finished {
        let mut stdout = String::new();
        if let Some(pipe) = &mut self.child.stdout {
            let _ = pipe.read_to_string(&mut stdout);
        }
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.try_wait() {
                break status;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "the command does not end: {}",
                self.stderr()
            );
            std::thread::sleep(Duration::from_millis(5));
        };
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        Finished {
            code: status.code(),
            stdout,
            stderr: self.stderr(),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `trouvaille serve` on a free port; killed when dropped.
pub struct Server {
    /// The process.
    pub process: Process,
    /// The address that it listens on, `http://127.0.0.1:…`.
    pub url: String,
}

impl Server {
    /// Starts it over an index directory, and waits until it listens.
    ///
    /// # Panics
    ///
    /// Where it does not.
    #[must_use]
    pub fn start(index: &Path) -> Self {
        Self::start_with(index, &[])
    }

    /// Starts it over an index directory with more options, and waits until it listens.
    ///
    /// # Panics
    ///
    /// Where it does not.
    #[must_use]
    pub fn start_with(index: &Path, options: &[&str]) -> Self {
        let mut serve = command();
        serve
            .args(["serve", "--listen", "127.0.0.1:0", "--index"])
            .arg(index)
            .args(options);
        Self::run(serve)
    }

    /// Starts a command that serves, and waits until it listens.
    ///
    /// # Panics
    ///
    /// Where it does not.
    #[must_use]
    pub fn run(mut serve: Command) -> Self {
        serve.stdout(Stdio::null());
        let mut process = Process::start(serve);
        let address = process.wait_for("listening on http://");
        let address = address.split_whitespace().next().unwrap_or_default();
        Self {
            process,
            url: format!("http://{address}"),
        }
    }

    /// Asks it to end, and waits for that.
    ///
    /// # Panics
    ///
    /// Where it does not.
    #[must_use]
    pub fn end(self) -> Finished {
        self.process.signal("TERM");
        self.process.wait()
    }

    /// Asks it for a path.
    ///
    /// # Panics
    ///
    /// Where no answer comes.
    pub async fn get(&self, path: &str) -> Answer {
        get(&http_client(), &format!("{}{path}", self.url), &[])
            .await
            .expect("an answer")
    }
}
