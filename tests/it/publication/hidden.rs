//! `trouvaille hide` and `show`: a record that must not be shown is gone from everything that a server answers.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ingest::Source;
use search_index::{
    Collapse, Direction, Facet, HiddenRecord, HiddenRecords, SearchRequest, Searcher, Sort,
    SortField, SuggestRequest,
};
use serde_json::{Value, json};
use support::application::{Application, Finished, PATIENCE, Server, rebuild_from, run};
use support::records::{dataservice, dataset, id, json_lines};

use super::{empty, rebuild};
use crate::generations::Workshop;

const TITLE: &str = "Registre nominatif des zébulons";

const REASON: &str = "Données personnelles, décision du 16 janvier 2026";

/// Texts that only the record to be hidden has: none may be in an answer.
const TRACES: [&str; 8] = [
    "registre nominatif",
    "registre-nominatif",
    "zébulon",
    "zebulon",
    "ligue secrète",
    "motclésecret",
    "xyzfmt",
    "fichierintime",
];

fn secret() -> Value {
    dataset(TITLE)
        .description(
            "Liste des zébulons, un par ligne, avec leur registre nominatif. \
             Voir [la ligue secrète](https://www.data.gouv.fr/datasets/registre-des-arbres/).",
        )
        .organization("Ligue secrète", &[])
        .tag("motclésecret")
        .tag("eau")
        .resource("fichierintime", "xyzfmt")
        .license("lov2")
        .build()
}

/// The other records: some have its words, one its title, one refers to it.
fn others() -> Vec<Value> {
    let mut records: Vec<Value> = (0..12)
        .map(|n| {
            let title = format!("Qualité de l’eau {n}");
            let record = dataset(&title).tag("eau").license("lov2");
            record.resource("mesures", "csv").build()
        })
        .collect();
    records.push(
        dataset("Registre des arbres")
            .tag("arbre")
            .license("fr-lo")
            .build(),
    );
    let mut service = dataservice("API Arbres").build();
    service["datasets"] = json!([
        {"id": id("dataset", TITLE), "title": TITLE},
        {"id": id("dataset", "Registre des arbres"), "title": "Registre des arbres"},
    ]);
    records.push(service);
    records
}

fn all() -> Vec<Value> {
    let mut records = others();
    records.insert(5, secret());
    records
}

fn hide(index: &Path, arguments: &[&str]) -> Finished {
    let index = index.to_str().unwrap();
    run(arguments.iter().copied().chain(["--index", index]))
}

fn hide_secret(index: &Path) {
    let finished = hide(index, &["hide", &id("dataset", TITLE), "--reason", REASON]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
}

/// Waits until an address answers with a status.
async fn wait_for(application: &Application, path: &str, status: u16) {
    let started = Instant::now();
    while application.get(path).await.status != status {
        assert!(
            started.elapsed() < PATIENCE,
            "{path} never answers {status}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until the record to be hidden is.
async fn wait_until_hidden(application: &Application) {
    let page = format!("/datasets/{}", id("dataset", TITLE));
    wait_for(application, &page, 410).await;
}

/// All that lists, counts, suggests or exports records.
const LISTS: [&str; 35] = [
    "/",
    "/?q=registre",
    "/?q=eau&collapse=false",
    "/?tag=eau",
    "/facets/tag",
    "/facets/organization",
    "/facets/format",
    "/api/search?page_size=100",
    "/api/search?q=registre&explain=true",
    "/api/search?q=registre+nominatif&match=most",
    "/api/facets/tag",
    "/api/facets/organization",
    "/api/facets/format",
    "/api/search?tag=motclesecre&facets=none&page_size=1",
    "/api/search?format=xyzfm&facets=none&page_size=1",
    "/?organization=ligue",
    "/api/facets/tag?organization=ligue",
    "/api/datasets/registre-des-arbres",
    "/api/suggest?q=regis",
    "/api/suggest?q=ligue",
    "/api/suggest?q=motcl",
    "/feed.atom",
    "/feed.atom?q=registre",
    "/export.csv",
    "/export.jsonl?archived=any",
    "/sitemap-1.xml",
    "/api/1/datasets/?page_size=100",
    "/api/2/datasets/?page_size=100",
    "/api/2/datasets/search/?q=registre",
    "/api/1/datasets/suggest/?q=registre",
    "/api/1/organizations/suggest/?q=ligue",
    "/api/1/tags/suggest/?q=motcl",
    "/datasets/registre-des-arbres",
    "/dataservices/api-arbres",
    "/api/1/dataservices/",
];

#[tokio::test]
async fn a_hidden_record_is_gone_from_everything_and_its_address_says_why() {
    let application = Application::start(all()).await;
    let secret = secret();
    let (record, slug) = (id("dataset", TITLE), secret["slug"].as_str().unwrap());
    let page = format!("/datasets/{slug}");
    assert_eq!(application.get(&page).await.status, 200);
    let traces_in = |text: String| -> Vec<&str> {
        let text = text.to_lowercase();
        let mut traces: Vec<&str> = TRACES.to_vec();
        traces.retain(|trace| text.contains(trace));
        traces
    };
    let mut n_with_traces = 0;
    for path in LISTS {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        n_with_traces += usize::from(!traces_in(answer.text()).is_empty());
    }
    assert!(n_with_traces > 20, "{n_with_traces}");
    let before = application
        .search(&[("q", "eau"), ("page_size", "1")])
        .await;

    hide_secret(application.index_dir());
    wait_for(&application, &page, 410).await;
    for path in LISTS {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        // What was asked for may stand on the page.
        let text = answer
            .text()
            .to_lowercase()
            .replace("registre nominatif\"", "\"");
        let text = text.replace("registre+nominatif", "");
        assert_eq!(traces_in(text), [""; 0], "{path}");
        assert!(!answer.text().contains(&record), "{path}");
    }
    let after = application
        .search(&[("q", "eau"), ("page_size", "1")])
        .await;
    assert_eq!(
        after["total"].as_u64(),
        before["total"].as_u64().map(|total| total - 1)
    );
    assert_eq!(
        application.get("/readyz").await.json()["records"]["dataset"],
        13
    );
    let metrics = application.get("/metrics").await.text();
    assert!(
        metrics.contains("\ntrouvaille_hidden_records 1\n"),
        "{metrics}"
    );

    // Its addresses say why.
    let shown = application.get(&page).await;
    assert!(
        shown.text().contains("Cette fiche a été retirée"),
        "{}",
        shown.text()
    );
    assert!(shown.text().contains(REASON), "{}", shown.text());
    let english = application.get(&format!("{page}?lang=en")).await;
    assert!(
        english.text().contains("This record was withdrawn"),
        "{}",
        english.text()
    );
    let resource = secret["resources"][0]["id"].as_str().unwrap();
    for path in [
        format!("/datasets/{record}"),
        format!("/api/datasets/{record}"),
        format!("/api/datasets/{slug}"),
        format!("/api/1/datasets/{record}/"),
        format!("/api/1/datasets/{slug}/"),
        format!("/api/2/datasets/{record}/"),
        format!("/api/2/datasets/{record}/resources/"),
        format!("/api/2/datasets/resources/{resource}/"),
    ] {
        let answer = application.get(&path).await;
        assert_eq!(answer.status, 410, "{path}: {}", answer.text());
        assert!(answer.text().contains(REASON), "{path}: {}", answer.text());
    }
    for named in [
        record.as_str(),
        slug,
        &format!("https://www.data.gouv.fr/datasets/{slug}/"),
    ] {
        let found = application.search(&[("ids", named)]).await;
        assert_eq!(
            (&found["total"], &found["not_found"][0]),
            (&json!(0), &json!(named))
        );
    }

    let finished = hide(application.index_dir(), &["show", slug]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    wait_for(&application, &page, 200).await;
    assert_eq!(
        application
            .search(&[("q", "eau"), ("page_size", "1")])
            .await["total"],
        before["total"]
    );
}

/// What a search and its facets and suggestions say, but for scores.
fn answers(searcher: &Searcher) -> Vec<Value> {
    let mut answers = Vec::new();
    for words in [
        "",
        "eau",
        "registre",
        "registre nominatif",
        "zébulons",
        "zebullons",
        "zebulon eau",
        "motclésecret",
        "tag:motclésecret",
        "ligue secrète",
        "registre des arbres",
        "format:xyzfmt",
        "fichierintime",
        "registre -nominatif",
        "\"registre nominatif\"",
        "nominatif OR arbres",
    ] {
        for collapse in Collapse::ALL {
            let request = SearchRequest {
                collapse,
                page_size: 100,
                facets: Facet::LISTED.to_vec(),
                facet_size: 100,
                ..SearchRequest::new(words)
            };
            let found = searcher.search(&request).unwrap();
            let mut titles: Vec<String> = found
                .hits
                .iter()
                .map(|found| found.hit.title.clone())
                .collect();
            titles.sort_unstable();
            let facets = found.facets.iter().map(|counts| {
                let counted = counts.values.iter().filter(|value| value.count > 0);
                let counted = counted.map(|value| json!([value.name, value.label, value.count]));
                counted.collect::<Vec<_>>()
            });
            let relaxation = found.understanding.relaxation.as_ref();
            answers.push(json!({
                "words": words,
                "totals": [found.total, found.complete_total, found.total_with_most, found.total_records],
                "titles": titles,
                "facets": facets.collect::<Vec<_>>(),
                "correction": found.understanding.correction,
                "unknown": relaxation.map(|relaxation| relaxation.unknown.clone()),
                "with_all_words": relaxation.map(|relaxation| relaxation.n_with_all),
            }));
        }
    }
    for text in [
        "reg",
        "registre",
        "registre nominatif",
        "ligue",
        "motcl",
        "eau",
        "xyzfmt",
        "zeb",
        "qual",
    ] {
        let suggestions = searcher.suggest(&SuggestRequest::new(text));
        let mut told: Vec<Value> = suggestions
            .into_iter()
            .map(|it| {
                json!([
                    it.kind.name(),
                    it.label,
                    it.count,
                    format!("{:?}", it.target)
                ])
            })
            .collect();
        told.sort_by_key(Value::to_string);
        answers.push(json!({"text": text, "suggestions": told}));
    }
    answers
}

async fn index_of(workshop: &Workshop, name: &str, records: &[Value]) -> std::path::PathBuf {
    let (file, index) = (
        workshop.folder.path().join("records.jsonl"),
        workshop.folder.path().join(name),
    );
    fs::write(&file, json_lines(records)).unwrap();
    rebuild_from(&index, vec![Source::File(file)])
        .await
        .unwrap();
    index
}

fn hidden(title: &str) -> HiddenRecord {
    HiddenRecord {
        record_type: catalogue::RecordType::Dataset,
        id: id("dataset", title),
        slug: None,
        reason: REASON.to_owned(),
        hidden_at: catalogue::Date::now(),
    }
}

#[tokio::test]
async fn an_index_with_hidden_records_answers_as_one_without_them() {
    let workshop = empty();
    // Of two records of one title, the one that stands for both is hidden.
    let copies = |used: bool| {
        let first = dataset("Registre des eaux")
            .metric("views", 900)
            .id("0000000000000000000000a1");
        let second = dataset("Registre des eaux")
            .metric("views", 5)
            .id("0000000000000000000000a2");
        let first = first.set("slug", "registre-des-eaux").tag("eau").build();
        let second = second.set("slug", "registre-des-eaux-2").tag("eau").build();
        if used {
            vec![first, second]
        } else {
            vec![second]
        }
    };
    let with = index_of(&workshop, "with", &[all(), copies(true)].concat()).await;
    let mut fewer = others();
    fewer.last_mut().unwrap()["datasets"]
        .as_array_mut()
        .unwrap()
        .remove(0);
    let without = index_of(&workshop, "without", &[fewer, copies(false)].concat()).await;
    assert_ne!(
        answers(&Searcher::open(&with).unwrap()),
        answers(&Searcher::open(&without).unwrap())
    );
    HiddenRecords::change(&with, |list| {
        list.hide(hidden(TITLE));
        list.hide(HiddenRecord {
            id: "0000000000000000000000a1".to_owned(),
            ..hidden("")
        });
    })
    .unwrap();
    let (with, without) = (
        answers(&Searcher::open(&with).unwrap()),
        answers(&Searcher::open(&without).unwrap()),
    );
    for (with, without) in with.iter().zip(&without) {
        assert_eq!(with, without);
    }
}

#[tokio::test]
async fn a_record_stays_hidden_through_rebuilds_and_renames() {
    let application = Application::start(all()).await;
    hide_secret(application.index_dir());
    let mut renamed = secret();
    renamed["slug"] = json!("autre-nom");
    let mut records = others();
    records.push(renamed);
    application.rebuild(records).await;
    for name in ["autre-nom", &id("dataset", TITLE)] {
        assert_eq!(
            application.get(&format!("/datasets/{name}")).await.status,
            410,
            "{name}"
        );
    }
    assert_eq!(
        application.search(&[("q", "nominatif")]).await["complete_total"],
        0
    );
    // Gone upstream, it is still answered for.
    application.rebuild(others()).await;
    let answer = application
        .get(&format!("/datasets/{}", id("dataset", TITLE)))
        .await;
    assert_eq!(answer.status, 410);
}

#[tokio::test]
async fn what_was_cached_before_is_not_confirmed_after() {
    let application = Application::start(all()).await;
    let paths = ["/feed.atom", "/sitemap.xml", "/sitemap-1.xml"];
    let mut known = Vec::new();
    for path in paths {
        let answer = application.get(path).await;
        known.push((
            answer.header("etag").to_owned(),
            answer.header("last-modified").to_owned(),
        ));
    }
    // HTTP's dates are in seconds.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    hide_secret(application.index_dir());
    wait_until_hidden(&application).await;
    for (path, (etag, date)) in paths.into_iter().zip(&known) {
        for header in [("if-none-match", etag), ("if-modified-since", date)] {
            let answer = application.get_with(path, &[(header.0, header.1)]).await;
            assert_eq!(answer.status, 200, "{path}: {header:?}");
        }
    }
}

#[tokio::test]
async fn an_export_under_way_leaves_out_what_is_hidden_meanwhile() {
    let application = Application::start(all()).await;
    let by_title = SearchRequest {
        sort: Sort::By(SortField::Title, Direction::Ascending),
        ..SearchRequest::default()
    };
    let mut export = application.searcher().export(&by_title).unwrap();
    let n_all = export.n_left();
    let first = export.next_record().unwrap().unwrap();
    assert_ne!(first.title(), TITLE);
    hide_secret(application.index_dir());
    wait_until_hidden(&application).await;
    let mut rest = Vec::new();
    while let Some(record) = export.next_record().unwrap() {
        assert_ne!(record.title(), TITLE);
        rest.push(record);
    }
    assert_eq!(rest.len() + 2, n_all);
}

#[tokio::test]
async fn a_server_that_is_running_follows() {
    let workshop = Workshop::with(5).await;
    let server = Server::start(&workshop.index());
    let hidden = hide(&workshop.index(), &["hide", "jeu-0002", "--reason", REASON]);
    assert_eq!(hidden.code, Some(0), "{hidden:?}");
    assert!(hidden.stdout.contains("dataset "), "{hidden:?}");
    let started = Instant::now();
    while server.get("/datasets/jeu-0002").await.status != 410 {
        assert!(started.elapsed() < PATIENCE, "the server does not follow");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.get("/api/search").await.json()["total"], 4);
    // Every command leaves it out.
    let index = workshop.index();
    let index = index.to_str().unwrap();
    let found = run(["search", "jeu", "--json", "--index", index]).json();
    assert_eq!(found["total"], 4);
    let status = run(["status", "--index", index]).stdout;
    let line = status
        .lines()
        .find(|line| line.starts_with("hidden: dataset "))
        .unwrap();
    assert!(
        line.contains("(jeu-0002)") && line.contains(REASON),
        "{line}"
    );
    let status = run(["status", "--json", "--index", index]).json();
    assert_eq!(status[0]["hidden"][0]["reason"], REASON);
    assert_eq!(rebuild(&workshop, 6, &[]).code, Some(0));
    assert_eq!(
        run(["search", "jeu", "--json", "--index", index]).json()["total"],
        5
    );
    assert_eq!(run(["verify", "--index", index]).code, Some(0));
}

#[tokio::test]
async fn what_cannot_be_hidden_or_shown_is_said() {
    let workshop = Workshop::with(3).await;
    let index = workshop.index();
    for (arguments, code, reason) in [
        (
            &["hide", "jeu-0009", "--reason", REASON][..],
            1,
            "no record `jeu-0009`",
        ),
        (&["hide", "jeu-0001"], 2, "--reason"),
        (
            &["hide", "jeu-0001", "--reason", " "],
            2,
            "must not be empty",
        ),
        (
            &["hide", "jeu-0001", "--reason", REASON, "--type", "chose"],
            2,
            "dataset or dataservice",
        ),
        (&["show", "jeu-0001"], 1, "is hidden: `trouvaille status`"),
    ] {
        let finished = hide(&index, arguments);
        assert_eq!(finished.code, Some(code), "{finished:?}");
        assert!(finished.stderr.contains(reason), "{finished:?}");
    }
    // One that is still to come is hidden by its id.
    let early = "0123456789abcdef01234567";
    let finished = hide(
        &index,
        &["hide", early, "--reason", REASON, "--type", "dataset"],
    );
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let application = Application::over(&index).await;
    assert_eq!(
        application.get(&format!("/datasets/{early}")).await.status,
        410
    );
    assert_eq!(
        application
            .get(&format!("/dataservices/{early}"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_list_that_cannot_be_read_shows_nothing_more_than_before() {
    let workshop = Workshop::with(5).await;
    let hidden = hide(&workshop.index(), &["hide", "jeu-0002", "--reason", REASON]);
    assert_eq!(hidden.code, Some(0), "{hidden:?}");
    let list = workshop.index().join("hidden.json");
    let mut server = Server::start(&workshop.index());
    assert_eq!(server.get("/datasets/jeu-0002").await.status, 410);
    fs::write(&list, "{").unwrap();
    let _ = server.process.wait_for("which says what must not be shown");
    assert_eq!(server.get("/datasets/jeu-0002").await.status, 410);
    // A start cannot know what to leave out.
    let index = workshop.index();
    let index = index.to_str().unwrap();
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0", "--index", index][..],
        &["search", "jeu", "--index", index],
    ] {
        let refused = run(arguments.iter().copied());
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains("hidden.json"), "{refused:?}");
    }
}
