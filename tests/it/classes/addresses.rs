//! Addresses and ids of the platform and of this server, as they are pasted: that record comes first.

use catalogue::RecordType;
use proptest::test_runner::TestRng;

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::{drawn, pick, random};
use super::known_record::KnownRecord;
use super::report::Report;
use super::tally::Tally;

const QUOTES: [(&str, &str); 4] = [("\"", "\""), ("«", "»"), ("« ", " »"), ("“", "”")];

const BRACKETS: [(&str, &str); 4] = [("(", ")"), ("[", "]"), ("<", ">"), ("{", "}")];

/// What people write around an id, at `{}`.
const AROUND: [&str; 5] = [
    "jeu de données {} svp",
    "id {}",
    "identifiant : {}",
    "je cherche {}",
    "le jeu {}, merci",
];

/// Measures addresses and ids in all forms.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members: Vec<usize> = (0..catalogue.records.len()).collect();
    let n_members = members.len();
    let mut members = drawn(members, least.drawn, seed);
    // Few have files whose ids are known.
    let has_resources = |at: &usize| !catalogue.records[*at].resource_ids.is_empty();
    let with_resources = (0..n_members).filter(has_resources);
    members.extend(drawn(with_resources.collect(), least.drawn / 4, seed));
    let mut random = random(seed);
    let mut tally = Tally::default();
    for at in &members {
        let record = &catalogue.records[*at];
        for (form, typed) in forms(record, &mut random) {
            let is_it = |found: &KnownRecord| match form {
                // A dataservice may have a dataset's slug.
                "slug" => found.slug == record.slug,
                _ => (&found.record_type, &found.id) == (&record.record_type, &record.id),
            };
            tally.add(form, catalogue.failure(&typed, is_it));
        }
    }
    tally.report("addresses and ids", n_members, members.len(), seed)
}

/// Returns a record's address and id in each form, with the form's name.
fn forms(record: &KnownRecord, random: &mut TestRng) -> Vec<(&'static str, String)> {
    let KnownRecord { id, slug, .. } = record;
    let is_dataset = record.record_type == RecordType::Dataset;
    let kind = if is_dataset {
        "datasets"
    } else {
        "dataservices"
    };
    let (opening_quote, closing_quote) = pick(random, &QUOTES);
    let (opening, closing) = pick(random, &BRACKETS);
    let mut forms = vec![
        ("id", id.clone()),
        ("id in capitals", id.to_uppercase()),
        (
            "id in quotation marks",
            format!("{opening_quote}{id}{closing_quote}"),
        ),
        ("id in brackets", format!("{opening}{id}{closing}")),
        ("id among words", pick(random, &AROUND).replace("{}", id)),
        ("slug", slug.clone()),
        (
            "page",
            format!("https://www.data.gouv.fr/fr/{kind}/{slug}/"),
        ),
        (
            "page without scheme",
            format!("www.data.gouv.fr/{kind}/{slug}"),
        ),
        (
            "page with query and fragment",
            format!("https://www.data.gouv.fr/{kind}/{slug}?x=1#/resources"),
        ),
        (
            "API 1",
            format!("https://www.data.gouv.fr/api/1/{kind}/{id}/"),
        ),
        (
            "API 2",
            format!("https://www.data.gouv.fr/api/2/{kind}/{id}/?page=1"),
        ),
        (
            "this server",
            format!("http://127.0.0.1:8080/{kind}/{slug}?lang=en"),
        ),
    ];
    if is_dataset {
        forms.push((
            "explore",
            format!("https://explore.data.gouv.fr/fr/datasets/{id}/?page=1#/resources"),
        ));
    }
    if !record.resource_ids.is_empty() {
        let file = pick(random, &record.resource_ids);
        forms.push((
            "permalink of a file",
            format!("https://www.data.gouv.fr/fr/datasets/r/{file}"),
        ));
        forms.push(("id of a file", file.clone()));
        forms.push((
            "explore, a file",
            format!("https://explore.data.gouv.fr/fr/datasets/{id}/#/resources/{file}"),
        ));
    }
    forms
}
