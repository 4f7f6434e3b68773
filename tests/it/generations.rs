//! Generations on disk: taken over, pruned, refused, damaged, and builds that are cut off.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ingest::Source;
use search_index::{BuildOptions, Error, Generations, Searcher};
use serde_json::{Value, json};
use support::application::{
    Application, Finished, PATIENCE, Process, Server, command, get, http_client, rebuild_from,
    rebuild_with, run,
};
use support::fake_catalogue::{FakeCatalogue, List, Trouble};
use support::records::{dataset, datasets, json_lines};
use tempfile::TempDir;

/// A folder with records in a file, and an index beside it.
pub struct Workshop {
    pub folder: TempDir,
}

impl Workshop {
    /// Starts with an index of so many records.
    pub async fn with(n: usize) -> Self {
        let workshop = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        rebuild_from(&workshop.index(), vec![Source::File(workshop.file(n))])
            .await
            .unwrap();
        workshop
    }

    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Writes so many records to a file.
    pub fn file(&self, n: usize) -> PathBuf {
        let path = self.folder.path().join(format!("{n}.jsonl"));
        fs::write(&path, json_lines(&datasets(n))).unwrap();
        path
    }

    pub fn live(&self) -> String {
        Generations::at(&self.index()).live().unwrap().unwrap()
    }

    pub fn live_directory(&self) -> PathBuf {
        Generations::at(&self.index()).path(&self.live())
    }

    /// Runs `rebuild-index` from a source, with more arguments.
    pub fn rebuild_index(&self, source: &str, more: &[&str]) -> Finished {
        let index = self.index();
        run([
            "rebuild-index",
            "--source",
            source,
            "--index",
            index.to_str().unwrap(),
        ]
        .into_iter()
        .chain(more.iter().copied()))
    }

    /// Starts `rebuild-index` from an API, and returns once it waits for the second page of the datasets.
    fn rebuild_held_at_page_2(&self, catalogue: &FakeCatalogue) -> Process {
        catalogue.make_trouble(List::Datasets, 2, 1, Trouble::Slow(PATIENCE));
        catalogue.limit_page_size(10);
        let mut rebuild = command();
        rebuild
            .args([
                "rebuild-index",
                "--source",
                catalogue.url().as_str(),
                "--index",
            ])
            .arg(self.index());
        let process = Process::start(rebuild);
        wait_until("the second page is asked for", || {
            catalogue.pages_asked_for(List::Datasets).contains(&2)
        });
        process
    }

    /// Returns the names in `generations/`, unfinished ones too.
    pub fn names(&self) -> Vec<String> {
        names(&self.index().join("generations"))
    }
}

/// Returns the names of what lies in a folder; none where there is no such folder.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Returns how many records a search for everything finds.
pub fn total(index: &Path) -> u64 {
    Searcher::open(index).unwrap().manifest().records.total()
}

// Taking over.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_generation_is_taken_over_without_a_failed_request() {
    let application = Arc::new(Application::start(datasets(10)).await);
    let ended = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    for path in [
        "/api/search?page_size=100",
        "/?page_size=100",
        "/datasets/jeu-0001",
        "/readyz",
    ] {
        let (application, ended) = (Arc::clone(&application), Arc::clone(&ended));
        clients.push(tokio::spawn(async move {
            let mut totals = Vec::new();
            while !ended.load(Ordering::Relaxed) {
                let answer = application.get(path).await;
                assert_eq!(answer.status, 200, "{path}: {}", answer.text());
                if path.starts_with("/api/") {
                    let answer = answer.json();
                    let n_hits = answer["data"].as_array().unwrap().len() as u64;
                    assert_eq!(
                        answer["total"], n_hits,
                        "an answer comes from one generation"
                    );
                    assert_eq!(
                        answer["facets"]["type"][0]["count"], n_hits,
                        "an answer comes from one generation"
                    );
                    totals.push(n_hits);
                }
            }
            totals
        }));
    }
    for n in [20, 30, 40] {
        application.rebuild(datasets(n)).await;
        assert_eq!(application.search(&[]).await["total"], n as u64);
    }
    ended.store(true, Ordering::Relaxed);
    let mut totals = Vec::new();
    for client in clients {
        totals.extend(client.await.unwrap());
    }
    assert!(
        totals.is_sorted() && totals.first() == Some(&10),
        "never back to an older one: {totals:?}"
    );
}

#[tokio::test]
async fn the_served_command_takes_over_a_generation_that_another_process_publishes() {
    let workshop = Workshop::with(3).await;
    let server = Server::start(&workshop.index());
    assert_eq!(server.get("/readyz").await.json()["records"]["dataset"], 3);
    let rebuilt = workshop.rebuild_index(workshop.file(5).to_str().unwrap(), &[]);
    assert_eq!(rebuilt.code, Some(0), "{rebuilt:?}");
    let started = Instant::now();
    while server.get("/readyz").await.json()["generation"] != workshop.live() {
        assert!(
            started.elapsed() < PATIENCE,
            "the new generation is not taken over"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.get("/api/search").await.json()["total"], 5);
}

#[tokio::test]
async fn old_generations_are_pruned_and_the_live_one_never() {
    let workshop = Workshop::with(1).await;
    let mut published = vec![workshop.live()];
    for n in 2..=4 {
        rebuild_from(&workshop.index(), vec![Source::File(workshop.file(n))])
            .await
            .unwrap();
        published.push(workshop.live());
        assert_eq!(
            workshop.names(),
            published[published.len() - 2..],
            "the live one and the one before"
        );
    }
    let build = BuildOptions {
        keep_generations: 1,
        ..BuildOptions::default()
    };
    rebuild_with(
        &workshop.index(),
        vec![Source::File(workshop.file(5))],
        build,
    )
    .await
    .unwrap();
    assert_eq!(workshop.names(), [workshop.live()]);
    assert_eq!(total(&workshop.index()), 5);
}

#[tokio::test]
async fn an_open_generation_goes_on_answering_after_it_was_pruned() {
    let workshop = Workshop::with(3).await;
    let searcher = Searcher::open(&workshop.index()).unwrap();
    for n in [4, 5, 6] {
        rebuild_from(&workshop.index(), vec![Source::File(workshop.file(n))])
            .await
            .unwrap();
    }
    assert!(!workshop.names().contains(&searcher.manifest().generation));
    let found = searcher
        .search(&search_index::SearchRequest::new("jeu"))
        .unwrap();
    assert_eq!((found.total, found.hits.len()), (3, 3));
}

// What is refused.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_rebuild_at_the_same_time_is_refused() {
    let workshop = Workshop::with(3).await;
    let before = workshop.live();
    let catalogue = FakeCatalogue::start(datasets(25), vec![]).await;
    let first = workshop.rebuild_held_at_page_2(&catalogue);
    let building = workshop.names();

    let second = workshop.rebuild_index("sample", &[]);
    assert_eq!(second.code, Some(1), "{second:?}");
    let message = format!(
        "another rebuild is running in `{}`",
        workshop.index().display()
    );
    assert!(second.stderr.contains(&message), "{second:?}");
    assert_eq!(workshop.live(), before);
    assert_eq!(
        workshop.names(),
        building,
        "the first one's work is left alone"
    );

    first.signal("KILL");
    let killed = first.wait();
    assert_eq!(killed.code, None);
    let third = workshop.rebuild_index(workshop.file(4).to_str().unwrap(), &[]);
    assert_eq!(
        third.code,
        Some(0),
        "a lock ends with its process: {third:?}"
    );
}

#[tokio::test]
async fn far_fewer_records_are_refused_unless_forced() {
    let workshop = Workshop::with(20).await;
    let before = workshop.live();
    let (few, enough) = (workshop.file(17), workshop.file(18));
    let refused = workshop.rebuild_index(few.to_str().unwrap(), &[]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains(
            "only 17 records of type `dataset` where the index had 20 in the last 30 days"
        ),
        "{refused:?}"
    );
    assert!(refused.stderr.contains("--force"), "{refused:?}");
    assert_eq!(
        (workshop.live(), workshop.names()),
        (before.clone(), vec![before])
    );

    assert_eq!(
        workshop.rebuild_index(enough.to_str().unwrap(), &[]).code,
        Some(0),
        "a tenth fewer is a quiet day"
    );
    let fewer = workshop.file(10);
    assert_eq!(
        workshop
            .rebuild_index(fewer.to_str().unwrap(), &["--max-shrink", "0.4"])
            .code,
        Some(1)
    );
    assert_eq!(
        workshop
            .rebuild_index(fewer.to_str().unwrap(), &["--max-shrink", "0.5"])
            .code,
        Some(0)
    );
    let fewest = workshop.file(1);
    assert_eq!(
        workshop
            .rebuild_index(fewest.to_str().unwrap(), &["--force"])
            .code,
        Some(0)
    );
    assert_eq!(total(&workshop.index()), 1);
}

#[tokio::test]
async fn leaving_the_sample_for_a_smaller_catalogue_is_no_loss() {
    let workshop = Workshop {
        folder: tempfile::tempdir().unwrap(),
    };
    rebuild_from(&workshop.index(), vec![Source::Sample])
        .await
        .unwrap();
    rebuild_from(&workshop.index(), vec![Source::File(workshop.file(2))])
        .await
        .unwrap();
    assert_eq!(total(&workshop.index()), 2);
}

// What lies on disk.

#[tokio::test]
async fn the_manifest_has_the_checksum_of_each_file() {
    let workshop = Workshop::with(5).await;
    let directory = workshop.live_directory();
    let manifest: Value =
        serde_json::from_slice(&fs::read(directory.join("manifest.json")).unwrap()).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let mut listed: Vec<&str> = files
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect();
    listed.push("manifest.json");
    listed.sort_unstable();
    let mut there = names(&directory);
    there.retain(|name| {
        Path::new(name)
            .extension()
            .is_none_or(|kind| kind != "lock")
    });
    assert_eq!(there, listed);
    for file in files {
        let path = directory.join(file["name"].as_str().unwrap());
        let output = Command::new("sha256sum").arg(&path).output().unwrap();
        let line = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            line.split_whitespace().next(),
            file["sha256"].as_str(),
            "{}",
            path.display()
        );
        assert_eq!(
            fs::metadata(&path).unwrap().len(),
            file["bytes"].as_u64().unwrap(),
            "{}",
            path.display()
        );
    }
    assert_eq!(manifest["generation"], workshop.live());
    assert_eq!(manifest["records"], json!({"dataset": 5, "dataservice": 0}));
    assert_eq!(
        manifest["sources"],
        json!([workshop.folder.path().join("5.jsonl")])
    );
    assert_eq!(manifest["analyzer_version"], search_index::ANALYZER_VERSION);
    assert_eq!(manifest["schema_version"], search_index::SCHEMA_VERSION);
}

/// Changes one field of the live generation's manifest.
pub fn change_manifest(workshop: &Workshop, field: &str, value: Value) {
    let path = workshop.live_directory().join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest[field] = value;
    fs::write(&path, manifest.to_string()).unwrap();
}

/// Returns the largest file of a generation, its manifest and the like apart.
pub fn largest_file(generation: &Path) -> PathBuf {
    let files = names(generation)
        .into_iter()
        .map(|name| generation.join(name));
    let files = files.filter(|path| path.extension().is_some_and(|kind| kind != "json"));
    files
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap()
}

pub fn cut_short(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

pub fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for name in names(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}

/// Ways to damage an index, and what the message must say.
type Damage = (fn(&Workshop), &'static str);

const DAMAGES: [Damage; 6] = [
    (
        |workshop| cut_short(&largest_file(&workshop.live_directory())),
        "bytes instead of",
    ),
    (
        |workshop| fs::remove_file(largest_file(&workshop.live_directory())).unwrap(),
        "is damaged: `",
    ),
    (
        |workshop| {
            fs::write(
                workshop.live_directory().join("manifest.json"),
                "{\"generation\": ",
            )
            .unwrap();
        },
        "`manifest.json`",
    ),
    (
        |workshop| fs::write(workshop.live_directory().join("manifest.json"), "").unwrap(),
        "`manifest.json`",
    ),
    (
        |workshop| fs::remove_file(workshop.live_directory().join("manifest.json")).unwrap(),
        "there is no `",
    ),
    (
        |workshop| fs::remove_dir_all(workshop.live_directory()).unwrap(),
        "there is no `",
    ),
];

#[tokio::test]
async fn a_damaged_generation_is_not_opened_and_the_next_rebuild_mends_it() {
    for (at, (damage, message)) in DAMAGES.into_iter().enumerate() {
        let workshop = Workshop::with(2).await;
        damage(&workshop);
        let Err(error) = Searcher::open(&workshop.index()) else {
            panic!("damage {at} is not seen")
        };
        assert!(
            matches!(error, Error::Damaged { .. }),
            "damage {at}: {error:?}"
        );
        assert!(error.to_string().contains(message), "damage {at}: {error}");
        rebuild_from(&workshop.index(), vec![Source::File(workshop.file(3))])
            .await
            .unwrap();
        assert_eq!(total(&workshop.index()), 3, "damage {at}");
    }
}

#[tokio::test]
async fn each_command_says_what_is_damaged_and_exits_with_1() {
    let workshop = Workshop::with(2).await;
    DAMAGES[0].0(&workshop);
    let index = workshop.index();
    let index = index.to_str().unwrap();
    for arguments in [
        &["search", "jeu", "--index", index][..],
        &["serve", "--listen", "127.0.0.1:0", "--index", index],
    ] {
        let finished = run(arguments.iter().copied());
        assert_eq!(finished.code, Some(1), "{finished:?}");
        assert!(
            finished
                .stderr
                .contains(&format!("generation `{}` is damaged", workshop.live())),
            "{finished:?}"
        );
    }
    assert_eq!(
        workshop.names(),
        [workshop.live()],
        "serving mends nothing by itself"
    );
}

#[tokio::test]
async fn a_server_goes_on_with_its_generation_where_the_next_one_is_damaged() {
    let workshop = Workshop::with(2).await;
    let application = Application::over(&workshop.index()).await;
    let before = application.generation();
    let directory = |name: &str| Generations::at(&workshop.index()).path(name);
    for (name, is_there) in [
        ("20990101T000000.000Z-0000000a", false),
        ("20990101T000000.000Z-0000000b", true),
    ] {
        if is_there {
            copy_directory(&directory(&before), &directory(name));
            cut_short(&largest_file(&directory(name)));
        }
        fs::write(workshop.index().join("current"), name).unwrap();
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert_eq!(
                application.search(&[("q", "jeu")]).await["total"],
                2,
                "{name}"
            );
            assert_eq!(application.generation(), before, "{name}");
        }
    }
    rebuild_from(&workshop.index(), vec![Source::File(workshop.file(3))])
        .await
        .unwrap();
    let started = Instant::now();
    while application.generation() == before {
        assert!(
            started.elapsed() < PATIENCE,
            "a sound generation is taken over again"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_generation_of_another_version_is_not_opened() {
    for field in ["analyzer_version", "schema_version"] {
        let workshop = Workshop::with(2).await;
        change_manifest(&workshop, field, json!(9999));
        let Err(error) = Searcher::open(&workshop.index()) else {
            panic!("{field} is not checked")
        };
        assert!(
            matches!(error, Error::IncompatibleVersion { found: 9999, .. }),
            "{error:?}"
        );
        let index = workshop.index();
        let served = run([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--index",
            index.to_str().unwrap(),
        ]);
        assert_eq!(served.code, Some(1), "{served:?}");
        assert!(
            served.stderr.contains("version 9999") && served.stderr.contains("rebuild it"),
            "{served:?}"
        );
        let status = run(["status", "--json", "--index", index.to_str().unwrap()]).json();
        assert_eq!(
            (&status[0]["live"], &status[0][field]),
            (&json!(true), &json!(9999)),
            "status still shows it"
        );
    }
}

#[tokio::test]
async fn a_sample_of_another_version_is_built_again() {
    let workshop = Workshop {
        folder: tempfile::tempdir().unwrap(),
    };
    rebuild_from(&workshop.index(), vec![Source::Sample])
        .await
        .unwrap();
    change_manifest(&workshop, "analyzer_version", json!(9999));
    let before = workshop.live();
    let server = Server::start(&workshop.index());
    assert_ne!(server.get("/readyz").await.json()["generation"], before);
}

// Builds that are cut off.

#[tokio::test]
async fn the_leftovers_of_a_killed_build_are_removed_by_the_next() {
    let workshop = Workshop::with(2).await;
    let leftover = workshop.index().join("generations/.building-4194305");
    fs::create_dir(&leftover).unwrap();
    fs::write(leftover.join("meta.json"), "{}").unwrap();
    assert_eq!(total(&workshop.index()), 2, "they do not disturb");
    rebuild_from(&workshop.index(), vec![Source::File(workshop.file(3))])
        .await
        .unwrap();
    assert!(!leftover.exists());
    assert_eq!(total(&workshop.index()), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_that_is_asked_to_end_leaves_only_the_pages_for_the_next_one() {
    for signal in ["TERM", "INT"] {
        let workshop = Workshop::with(3).await;
        let before = workshop.live();
        let catalogue = FakeCatalogue::start(datasets(25), vec![]).await;
        let rebuild = workshop.rebuild_held_at_page_2(&catalogue);
        assert_eq!(workshop.names().len(), 2, "one is live, one is being built");
        rebuild.signal(signal);
        let ended = rebuild.wait();
        assert_eq!(ended.code, Some(1), "{signal}: {ended:?}");
        assert!(ended.stderr.contains("cancelled"), "{signal}: {ended:?}");
        assert_eq!(
            (workshop.live(), workshop.names()),
            (before.clone(), vec![before]),
            "{signal}"
        );
        for folder in ["snapshots", "rejected"] {
            let mut names = names(&workshop.index().join(folder));
            names.retain(|name| Path::new(name).extension() != Some("pages".as_ref()));
            assert_eq!(names, [""; 0], "{signal}: {folder}");
        }
    }
}

/// Enough records that a rebuild of them has a beginning, a middle and an end.
fn many_records(path: &Path) {
    let text =
        "Une description qui donne un peu de travail à qui analyse, écrit et vérifie. ".repeat(10);
    let record = dataset("Jeu")
        .description(&text)
        .tag("travail")
        .license("lov2")
        .resource("a", "csv")
        .build()
        .to_string();
    let id = support::records::id("dataset", "Jeu");
    let mut file = std::io::BufWriter::new(fs::File::create(path).unwrap());
    for n in 0..15_000 {
        writeln!(file, "{}", record.replace(&id, &format!("{n:024x}"))).unwrap();
    }
    file.flush().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_killed_at_any_moment_changes_nothing() {
    let workshop = Workshop::with(3).await;
    let many = workshop.folder.path().join("many.jsonl");
    many_records(&many);
    let server = Server::start(&workshop.index());
    let ended = Arc::new(AtomicBool::new(false));
    let client = tokio::spawn({
        let (url, ended) = (
            format!("{}/api/search?q=jeu", server.url),
            Arc::clone(&ended),
        );
        async move {
            let client = http_client();
            while !ended.load(Ordering::Relaxed) {
                assert_eq!(get(&client, &url, &[]).await.unwrap().status, 200);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
    // How long a rebuild takes here and now, in an index of its own.
    let elsewhere = workshop.folder.path().join("elsewhere");
    let started = Instant::now();
    let source = many.to_str().unwrap();
    let whole = run([
        "rebuild-index",
        "--source",
        source,
        "--index",
        elsewhere.to_str().unwrap(),
    ]);
    assert_eq!(whole.code, Some(0), "{whole:?}");
    let duration = started.elapsed();

    let mut n_killed = 0;
    for moment in [0.02, 0.25, 0.5, 0.75, 0.95] {
        let (before, records_before) = (workshop.live(), total(&workshop.index()));
        let mut rebuild = command();
        rebuild
            .args(["rebuild-index", "--source", source, "--index"])
            .arg(workshop.index());
        let rebuild = Process::start(rebuild);
        tokio::time::sleep(duration.mul_f64(moment)).await;
        rebuild.signal("KILL");
        // Quicker than the first time, it may have ended before its moment came.
        let was_killed = rebuild.wait().code.is_none();
        n_killed += usize::from(was_killed);
        let status = run([
            "status",
            "--json",
            "--index",
            workshop.index().to_str().unwrap(),
        ]);
        assert_eq!(status.code, Some(0), "at {moment}: {status:?}");
        let status = status.json();
        let live: Vec<&Value> = status
            .as_array()
            .unwrap()
            .iter()
            .filter(|status| status["live"] == true)
            .collect();
        assert_eq!(live.len(), 1, "at {moment}: {status}");
        // Its last act is to rename `current`: killed after that, the new generation is live, and whole.
        let expected = if live[0]["generation"] == before {
            records_before
        } else {
            15_000
        };
        assert_eq!(
            live[0]["records"]["dataset"], expected,
            "at {moment}: {status}"
        );
        assert_eq!(total(&workshop.index()), expected, "at {moment}: it opens");
        if moment < 0.5 && was_killed {
            assert_eq!(workshop.live(), before, "at {moment}");
        }
    }
    assert!(n_killed >= 2, "{n_killed} of 5 were killed on their way");

    let next = workshop.rebuild_index(source, &[]);
    assert_eq!(next.code, Some(0), "{next:?}");
    assert_eq!(total(&workshop.index()), 15_000);
    assert!(
        workshop.names().iter().all(|name| !name.starts_with('.')),
        "{:?}",
        workshop.names()
    );
    ended.store(true, Ordering::Relaxed);
    client.await.unwrap();
    drop(server);
}

#[tokio::test]
async fn a_server_that_is_asked_to_end_answers_the_request_under_way() {
    for signal in ["TERM", "INT"] {
        let workshop = Workshop::with(3).await;
        let mut server = Server::start(&workshop.index());
        let address = server.url.strip_prefix("http://").unwrap().to_owned();
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "GET /api/search?q=jeu HTTP/1.1\r\nHost: localhost\r\n"
        )
        .unwrap();
        // The server reads on one thread after the other: an answered second request shows that it has the first.
        assert_eq!(server.get("/healthz").await.status, 200);
        server.process.signal(signal);
        let _ = server
            .process
            .wait_for("ending, once the requests under way are answered");
        write!(stream, "\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{signal}: {answer}");
        assert!(answer.contains("\"total\":3"), "{signal}: {answer}");
        assert!(
            TcpStream::connect(&address).is_err(),
            "{signal}: nobody new is let in"
        );
        let Server { process, .. } = server;
        let ended = process.wait();
        assert_eq!(ended.code, Some(0), "{signal}: {ended:?}");
    }
}
