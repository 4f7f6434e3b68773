//! From the bytes of a file to plain text: undoes compression, drops the byte order mark, skips blanks.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The largest zstd window that is read, as a power of two: 128 MiB of memory. `zstd --long` writes it, and the real
/// export needs it.
const ZSTD_WINDOW_LOG: u32 = 27;

/// Returns a reader of the plain bytes, without a byte order mark.
pub(super) fn decompress(
    mut reader: impl Read + Send + 'static,
) -> io::Result<Box<dyn BufRead + Send>> {
    let head = read_head::<4>(&mut reader)?;
    let compression = Compression::of(&head);
    let whole = Cursor::new(head).chain(reader);
    let mut plain: Box<dyn BufRead + Send> = match compression {
        Compression::Zstd => {
            let mut decoder = zstd::Decoder::new(whole)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            Box::new(BufReader::with_capacity(1 << 20, decoder))
        }
        Compression::Gzip => {
            let decoder =
                flate2::read::MultiGzDecoder::new(BufReader::with_capacity(1 << 16, whole));
            Box::new(BufReader::with_capacity(1 << 20, decoder))
        }
        Compression::None => Box::new(BufReader::with_capacity(1 << 20, whole)),
    };
    let head = read_head::<3>(&mut plain)?;
    if head == [0xef, 0xbb, 0xbf] {
        return Ok(plain);
    }
    Ok(Box::new(Cursor::new(head).chain(plain)))
}

enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// Tells the compression by the first bytes.
    fn of(head: &[u8]) -> Self {
        match head {
            // A frame, or one of the skippable frames that some tools put in front.
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Self::Zstd,
            [0x1f, 0x8b, ..] => Self::Gzip,
            _ => Self::None,
        }
    }
}

/// Reads the first bytes, fewer where there are no more.
fn read_head<const N: usize>(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(N);
    reader.take(N as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Skips blanks; returns the byte that follows, not consumed, and how many lines were skipped.
pub(super) fn skip_blanks(reader: &mut impl BufRead) -> io::Result<(Option<u8>, u64)> {
    let mut n_lines = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok((None, n_lines));
        }
        let n_blanks = buffer
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
            .unwrap_or(buffer.len());
        n_lines += buffer[..n_blanks].split(|byte| *byte == b'\n').count() as u64 - 1;
        let first_byte = buffer.get(n_blanks).copied();
        reader.consume(n_blanks);
        if first_byte.is_some() {
            return Ok((first_byte, n_lines));
        }
    }
}

/// A reader that counts the bytes that are read from it.
pub(super) struct Counted<R> {
    pub(super) reader: R,
    pub(super) bytes_read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.reader.read(buffer)?;
        self.bytes_read.fetch_add(n_bytes as u64, Ordering::Relaxed);
        Ok(n_bytes)
    }
}
