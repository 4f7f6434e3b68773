//! Mozilla's HTTP Observatory (`mdn/mdn-http-observatory`), as far as one answer tells: its rules with their points, over the
//! page as it is behind TLS. Points above 100 count only where the rest leaves 90 or more.

use scraper::{Html, Selector};

use query::Config;
use support::application::{Answer, Application, sample_index};

/// The rules, each with the points that the page has by it; 0 is what is expected of everybody.
fn rules(answer: &Answer) -> Vec<(&'static str, i32)> {
    let policy = answer.header("content-security-policy");
    vec![
        ("content-security-policy", content_security_policy(policy)),
        // There are none; what sets one is told by the next line.
        (
            "cookies",
            if answer.header("set-cookie").is_empty() {
                0
            } else {
                -20
            },
        ),
        // Whatever may be read by anybody is public.
        (
            "cross-origin-resource-sharing",
            match (
                answer.header("access-control-allow-origin"),
                answer.header("access-control-allow-credentials"),
            ) {
                ("" | "*", "") => 0,
                _ => -50,
            },
        ),
        // A proxy that does TLS sends people there; here it is the header that keeps them.
        (
            "strict-transport-security",
            match max_age(answer.header("strict-transport-security")) {
                Some(seconds) if seconds >= 15_768_000 => 0,
                Some(_) => -10,
                None => -20,
            },
        ),
        (
            "referrer-policy",
            match answer.header("referrer-policy") {
                "no-referrer"
                | "same-origin"
                | "strict-origin"
                | "strict-origin-when-cross-origin" => 5,
                "" => 0,
                _ => -5,
            },
        ),
        ("subresource-integrity", subresources(&answer.html())),
        (
            "x-content-type-options",
            if answer.header("x-content-type-options") == "nosniff" {
                0
            } else {
                -5
            },
        ),
        (
            "x-frame-options",
            if policy.contains("frame-ancestors 'none'") {
                5
            } else if ["DENY", "SAMEORIGIN"].contains(&answer.header("x-frame-options")) {
                0
            } else {
                -20
            },
        ),
        (
            "cross-origin-resource-policy",
            match answer.header("cross-origin-resource-policy") {
                "same-origin" | "same-site" => 10,
                "" | "cross-origin" => 0,
                _ => -5,
            },
        ),
        // Pins of keys are no longer known to browsers, and nothing is loaded in clear.
        (
            "public-key-pins",
            i32::from(!answer.header("public-key-pins").is_empty()) * -5,
        ),
        (
            "x-xss-protection",
            if policy.contains("unsafe-inline") {
                -10
            } else {
                0
            },
        ),
        (
            "redirection",
            if answer.header("location").starts_with("http://") {
                -20
            } else {
                0
            },
        ),
    ]
}

fn content_security_policy(policy: &str) -> i32 {
    if policy.is_empty() {
        return -25;
    }
    let is_unsafe = ["unsafe-inline", "unsafe-eval", "data:", "http:", "*"];
    if is_unsafe.iter().any(|source| policy.contains(source)) {
        return -20;
    }
    if policy.contains("default-src 'none'") {
        10
    } else {
        5
    }
}

fn max_age(header: &str) -> Option<u64> {
    header
        .split(';')
        .find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok())
}

/// Scripts of others need a hash of what they are.
fn subresources(page: &Html) -> i32 {
    let scripts = Selector::parse("script[src]").unwrap();
    let foreign = page.select(&scripts).filter(|script| {
        let src = script.attr("src").unwrap_or_default();
        !src.starts_with('/') || src.starts_with("//")
    });
    if foreign.count() == 0 { 0 } else { -50 }
}

#[tokio::test]
async fn mozillas_observatory_gives_a_plus_behind_tls() {
    let config = Config {
        public_url: Some("https://recherche.example.fr".to_owned()),
        ..Config::default()
    };
    let application = Application::configured(sample_index(), config).await;
    for path in [
        "/",
        "/?q=eau",
        "/datasets/base-adresse-nationale",
        "/docs",
        "/nope",
        "/?page=0",
    ] {
        let rules = rules(&application.get(path).await);
        assert_eq!(rules.len(), 12);
        let lost: i32 = rules.iter().map(|(_, points)| (*points).min(0)).sum();
        let gained: i32 = rules.iter().map(|(_, points)| (*points).max(0)).sum();
        assert_eq!((100 + lost, gained), (100, 30), "{path}: {rules:?}");
    }
    let answer = application.get("/").await;
    assert!(
        answer
            .header("permissions-policy")
            .contains("geolocation=()")
    );
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    // In clear a browser must not be told to come by TLS alone.
    let clear = Application::over(sample_index()).await;
    assert_eq!(clear.get("/").await.header("strict-transport-security"), "");
}
