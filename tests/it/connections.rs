//! Connections of the running program: those that ask for nothing, those beyond the limit, other protocols, and the end.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use support::application::{PATIENCE, Server, sample_index};

fn connect(server: &Server) -> TcpStream {
    let address: SocketAddr = server.url["http://".len()..].parse().unwrap();
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Returns what the server sends until it closes the connection.
fn until_closed(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    match stream.read_to_end(&mut all) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8_lossy(&all).into_owned(),
    }
}

/// Asks on an open connection; returns the beginning of the answer.
fn ask(stream: &mut TcpStream, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut begin = [0; 12];
    stream.read_exact(&mut begin).unwrap();
    String::from_utf8_lossy(&begin).into_owned()
}

#[test]
fn a_connection_that_asks_for_nothing_or_only_half_is_closed() {
    let server = Server::start_with(sample_index(), &["--idle-timeout", "0.2"]);
    let (mut idle, mut half, mut after) = (connect(&server), connect(&server), connect(&server));
    half.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    assert_eq!(ask(&mut after, "/healthz"), "HTTP/1.1 200");
    assert_eq!(until_closed(&mut idle), "");
    assert!(!until_closed(&mut half).starts_with("HTTP/1.1 2"));
    assert!(until_closed(&mut after).ends_with("ok\n"));
}

#[tokio::test]
async fn a_client_holds_half_of_the_connections_and_others_are_answered() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let server = Server::start_with(sample_index(), &["--max-connections", "4"]);
    let mut held = [connect(&server), connect(&server)];
    for stream in &mut held {
        assert_eq!(ask(stream, "/healthz"), "HTTP/1.1 200");
    }
    assert_eq!(until_closed(&mut connect(&server)), "");
    // The whole network of the loopback is this machine.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let address = server.url["http://".len()..].parse().unwrap();
    let mut other = socket.connect(address).await.unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    other.write_all(request).await.unwrap();
    let mut answer = String::new();
    other.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // A place is free again once its connection is closed.
    drop(held);
    let asked_again = || {
        let mut stream = connect(&server);
        let request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).is_ok() && until_closed(&mut stream).starts_with("HTTP/1.1 200")
    };
    while !asked_again() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn http_2_in_clear_is_not_spoken() {
    let server = Server::start_with(sample_index(), &[]);
    let mut stream = connect(&server);
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .unwrap();
    let answer = until_closed(&mut stream);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
}

#[test]
fn half_a_request_does_not_delay_the_end_and_a_hangup_is_none() {
    let mut server = Server::start_with(sample_index(), &[]);
    let (_idle, mut half, mut after) = (connect(&server), connect(&server), connect(&server));
    half.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    assert_eq!(ask(&mut after, "/healthz"), "HTTP/1.1 200");
    server.process.signal("HUP");
    let _ = server.process.wait_for("SIGHUP changes nothing");
    assert_eq!(ask(&mut connect(&server), "/healthz"), "HTTP/1.1 200");
    let ended = server.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(!ended.stderr.contains("were cut"), "{}", ended.stderr);
}

#[tokio::test]
async fn health_and_figures_are_told_apart_where_that_is_asked_for() {
    let mut server = Server::start_with(sample_index(), &["--admin-listen", "127.0.0.1:0"]);
    let admin = server.process.wait_for("health and figures at http://");
    let admin = admin.split_whitespace().next().unwrap();
    assert_eq!(server.get("/metrics").await.status, 404);
    assert_eq!(server.get("/healthz").await.status, 200);
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = reqwest::get(format!("http://{admin}{path}")).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    assert_eq!(
        reqwest::get(format!("http://{admin}/"))
            .await
            .unwrap()
            .status(),
        404
    );
    assert_eq!(
        Server::start_with(sample_index(), &[])
            .get("/metrics")
            .await
            .status,
        200
    );
}
