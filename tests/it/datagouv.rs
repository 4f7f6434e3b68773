//! data.gouv.fr's read API as its clients rely on it.

mod lists;
mod masks;
mod organizations;
mod others;
mod records;
mod searches;
mod vocabularies;

use serde_json::Value;
use support::application::{Application, address, titles};

/// Returns the names of an object's fields, in the order of the alphabet.
fn fields(object: &Value) -> Vec<&str> {
    let mut fields: Vec<&str> = object
        .as_object()
        .unwrap_or_else(|| panic!("no object: {object}"))
        .keys()
        .map(String::as_str)
        .collect();
    fields.sort_unstable();
    fields
}

/// Returns words as a sorted list.
fn sorted(words: &str) -> Vec<&str> {
    let mut words: Vec<&str> = words.split_whitespace().collect();
    words.sort_unstable();
    words
}

/// Returns the titles that a route answers with, in the order of the alphabet.
async fn found(application: &Application, route: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let mut titles = titles(&application.json(&address(route, parameters)).await);
    titles.sort_unstable();
    titles
}

/// Asserts that a route refuses a value, and says so in the platform's way.
async fn assert_refused(application: &Application, route: &str, parameter: &str, value: &str) {
    let answer = application
        .get(&address(route, &[(parameter, value)]))
        .await;
    assert_eq!(answer.status, 400, "{route} {parameter}={value}");
    let problem = answer.json();
    assert_eq!(problem["message"], "Input payload validation failed");
    let reason = problem["errors"][parameter].as_str().unwrap_or_default();
    assert!(
        reason.contains(value) && !reason.is_empty(),
        "{route} {parameter}={value}: {problem}"
    );
}
