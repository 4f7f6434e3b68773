//! What leaves the search in other shapes: feeds, exports, sitemaps, and what machines read of a page.

mod export;
mod feed;
mod json_ld;
mod rdf;
mod round_trip;
mod sitemap;

use serde_json::{Value, json};
use support::application::{Answer, Application};
use support::records::{RecordBuilder, dataset};

/// Texts that would break out of what they stand in, if a writer let them.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "]]><entry/><!-- ",
    "--></script><script>alert(2)</script>",
    "a\u{0}b\u{7}c\u{1b}[31m\u{fffe}\u{ffff}d",
    "\u{202e}fdp.exe\u{2066} \u{5e9}\u{5dc}\u{5d5}\u{5dd}",
    "&amp; &lt;b&gt; &#60; \" ' <?xml?> <![CDATA[",
    "deux; \"colonnes\", ou | trois",
    "=HYPERLINK(\"http://x.test\")",
    "{{ 7*7 }} {% raw %} \\u003c 😀",
];

/// Returns a dataset that has a text wherever an output shows one.
fn hostile(text: &str) -> RecordBuilder {
    let record = dataset("Hostile")
        .acronym(text)
        .description(text)
        .tag("commun")
        .tag(text)
        .badge(text)
        .license(text)
        .organization(text, &[text])
        .zone(text)
        .resource(text, text)
        .set("title", format!("T {text}"))
        .set("page", text)
        .set("doi", text);
    let resource = json!([{"id": text, "title": text, "format": text, "mime": text, "url": format!("https://x.test/{text}")}]);
    record.set("resources", resource)
}

/// Returns records for a search for `horaires tramway`: one has both words, one has the rarer of them alone, and twenty
/// have the other one alone.
fn timetables() -> Vec<Value> {
    let mut records: Vec<Value> = (0..20)
        .map(|number| dataset(&format!("Horaires {number}")).build())
        .collect();
    // A word that nearly every record has would count nothing.
    records.extend((0..20).map(|number| dataset(&format!("Relevé {number}")).build()));
    records.push(dataset("Horaires du tramway").build());
    records.push(dataset("Tramway").build());
    records
}

/// Returns what `/api/search` says of its only hit: what the program read of it, to compare an output with.
async fn only_hit(application: &Application) -> Value {
    let answer = application.search(&[("tag", "commun")]).await;
    assert_eq!(answer["total"], 1, "{answer}");
    answer["data"][0].clone()
}

/// Returns a text without what XML has no place for.
fn xml_text(text: &str) -> String {
    text.chars()
        .filter(|c| *c >= ' ' || "\t\n\r".contains(*c))
        .filter(|c| !"\u{fffe}\u{ffff}".contains(*c))
        .collect()
}

/// Asserts the status, and returns the body as text.
fn ok(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    String::from_utf8(answer.bytes.clone()).unwrap()
}
