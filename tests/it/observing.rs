//! What an operator sees: figures, the log, alerts and the dashboard.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use query::Config;
use serde_json::Value;
use support::application::{Application, Server, command, sample_index, skip};

const ALERTS: &str = include_str!("../../docs/deploy/prometheus/alerts.yml");
const DASHBOARD: &str = include_str!("../../docs/deploy/grafana/dashboard.json");

/// Returns whether Prometheus' own checker is here.
fn has_promtool(test: &str) -> bool {
    let is_here = Command::new("promtool")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    if !is_here {
        skip(test, "needs promtool, of Debian's package prometheus");
    }
    is_here
}

/// Has promtool check something; returns what it says where that is wrong.
fn promtool(arguments: &[&str], input: &str) -> Result<(), String> {
    use std::io::Write;

    let mut child = Command::new("promtool")
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploy/prometheus"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    if ended.status.success() {
        Ok(())
    } else {
        Err(said)
    }
}

/// Returns the names of figures in a text.
fn names(text: &str) -> BTreeSet<&str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c: char| !is_of_name(c));
    words
        .filter(|word| word.starts_with("trouvaille_"))
        .collect()
}

#[tokio::test]
async fn figures_tell_requests_phases_work_and_what_is_served() {
    let application = Application::over(sample_index()).await;
    for path in [
        "/api/search?q=eau",
        "/?q=eau",
        "/nope",
        "/api/1/datasets",
        "/api/1/datasets/",
    ] {
        application.get(path).await;
    }
    let figures = application.get("/metrics").await;
    assert!(
        figures
            .header("content-type")
            .starts_with("application/openmetrics-text; version=1.0.0")
    );
    let text = figures.text();
    for line in [
        "trouvaille_requests_total{method=\"GET\",route=\"/api/search\",status=\"200\"} 1",
        "trouvaille_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "trouvaille_requests_total{method=\"GET\",route=\"/api/1/datasets\",status=\"200\"} 2",
        "trouvaille_request_seconds_count{route=\"/\"} 1",
        "trouvaille_search_phase_seconds_count{phase=\"find\"} 2",
        "trouvaille_work_total{outcome=\"answered\"} 4",
        "trouvaille_records{type=\"dataset\"} 358",
        "trouvaille_rejected_records 0",
        "trouvaille_ready 1",
        "trouvaille_serves_live_generation 1",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line}: {text}");
    }
    assert!(
        !text.contains("eau"),
        "what people look for is in no figure"
    );
    assert!(text.ends_with("# EOF\n"));
    if has_promtool("observing::figures") {
        promtool(&["check", "metrics", "--extended"], &text).unwrap_or_else(|said| {
            // OpenMetrics tells of a counter without its suffix, which the checker of the older format does not know.
            let wrong: Vec<_> = said.lines().filter(|line| line.contains("rror")).collect();
            assert!(wrong.is_empty(), "{said}");
        });
    }
}

#[tokio::test]
async fn alerts_and_the_dashboard_ask_for_figures_that_are_there() {
    let config = Config {
        sync: Some(std::sync::Arc::default()),
        ..Config::default()
    };
    let application = Application::configured(sample_index(), config).await;
    application.get("/api/search?q=eau").await;
    let figures = application.get("/metrics").await.text();
    let mut told: BTreeSet<&str> = names(&figures);
    // Of an index that follows a source.
    told.insert("trouvaille_sync_lag_seconds");
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap());
    let asked: Vec<&str> = targets
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    let expressions: Vec<&str> = ALERTS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("expr: "))
        .chain(asked.iter().copied())
        .collect();
    assert!(expressions.len() > 20);
    for expression in expressions {
        for name in names(expression) {
            assert!(told.contains(name), "{name}: {expression}");
        }
    }
    if !has_promtool("observing::alerts") {
        return;
    }
    promtool(&["check", "rules", "alerts.yml"], "").unwrap();
    promtool(&["test", "rules", "alerts.test.yml"], "").unwrap();
    // What a panel asks for is checked as the rule of a record.
    let mut rules = "groups:\n- name: dashboard\n  rules:\n".to_owned();
    for (n, expression) in asked.iter().enumerate() {
        let expression = expression.replace("$instance", ".*").replace('\'', "''");
        writeln!(rules, "  - record: panel:{n}\n    expr: '{expression}'").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dashboard.yml");
    fs::write(&file, rules).unwrap();
    promtool(&["check", "rules", file.to_str().unwrap()], "").unwrap();
}

#[tokio::test]
async fn each_request_is_a_line_of_the_log_without_what_was_looked_for() {
    let mut serve = command();
    serve
        .args(["serve", "--listen", "127.0.0.1:0", "--index"])
        .arg(sample_index())
        .args(["--log-format", "json"]);
    serve.stdout(Stdio::null());
    let mut process = support::application::Process::start(serve);
    let address = process.wait_for("listening on http://");
    let address = address.split('"').next().unwrap();
    let client = support::application::http_client();
    let url = format!("http://{address}/api/search?q=secret");
    let headers = [("x-request-id", "abc-1")];
    support::application::get(&client, &url, &headers)
        .await
        .unwrap();
    let _ = process.wait_for("abc-1");
    let log = process.stderr();
    let line = log.lines().find(|line| line.contains("abc-1")).unwrap();
    let line: Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["route"], "/api/search");
    assert_eq!(line["status"], 200);
    assert!(line["ms"].is_number());
    for line in log.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    assert!(
        !log.contains("secret") && !log.contains("127.0.0.1\""),
        "{log}"
    );
}

#[tokio::test]
async fn a_slow_search_is_told_with_its_plan_where_that_is_asked_for() {
    let mut server = Server::start_with(sample_index(), &["--slow-search", "0.001ms"]);
    server.get("/api/search?q=covoiturrage&license=lov2").await;
    let told = server.process.wait_for("a search was slow");
    for part in [
        "find_ms=",
        "request=\"q=covoiturrage&license=lov2\"",
        "covoiturage",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[tokio::test]
async fn what_three_clients_look_for_is_kept_without_who_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    support::application::rebuild_from(&index, vec![ingest::Source::Sample])
        .await
        .unwrap();
    let server = Server::start_with(
        &index,
        &["--query-log", "7", "--trusted-proxy", "127.0.0.1"],
    );
    let client = support::application::http_client();
    for (words, n_clients) in [("covoiturrage", 3), ("Xyzzy+plugh", 4), ("mme+martin", 2)] {
        for n in 0..n_clients {
            for path in ["/api/search?q=", "/?q="] {
                let url = format!("{}{path}{words}", server.url);
                let address = format!("198.51.100.{n}");
                let headers = [("x-forwarded-for", address.as_str())];
                support::application::get(&client, &url, &headers)
                    .await
                    .unwrap();
            }
        }
    }
    assert_eq!(server.end().code, Some(0));
    let day = fs::read_dir(index.join("queries"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let kept = fs::read_to_string(day.path()).unwrap();
    assert!(
        !kept.contains("martin") && !kept.contains("198.51.100"),
        "{kept}"
    );
    let index = index.to_str().unwrap();
    let told = support::application::run(["queries", "--index", index, "--json"]).json();
    let words = |list: &str| -> Vec<String> {
        support::application::strings(&serde_json::json!({"data": told[list]}), "words")
    };
    assert_eq!(words("most_frequent"), ["xyzzy plugh", "covoiturrage"]);
    assert_eq!(told["most_frequent"][0]["asked"], 8);
    assert!(words("without_complete_match").contains(&"xyzzy plugh".to_owned()));
    assert_eq!(words("mended"), ["covoiturrage"]);
    let text = support::application::run(["queries", "--index", index, "--size", "1"]);
    assert!(text.stdout.contains("xyzzy plugh"), "{}", text.stdout);
    // Without the option nothing is kept.
    assert!(!sample_index().join("queries").exists());
    let none = support::application::run(["queries", "--index", sample_index().to_str().unwrap()]);
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("--query-log"), "{}", none.stderr);
}

#[test]
fn a_command_that_fails_says_so_in_the_format_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no.jsonl");
    let mut rebuild = command();
    rebuild.args(["rebuild-index", "--log-format", "json", "--index"]);
    rebuild.arg(folder.path().join("index")).arg("--source");
    let finished = rebuild.arg(&missing).output().unwrap();
    assert_eq!(finished.status.code(), Some(1));
    let log = String::from_utf8(finished.stderr).unwrap();
    let last: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["level"], "ERROR", "{log}");
    let message = last["message"].as_str().unwrap();
    assert!(message.contains(missing.to_str().unwrap()), "{log}");
}
