//! Exports and JSON Lines, plain and compressed.

use super::*;

#[tokio::test]
async fn what_a_file_is_is_told_by_its_bytes() {
    let lines = json_lines(&[dataset("Eau").build(), dataset("Air").build()]);
    let with_mark = [b"\xef\xbb\xbf", EXPORT.as_bytes()].concat();
    let lines_with_mark = [b"\xef\xbb\xbf \n\n", lines.as_bytes()].concat();
    let two_frames = [zstd(&lines.as_bytes()[..10]), zstd(&lines.as_bytes()[10..])].concat();
    for (name, bytes) in [
        ("export.csv", EXPORT.as_bytes().to_vec()),
        ("export.csv.zst", zstd(EXPORT.as_bytes())),
        ("export.csv.gz", gzip(EXPORT.as_bytes())),
        ("marked.csv", with_mark.clone()),
        ("marked.csv.zst", zstd(&with_mark)),
        ("windows.csv", EXPORT.replace('\n', "\r\n").into_bytes()),
        ("lines.jsonl", lines.clone().into_bytes()),
        ("lines.jsonl.zst", zstd(lines.as_bytes())),
        ("lines.jsonl.gz", gzip(lines.as_bytes())),
        ("marked.jsonl", lines_with_mark),
        ("frames.jsonl.zst", two_frames),
        ("no-end-of-line.jsonl", lines.trim_end().as_bytes().to_vec()),
        (
            "zeros.csv.gz",
            [gzip(EXPORT.as_bytes()), vec![0; 1000]].concat(),
        ),
        ("told.csv", format!("sep=;\n{EXPORT}").into_bytes()),
        (
            "array.json",
            format!("[{}]", lines.trim_end().replace('\n', ",\n")).into_bytes(),
        ),
        (
            "answer.json",
            format!(
                "{{\"data\": [{}], \"total\": 2}}",
                lines.trim_end().replace('\n', ",")
            )
            .into_bytes(),
        ),
        ("commas.jsonl", lines.replace('\n', ",\n").into_bytes()),
        // Names that say something else, or nothing.
        ("export.jsonl", zstd(EXPORT.as_bytes())),
        ("lines.csv", lines.clone().into_bytes()),
        ("catalogue", gzip(lines.as_bytes())),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let source = file(&folder, name, bytes);
        let index = tempfile::tempdir().unwrap();
        let report = rebuild_from(index.path(), &[source])
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (report.records, report.rejected),
            (counts(2, 0), 0),
            "{name}"
        );
        assert_eq!(
            (report.snapshot, report.rejected_file),
            (None, None),
            "{name}"
        );
    }
}

#[tokio::test]
async fn an_export_is_read_by_the_names_of_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let index = tempfile::tempdir().unwrap();
    rebuild_from(index.path(), &[file(&folder, "export.csv", EXPORT)])
        .await
        .unwrap();
    let searcher = Searcher::open(index.path()).unwrap();

    let water = searcher
        .record(&RecordType::Dataset, "5aaaaaaaaaaaaaaaaaaaaaaa")
        .unwrap()
        .unwrap();
    assert_eq!(water.title(), "Eau potable");
    assert_eq!(water.license().unwrap().id(), "lov2");
    assert_eq!(water.tags(), ["eau", "sante"]);
    assert_eq!(water.geozones(), ["country:fr"]);
    assert_eq!(water.formats(), ["csv", "json"]);
    assert_eq!((water.views(), water.archived_at()), (Some(12), None));
    let Record::Dataset(water) = water else {
        panic!("a dataset went in")
    };
    // A commune and a département: the name alone does not tell.
    assert_eq!(water.spatial.unwrap().unresolved_names, ["Paris"]);
    assert_eq!((water.badges, water.resources), (None, None));

    let air = searcher
        .record(&RecordType::Dataset, "5bbbbbbbbbbbbbbbbbbbbbbb")
        .unwrap()
        .unwrap();
    assert_eq!(air.title(), "Air; et \"vent\"");
    assert_eq!(air.license(), None);
    assert!(air.archived_at().is_some());
}

#[tokio::test]
async fn an_export_of_dataservices_is_told_by_its_header() {
    let export = "\
\"id\";\"title\";\"base_api_url\";\"access_type\";\"organization\";\"organization_id\";\"archived\";\"datasets\"
\"6aaaaaaaaaaaaaaaaaaaaaaa\";\"API Eau\";\"https://eau.test/\";\"open\";\"Agence\";\"7aaaaaaaaaaaaaaaaaaaaaaa\";False;\"5a,5b\"
";
    let folder = tempfile::tempdir().unwrap();
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[file(&folder, "export.csv", export)])
        .await
        .unwrap();
    assert_eq!(report.records, counts(0, 1));
    let searcher = Searcher::open(index.path()).unwrap();
    let service = searcher
        .record(&RecordType::Dataservice, "6aaaaaaaaaaaaaaaaaaaaaaa")
        .unwrap()
        .unwrap();
    assert_eq!(service.owner().unwrap().name(), "Agence");
    let Record::Dataservice(service) = service else {
        panic!("a dataservice went in")
    };
    assert_eq!(service.datasets.unwrap().len(), 2);
}

#[tokio::test]
async fn broken_rows_and_lines_are_set_aside_with_their_line() {
    let export =
        format!("{EXPORT}\"trop\";\"court\"\n\"Sans id\";\"\";\"\";\"\";\"\";\"\";\"\";False;0\n");
    let lines = format!(
        "{}\n{{\"id\": \n[1]\n\n{{\"title\": \"Eau\"}}\n",
        dataset("Eau").build()
    );
    for (name, bytes, expected) in [
        (
            "export.csv",
            export,
            vec![
                (json!(4), "2 columns where the header has 9"),
                (json!(5), "no id"),
            ],
        ),
        (
            "lines.jsonl",
            lines,
            vec![
                (json!(2), "EOF while parsing"),
                (json!(3), "not a JSON object"),
                (json!(5), "no id"),
            ],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let index = tempfile::tempdir().unwrap();
        let report = rebuild_from(index.path(), &[file(&folder, name, bytes)])
            .await
            .unwrap();
        let mut lines = rejected_lines(&report);
        lines.sort_by_key(|line| line["line"].as_u64());
        assert_eq!(lines.len(), expected.len(), "{lines:?}");
        for (line, (number, reason)) in lines.iter().zip(expected) {
            assert_eq!(line["line"], number);
            assert!(
                line["reason"].as_str().unwrap().starts_with(reason),
                "{line}"
            );
        }
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_lose_no_record() {
    let mut export = EXPORT.as_bytes().to_vec();
    let place = EXPORT.find("potable").unwrap();
    export[place] = 0xff;
    let folder = tempfile::tempdir().unwrap();
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[file(&folder, "export.csv", export)])
        .await
        .unwrap();
    assert_eq!((report.records, report.rejected), (counts(2, 0), 0));
}

#[tokio::test]
async fn a_file_in_windows_1252_is_published_as_it_was_meant() {
    let export = b"id;title\n5aaaaaaaaaaaaaaaaaaaaaaa;Qualit\xe9 de l\x92eau\n";
    let line = b"{\"id\": \"5aaaaaaaaaaaaaaaaaaaaaaa\", \"title\": \"Qualit\xe9 de l\x92eau\"}\n";
    for bytes in [export.as_slice(), line] {
        let (folder, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        rebuild_from(index.path(), &[file(&folder, "latin.csv", bytes)])
            .await
            .unwrap();
        let water = Searcher::open(index.path())
            .unwrap()
            .record(&RecordType::Dataset, "5aaaaaaaaaaaaaaaaaaaaaaa")
            .unwrap()
            .unwrap();
        assert_eq!(water.title(), "Qualité de l’eau");
    }
}

#[tokio::test]
async fn an_unclosed_quote_costs_its_own_row_alone() {
    let rows: Vec<String> = (1..=20)
        .map(|n| format!("{n};\"Jeu {n}\";False\n"))
        .collect();
    let rows = rows.concat().replace("\"Jeu 3\"", "\"Jeu 3");
    let folder = tempfile::tempdir().unwrap();
    let index = tempfile::tempdir().unwrap();
    let source = file(&folder, "a.csv", format!("id;title;archived\n{rows}"));
    let report = rebuild_from(index.path(), &[source]).await.unwrap();
    assert_eq!((report.records, report.rejected), (counts(19, 0), 1));
    let line = &rejected_lines(&report)[0];
    assert_eq!(line["line"], 4);
    assert_eq!(
        line["reason"],
        "a quotation mark that opens in this row is not closed"
    );
}

#[tokio::test]
async fn a_file_in_utf_16_is_refused_with_the_reason() {
    let (folder, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let bytes: Vec<u8> = "\u{feff}id;title\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let error = rebuild_from(index.path(), &[file(&folder, "a.csv", bytes)])
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("is text in UTF-16, where UTF-8 is expected"),
        "{error}"
    );
}

#[tokio::test]
async fn a_wrapped_record_is_unwrapped_and_a_bare_one_is_of_the_type_before_it() {
    let wrapped = json!({"_host": "demo.test", "record": dataset("Eau").build()});
    let bare = json!({"id": "6aaaaaaaaaaaaaaaaaaaaaaa", "title": "API sans rien"});
    let folder = tempfile::tempdir().unwrap();
    let source = file(
        &folder,
        "a.jsonl",
        json_lines(&[wrapped, dataservice("API Eau").build(), bare]),
    );
    let index = tempfile::tempdir().unwrap();
    let report = rebuild_from(index.path(), &[source]).await.unwrap();
    assert_eq!(report.records, counts(1, 2));
}

#[tokio::test]
async fn a_source_that_is_no_catalogue_is_refused_with_the_reason() {
    for (bytes, reason) in [
        (
            "\"id\";\"name\";\"slug\";\"members_count\"\n\"1\";\"Ville\";\"ville\";3\n",
            "an export of organizations",
        ),
        (
            "\"id\";\"title\";\"remote_url\";\"datasets\"\n",
            "an export of reuses",
        ),
        (
            "\"id\";\"title\";\"remote_url\"\n",
            "the column `datasets` missing",
        ),
        (
            "\"dataset.id\";\"id\";\"title\"\n",
            "an export of resources",
        ),
        (
            "\"nom\";\"valeur\"\n\"a\";1\n",
            "the columns `id` and `title` missing from its header, which begins with `nom`, `valeur`",
        ),
        ("\"id\";\"nom\"\n", "the column `title` missing"),
        (
            "<!DOCTYPE html><title>Erreur</title>",
            "the columns `id` and `title` missing",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let source = file(&folder, "source.bin", bytes);
        let index = tempfile::tempdir().unwrap();
        let error = rebuild_from(index.path(), std::slice::from_ref(&source))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NotACatalogue { .. }), "{error}");
        assert!(
            error.to_string().starts_with(&format!("`{source}` is ")),
            "{error}"
        );
        assert!(error.to_string().contains(reason), "{error}");
        assert_nothing_left_behind(index.path());
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_read_to_its_end_changes_nothing() {
    let lines = json_lines(&datasets(500));
    let (compressed, zipped) = (zstd(lines.as_bytes()), gzip(lines.as_bytes()));
    let mut damaged = compressed.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 200].fill(0);

    let index = tempfile::tempdir().unwrap();
    let before = rebuild_from(index.path(), &[Source::Sample])
        .await
        .unwrap()
        .generation;
    let folder = tempfile::tempdir().unwrap();
    for source in [
        file(
            &folder,
            "cut.jsonl.zst",
            &compressed[..compressed.len() - 7],
        ),
        file(&folder, "cut.jsonl.gz", &zipped[..zipped.len() - 7]),
        file(&folder, "damaged.jsonl.zst", damaged),
        Source::File(folder.path().join("missing.csv")),
        Source::File(folder.path().to_owned()),
    ] {
        let error = rebuild_from(index.path(), std::slice::from_ref(&source))
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), format!("cannot read `{source}`"));
        assert!(error.source().is_some(), "{source}");
        assert_eq!(
            Generations::at(index.path()).live().unwrap().as_deref(),
            Some(before.as_str())
        );
    }
}

#[tokio::test]
async fn a_source_without_records_is_an_error() {
    let empty = FakeCatalogue::start(vec![], vec![]).await;
    let folder = tempfile::tempdir().unwrap();
    for source in [
        api(&empty),
        file(&folder, "empty.jsonl", ""),
        file(&folder, "blank.jsonl", " \n\n"),
        file(&folder, "header.csv", EXPORT.lines().next().unwrap()),
        file(&folder, "empty.csv.zst", zstd(b"")),
    ] {
        let index = tempfile::tempdir().unwrap();
        let error = rebuild_from(index.path(), std::slice::from_ref(&source))
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), format!("`{source}` holds no records"));
        assert_nothing_left_behind(index.path());
    }
    let index = tempfile::tempdir().unwrap();
    assert!(matches!(
        rebuild_from(index.path(), &[]).await,
        Err(Error::NoSource)
    ));
}

#[tokio::test]
async fn a_source_of_which_nothing_can_be_read_is_an_error_that_names_where_the_reasons_are() {
    let folder = tempfile::tempdir().unwrap();
    let source = file(&folder, "bad.jsonl", "{\"id\": null}\n{\n");
    let index = tempfile::tempdir().unwrap();
    let error = rebuild_from(index.path(), &[source]).await.unwrap_err();
    let Error::NoRecords {
        rejected: 2,
        rejected_file: Some(path),
        ..
    } = &error
    else {
        panic!("{error}")
    };
    assert!(error.to_string().contains("2 were set aside in"), "{error}");
    assert_eq!(fs::read_to_string(path).unwrap().lines().count(), 2);
}
