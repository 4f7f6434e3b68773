//! The connections of a server: how many there are, how long they may idle, how they end.
//!
//! HTTP/1.1 is spoken and nothing else: HTTP/2 without TLS is what no browser asks for, and a proxy that does TLS speaks to
//! this server as it is told to. A request's head must be whole so long after the server waits for it
//! ([`ConnectionLimits::idle_timeout`]), whether nothing of it has come or it drips; a reader must take what it asked for at a
//! minimum rate.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::Request;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use query::{ClientAddress, PeerAddress, Place, Places, TrustedProxies};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::own_answers::OwnAnswers;
use super::paced_stream::{Pace, PacedStream};

/// What of an answer the kernel keeps for a reader, in bytes. It would keep megabytes, and tell nothing of who reads slowly.
const SEND_BUFFER: u32 = 128 << 10;

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;

/// The time between two looks whether the last answers of a connection that is to end are sent.
const LAST_LOOKS: Duration = Duration::from_millis(50);

/// What a connection may do.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// How many there may be.
    pub places: Arc<Places>,
    /// Whose connections carry the requests of many clients: each of these has its share of the requests.
    pub trusted_proxies: TrustedProxies,
    /// Lines of the head of every answer.
    pub header_lines: Arc<[u8]>,
    /// The longest time in which a request's head comes.
    pub idle_timeout: Duration,
    /// What a reader takes at least.
    pub pace: Pace,
}

impl ConnectionLimits {
    /// Takes a place for a connection from this address, if there is one for it.
    fn place(&self, peer: IpAddr) -> Option<Place> {
        let client = ClientAddress::from(peer);
        if self.trusted_proxies.trusts(peer) {
            self.places.take_for_many(client)
        } else {
            self.places.take(client)
        }
    }
}

/// Listens on an address.
///
/// # Errors
///
/// Where it is taken, for instance.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    // Accepted connections have it from the listener.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves connections until the server is to end, then lets the requests under way end.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: ConnectionLimits,
    end: CancellationToken,
) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = end.cancelled() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => {
                // Where there is no place, the connection is closed here.
                if let Some(place) = limits.place(address.ip()) {
                    let connection = Connection {
                        app: app.clone(),
                        header_lines: Arc::clone(&limits.header_lines),
                        idle_timeout: limits.idle_timeout,
                        pace: limits.pace,
                        peer: PeerAddress(address.ip()),
                        place,
                    };
                    connections.spawn(connection.serve(stream, end.clone()));
                }
            }
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "a connection cannot be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Returns whether a client has gone before its connection was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// A connection, with what answers its requests.
struct Connection {
    app: Router,
    header_lines: Arc<[u8]>,
    idle_timeout: Duration,
    pace: Pace,
    peer: PeerAddress,
    place: Place,
}

impl Connection {
    async fn serve(self, stream: TcpStream, end: CancellationToken) {
        let _until_the_end = self.place;
        // An answer's last piece must not wait for more.
        let _ = stream.set_nodelay(true);
        let stream = PacedStream::new(stream, self.pace);
        let is_blocked = stream.is_blocked();
        let n_under_way = Arc::new(AtomicUsize::new(0));
        let stream = OwnAnswers::new(stream, self.header_lines, Arc::clone(&n_under_way));
        let (app, peer, counted) = (self.app, self.peer, Arc::clone(&n_under_way));
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            let under_way = UnderWay::new(&counted);
            let answer = app.clone().oneshot(request.map(Body::new));
            async move {
                let answer = answer.await?;
                Ok::<_, Infallible>(answer.map(|body| AnswerBody { body, under_way }))
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.idle_timeout)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        tokio::select! {
            result = connection.as_mut() => return tell(result),
            () = end.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        // A request that is half sent is none that is under way.
        let is_over =
            || n_under_way.load(Ordering::Relaxed) == 0 && !is_blocked.load(Ordering::Relaxed);
        loop {
            tokio::select! {
                result = connection.as_mut() => return tell(result),
                () = tokio::time::sleep(LAST_LOOKS) => if is_over() { return },
            }
        }
    }
}

/// Most connections end because the client has gone, or by a time-out: nobody needs to know.
fn tell(result: hyper::Result<()>) {
    if let Err(error) = result {
        tracing::debug!(%error, "a connection ended");
    }
}

/// A request whose answer is not sent yet.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn new(n_under_way: &Arc<AtomicUsize>) -> Self {
        n_under_way.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(n_under_way))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer, under way until it is sent.
struct AnswerBody {
    body: Body,
    #[expect(dead_code, reason = "dropped with the body")]
    under_way: UnderWay,
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
