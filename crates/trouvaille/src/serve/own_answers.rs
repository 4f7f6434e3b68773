//! What hyper answers by itself, with the headers that every answer has.
//!
//! A request that is none, or whose address or head is too long, is answered by hyper before the application sees it: 400,
//! 414, 431, without a way to say how. Such an answer is a head without a body, written as one piece while no request is under
//! way. It is known by that, and sent with the headers of every other answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use axum::http::{HeaderName, HeaderValue};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A head of hyper's own is shorter, in bytes.
const LONGEST: usize = 512;

/// A stream of answers, some of them hyper's own.
pub struct OwnAnswers<S> {
    stream: S,
    /// Lines of a head.
    headers: Arc<[u8]>,
    n_under_way: Arc<AtomicUsize>,
    /// What of an own answer is not sent yet.
    left: Vec<u8>,
    /// How long it was without the headers.
    n_claimed: usize,
}

/// Returns headers as lines of a head.
pub fn header_lines(headers: impl Iterator<Item = (HeaderName, HeaderValue)>) -> Arc<[u8]> {
    let mut lines = Vec::new();
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    lines.into()
}

impl<S> OwnAnswers<S> {
    /// Makes a stream that adds these lines to answers that are given while no request is under way.
    pub fn new(stream: S, headers: Arc<[u8]>, n_under_way: Arc<AtomicUsize>) -> Self {
        Self {
            stream,
            headers,
            n_under_way,
            left: Vec::new(),
            n_claimed: 0,
        }
    }

    /// Returns whether a piece is an answer of hyper's own.
    fn is_own(&self, piece: &[u8]) -> bool {
        self.n_under_way.load(Ordering::Relaxed) == 0
            && piece.len() < LONGEST
            && piece.starts_with(b"HTTP/1.1 4")
            && piece.ends_with(b"\r\n\r\n")
            && contains(piece, b"\r\ncontent-length: 0\r\n")
            && !contains(piece, b"\r\nx-content-type-options:")
    }
}

impl<S: AsyncWrite + Unpin> OwnAnswers<S> {
    /// Writes a piece that is an answer of hyper's own; `None` where it is none.
    fn write_own(
        &mut self,
        context: &mut Context<'_>,
        piece: &[u8],
    ) -> Option<Poll<io::Result<usize>>> {
        if self.left.is_empty() {
            if !self.is_own(piece) {
                return None;
            }
            let head = &piece[..piece.len() - b"\r\n".len()];
            self.left = [head, &self.headers, b"\r\n"].concat();
            self.n_claimed = piece.len();
        }
        Some(self.write_left(context))
    }

    fn write_left(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while !self.left.is_empty() {
            let n = ready!(Pin::new(&mut self.stream).poll_write(context, &self.left))?;
            if n == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.left.drain(..n);
        }
        Poll::Ready(Ok(self.n_claimed))
    }
}

fn contains(piece: &[u8], wanted: &[u8]) -> bool {
    piece.windows(wanted.len()).any(|part| part == wanted)
}

impl<S: AsyncRead + Unpin> AsyncRead for OwnAnswers<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for OwnAnswers<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        piece: &[u8],
    ) -> Poll<io::Result<usize>> {
        let own = self.write_own(context, piece);
        own.unwrap_or_else(|| Pin::new(&mut self.stream).poll_write(context, piece))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let own = match pieces {
            [piece] => self.write_own(context, piece),
            _ => None,
        };
        own.unwrap_or_else(|| Pin::new(&mut self.stream).poll_write_vectored(context, pieces))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const OWN: &[u8] =
        b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

    /// Writes a piece through a pipe of some bytes while so many requests are under way; returns what comes out.
    async fn written(piece: &'static [u8], n_under_way: usize) -> String {
        let (stream, mut reader) = duplex(16);
        let n_under_way = Arc::new(AtomicUsize::new(n_under_way));
        let headers: Arc<[u8]> = b"a: b\r\n".as_slice().into();
        let mut answers = OwnAnswers::new(stream, headers, n_under_way);
        let writing = async move { answers.write_all(piece).await.unwrap() };
        let mut all = String::new();
        let reading = reader.read_to_string(&mut all);
        tokio::join!(writing, reading).1.unwrap();
        all
    }

    #[tokio::test]
    async fn an_own_answer_has_the_headers_of_every_answer_and_others_stay_as_they_are() {
        let own = written(OWN, 0).await;
        let expected =
            "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\na: b\r\n\r\n";
        assert_eq!(own, expected);
        assert_eq!(written(OWN, 1).await.as_bytes(), OWN);
        let other = b"HTTP/1.1 404 Not Found\r\ncontent-length: 3\r\n\r\nno\n";
        assert_eq!(written(other, 0).await.as_bytes(), other);
    }
}
