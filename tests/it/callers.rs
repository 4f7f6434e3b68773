//! Who asks: the address that links begin with, what proxies tell, and how often a client may ask.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroU32;

use query::{Config, TrustedProxies};
use support::application::{Answer, Application, Server, sample_index};

/// Each route that answers with absolute links, and how one of them goes on.
const LINKING: [(&str, &str); 8] = [
    ("/api/search?page_size=1", "/api/search?page_size=1&page=2"),
    ("/api/facets/tag?page_size=1", "/api/facets/tag?"),
    ("/api/1/datasets/?page_size=1", "/api/1/datasets/?"),
    ("/api/suggest?q=eau&format=opensearch", "/"),
    ("/feed.atom", "/feed.atom?"),
    ("/sitemap.xml", "/sitemap-1.xml"),
    ("/robots.txt", "/sitemap.xml"),
    ("/opensearchdescription.xml", "/"),
];

const FORWARDED: [(&str, &str); 2] = [
    ("x-forwarded-host", "recherche.example.fr"),
    ("x-forwarded-proto", "https"),
];

/// Tests ask from this machine, which is a proxy here.
fn behind_a_proxy() -> Config {
    Config {
        trusted_proxies: TrustedProxies::new(vec!["127.0.0.0/8".parse().unwrap()]),
        ..Config::default()
    }
}

#[tokio::test]
async fn links_begin_with_the_address_that_a_trusted_proxy_tells_and_nobody_else() {
    let open = Application::over(sample_index()).await;
    let proxied = Application::configured(sample_index(), behind_a_proxy()).await;
    let public = Config {
        public_url: Some("https://catalogue.example.org".to_owned()),
        ..behind_a_proxy()
    };
    let public = Application::configured(sample_index(), public).await;
    for (path, link) in LINKING {
        for (application, base) in [
            (&open, open.url()),
            (&proxied, "https://recherche.example.fr".to_owned()),
            (&public, "https://catalogue.example.org".to_owned()),
        ] {
            let text = application.get_with(path, &FORWARDED).await.text();
            assert!(text.contains(&format!("{base}{link}")), "{path}: {text}");
            let others = ["recherche.example.fr", "catalogue.example.org"];
            let others = others.iter().filter(|other| !base.contains(**other));
            assert!(
                !others.clone().any(|other| text.contains(other)),
                "{path}: {text}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_none_is_refused() {
    let application = Application::over(sample_index()).await;
    for host in ["a b", "user@example.fr", "a\"><script>", "example.fr/x", ""] {
        let answer = application.get_with("/api/search", &[("host", host)]).await;
        assert_eq!(answer.status, 400, "{host}");
        assert!(answer.json()["errors"]["Host"].is_string(), "{host}");
        let page = application.get_with("/", &[("host", host)]).await;
        assert_eq!(page.status, 400, "{host}");
        assert!(page.text().contains("<html"), "{host}");
    }
    for request in [
        "GET /robots.txt HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /robots.txt HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    ] {
        assert!(
            raw(&application, request).starts_with("HTTP/1.1 400"),
            "{request}"
        );
    }
    let old = raw(&application, "GET /robots.txt HTTP/1.0\r\n\r\n");
    assert!(
        old.contains("Sitemap: http://localhost/sitemap.xml"),
        "{old}"
    );
    let absolute =
        "GET http://a.example/robots.txt HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n";
    let absolute = raw(&application, absolute);
    assert!(
        absolute.contains("Sitemap: http://a.example/"),
        "{absolute}"
    );
}

fn raw(application: &Application, request: &str) -> String {
    let address: SocketAddr = application.url()["http://".len()..].parse().unwrap();
    let request = request.to_owned();
    tokio::task::block_in_place(|| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    })
}

#[tokio::test]
async fn a_request_id_is_kept_if_it_is_short_and_plain() {
    let application = Application::over(sample_index()).await;
    let long = "a".repeat(65);
    for (id, is_kept) in [
        ("req-1_A.b", true),
        (&"a".repeat(64), true),
        (&long, false),
        ("a b", false),
        ("a\"}", false),
        ("", false),
    ] {
        let answer = application
            .get_with("/healthz", &[("x-request-id", id)])
            .await;
        let kept = answer.header("x-request-id");
        assert_eq!(kept == id, is_kept, "{id}: {kept}");
        assert!(!kept.is_empty());
    }
}

#[tokio::test]
async fn a_client_asks_so_often_and_is_told_when_to_ask_again() {
    let config = Config {
        requests_per_minute: NonZeroU32::new(2),
        ..behind_a_proxy()
    };
    let application = Application::configured(sample_index(), config).await;
    let ask = |path: &'static str, client: &'static str| {
        let application = &application;
        async move {
            application
                .get_with(path, &[("x-forwarded-for", client)])
                .await
        }
    };
    for _ in 0..2 {
        assert_eq!(ask("/api/search", "198.51.100.1").await.status, 200);
    }
    let refused = ask("/api/search", "198.51.100.1").await;
    assert_eq!(refused.status, 429);
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert!(
        refused.json()["message"]
            .as_str()
            .unwrap()
            .contains("too many requests")
    );
    let page: Answer = ask("/", "203.0.113.7, 198.51.100.1").await;
    assert_eq!(
        page.status, 429,
        "what stands before the last stranger is not believed"
    );
    assert!(page.text().contains("Trop de demandes"), "{}", page.text());
    assert_eq!(ask("/api/search", "198.51.100.2").await.status, 200);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(ask(path, "198.51.100.1").await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn behind_a_proxy_each_client_has_its_share_and_the_proxy_all_connections() {
    let server = Server::start_with(
        sample_index(),
        &["--trusted-proxy", "127.0.0.1", "--max-connections", "4"],
    );
    let address: SocketAddr = server.url["http://".len()..].parse().unwrap();
    let ask = |client: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = format!(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).unwrap();
        (stream, String::from_utf8_lossy(&begin).into_owned())
    };
    // Without a proxy it would be two.
    let held: Vec<_> = (0..4).map(|_| ask("198.51.100.1")).collect();
    for (_, begin) in &held {
        assert_eq!(begin, "HTTP/1.1 200");
    }
}
