//! Bad values, over every route that the description of the API names: by rule, so that a new route or parameter is held
//! to it too. A value that cannot be is refused with its parameter and the reason; whatever else comes is no fault of the
//! server.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::Value;
use support::application::{Answer, Application};
use support::records::{dataservice, dataset};

/// A route of the application, with the parameters that its description names.
struct Route {
    path: String,
    parameters: Vec<Value>,
}

/// Starts an application of records that know everything that paths ask for.
async fn application() -> Application {
    Application::start(vec![a_dataset(), a_dataservice()]).await
}

fn a_dataset() -> Value {
    dataset("Arbres de la ville")
        .zone("fr:region:53")
        .resource("arbres.csv", "csv")
        .organization("Ville", &["public-service"])
        .build()
}

fn a_dataservice() -> Value {
    dataservice("Adresses")
        .organization("Ville", &["public-service"])
        .build()
}

/// Returns every route of the description, its path filled with names that the application knows.
async fn routes(application: &Application) -> Vec<Route> {
    let (dataset, dataservice) = (a_dataset(), a_dataservice());
    let description = application.json("/openapi.json").await;
    let mut routes = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        let name = |name: &str| {
            let name = match name {
                "id" | "id_or_slug" if path.contains("organizations") => {
                    dataset["organization"]["id"].as_str()
                }
                "id" | "ids" if path.contains("spatial") => Some("fr:region:53"),
                "id_or_slug" if path.contains("dataservices") => dataservice["id"].as_str(),
                "id_or_slug" => dataset["id"].as_str(),
                "resource_id" => dataset["resources"][0]["id"].as_str(),
                "facet" => Some("license"),
                "by" => Some("format"),
                "format" => Some("ttl"),
                "file" => Some("1.xml"),
                other => panic!("{path}: which `{other}` is there?"),
            };
            name.unwrap().to_owned()
        };
        routes.push(Route {
            path: filled(path, name),
            parameters: methods["get"]["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|parameter| described(&description, parameter).clone())
                .collect(),
        });
    }
    routes
}

/// Returns a parameter as it is described, by itself or by what it refers to.
fn described<'a>(description: &'a Value, parameter: &'a Value) -> &'a Value {
    let Some(reference) = parameter["$ref"].as_str() else {
        return parameter;
    };
    let named = description.pointer(reference.trim_start_matches('#'));
    named.unwrap_or_else(|| panic!("no `{reference}`"))
}

/// Fills the braces of a path.
fn filled(path: &str, name: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (parameter, after) = after.split_once('}').unwrap();
        filled.push_str(before);
        filled.push_str(&name(parameter));
        rest = after;
    }
    filled + rest
}

impl Route {
    /// Returns whether addresses of the route are shared and followed, so that a value that no list has any more is told and no
    /// mistake.
    fn is_kept_for_years(&self) -> bool {
        !self.path.starts_with("/api/") && !self.path.starts_with("/export")
    }

    fn query_parameters(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| (parameter["name"].as_str().unwrap(), &parameter["schema"]))
    }
}

/// Returns whether a body is JSON.
fn is_json(answer: &Answer) -> bool {
    ["application/json", "application/problem+json"].contains(&answer.header("content-type"))
}

/// Returns values that a type excludes.
fn impossible_values(schema: &Value) -> Vec<String> {
    if schema["type"] == "array" {
        return impossible_values(&schema["items"]);
    }
    let mut values = Vec::new();
    if schema["enum"].is_array() || schema["pattern"].is_string() {
        values.push("nope".to_owned());
    }
    if schema["type"] == "boolean" {
        values.push("perhaps".to_owned());
    }
    if schema["type"] == "integer" {
        values.extend(["abc", "1.5", "-1", "99999999999999999999999"].map(str::to_owned));
        values.extend(
            schema["minimum"]
                .as_i64()
                .map(|least| (least - 1).to_string()),
        );
        values.extend(
            schema["maximum"]
                .as_i64()
                .map(|most| (most + 1).to_string()),
        );
    }
    if let Some(most) = schema["maxLength"].as_u64() {
        values.push("a".repeat(most as usize + 1));
    }
    values
}

/// Checks that an answer is no fault of the server, and says what was wrong where something was.
fn check(answer: &Answer, asked: &str) {
    let asked = asked.chars().take(200).collect::<String>();
    assert!(answer.status < 500, "{asked}: {}", answer.status);
    if answer.status == 400 && is_json(answer) {
        let body = answer.json();
        assert!(body["message"].is_string(), "{asked}: {body}");
    }
}

#[tokio::test]
async fn every_described_route_answers() {
    let application = application().await;
    let routes = routes(&application).await;
    assert!(routes.len() > 8, "{}", routes.len());
    for route in routes {
        // Some ask for what must be said: a suggestion's words, for instance.
        let required = route
            .parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
        let query: Vec<String> = required
            .map(|parameter| format!("{}=arbres", parameter["name"].as_str().unwrap()))
            .collect();
        let asked = format!("{}?{}", route.path, query.join("&"));
        let mut answer = application.get(&asked).await;
        if answer.status == 303 {
            // The description of a record in whatever format lies elsewhere.
            let elsewhere = answer.header("location").to_owned();
            answer = application.get(&elsewhere).await;
        }
        assert_eq!(answer.status, 200, "{asked}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_a_parameter_s_type_excludes_is_refused_with_its_name_and_the_reason() {
    let application = application().await;
    let mut n_values = 0;
    for route in routes(&application).await {
        for (name, schema) in route.query_parameters() {
            for value in impossible_values(schema) {
                let asked = format!("{}?{name}={value}", route.path);
                let answer = application.get(&asked).await;
                n_values += 1;
                if route.is_kept_for_years() && value == "nope" {
                    assert_eq!(answer.status, 200, "{asked}: {}", answer.text());
                    assert!(answer.text().contains("« nope » n’existe pas"), "{asked}");
                    continue;
                }
                assert_eq!(answer.status, 400, "{asked}: {}", answer.text());
                if is_json(&answer) {
                    let body = answer.json();
                    let reason = body["errors"][name].as_str();
                    let reason = reason.unwrap_or_else(|| panic!("{asked}: {body}"));
                    assert!(
                        value.len() > 100 || reason.contains(&value),
                        "{asked}: {body}"
                    );
                } else {
                    assert!(answer.text().contains(name), "{asked}");
                }
            }
        }
    }
    assert!(n_values > 10, "{n_values}");
}

#[tokio::test]
async fn odd_values_of_any_parameter_are_no_fault_of_the_server() {
    let application = application().await;
    for route in routes(&application).await {
        let names = route.query_parameters().map(|(name, _)| name);
        // Parameters that a route does not know are odd too.
        for name in names.chain(["q", "page", "unknown", "%FF", ""]) {
            for value in [
                "",
                "%00",
                "%FF%FE",
                "%",
                "%C3%28",
                "%22%27%3C%3E%26%3B",
                "%22unclosed+-+%22+titre%3A",
                "..%2F..%2Fetc%2Fpasswd",
                "-",
                "*",
                "0",
                "1e9",
                "9223372036854775808",
                "18446744073709551615",
                "%F0%9F%8C%B3",
            ] {
                let asked = format!("{}?{name}={value}", route.path);
                check(&application.get(&asked).await, &asked);
            }
            let many = format!("{name}=eau&").repeat(1_000);
            let different: Vec<String> = (0..1_000).map(|n| format!("{name}={n}")).collect();
            let different = different.join("&");
            let long = format!("{name}={}", "a".repeat(60_000));
            for parameters in [many, different, long] {
                let asked = format!("{}?{parameters}", route.path);
                check(&application.get(&asked).await, &asked);
            }
        }
    }
}

#[tokio::test]
async fn odd_names_in_a_path_are_no_fault_of_the_server() {
    let application = application().await;
    let description = application.json("/openapi.json").await;
    // A path may have two names; the client sends at most 65,534 bytes.
    let long = "a".repeat(30_000);
    for path in description["paths"].as_object().unwrap().keys() {
        for name in ["%FF", "%00", "..", "%2F", "%22", "0", "%F0%9F%8C%B3", &long] {
            let asked = filled(path, |_| name.to_owned());
            check(&application.get(&asked).await, &asked);
        }
    }
}

/// Sends bytes that no well-behaved client sends, and returns the status of the answer.
fn status_of(application: &Application, target: &[u8]) -> u16 {
    let address = application.url();
    let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(b"GET ").unwrap();
    stream.write_all(target).unwrap();
    stream
        .write_all(b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .unwrap();
    let line = BufReader::new(stream).lines().next().unwrap().unwrap();
    line.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn raw_bytes_and_100_kilobytes_are_answered_on_every_route() {
    let application = application().await;
    for route in routes(&application).await {
        let path = route.path.as_bytes();
        let long = "a".repeat(100_000);
        for query in [
            b"?q=\xFF\xFE".as_slice(),
            b"?\xC3(=\xC3",
            format!("?q={long}").as_bytes(),
        ] {
            let status = status_of(&application, &[path, query].concat());
            assert!(status < 500, "{}: {status}", route.path);
        }
    }
}
