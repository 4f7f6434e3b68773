//! `/export.csv` and `/export.jsonl`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::Record;
use futures::StreamExt;
use ingest::Source;
use search_index::{SearchRequest, Searcher};
use serde_json::{Value, json};
use support::application::{
    Answer, Application, PATIENCE, address, http_client, real_index, rebuild_from, sample_index,
};
use support::real_catalogue;
use support::records::{dataservice, dataset, datasets};

use super::{HOSTILE, hostile, ok, only_hit, timetables};

/// Returns the rows of a CSV answer, by column.
fn rows(answer: &Answer) -> Vec<HashMap<String, String>> {
    ok(answer);
    let mut reader = csv::Reader::from_reader(answer.bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Returns the objects of a JSON Lines answer.
fn objects(answer: &Answer) -> Vec<Value> {
    let text = ok(answer);
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Returns the ids that a search finds, in order, page by page.
async fn ids(application: &Application, parameters: &[(&str, &str)]) -> Vec<String> {
    let mut ids = Vec::new();
    for page in 1.. {
        let page = page.to_string();
        let more = [
            ("page", page.as_str()),
            ("page_size", "100"),
            ("facets", "none"),
        ];
        let answer = application.search(&[parameters, &more].concat()).await;
        ids.extend(support::application::strings(&answer, "id"));
        if answer["next_page"].is_null() {
            break;
        }
    }
    ids
}

#[tokio::test]
async fn an_export_has_all_results_in_the_order_of_the_search() {
    let application = Application::over(sample_index()).await;
    for parameters in [
        &[][..],
        &[
            ("geozone", "fr:commune:35238"),
            ("include_geozone_ancestors", "true"),
        ],
        &[("q", "eau")],
        &[("q", "transport"), ("sort", "title"), ("license", "lov2")],
        &[("archived", "any"), ("sort", "-views")],
        &[("type", "dataservice"), ("sort", "created")],
        &[("q", "introuvable")],
    ] {
        let without_mentions = [parameters, &[("mentions", "false")]].concat();
        let expected = ids(&application, &without_mentions).await;
        // Pages are for people.
        let asked = [parameters, &[("page", "3"), ("page_size", "7")]].concat();
        let csv = application.get(&address("/export.csv", &asked)).await;
        let found: Vec<String> = rows(&csv).iter().map(|row| row["id"].clone()).collect();
        assert_eq!(found, expected, "{parameters:?}");
        let jsonl = application.get(&address("/export.jsonl", &asked)).await;
        let found: Vec<String> = objects(&jsonl)
            .iter()
            .map(|object| object["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(found, expected, "{parameters:?}");
    }
}

#[tokio::test]
async fn an_export_is_a_file_with_a_name() {
    let application = Application::start(datasets(3)).await;
    let day = application.searcher().manifest().fetched_at.day();
    for (extension, kind) in [
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("jsonl", "application/jsonl; charset=utf-8"),
    ] {
        let answer = application.get(&format!("/export.{extension}")).await;
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(
            answer.header("content-disposition"),
            format!("attachment; filename=\"trouvaille-{day}.{extension}\"")
        );
    }
    let empty = ok(&application.get("/export.csv?q=introuvable").await);
    assert!(
        empty.starts_with("type,id,title,")
            && empty.ends_with(
                ",description,missing_words,granularity,period_start,period_end,source_portal,remote_url\r\n"
            )
    );
    assert_eq!(empty.lines().count(), 1, "a header all the same");
}

#[tokio::test]
async fn a_row_says_what_the_record_says() {
    let record = dataset("Eau; de \"pluie\",\nou de mer")
        .acronym("EDP")
        .set("slug", "eau")
        .description("Première ligne.\n\nSeconde; \"citée\", ligne.")
        .license("lov2")
        .tag("pluie")
        .tag("mer")
        .badge("hvd")
        .zone("fr:region:53")
        .zone("fr:departement:35")
        .resource("a", "csv")
        .resource("b", "json")
        .organization("Agence; de l’eau", &[])
        .created_at("2020-01-01")
        .last_update("2024-05-06T07:08:09.5+00:00")
        .archived("2025-01-01")
        .metric("views", 12)
        .metric("resources_downloads", 34)
        .metric("reuses", 5)
        .metric("followers", 6)
        .set(
            "harvest",
            json!({"domain": "portail.test", "remote_url": "https://portail.test/eau"}),
        )
        .set(
            "temporal_coverage",
            json!({"start": "2019-02-03T00:00:00+00:00", "end": null}),
        );
    let mut record = record.build();
    record["spatial"]["granularity"] = json!("fr:commune");
    let id = record["id"].as_str().unwrap().to_owned();
    let page = record["page"].as_str().unwrap().to_owned();
    let organization = record["organization"]["id"].as_str().unwrap().to_owned();
    let application = Application::start(vec![
        record,
        dataservice("API").owner("Ada", "Lovelace").build(),
    ])
    .await;
    let found = rows(&application.get("/export.csv?archived=true").await);
    assert_eq!(found.len(), 1);
    let expected: HashMap<String, String> = [
        ("type", "dataset"),
        ("id", &id),
        ("title", "Eau; de \"pluie\", ou de mer"),
        ("acronym", "EDP"),
        ("slug", "eau"),
        ("url", &page),
        ("organization", "Agence; de l’eau"),
        ("organization_id", &organization),
        ("owner", ""),
        ("license", "lov2"),
        ("badges", "hvd"),
        ("formats", "csv|json"),
        ("geozones", "fr:region:53|fr:departement:35"),
        ("inferred_geozones", ""),
        ("tags", "pluie|mer"),
        ("created_at", "2020-01-01T00:00:00+00:00"),
        ("last_update", "2024-05-06T07:08:09.500000+00:00"),
        ("archived", "2025-01-01T00:00:00+00:00"),
        ("views", "12"),
        ("downloads", "34"),
        ("reuses", "5"),
        ("followers", "6"),
        ("resources_count", "2"),
        ("description", "Première ligne.\nSeconde; \"citée\", ligne."),
        ("missing_words", ""),
        ("granularity", "fr:commune"),
        ("period_start", "2019-02-03"),
        ("period_end", ""),
        ("source_portal", "portail.test"),
        ("remote_url", "https://portail.test/eau"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    assert_eq!(found[0], expected);
    let found = rows(&application.get("/export.csv").await);
    assert_eq!(
        (found[0]["owner"].as_str(), found[0]["downloads"].as_str()),
        ("Ada Lovelace", "")
    );
}

#[tokio::test]
async fn an_export_has_complete_matches_alone_unless_others_are_asked_for() {
    let application = Application::start(timetables()).await;
    for (parameters, expected) in [
        ("q=horaires+tramway", &["Horaires du tramway:"][..]),
        (
            "q=horaires+tramway&sort=relevance",
            &["Horaires du tramway:"],
        ),
        (
            "q=horaires+tramway&match=most",
            &["Horaires du tramway:", "Tramway:horaires"],
        ),
        ("q=horaires+tramway+zblorg", &[]),
        (
            "q=horaires+tramway+zblorg&match=most",
            &["Horaires du tramway:zblorg", "Tramway:horaires|zblorg"],
        ),
    ] {
        let csv = application.get(&format!("/export.csv?{parameters}")).await;
        let found: Vec<String> = rows(&csv)
            .iter()
            .map(|row| format!("{}:{}", row["title"], row["missing_words"]))
            .collect();
        assert_eq!(found, expected, "{parameters}");
        assert_eq!(csv.header("x-total-with-most"), "2", "{parameters}");
        let jsonl = application
            .get(&format!("/export.jsonl?{parameters}"))
            .await;
        assert_eq!(objects(&jsonl).len(), expected.len(), "{parameters}");
        assert_eq!(jsonl.header("x-total-with-most"), "2", "{parameters}");
    }
}

#[tokio::test]
async fn hostile_texts_are_texts_in_an_export() {
    for attack in HOSTILE {
        let record = hostile(attack).set("title", attack).build();
        let application = Application::start(vec![record]).await;
        let hit = only_hit(&application).await;
        let title = hit["title"].as_str().unwrap();
        let csv = application.get("/export.csv").await;
        let found = rows(&csv);
        assert_eq!(found.len(), 1, "{attack}");
        let shown = title.replace('\0', "\u{fffd}");
        let shown = if shown.starts_with(['=', '-']) {
            format!("'{shown}")
        } else {
            shown
        };
        assert_eq!(found[0]["title"], shown);
        for cell in found[0].values() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
        let jsonl = application.get("/export.jsonl").await;
        let found = objects(&jsonl);
        assert_eq!((found.len(), &found[0]["title"]), (1, &hit["title"]));
        assert_eq!(
            found[0]["organization"]["name"],
            hit["organization"]["name"]
        );
    }
}

/// Returns every record of an index.
fn records(index: &std::path::Path) -> Vec<Record> {
    let searcher = Arc::new(Searcher::open(index).unwrap());
    let everything = SearchRequest::default().without(search_index::Facet::Archived);
    let mut export = searcher.export(&everything).unwrap();
    let mut records = Vec::new();
    while let Some(record) = export.next_record().unwrap() {
        records.push(record);
    }
    records
}

/// Asserts that an index of what `/export.jsonl` gives has the same records as the index that gave it.
async fn assert_reads_back(index: &std::path::Path) {
    let application = Application::over(index).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.jsonl");
    let answer = application.get("/export.jsonl?archived=any").await;
    std::fs::write(&file, &answer.bytes).unwrap();
    let again = folder.path().join("again");
    let report = rebuild_from(&again, vec![Source::File(file)])
        .await
        .unwrap();
    assert_eq!(report.rejected, 0);
    let (before, after) = (records(index), records(&again));
    assert_eq!(after.len(), before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(after, before);
    }
}

#[tokio::test]
async fn an_index_of_an_export_has_the_same_records() {
    assert_reads_back(sample_index()).await;
}

#[tokio::test]
async fn an_index_of_an_export_has_what_only_some_sources_give() {
    let folder = tempfile::tempdir().unwrap();
    let mut full = dataset("Plein")
        .license("CC BY-NC 4.0")
        .organization("Agence", &["certified", "public-service"])
        .badge("hvd")
        .zone("fr:region:53")
        .resource("a.csv", "csv")
        .set("extras", json!({"a": [1, {"b": null}]}))
        .set(
            "harvest",
            json!({"backend": "DCAT", "archived": "not-found"}),
        )
        .set("temporal_coverage", json!({"start": "2019-01-01"}))
        .set("schema", json!({"name": "etalab/schema-irve"}))
        .set(
            "contact_points",
            json!([{"name": "Ada", "email": "ada@x.test"}]),
        )
        .build();
    full["resources"][0]["metrics"] = json!({"views": 17});
    full["resources"][0]["checksum"] = json!({"type": "sha256", "value": "00"});
    full["metrics"]["reuses_by_months"] = json!({"2024-05": 3});
    let mut summarized = dataset("Résumé")
        .without("resources")
        .without("badges")
        .build();
    summarized["_export"] = json!({
        "resources_count": 3, "main_resources_count": 2, "resources_formats": ["csv", "SHP"],
        "spatial_zones": ["Nulle part", "Saint-Martin"],
    });
    let mut linked = dataservice("Compté").build();
    linked["datasets"] = json!({"rel": "subsection", "total": 7});
    let mut listed = dataservice("Listé").owner("Ada", "Lovelace").build();
    listed["datasets"] = json!([{"id": "1", "title": "Un"}, {"id": "2", "title": null}]);
    let none = dataservice("Rien").set("datasets", Value::Null).build();
    let file = folder.path().join("records.jsonl");
    let lines = support::records::json_lines(&[full, summarized, linked, listed, none]);
    std::fs::write(&file, lines).unwrap();
    let index = folder.path().join("index");
    rebuild_from(&index, vec![Source::File(file)])
        .await
        .unwrap();
    assert_eq!(records(&index).len(), 5);
    assert_reads_back(&index).await;
}

// Streaming.

/// Returns records whose export is far larger than what a connection holds by itself.
fn many() -> Vec<Value> {
    let text = "De quoi remplir une connexion, et bien plus encore. ".repeat(80);
    (0..6_000)
        .map(|n| dataset(&format!("Jeu {n:04}")).description(&text).build())
        .collect()
}

/// Returns how many hold the generation besides the application and the caller.
fn holders(searcher: &Arc<Searcher>) -> usize {
    Arc::strong_count(searcher) - 2
}

async fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_waits_for_its_reader_and_ends_with_it() {
    let application = Application::start(many()).await;
    let searcher = application.searcher();
    wait_until("its bytes are compared", || holders(&searcher) == 0).await;
    for path in ["/export.csv", "/export.jsonl"] {
        let url = format!("{}{path}", application.url());
        let mut body = http_client().get(&url).send().await.unwrap().bytes_stream();
        body.next().await.unwrap().unwrap();
        // Had it gone on by itself, it would have come to its end meanwhile: a whole one takes less.
        let whole = application.get(path).await;
        assert!(whole.bytes.len() > 20_000_000, "{}", whole.bytes.len());
        assert_eq!(holders(&searcher), 1, "{path}: it waits");
        drop(body);
        wait_until("the work ends with its reader", || holders(&searcher) == 0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_stays_whole_while_the_catalogue_is_replaced() {
    let application = Application::start(many()).await;
    for path in ["/export.csv", "/export.jsonl"] {
        let before = application.search(&[]).await["total"].as_u64().unwrap();
        let url = format!("{}{path}", application.url());
        let response = http_client().get(&url).send().await.unwrap();
        let headers = response.headers().clone();
        let mut body = response.bytes_stream();
        let mut bytes = body.next().await.unwrap().unwrap().to_vec();
        // Two generations are kept: the one that is read is no more on disk after the second.
        for n in [1, 2, 3] {
            application.rebuild(datasets(n)).await;
        }
        while let Some(piece) = body.next().await {
            bytes.extend_from_slice(&piece.unwrap());
        }
        let answer = Answer {
            status: 200,
            headers,
            bytes,
        };
        let ids: BTreeSet<String> = if path == "/export.csv" {
            rows(&answer).iter().map(|row| row["id"].clone()).collect()
        } else {
            objects(&answer)
                .iter()
                .map(|object| object["id"].to_string())
                .collect()
        };
        assert_eq!(ids.len() as u64, before, "{path}");
        application.rebuild(many()).await;
    }
}

#[tokio::test]
async fn a_compressed_export_is_the_same() {
    let application = Application::over(sample_index()).await;
    let plain = application.get("/export.csv").await;
    let gzip = application
        .get_with("/export.csv", &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut read = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::GzDecoder::new(gzip.bytes.as_slice()),
        &mut read,
    )
    .unwrap();
    assert!(read == plain.bytes, "the same bytes");
}

#[tokio::test]
async fn the_whole_real_catalogue_reads_back_to_its_total() {
    let Some(catalogue) = real_catalogue("the_whole_real_catalogue_reads_back_to_its_total") else {
        return;
    };
    let application = Application::over(real_index(&catalogue)).await;
    for parameters in [
        &[("archived", "any")][..],
        &[],
        &[("q", "eau"), ("sort", "-last_update")],
        &[("format", "csv"), ("type", "dataset")],
    ] {
        let total = application.search(parameters).await["total"].clone();
        let csv = application.get(&address("/export.csv", parameters)).await;
        assert_eq!(total, rows(&csv).len(), "{parameters:?}");
        let jsonl = application.get(&address("/export.jsonl", parameters)).await;
        let lines = ok(&jsonl).lines().count();
        assert_eq!(total, lines, "{parameters:?}");
    }
}
