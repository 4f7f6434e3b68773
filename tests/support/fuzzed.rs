//! What a fuzzer throws bytes at. Each target panics where something that is promised of any input does not hold.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Uri};
use query::{AppState, Config, LiveIndex};
use search_index::{Form, Fragment, FrenchAnalyzer, SearchRequest, Searcher};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::application::sample_index;

/// A target: its name, and what takes the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 8] = [
    ("query", query),
    ("parameters", parameters),
    ("mask", mask),
    ("analyzer", analyzer),
    ("records", records),
    ("text", text),
    ("page", page),
    ("snippet", snippet),
];

/// Returns the inputs of a target that are kept: those to begin with, and those that once made it panic.
///
/// # Panics
///
/// Where one cannot be read.
#[must_use]
pub fn kept_inputs(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut inputs = Vec::new();
    for kind in ["seeds", "findings"] {
        let files = fs::read_dir(folder.join(kind).join(target));
        for file in files.into_iter().flatten() {
            let path = file.expect("a folder can be listed").path();
            let bytes = fs::read(&path).expect("a file can be read");
            inputs.push((path, bytes));
        }
    }
    inputs.sort();
    inputs
}

/// Searches the sample for the text, whatever it is.
///
/// # Panics
///
/// Where the search fails, or what it says does not agree with itself.
pub fn query(bytes: &[u8]) {
    static SEARCHER: OnceLock<Searcher> = OnceLock::new();
    let searcher =
        SEARCHER.get_or_init(|| Searcher::open(sample_index()).expect("the sample is sound"));
    let text = String::from_utf8_lossy(bytes);
    let request = SearchRequest {
        explain: true,
        ..SearchRequest::new(text.as_ref())
    };
    let results = searcher.search(&request).expect("any text can be searched");
    let n_hits = results.hits.len() as u64;
    assert_eq!(n_hits, results.total.min(request.page_size as u64));
    assert!(results.complete_total <= results.total);
    for hit in &results.hits {
        assert!(hit.score.is_finite() && hit.score >= 0.0, "{}", hit.score);
    }
}

/// Asks each kind of route with the text as its parameters.
///
/// # Panics
///
/// Where the server fails, or an answer in JSON is none.
pub fn parameters(bytes: &[u8]) {
    const ROUTES: [&str; 8] = [
        "/api/search",
        "/",
        "/api/suggest",
        "/api/facets/tag",
        "/api/2/datasets/search/",
        "/api/1/datasets/",
        "/feed.atom",
        "/export.csv",
    ];

    let Some((route, parameters)) = bytes.split_first() else {
        return;
    };
    let route = ROUTES[usize::from(*route) % ROUTES.len()];
    let mut address = format!("{route}?");
    for byte in parameters {
        // What stands in an address as it is, so that names, values and escapes are found soon.
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(byte) {
            address.push(char::from(*byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    ask(&address, None);
}

/// Asks data.gouv.fr's API with the text as its mask, and masks an answer with it.
///
/// # Panics
///
/// Where the server fails, or a mask gives what it does not name.
pub fn mask(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let answer = json!({
        "data": [{"id": "a", "title": "b", "organization": {"name": "c", "id": 1}}, {"id": null}],
        "total": 2,
        "deep": {"a": {"b": {"c": {"d": true}}}},
    });
    if let Ok(masked) = query::fuzzing::masked(&text, answer.clone()) {
        assert!(is_part_of(&masked, &answer), "{text}: {masked}");
    }
    if bytes.len() < 2_000 {
        ask("/api/2/datasets/search/?q=eau&page_size=2", Some(bytes));
    }
}

/// Returns whether all that a value holds stands in another one, or is null there.
fn is_part_of(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part.iter().all(|(name, value)| {
            let in_whole = whole.get(name);
            in_whole.map_or(value.is_null(), |whole| is_part_of(value, whole))
        }),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len()
                && part
                    .iter()
                    .zip(whole)
                    .all(|(part, whole)| is_part_of(part, whole))
        }
        (part, whole) => part == whole || part.is_null(),
    }
}

/// Analyzes the text in each form.
///
/// # Panics
///
/// Where a word does not stand where it is said to.
pub fn analyzer(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for form in [Form::Base, Form::Exact, Form::ExactWithStopWords] {
        let mut last = (0, 0);
        for (index, word) in FrenchAnalyzer::new(form)
            .words(&text)
            .into_iter()
            .enumerate()
        {
            let typed = text.get(word.start..word.end);
            assert!(typed.is_some_and(|typed| !typed.is_empty()), "{word:?}");
            assert!(!word.term.is_empty(), "{word:?}");
            if index > 0 {
                assert!(word.start >= last.0 && word.position > last.1, "{word:?}");
            }
            last = (word.end, word.position);
        }
    }
}

/// Reads the bytes as a file of records.
///
/// # Panics
///
/// Where that panics: what is no catalogue is refused.
pub fn records(bytes: &[u8]) {
    if let Ok(records) = ingest::fuzzing::records(bytes.to_vec()) {
        for record in records {
            assert!(!record.id().is_empty());
        }
    }
}

/// Reads a record whose description is the text.
///
/// # Panics
///
/// Where it is not read, or its plain text is longer than what was written.
pub fn text(bytes: &[u8]) {
    let description = String::from_utf8_lossy(bytes);
    let record = json!({"id": "a", "slug": "a", "title": "a", "description": description});
    let records = ingest::fuzzing::records(format!("{record}\n").into_bytes());
    let records = records.expect("JSON Lines can be read");
    let [record] = records.as_slice() else {
        panic!("one record is read, not {}", records.len());
    };
    // A character reference may be a little shorter than what it stands for.
    let longest = 4 * description.len() + 16;
    assert!(record.description().text.len() <= longest);
}

/// Shows a description on a page.
///
/// # Panics
///
/// Where it has what no page may have, or grows far beyond what was written.
pub fn page(bytes: &[u8]) {
    let markdown = String::from_utf8_lossy(bytes);
    let html = query::fuzzing::description(&markdown);
    let fragment = scraper::Html::parse_fragment(&html);
    for node in fragment.tree.values() {
        let Some(element) = node.as_element() else {
            continue;
        };
        let forbidden = [
            "script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "base",
            "meta", "link", "img",
        ];
        assert!(!forbidden.contains(&element.name()), "{html}");
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style", "{html}");
            if name == "href" {
                // Browsers pass over blanks and control characters before an address.
                let address = value.trim_start_matches(|letter| letter <= ' ');
                let scheme = address.split(':').next().unwrap_or_default();
                assert!(["http", "https", "mailto"].contains(&scheme), "{html}");
            }
        }
    }
    assert!(
        html.len() <= 200 * markdown.len() + 1_000,
        "{} bytes",
        html.len()
    );
}

/// Cuts an extract from a text; its first line is the query.
///
/// # Panics
///
/// Where it is not cut from the text.
pub fn snippet(bytes: &[u8]) {
    let all = String::from_utf8_lossy(bytes);
    let (query, text) = all.split_once('\n').unwrap_or(("eau", all.as_ref()));
    let whole = shown(&search_index::fuzzing::highlight(text, query));
    assert_eq!(without_blanks(&whole), without_blanks(text));
    let extract = shown(&search_index::fuzzing::extract(text, query));
    let inner = extract.strip_prefix("… ").unwrap_or(&extract);
    let inner = inner.strip_suffix(" …").unwrap_or(inner);
    assert!(
        without_blanks(text).contains(&without_blanks(inner)),
        "{extract}"
    );
    assert!(extract.chars().count() <= 1_000, "{extract}");
}

fn shown(fragments: &[Fragment]) -> String {
    fragments
        .iter()
        .map(|fragment| fragment.text.as_str())
        .collect()
}

fn without_blanks(text: &str) -> String {
    let chars = text.chars();
    chars
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect()
}

/// Asks the application over the sample, and checks what holds for every answer.
fn ask(address: &str, mask: Option<&[u8]>) {
    static APPLICATION: OnceLock<(tokio::runtime::Runtime, Router)> = OnceLock::new();
    let (runtime, router) = APPLICATION.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be started");
        let index = LiveIndex::open(sample_index()).expect("the sample is sound");
        let router = query::app(AppState::new(Arc::clone(&index), Config::default()));
        (runtime, router)
    });
    let Ok(uri) = address.parse::<Uri>() else {
        return;
    };
    let mut request = Request::get(uri).header("host", "localhost");
    if let Some(mask) = mask {
        request = request.header("x-fields", mask);
    }
    // No header can hold such a mask.
    let Ok(request) = request.body(Body::empty()) else {
        return;
    };
    runtime.block_on(async {
        let answer = router.clone().oneshot(request).await;
        let Ok(answer) = answer;
        let status = answer.status().as_u16();
        assert!(status < 500, "{status}: {address}");
        let is_json = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
        let body = to_bytes(answer.into_body(), 64 << 20)
            .await
            .expect("a body comes whole");
        if is_json {
            let parsed = serde_json::from_slice::<Value>(&body);
            assert!(parsed.is_ok(), "{address}");
        }
    });
}
