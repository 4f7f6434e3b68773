//! The command line: flags, exit codes, messages, and what it prints.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ingest::Source;
use search_index::{Generations, Searcher};
use serde_json::{Value, json};
use support::application::{
    Finished, Process, Server, command, rebuild_from, run, sample_index, skip,
};
use support::real_catalogue;
use support::records::{dataservice, dataset, datasets, id, json_lines};
use tempfile::TempDir;

/// A folder with files, and an index in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Starts with an index of these records.
    async fn with(records: &[Value]) -> Self {
        let desk = Self::empty();
        let file = desk.file("records.jsonl", json_lines(records));
        rebuild_from(&desk.index(), vec![Source::File(file)])
            .await
            .unwrap();
        desk
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn live(&self) -> Option<String> {
        Generations::at(&self.index()).live().unwrap()
    }

    /// Runs a subcommand over the index.
    fn run(&self, arguments: &[&str]) -> Finished {
        let index = self.index();
        run(arguments
            .iter()
            .copied()
            .chain(["--index", index.to_str().unwrap()]))
    }

    fn rebuild_index(&self, source: &Path, more: &[&str]) -> Finished {
        self.run(
            &[
                &["rebuild-index", "--source", source.to_str().unwrap()],
                more,
            ]
            .concat(),
        )
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

// Flags.

#[test]
fn help_is_the_manual_of_each_subcommand() {
    for (subcommand, flags) in [
        (
            &[][..],
            &[
                "serve",
                "rebuild-index",
                "search",
                "status",
                "--listen",
                "--index",
                "--version",
            ][..],
        ),
        (
            &["serve"],
            &[
                "--listen",
                "--index",
                "--public-url",
                "--request-timeout",
                "--max-searches",
                "--queue-wait",
                "--max-connections",
                "--idle-timeout",
                "--min-rate",
                "--admin-listen",
                "TROUVAILLE_LISTEN",
                "127.0.0.1:8080",
            ],
        ),
        (
            &["rebuild-index"],
            &[
                "--source",
                "--index",
                "--force",
                "--json",
                "--keep",
                "--max-shrink",
                "--pages-in-flight",
                "--timeout",
                "--retries",
                "--accept-missing",
                "--deadline",
                "TROUVAILLE_SOURCE",
                "TROUVAILLE_INDEX",
                "https://www.data.gouv.fr",
                "sample",
                ".jsonl.zst",
            ],
        ),
        (
            &["search"],
            &[
                "<QUERY>",
                "--filter",
                "--page",
                "--page-size",
                "--index",
                "--json",
                "--explain",
                "license=lov2",
            ],
        ),
        (&["status"], &["--index", "--json"]),
    ] {
        let finished = run(subcommand.iter().copied().chain(["--help"]));
        assert_eq!(finished.code, Some(0), "{finished:?}");
        for flag in flags {
            assert!(
                finished.stdout.contains(flag),
                "{subcommand:?} does not tell `{flag}`: {}",
                finished.stdout
            );
        }
    }
}

#[test]
fn wrong_usage_exits_with_2_and_touches_nothing() {
    let desk = Desk::empty();
    for arguments in [
        &["rebuild-indx"][..],
        &["rebuild-index", "--nope"],
        &["rebuild-index", "--source"],
        &["rebuild-index", "--source", ""],
        &["rebuild-index", "--source", "ftp://exemple.fr/export.csv"],
        &["rebuild-index", "--keep", "0"],
        &["rebuild-index", "--max-shrink", "1.5"],
        &["rebuild-index", "--timeout", "-1"],
        &["rebuild-index", "--deadline", "bientôt"],
        &["rebuild-index", "--deadline", "0h"],
        &["serve", "--listen", "nowhere"],
        &["serve", "--request-timeout", "0"],
        &["serve", "--max-searches", "0"],
        &["serve", "--queue-wait", "0"],
        &["serve", "--max-connections", "0"],
        &["serve", "--idle-timeout", "0"],
        &["search"],
        &["search", "eau", "--filter", "license"],
        &["status", "--json", "more"],
    ] {
        let finished = desk.run(arguments);
        assert_eq!(finished.code, Some(2), "{arguments:?}: {finished:?}");
        assert!(
            finished.stdout.is_empty() && !finished.stderr.is_empty(),
            "{arguments:?}: {finished:?}"
        );
    }
    assert!(!desk.index().exists());
}

#[test]
fn flags_have_environment_variables() {
    let desk = Desk::empty();
    let mut rebuild = command();
    rebuild
        .args(["rebuild-index", "--json"])
        .env("TROUVAILLE_SOURCE", "sample")
        .env("TROUVAILLE_INDEX", desk.index());
    let output = rebuild.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(desk.live().is_some());
}

// Sources that cannot be read.

#[tokio::test]
async fn a_source_that_gives_nothing_exits_with_1_names_itself_and_leaves_the_live_index() {
    let desk = Desk::with(&datasets(3)).await;
    let before = desk.live();
    let missing = desk.folder.path().join("absent.jsonl");
    let folder = desk.folder.path().join("folder");
    fs::create_dir(&folder).unwrap();
    for source in [
        missing,
        folder,
        desk.file("empty.jsonl", ""),
        desk.file("blank.jsonl", "\n\n"),
        desk.file("header-only.csv", "id;title;slug;url;description\n"),
        desk.file("unknown-header.csv", "nom;prénom\nAda;Lovelace\n"),
        desk.file("array.json", "[{\"id\": \"1\"}]"),
        desk.file(
            "rejected-only.jsonl",
            "{\"title\": \"sans id\", \"resources\": []}\n",
        ),
        desk.file("broken.jsonl.zst", [0x28, 0xb5, 0x2f, 0xfd, 0x00]),
        desk.file("broken.jsonl.gz", [0x1f, 0x8b, 0x08]),
    ] {
        let finished = desk.rebuild_index(&source, &[]);
        assert_eq!(finished.code, Some(1), "{finished:?}");
        let message = finished.stderr.lines().last().unwrap_or_default();
        assert!(
            message.starts_with("error: ") && message.contains(text(&source)),
            "{}: {finished:?}",
            source.display()
        );
        assert_eq!(desk.live(), before, "{}", source.display());
        assert_eq!(
            fs::read_dir(desk.index().join("generations"))
                .unwrap()
                .count(),
            1,
            "{}",
            source.display()
        );
    }
    // One source that cannot be read spoils all of them.
    let good = desk.file("good.jsonl", json_lines(&datasets(4)));
    let absent = desk.folder.path().join("absent.csv");
    let finished = desk.rebuild_index(&good, &["--source", text(&absent)]);
    assert_eq!(
        (finished.code, desk.live()),
        (Some(1), before),
        "{finished:?}"
    );
}

#[tokio::test]
async fn an_index_that_cannot_be_written_exits_with_1_and_names_it() {
    let desk = Desk::empty();
    let file = desk.file("index", "a file where the folder should be");
    let finished = desk.run(&["rebuild-index", "--source", "sample"]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(finished.stderr.contains(text(&file)), "{finished:?}");
}

/// A small file system in memory; gone when dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// Mounts one, where this process may.
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then(|| Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_exits_with_1_says_so_and_leaves_the_live_index() {
    let Some(disk) = SmallDisk::mount("3m") else {
        return skip(
            "command::a_full_disk_exits_with_1_says_so_and_leaves_the_live_index",
            "needs to mount a tmpfs",
        );
    };
    let desk = Desk::empty();
    let (index, index_path) = (disk.0.path().join("index"), disk.0.path().join("index"));
    let few = desk.file("few.jsonl", json_lines(&datasets(3)));
    rebuild_from(&index, vec![Source::File(few.clone())])
        .await
        .unwrap();
    let before = Generations::at(&index).live().unwrap();
    // Text that does not compress well: each word is another.
    let text_of = |n: usize| {
        (0..200)
            .map(|word| id("word", &format!("{n} {word}")))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let large: Vec<Value> = (0..1_000)
        .map(|n| {
            dataset(&format!("Jeu {n}"))
                .description(&text_of(n))
                .build()
        })
        .collect();
    let large = desk.file("large.jsonl", json_lines(&large));
    let finished = run([
        "rebuild-index",
        "--source",
        text(&large),
        "--index",
        text(&index_path),
    ]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished.stderr.contains("No space left on device"),
        "{finished:?}"
    );
    assert_eq!(Generations::at(&index).live().unwrap(), before);
    assert_eq!(
        Searcher::open(&index).unwrap().manifest().records.dataset,
        3
    );
    assert_eq!(
        fs::read_dir(index.join("generations")).unwrap().count(),
        1,
        "what was written is taken away"
    );
    let finished = run([
        "rebuild-index",
        "--source",
        text(&few),
        "--index",
        text(&index_path),
    ]);
    assert_eq!(
        finished.code,
        Some(0),
        "there is room for a small one again: {finished:?}"
    );
}

// What it prints.

#[tokio::test]
async fn rebuild_index_ends_with_one_line_of_json() {
    let desk = Desk::empty();
    let records = [
        dataset("A").build(),
        dataset("B").build(),
        dataservice("C").build(),
        dataset("A").build(),
    ];
    let no_id = json!({"id": null, "title": "Sans id", "resources": []});
    let file = desk.file(
        "records.jsonl",
        json_lines(&records) + &json_lines(&[no_id]),
    );
    let finished = desk.rebuild_index(&file, &["--json"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(finished.stdout.lines().count(), 1, "{finished:?}");
    let line = finished.json();
    assert_eq!(line["generation"].as_str(), desk.live().as_deref());
    assert_eq!(line["records"], json!({"dataset": 2, "dataservice": 1}));
    assert_eq!(
        (&line["rejected"], &line["duplicates"]),
        (&json!(1), &json!(1))
    );
    // A file announces nothing.
    assert_eq!(
        (&line["announced"], &line["fetched"], &line["missing"]),
        (&Value::Null, &json!(4), &json!(0))
    );
    assert!(line["seconds"].as_f64().unwrap() > 0.0);

    let finished = desk.rebuild_index(&file, &[]);
    assert!(
        finished.stdout.contains("2 datasets, 1 dataservices"),
        "{finished:?}"
    );
    assert!(
        finished.stdout.contains(&desk.live().unwrap()),
        "{finished:?}"
    );
}

#[test]
fn a_rebuild_reads_standard_input_and_ends_when_asked_to_though_nothing_comes() {
    let desk = Desk::empty();
    let start = |stdin| {
        let mut rebuild = command();
        rebuild.args(["rebuild-index", "--json", "--source", "-", "--index"]);
        rebuild.arg(desk.index()).stdin(stdin);
        Process::start(rebuild)
    };
    let file = desk.file("records.jsonl", json_lines(&datasets(3)));
    let finished = start(fs::File::open(file).unwrap().into()).wait();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(finished.json()["records"]["dataset"], 3);

    let before = desk.live();
    let mut process = start(Stdio::piped());
    let _ = process.wait_for("reading");
    process.signal("TERM");
    let finished = process.wait();
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished.stderr.ends_with("error: cancelled\n"),
        "{finished:?}"
    );
    assert_eq!(desk.live(), before);
}

#[tokio::test]
async fn status_lists_the_generations_newest_first() {
    let desk = Desk::empty();
    assert_eq!(desk.run(&["status", "--json"]).json(), json!([]));
    assert!(desk.run(&["status"]).stdout.contains("no generation in"));
    for n in [2, 3] {
        let file = desk.file(&format!("{n}.jsonl"), json_lines(&datasets(n)));
        assert_eq!(desk.rebuild_index(&file, &[]).code, Some(0));
    }
    let status = desk.run(&["status", "--json"]).json();
    let [newest, oldest] = status.as_array().unwrap().as_slice() else {
        panic!("{status}")
    };
    assert_eq!(
        (&newest["live"], &oldest["live"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(newest["generation"].as_str(), desk.live().as_deref());
    for (generation, n) in [(newest, 3), (oldest, 2)] {
        assert_eq!(
            generation["records"],
            json!({"dataset": n, "dataservice": 0})
        );
        assert_eq!(generation["rejected"], 0);
        assert!(generation["seconds"].as_f64().unwrap() > 0.0);
        assert!(generation["bytes"].as_u64().unwrap() > 1_000);
        assert_eq!(
            generation["analyzer_version"],
            search_index::ANALYZER_VERSION
        );
        assert_eq!(generation["schema_version"], search_index::SCHEMA_VERSION);
        assert!(generation["program_version"].is_string());
        assert!(generation["age_seconds"].as_i64().unwrap() >= 0);
    }
    let shown = desk.run(&["status"]).stdout;
    let (first, second) = (
        newest["generation"].as_str().unwrap(),
        oldest["generation"].as_str().unwrap(),
    );
    assert!(
        shown.find(&format!("{first} (live)")) < shown.find(second),
        "{shown}"
    );
    assert!(
        shown.contains("3 datasets, 0 dataservices, 0 rejected"),
        "{shown}"
    );
}

#[tokio::test]
async fn search_prints_hits_with_their_marks() {
    let records = [
        dataset("Qualité de l’eau")
            .license("lov2")
            .resource("a", "csv")
            .organization("Agence", &[])
            .build(),
        dataset("Qualité de l’air").license("fr-lo").build(),
    ];
    let desk = Desk::with(&records).await;
    let found = desk.run(&["search", "qualite", "--filter", "license=lov2"]);
    assert_eq!(found.code, Some(0), "{found:?}");
    assert!(found.stdout.starts_with("1 hit"), "{found:?}");
    assert!(found.stdout.contains("1. [Qualité] de l’eau"), "{found:?}");
    let line = format!(
        "dataset {} | Agence | lov2 | csv",
        id("dataset", "Qualité de l’eau")
    );
    assert!(found.stdout.contains(&line), "{found:?}");
    let explained = desk.run(&["search", "qualite", "--explain"]).stdout;
    assert_eq!(explained.matches("score").count(), 2, "{explained}");
    assert!(
        desk.run(&["search", "xqzwvkj"])
            .stdout
            .starts_with("0 hits")
    );
    let excluded = desk.run(&["search", "-eau"]);
    assert!(
        excluded.stdout.contains("Qualité de l’air") && !excluded.stdout.contains("eau"),
        "{excluded:?}"
    );
}

#[tokio::test]
async fn search_tells_what_covers_a_chosen_zone() {
    let records = [
        dataset("Pistes bretonnes").zone("fr:region:53").build(),
        dataset("Pistes nationales").zone("country:fr").build(),
    ];
    let desk = Desk::with(&records).await;
    let rennes = ["search", "pistes", "--filter", "geozone=fr:commune:35238"];
    let more = ["--filter", "include_geozone_ancestors=true"];
    let found = desk.run(&rennes).stdout;
    assert!(found.starts_with("0 hits"), "{found}");
    let told = "2 more cover the chosen zones: Bretagne 1, France 1 (with these: ";
    assert!(found.contains(told), "{found}");
    let found = desk.run(&[&rennes[..], &more].concat()).stdout;
    let told = "2 of them cover the chosen zones: Bretagne 1, France 1\n";
    assert!(found.contains(told), "{found}");
}

#[tokio::test]
async fn search_as_json_is_what_the_endpoint_answers() {
    let desk = Desk::with(&datasets(25)).await;
    let finished = desk.run(&[
        "search",
        "jeu",
        "--json",
        "--page",
        "2",
        "--page-size",
        "5",
        "--filter",
        "type=dataset",
        "--filter",
        "sort=-created",
    ]);
    let mut printed = finished.json();
    let server = Server::start(&desk.index());
    let mut answered = server
        .get("/api/search?q=jeu&page=2&page_size=5&type=dataset&sort=-created")
        .await
        .json();
    for answer in [&mut printed, &mut answered] {
        answer["took_us"] = Value::Null;
    }
    for link in ["next_page", "previous_page"] {
        assert!(
            answered[link]
                .as_str()
                .unwrap()
                .ends_with(printed[link].as_str().unwrap()),
            "{link}"
        );
        answered[link] = printed[link].clone();
    }
    for hit in answered["data"].as_array_mut().unwrap() {
        let address = hit["api_url"].as_str().unwrap();
        hit["api_url"] = address.replacen(&server.url, "", 1).into();
    }
    assert_eq!(printed, answered);
    assert_eq!(printed["data"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_search_that_cannot_be_exits_with_1_and_the_reason() {
    let desk = Desk::with(&datasets(1)).await;
    for (arguments, reason) in [
        (
            &["--filter", "licence=lov2"][..],
            "unknown filter `licence`",
        ),
        (&["--filter", "type=nope"], "unknown type `nope`"),
        (&["--filter", "sort=xyz"], "unknown sort `xyz`"),
        (&["--filter", "archived=maybe"], "unknown value `maybe`"),
        (&["--page", "0"], "`0` is too small"),
        (&["--page-size", "101"], "`101` is too large"),
    ] {
        let finished = desk.run(&[&["search", "jeu"], arguments].concat());
        assert_eq!(finished.code, Some(1), "{finished:?}");
        assert!(finished.stderr.contains(reason), "{finished:?}");
        assert!(finished.stdout.is_empty(), "{finished:?}");
    }
    let empty = Desk::empty();
    let finished = empty.run(&["search", "eau"]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished.stderr.contains("no index at") && finished.stderr.contains(text(&empty.index())),
        "{finished:?}"
    );
}

// Serving.

#[tokio::test]
async fn a_first_start_builds_the_sample_and_a_second_finds_it() {
    let desk = Desk::empty();
    let first = Server::start(&desk.index());
    let ready = first.get("/readyz").await.json();
    assert!(
        ready["records"]["dataset"].as_u64().unwrap() >= 300,
        "{ready}"
    );
    assert!(
        first
            .process
            .stderr()
            .contains("building it from the bundled sample"),
        "{}",
        first.process.stderr()
    );
    drop(first);
    let second = Server::start(&desk.index());
    assert_eq!(
        second.get("/readyz").await.json()["generation"],
        ready["generation"]
    );
    assert!(
        !second.process.stderr().contains("bundled sample"),
        "{}",
        second.process.stderr()
    );
}

#[tokio::test]
async fn two_first_starts_at_once_share_one_index() {
    let desk = Desk::empty();
    let index = desk.index();
    let other = std::thread::spawn(move || Server::start(&index));
    let one = Server::start(&desk.index());
    let other = other.join().unwrap();
    let generation = one.get("/readyz").await.json()["generation"].clone();
    assert_eq!(other.get("/readyz").await.json()["generation"], generation);
    assert_eq!(
        desk.run(&["status", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_port_in_use_exits_with_1_and_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let finished = run([
        "serve",
        "--listen",
        &address,
        "--index",
        text(sample_index()),
    ]);
    assert_eq!(finished.code, Some(1), "{finished:?}");
    assert!(
        finished
            .stderr
            .contains(&format!("cannot listen on `{address}`")),
        "{finished:?}"
    );
}

#[tokio::test]
async fn without_a_subcommand_it_serves() {
    let mut serve = command();
    serve
        .args(["--listen", "127.0.0.1:0", "--index"])
        .arg(sample_index());
    let mut process = support::application::Process::start(serve);
    let address = process.wait_for("listening on http://");
    assert!(address.starts_with("127.0.0.1:"), "{address}");
}

// The real catalogue.

#[test]
fn dataservices_without_an_id_are_set_aside() {
    let Some(folder) = real_catalogue("command::dataservices_without_an_id_are_set_aside") else {
        return;
    };
    let desk = Desk::empty();
    let finished = desk.rebuild_index(&folder.join("dataservices.jsonl.zst"), &["--json"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let line = finished.json();
    assert_eq!(line["records"], json!({"dataset": 0, "dataservice": 15}));
    assert_eq!(line["rejected"], 177);
    let keyed = desk
        .rebuild_index(&folder.join("dataservices-keyed.jsonl.zst"), &["--json"])
        .json();
    assert_eq!(
        (&keyed["records"]["dataservice"], &keyed["rejected"]),
        (&json!(192), &json!(0))
    );
}
