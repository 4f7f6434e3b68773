//! A stream that gives up on a reader who takes too little.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// What a reader must take at least.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Bytes a second.
    pub least_rate: u64,
    /// Time spent waiting for the reader after which it is judged by what it took meanwhile.
    pub window: Duration,
}

/// A stream whose writes fail once its reader took less than a minimum rate for a window of time. Only the time counts in
/// which the stream waited for the reader: what takes long to be made is not the reader's fault.
pub struct PacedStream<S> {
    stream: S,
    pace: Pace,
    /// Since when the reader has not taken what is there.
    blocked_since: Option<Instant>,
    /// How long the reader was waited for in this window, before that.
    blocked: Duration,
    /// What it took in this window.
    n_bytes: u64,
    /// Ends with the window.
    timer: Option<Pin<Box<Sleep>>>,
    is_blocked: Arc<AtomicBool>,
}

impl<S> PacedStream<S> {
    /// Makes a stream whose reader must take so much.
    pub fn new(stream: S, pace: Pace) -> Self {
        Self {
            stream,
            pace,
            blocked_since: None,
            blocked: Duration::ZERO,
            n_bytes: 0,
            timer: None,
            is_blocked: Arc::default(),
        }
    }

    /// Returns where it stands whether the reader is waited for.
    pub fn is_blocked(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_blocked)
    }

    /// Notes what came of a write.
    fn note(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Pending => self.wait(context).map(Err),
            Poll::Ready(written) => {
                if let Some(since) = self.blocked_since.take() {
                    self.blocked += since.elapsed();
                    self.is_blocked.store(false, Ordering::Relaxed);
                }
                if !self.blocked.is_zero() {
                    self.n_bytes += written.as_ref().map_or(0, |n| *n as u64);
                }
                Poll::Ready(written)
            }
        }
    }

    /// Waits for the reader; ends with an error where it took too little for a window.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let now = Instant::now();
        let since = *self.blocked_since.get_or_insert(now);
        self.is_blocked.store(true, Ordering::Relaxed);
        let end = since + self.pace.window.saturating_sub(self.blocked);
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(end)));
        if timer.deadline() != end {
            timer.as_mut().reset(end);
        }
        if timer.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        let least_bytes = self.pace.least_rate as f64 * self.pace.window.as_secs_f64();
        if (self.n_bytes as f64) < least_bytes {
            let message = "the reader takes less than the minimum rate";
            return Poll::Ready(io::Error::new(io::ErrorKind::TimedOut, message));
        }
        (self.n_bytes, self.blocked) = (0, Duration::ZERO);
        self.blocked_since = Some(now);
        timer.as_mut().reset(now + self.pace.window);
        // It tells this task when the next window ends.
        let _ = timer.as_mut().poll(context);
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PacedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PacedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(written, context)
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

    /// Nobody reads so fast.
    const ANY: Pace = Pace {
        least_rate: u64::MAX,
        window: Duration::from_millis(20),
    };

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let (stream, _reader) = duplex(1000);
        let mut paced = PacedStream::new(stream, ANY);
        let error = paced.write_all(&[0; 2000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn who_takes_enough_in_each_window_is_not() {
        let (stream, mut reader) = duplex(1000);
        let pace = Pace {
            least_rate: 1,
            ..ANY
        };
        let mut paced = PacedStream::new(stream, pace);
        tokio::spawn(async move {
            let mut piece = [0; 1000];
            while reader.read_exact(&mut piece).await.is_ok() {
                tokio::time::sleep(ANY.window * 3 / 4).await;
            }
        });
        paced.write_all(&[0; 10_000]).await.unwrap();
    }

    #[tokio::test]
    async fn what_takes_long_to_be_made_is_not_the_readers_fault() {
        let (stream, _reader) = duplex(1000);
        let mut paced = PacedStream::new(stream, ANY);
        for _ in 0..5 {
            tokio::time::sleep(ANY.window).await;
            paced.write_all(&[0; 200]).await.unwrap();
        }
    }
}
