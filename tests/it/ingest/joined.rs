//! Exports that complete the records of others: resources, organizations and reuses.

use super::*;

const DATASETS: &str = "\
\"id\";\"title\";\"organization\";\"organization_id\";\"resources_count\";\"resources_formats\";\"slug\"
\"5aaaaaaaaaaaaaaaaaaaaaaa\";\"Eau\";\"Ville\";\"6aaaaaaaaaaaaaaaaaaaaaaa\";2;\"csv,json\";\"eau\"
\"5bbbbbbbbbbbbbbbbbbbbbbb\";\"Air\";\"Agence\";\"6bbbbbbbbbbbbbbbbbbbbbbb\";3;\"pdf\";\"air\"
";

/// Columns in an order of their own, one of them unknown, rows of two datasets in turns, one of no dataset, one without
/// end, one over two lines.
const RESOURCES: &str = "\
\"title\";\"inconnue\";\"dataset.id\";\"id\";\"url\";\"format\";\"filetype\";\"type\";\"mime\";\"filesize\";\"checksum.type\";\"checksum.value\";\"created_at\";\"modified\";\"downloads\";\"harvest.modified_at\";\"schema_name\";\"schema_version\";\"preview_url\";\"extras\";\"description\"
\"Relevé; \"\"brut\"\"\nde l’année\";\"x\";\"5aaaaaaaaaaaaaaaaaaaaaaa\";\"11111111-1111-1111-1111-111111111111\";\"https://a.test/1.csv\";\"csv\";\"file\";\"main\";\"text/csv\";12;\"sha1\";\"da39a3ee\";\"2024-01-02T03:04:05\";\"2024-02-03T04:05:06\";7;\"2024-01-01\";\"etalab/schema-irve\";\"2.3.0\";\"https://a.test/vue\";\"{\"\"check:available\"\": true, \"\"n\"\": [1, null]}\";\"Deux
lignes\"
\"Notice\";\"\";\"5bbbbbbbbbbbbbbbbbbbbbbb\";\"22222222-2222-2222-2222-222222222222\";\"https://b.test/2.pdf\";\"pdf\";\"remote\";\"documentation\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"{}\";\"\"
\"Ailleurs\";\"\";\"5ccccccccccccccccccccccc\";\"33333333-3333-3333-3333-333333333333\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\"
\"Sans jeu\";\"\";\"\";\"55555555-5555-5555-5555-555555555555\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\"
\"Ouvert;\"\";\"5aaaaaaaaaaaaaaaaaaaaaaa\";\"44
\"Plan\";\"\";\"5aaaaaaaaaaaaaaaaaaaaaaa\";\"66666666-6666-6666-6666-666666666666\";\"https://a.test/3.json\";\"json\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"illisible\";\"\"
";

const ORGANIZATIONS: &str = "\
\"id\";\"name\";\"acronym\";\"slug\";\"url\";\"description\";\"logo\";\"badges\";\"business_number_id\";\"members_count\";\"metric.views\"
\"6aaaaaaaaaaaaaaaaaaaaaaa\";\"Ville de A\";\"VA\";\"ville-de-a\";\"https://www.data.test/organizations/ville-de-a/\";\"\";\"https://a.test/logo.png\";\"public-service,certified\";\"21350238800019\";3;9
\"6ccccccccccccccccccccccc\";\"Personne\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";1;0
";

fn dataset_of(index: &Path, id: &str) -> catalogue::Dataset {
    let record = Searcher::open(index)
        .unwrap()
        .record(&RecordType::Dataset, id)
        .unwrap();
    match record {
        Some(Record::Dataset(dataset)) => *dataset,
        other => panic!("no dataset: {other:?}"),
    }
}

fn assert_joined(index: &Path, report: &RebuildReport) {
    assert_eq!(report.records, counts(2, 0));
    assert_eq!(report.rejected, 2, "{:?}", rejected_lines(report));
    let joined = report.joined.iter();
    let mut joined: Vec<(u64, u64)> = joined.map(|it| (it.rows, it.without_record)).collect();
    joined.sort_unstable();
    assert_eq!(joined, [(2, 1), (4, 1)]);

    let water = dataset_of(index, "5aaaaaaaaaaaaaaaaaaaaaaa");
    let files = water.resources.as_ref().unwrap();
    assert_eq!(files.len(), 2, "{files:?}");
    let expected = json!({
        "id": "11111111-1111-1111-1111-111111111111", "title": "Relevé; \"brut\" de l’année", "description": "Deux\nlignes",
        "filetype": "file", "type": "main", "format": "csv", "url": "https://a.test/1.csv",
        "checksum": {"type": "sha1", "value": "da39a3ee"}, "filesize": 12, "mime": "text/csv",
        "created_at": "2024-01-02T03:04:05+00:00", "last_modified": "2024-02-03T04:05:06+00:00", "downloads": 7,
        "harvest": {"modified_at": "2024-01-01T00:00:00+00:00"}, "extras": {"check:available": true, "n": [1, null]},
        "preview_url": "https://a.test/vue",
        "schema": {"name": "etalab/schema-irve", "version": "2.3.0", "url": null}
    });
    assert_eq!(serde_json::to_value(&files[0]).unwrap(), expected);
    assert_eq!((files[1].extras.clone(), files[1].filesize), (None, None));
    assert_eq!(
        (water.n_resources(), water.resource_summary),
        (Some(2), None)
    );
    let owner = water.owner.unwrap();
    let organization = owner.organization().unwrap();
    assert!(organization.is_certified());
    assert_eq!(
        (
            organization.name.as_str(),
            organization.acronym.as_deref(),
            organization.slug.as_deref()
        ),
        ("Ville", Some("VA"), Some("ville-de-a"))
    );
    assert_eq!(
        organization.business_number_id.as_deref(),
        Some("21350238800019")
    );
    let air = dataset_of(index, "5bbbbbbbbbbbbbbbbbbbbbbb");
    assert_eq!(air.resources.unwrap().len(), 1);
    assert_eq!(air.owner.unwrap().organization().unwrap().badges, None);
}

#[tokio::test]
async fn resources_and_organizations_are_joined_in_whatever_order_they_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let sources = [
        file(&folder, "d.csv", DATASETS),
        file(&folder, "r.csv.gz", gzip(RESOURCES.as_bytes())),
        file(&folder, "o.csv.zst", zstd(ORGANIZATIONS.as_bytes())),
    ];
    for order in [[0, 1, 2], [1, 2, 0], [2, 0, 1]] {
        let index = tempfile::tempdir().unwrap();
        let report = rebuild_from(index.path(), &order.map(|n| sources[n].clone()))
            .await
            .unwrap();
        assert_joined(index.path(), &report);
        assert!(!index.path().join("snapshots").exists(), "no file stays");
        let found = Searcher::open(index.path())
            .unwrap()
            .search(&search_index::SearchRequest::new("notice"))
            .unwrap();
        assert_eq!(found.hits[0].hit.title, "Air", "files are searched");
    }
}

#[tokio::test]
async fn an_export_of_organizations_tells_of_them_and_of_those_without_records() {
    let told = "\
\"id\";\"name\";\"slug\";\"url\";\"description\";\"badges\";\"created_at\";\"last_modified\";\"members_count\";\"metric.followers\";\"metric.views\"
\"6aaaaaaaaaaaaaaaaaaaaaaa\";\"Ville de A\";\"ville-de-a\";\"https://www.data.test/organizations/ville-de-a/\";\"Une **ville**.\";\"certified\";\"2015-01-02T03:04:05\";\"2016-01-02T03:04:05\";3;7;9
\"6ccccccccccccccccccccccc\";\"Personne\";\"personne\";\"\";\"\";\"\";\"2017-01-02T03:04:05\";\"\";1;;0
";
    let folder = tempfile::tempdir().unwrap();
    let index = tempfile::tempdir().unwrap();
    let sources = [
        file(&folder, "d.csv", DATASETS),
        file(&folder, "o.csv", told),
    ];
    rebuild_from(index.path(), &sources).await.unwrap();
    let application = support::application::Application::over(index.path()).await;
    let ville = application.json("/api/1/organizations/ville-de-a/").await;
    let expected = json!({
        "id": "6aaaaaaaaaaaaaaaaaaaaaaa", "name": "Ville", "description": "Une **ville**.",
        "created_at": "2015-01-02T03:04:05+00:00", "last_modified": "2016-01-02T03:04:05+00:00",
        "badges": [{"kind": "certified"}], "page": "https://www.data.test/organizations/ville-de-a/",
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&ville[field], value, "{field}");
    }
    let metrics = json!({
        "datasets": 1, "dataservices": 0, "reuses": null, "followers": 7, "views": 9, "members": 3,
    });
    assert_eq!(ville["metrics"], metrics);
    let nobody = application.json("/api/1/organizations/?q=personne").await;
    assert_eq!(
        (&nobody["total"], &nobody["data"][0]["slug"]),
        (&json!(1), &json!("personne"))
    );
    let agency = application.json("/api/1/organizations/agence/").await;
    assert_eq!(agency["name"], "Agence", "its slug is made of its name");
    let page = application.html("/organizations/ville-de-a").await;
    let bold = scraper::Selector::parse(".description strong").unwrap();
    assert_eq!(page.select(&bold).count(), 1);
}

#[tokio::test]
async fn exports_that_are_fetched_are_joined_and_their_snapshot_has_all() {
    let catalogue = FakeCatalogue::start(vec![], vec![]).await;
    let files = [
        ("o.csv", ORGANIZATIONS),
        ("r.csv", RESOURCES),
        ("d.csv", DATASETS),
    ];
    let sources = files.map(|(name, text)| -> Source {
        let url = catalogue.serve_file(name, text.as_bytes());
        url.as_str().parse().unwrap()
    });
    let (index, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let report = rebuild_from(index.path(), &sources).await.unwrap();
    assert_joined(index.path(), &report);
    let snapshot = report.snapshot.unwrap();
    let stored = snapshot.file_name().unwrap().to_str().unwrap();
    assert_eq!(names(&index.path().join("snapshots")), [stored]);
    rebuild_from(again.path(), &[Source::File(snapshot.clone())])
        .await
        .unwrap();
    for id in ["5aaaaaaaaaaaaaaaaaaaaaaa", "5bbbbbbbbbbbbbbbbbbbbbbb"] {
        assert_eq!(dataset_of(index.path(), id), dataset_of(again.path(), id));
    }
}

/// What an export tells of organizations, in each of the fields that a snapshot must keep.
const TOLD: &str = "\
\"id\";\"name\";\"slug\";\"url\";\"description\";\"badges\";\"created_at\";\"last_modified\";\"business_number_id\";\"members_count\";\"metric.followers\";\"metric.reuses\";\"metric.views\"
\"6aaaaaaaaaaaaaaaaaaaaaaa\";\"Ville de A\";\"ville-de-a\";\"https://www.data.test/organizations/ville-de-a/\";\"Une **ville**.
Sur deux lignes.\";\"certified\";\"2015-01-02T03:04:05\";\"2016-01-02T03:04:05\";\"21350238800019\";3;7;2;9
\"6ccccccccccccccccccccccc\";\"Personne\";\"personne\";\"\";\"Rien encore.\";\"\";\"2017-01-02T03:04:05\";\"\";\"\";1;;;0
";

#[tokio::test]
async fn what_an_export_tells_of_organizations_stays_in_the_snapshot() {
    let catalogue = FakeCatalogue::start(vec![], vec![]).await;
    let sources = [("d.csv", DATASETS), ("o.csv", TOLD)].map(|(name, text)| -> Source {
        let url = catalogue.serve_file(name, text.as_bytes());
        url.as_str().parse().unwrap()
    });
    let (index, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let report = rebuild_from(index.path(), &sources).await.unwrap();
    let snapshot = Source::File(report.snapshot.unwrap());
    let second = rebuild_from(again.path(), &[snapshot]).await.unwrap();
    assert_eq!((second.records, second.rejected), (counts(2, 0), 0));
    let told = |index: &Path| {
        let searcher = Searcher::open(index).unwrap();
        let organizations = searcher.organizations().unwrap();
        let mut all: Vec<_> = organizations.iter().cloned().collect();
        all.sort_by(|a, b| a.key.cmp(&b.key));
        all
    };
    let before = told(index.path());
    assert_eq!(before.len(), 3, "{before:?}");
    let town = before[0].profile.as_ref().unwrap();
    assert_eq!(
        town.description.as_deref(),
        Some("Une **ville**.\nSur deux lignes.")
    );
    assert_eq!((town.members, town.reuses), (Some(3), Some(2)));
    assert_eq!(told(again.path()), before);
}

#[tokio::test]
async fn organizations_in_the_shape_of_the_api_tell_of_themselves_and_deleted_ones_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let organizations = json_lines(&[
        json!({"id": "6aaaaaaaaaaaaaaaaaaaaaaa", "name": "Ville de A", "slug": "ville-de-a", "logo": null, "description": "Une ville.",
               "badges": [{"kind": "certified"}], "members": [{"role": "admin"}], "metrics": {"members": 3, "datasets": 7}}),
        json!({"id": "6ddddddddddddddddddddddd", "name": "Partie", "logo": null, "deleted": "2024-01-01"}),
    ]);
    let sources = [
        file(&folder, "o.jsonl", organizations.clone()),
        file(&folder, "d.csv", DATASETS),
    ];
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &sources).await.unwrap();
    assert_eq!((report.records, report.rejected), (counts(2, 0), 1));
    let application = support::application::Application::over(index.path()).await;
    let town = application.json("/api/1/organizations/ville-de-a/").await;
    assert_eq!(town["description"], "Une ville.");
    assert_eq!(town["badges"], json!([{"kind": "certified"}]));
    assert_eq!(
        (&town["metrics"]["members"], &town["metrics"]["datasets"]),
        (&json!(3), &json!(1))
    );
    let gone = application.get("/api/1/organizations/partie/").await;
    assert_eq!(gone.status, 404);

    let alone = file(&folder, "o.jsonl", organizations);
    let elsewhere = tempfile::tempdir().unwrap();
    let error = rebuild_from(elsewhere.path(), &[alone]).await.unwrap_err();
    assert!(
        error.to_string().contains("name one of datasets"),
        "{error}"
    );
}

#[tokio::test]
async fn what_a_source_lists_itself_stays() {
    let folder = tempfile::tempdir().unwrap();
    let own = dataset("Eau")
        .id("5aaaaaaaaaaaaaaaaaaaaaaa")
        .resource("le sien.csv", "csv")
        .build();
    let sources = [
        file(&folder, "r.csv", RESOURCES),
        file(&folder, "d.jsonl", json_lines(&[own])),
    ];
    let index = tempfile::tempdir().unwrap();
    rebuild_from(index.path(), &sources).await.unwrap();
    let files = dataset_of(index.path(), "5aaaaaaaaaaaaaaaaaaaaaaa")
        .resources
        .unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].title.as_deref(), Some("le sien.csv"));
}

#[tokio::test]
async fn an_export_of_resources_alone_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let index = tempfile::tempdir().unwrap();
    let reuse = json!({"id": "7a", "title": "Carte", "topic": null, "datasets": []});
    let reuse = json_lines(&[reuse]);
    for (name, text) in [
        ("r.csv", RESOURCES),
        ("o.csv", ORGANIZATIONS),
        ("u.csv", REUSES),
        ("u.jsonl", &reuse),
    ] {
        let source = file(&folder, name, text);
        let error = rebuild_from(index.path(), &[source]).await.unwrap_err();
        assert!(
            error.to_string().contains("name one of datasets"),
            "{error}"
        );
        assert_nothing_left_behind(index.path());
    }
}

/// Columns in an order of their own; an archived one, one without a title, one of no dataset, one that comes twice.
const REUSES: &str = "\
\"title\";\"id\";\"slug\";\"url\";\"type\";\"remote_url\";\"description\";\"organization\";\"organization_id\";\"owner\";\"owner_id\";\"archived\";\"topic\";\"tags\";\"datasets\";\"metric.views\"
\"Carte; \"\"brute\"\"\";\"7aaaaaaaaaaaaaaaaaaaaaaa\";\"carte\";\"https://www.data.test/reuses/carte/\";\"application\";\"https://carte.test/\";\"Une **carte**
de l’eau\";\"Atelier\";\"6d\";\"\";\"\";False;\"others\";\"carte,eau\";\"5aaaaaaaaaaaaaaaaaaaaaaa,5bbbbbbbbbbbbbbbbbbbbbbb\";37
\"Vieille\";\"7bbbbbbbbbbbbbbbbbbbbbbb\";\"vieille\";\"https://www.data.test/reuses/vieille/\";\"post\";\"https://x.test/\";\"\";\"\";\"\";\"\";\"\";True;\"\";\"\";\"5aaaaaaaaaaaaaaaaaaaaaaa\";0
\"\";\"7ccccccccccccccccccccccc\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";False;\"\";\"\";\"\";0
\"Ailleurs\";\"7ddddddddddddddddddddddd\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";False;\"\";\"\";\"5ccccccccccccccccccccccc\";0
\"Encore\";\"7aaaaaaaaaaaaaaaaaaaaaaa\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";False;\"\";\"\";\"5aaaaaaaaaaaaaaaaaaaaaaa\";0
";

fn assert_reused(index: &Path) {
    let searcher = Searcher::open(index).unwrap();
    let reuses = |id: &str| -> Vec<catalogue::Reuse> {
        let reuses = searcher.reuses(&RecordType::Dataset, id);
        reuses.cloned().collect()
    };
    let of_water = reuses("5aaaaaaaaaaaaaaaaaaaaaaa");
    let expected = json!([{
        "id": "7aaaaaaaaaaaaaaaaaaaaaaa", "title": "Carte; \"brute\"", "type": "application", "url": "https://carte.test/",
        "page": "https://www.data.test/reuses/carte/", "description": "Une carte de l’eau", "owner": "Atelier", "views": 37,
        "tags": ["carte", "eau"], "datasets": ["5aaaaaaaaaaaaaaaaaaaaaaa", "5bbbbbbbbbbbbbbbbbbbbbbb"],
    }]);
    assert_eq!(serde_json::to_value(&of_water).unwrap(), expected);
    assert_eq!(reuses("5bbbbbbbbbbbbbbbbbbbbbbb"), of_water);
    assert_eq!(
        searcher
            .reuses(&RecordType::Dataservice, "5aaaaaaaaaaaaaaaaaaaaaaa")
            .len(),
        0
    );
}

#[tokio::test]
async fn reuses_are_told_of_their_datasets_and_stay_in_the_snapshot() {
    let catalogue = FakeCatalogue::start(vec![], vec![]).await;
    let sources = [("r.csv", REUSES), ("d.csv", DATASETS)].map(|(name, text)| -> Source {
        let url = catalogue.serve_file(name, text.as_bytes());
        url.as_str().parse().unwrap()
    });
    let (index, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let report = rebuild_from(index.path(), &sources).await.unwrap();
    assert_eq!(report.records, counts(2, 0));
    assert_eq!(report.rejected, 1, "{:?}", rejected_lines(&report));
    let [joined] = report.joined.as_slice() else {
        panic!("{:?}", report.joined);
    };
    assert_eq!((joined.rows, joined.without_record), (5, 1));
    assert_reused(index.path());
    let snapshot = Source::File(report.snapshot.unwrap());
    let report = rebuild_from(again.path(), &[snapshot]).await.unwrap();
    assert_eq!(report.records, counts(2, 0));
    assert_reused(again.path());
}
