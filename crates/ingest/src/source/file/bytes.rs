//! From the bytes of a file to plain text: undoes compression, drops the byte order mark, skips blanks.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;

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
            let members = GzipMembers::new(BufReader::with_capacity(1 << 16, whole));
            Box::new(BufReader::with_capacity(1 << 20, members))
        }
        Compression::None => Box::new(BufReader::with_capacity(1 << 20, whole)),
    };
    let head = read_head::<3>(&mut plain)?;
    if head == [0xef, 0xbb, 0xbf] {
        return Ok(plain);
    }
    Ok(Box::new(Cursor::new(head).chain(plain)))
}

/// The members of a gzip file, one after the other. Zeros behind the last one, as tapes and some disks leave them, are
/// ignored; anything else there is an error.
struct GzipMembers<R> {
    /// `None` only while one member follows another.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> GzipMembers<R> {
    fn new(reader: R) -> Self {
        Self {
            member: Some(GzDecoder::new(reader)),
        }
    }
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(member) = &mut self.member else {
                return Ok(0);
            };
            let n_bytes = member.read(buffer)?;
            if n_bytes > 0 || buffer.is_empty() {
                return Ok(n_bytes);
            }
            let Some(mut reader) = self.member.take().map(GzDecoder::into_inner) else {
                return Ok(0);
            };
            if skip_zeros(&mut reader)? {
                self.member = Some(GzDecoder::new(reader));
            }
        }
    }
}

/// Skips zeros; returns whether anything follows.
fn skip_zeros(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let n_zeros = buffer.iter().take_while(|byte| **byte == 0).count();
        let is_end = n_zeros < buffer.len();
        reader.consume(n_zeros);
        if is_end {
            return Ok(true);
        }
    }
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

/// Returns the first bytes of a file without consuming them, fewer where there are no more.
pub(super) fn peek<const N: usize>(
    mut reader: Box<dyn BufRead + Send>,
) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let head = read_head::<N>(&mut reader)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(reader))))
}

/// A line with its end, as far as it is taken.
pub(super) struct Line {
    pub(super) bytes: Vec<u8>,
    /// Whether the line is longer than it may be; its rest has been skipped.
    pub(super) is_too_long: bool,
}

/// Reads a line of at most so many bytes; `None` at the end of the file.
pub(super) fn read_line(reader: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let n_read = (&mut *reader)
        .take(longest as u64 + 1)
        .read_until(b'\n', &mut bytes)?;
    if n_read == 0 {
        return Ok(None);
    }
    let is_too_long = n_read > longest && bytes.last() != Some(&b'\n');
    if is_too_long {
        skip_line(reader)?;
    }
    Ok(Some(Line { bytes, is_too_long }))
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let n_bytes = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(n_bytes);
        if end.is_some() {
            return Ok(());
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
