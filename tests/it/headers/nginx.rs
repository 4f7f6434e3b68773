//! The server behind nginx, configured as the README says.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use support::application::{Answer, Server, get, http_client_at, sample_index, skip};

const README: &str = include_str!("../../../README.md");

/// nginx in a folder of its own; ended when dropped.
struct Nginx {
    process: Child,
    port: u16,
    /// At another address than nginx, which is a proxy.
    client: reqwest::Client,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// Starts it with the README's example, in front of a server at this address.
    fn start(upstream: &str) -> Self {
        let begin = README.find("    server {\n        listen 80;").unwrap();
        let end = begin + README[begin..].find("\n    }\n").unwrap() + "\n    }\n".len();
        let port = free_port();
        let example = README[begin..end]
            .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
            .replace("http://127.0.0.1:8080", upstream);
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().display();
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {at}/{name};"))
            .concat();
        let configuration = format!(
            "daemon off; master_process off; pid {at}/pid; error_log {at}/error.log;\n\
             events {{}}\nhttp {{ access_log off; {paths}\n{example} }}\n"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, configuration).unwrap();
        let process = Command::new("nginx")
            .arg("-c")
            .arg(&file)
            .stderr(Stdio::null())
            .spawn();
        let process = process.unwrap();
        Self {
            process,
            port,
            client: http_client_at(Ipv4Addr::new(127, 0, 0, 2).into()),
            _folder: folder,
        }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        loop {
            match get(&self.client, &url, headers).await {
                Ok(answer) => return answer,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn behind_nginx_as_the_readme_has_it_links_validators_and_clients_are_right() {
    if Command::new("nginx")
        .arg("-v")
        .stderr(Stdio::null())
        .status()
        .is_err()
    {
        return skip("headers::nginx", "needs nginx");
    }
    let server = Server::start_with(
        sample_index(),
        &[
            "--trusted-proxy",
            "127.0.0.1",
            "--requests-per-minute",
            "12",
        ],
    );
    let nginx = Nginx::start(&server.url);
    let host = [("host", "recherche.example.fr")];
    let compressed = [host[0], ("accept-encoding", "gzip")];
    let page = nginx.get("/?q=eau", &compressed).await;
    assert_eq!(
        (page.status, page.header("content-encoding")),
        (200, "gzip")
    );
    assert_eq!(page.header("vary"), "accept-encoding");
    let known = [
        compressed[0],
        compressed[1],
        ("if-none-match", page.header("etag")),
    ];
    assert_eq!(nginx.get("/?q=eau", &known).await.status, 304);
    let lying = [
        host[0],
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
    ];
    let answer = nginx.get("/api/search?page_size=1", &lying).await.json();
    let next = answer["next_page"].as_str().unwrap();
    assert!(
        next.starts_with("http://recherche.example.fr/api/search?"),
        "{next}"
    );
    // Whatever a client tells of itself, it is one client.
    let mut n_refused = 0;
    for n in 0..20 {
        let client = format!("198.51.100.{n}");
        let answer = nginx
            .get("/api/search", &[host[0], ("x-forwarded-for", &client)])
            .await;
        n_refused += usize::from(answer.status == 429);
    }
    assert!(n_refused > 5, "{n_refused}");
    // With TLS in front, links are told by the public address.
    let server = Server::start_with(
        sample_index(),
        &["--public-url", "https://recherche.example.fr"],
    );
    let nginx = Nginx::start(&server.url);
    let answer = nginx.get("/api/search?page_size=1", &host).await;
    let next = answer.json()["next_page"].as_str().unwrap().to_owned();
    assert!(next.starts_with("https://recherche.example.fr/"), "{next}");
    assert!(!answer.header("strict-transport-security").is_empty());
}
