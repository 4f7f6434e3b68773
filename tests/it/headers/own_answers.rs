//! Requests that never come to a route.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use support::application::{Server, sample_index};

#[test]
fn what_is_refused_before_any_route_has_the_headers_of_every_answer() {
    let server = Server::start_with(
        sample_index(),
        &["--public-url", "https://recherche.example.fr"],
    );
    let address: SocketAddr = server.url["http://".len()..].parse().unwrap();
    let long = "a".repeat(100_000);
    let many = "a: b\r\n".repeat(200);
    for (request, status) in [
        ("GET / HTTP/1.1\r\nno header\r\n\r\n".to_owned(), "400"),
        ("\u{1}\u{2}\u{3}\r\n\r\n".to_owned(), "400"),
        (format!("GET /?{long} HTTP/1.1\r\nHost: a\r\n\r\n"), "414"),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"), "431"),
        // One that is answered, and then one that is none.
        (
            "GET /nope HTTP/1.1\r\nHost: a\r\n\r\nno request\r\n\r\n".to_owned(),
            "400",
        ),
    ] {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let all = String::from_utf8_lossy(&all);
        let begin = all.rfind("HTTP/1.1 ").unwrap();
        let head = &all[begin..];
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{head}");
        for header in [
            "content-security-policy: default-src 'none'",
            "strict-transport-security: max-age=63072000",
            "x-content-type-options: nosniff",
            "permissions-policy: ",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(&format!("\r\n{header}")), "{header}: {head}");
        }
        assert!(head.ends_with("\r\n\r\n"), "{head}");
    }
}
