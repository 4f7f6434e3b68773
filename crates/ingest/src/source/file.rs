//! Files: JSON Lines and exports, plain, gzip or zstd. The bytes of a file tell which, not its name.

mod bytes;
mod dating;
mod json_lines;
mod json_record;
mod json_stream;
mod rows;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use self::bytes::{Counted, decompress, peek, skip_blanks};
pub(crate) use self::dating::newest_in_file;
use self::json_lines::JsonLines;
use self::json_record::JsonRecords;
use self::json_stream::{JsonStream, Shape};
use self::rows::{HeaderError, Rows};
use super::export::Columns;
use super::raw_record::{Body, RawRecord};
use super::reading::Reading;
use super::tally::Tally;
use crate::error::Error;

/// How much of a file is looked at to tell what it is.
const HEAD_BYTES: usize = 64 << 10;

/// How many records a batch holds, unless they are long.
const BATCH_RECORDS: usize = 64;

/// A batch ends with the record that brings it to this many bytes.
const BATCH_BYTES: usize = 1 << 20;

/// The records of a file, one after the other.
pub(crate) struct Records {
    source: String,
    lines: Lines,
    bytes_read: Arc<AtomicU64>,
    length_bytes: u64,
}

enum Lines {
    Json(JsonLines),
    Stream(JsonStream),
    Export(Rows),
}

impl Records {
    /// Opens a file; `source` is its name in messages.
    pub(crate) fn open(path: &Path, source: String) -> Result<Self, Error> {
        let unreadable = |cause| Error::Unreadable {
            source_name: source.clone(),
            source: cause,
        };
        let file = File::open(path).map_err(unreadable)?;
        let length_bytes = file.metadata().map_err(unreadable)?.len();
        Self::read(file, length_bytes, source)
    }

    /// Starts to read; `length_bytes` is what there is to read, for an estimate of the records.
    pub(crate) fn read(
        reader: impl Read + Send + 'static,
        length_bytes: u64,
        source: String,
    ) -> Result<Self, Error> {
        let bytes_read = Arc::new(AtomicU64::new(0));
        let counted = Counted {
            reader,
            bytes_read: Arc::clone(&bytes_read),
        };
        let unreadable = |cause| Error::Unreadable {
            source_name: source.clone(),
            source: cause,
        };

        let no_catalogue = |reason| Error::NotACatalogue {
            source_name: source.clone(),
            reason,
        };

        let mut reader = decompress(counted).map_err(unreadable)?;
        let (first_byte, n_lines) = skip_blanks(&mut reader).map_err(unreadable)?;
        let (head, reader) = peek::<HEAD_BYTES>(reader).map_err(unreadable)?;
        if matches!(head.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
            let reason = "text in UTF-16, where UTF-8 is expected".to_owned();
            return Err(no_catalogue(reason));
        }
        let lines = match (first_byte, Shape::of(&head)) {
            (_, Some(shape)) => Lines::Stream(JsonStream::new(reader, shape, n_lines)),
            (None | Some(b'{'), None) => Lines::Json(JsonLines {
                reader,
                line: n_lines,
                records: JsonRecords::default(),
            }),
            (Some(_), None) => match Rows::open(reader, n_lines) {
                Ok(rows) => Lines::Export(rows),
                Err(HeaderError::Unreadable(error)) => return Err(unreadable(error)),
                Err(HeaderError::NoExport(reason)) => return Err(no_catalogue(reason)),
            },
        };
        Ok(Self {
            source,
            lines,
            bytes_read,
            length_bytes,
        })
    }

    /// Returns the header, if the file is an export.
    pub(crate) fn columns(&self) -> Option<&Arc<Columns>> {
        match &self.lines {
            Lines::Export(rows) => Some(rows.columns()),
            Lines::Json(_) | Lines::Stream(_) => None,
        }
    }

    /// Says how many records had bytes that are no UTF-8, if there are any.
    fn tell_encoding(&self) {
        let n_records = match &self.lines {
            Lines::Json(lines) => lines.records.n_windows_1252,
            Lines::Stream(stream) => stream.records.n_windows_1252,
            Lines::Export(rows) => rows.n_windows_1252,
        };
        if n_records > 0 {
            tracing::warn!(
                source = self.source,
                "{n_records} records have bytes that are no UTF-8: they are read as Windows-1252"
            );
        }
    }

    /// Estimates how many records the file holds, `n_records` having been read so far.
    fn estimate(&self, n_records: u64) -> Option<u64> {
        let bytes_read = self.bytes_read.load(Ordering::Relaxed);
        if bytes_read >= self.length_bytes || bytes_read == 0 {
            return None;
        }
        let estimate = n_records as f64 * self.length_bytes as f64 / bytes_read as f64;
        // Two figures are all that such an estimate is worth, and all that a progress bar should move by.
        let unit = 10f64.powf((estimate.log10().floor() - 1.0).max(0.0));
        Some(((estimate / unit).ceil() * unit) as u64)
    }
}

impl Iterator for Records {
    type Item = Result<RawRecord, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match &mut self.lines {
            Lines::Json(lines) => lines.next_record(),
            Lines::Stream(stream) => stream.next_record(),
            Lines::Export(rows) => rows.next_record(),
        };
        let record = record.transpose()?;
        Some(record.map_err(|source| Error::Unreadable {
            source_name: self.source.clone(),
            source,
        }))
    }
}

/// Starts to read standard input.
pub(crate) fn standard_input() -> Result<Records, Error> {
    Records::read(io::stdin(), 0, "standard input".to_owned())
}

/// Sends all records of a file in batches, and says how far it has come. Blocks.
pub(crate) fn send(mut records: Records, reading: &Reading) -> Result<Tally, Error> {
    let mut n_records = 0;
    let mut estimate = None;
    loop {
        let mut batch = Vec::with_capacity(BATCH_RECORDS);
        let mut bytes = 0;
        while batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
            let Some(record) = records.next().transpose()? else {
                break;
            };
            bytes += match &record.body {
                Body::Json(_, json) | Body::Reuse(json) | Body::Organization(json) => json.len(),
                Body::Row(_, row) => row.as_slice().len(),
                Body::Broken(line, _) => line.len(),
            };
            batch.push(record);
        }
        if batch.is_empty() {
            reading.progress.total(Some(n_records));
            records.tell_encoding();
            return Ok(Tally::default());
        }
        n_records += batch.len() as u64;
        let next_estimate = records.estimate(n_records);
        if next_estimate.is_some() && next_estimate != estimate {
            reading.progress.total(next_estimate);
            estimate = next_estimate;
        }
        if reading.stop.is_cancelled() || reading.sender.blocking_send(batch).is_err() {
            return Ok(Tally::default());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::convert::convert;
    use crate::limits::LONGEST_RECORD_BYTES;
    use crate::source::Joined;
    use crate::source::raw_record::Position;

    fn read(bytes: &[u8]) -> Result<Vec<RawRecord>, Error> {
        Records::read(
            Cursor::new(bytes.to_vec()),
            bytes.len() as u64,
            "test".to_owned(),
        )?
        .collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let records = read(b"\n\n{\"id\": 1}\n \n{\"id\": 2}").unwrap();
        assert_eq!(
            records
                .iter()
                .map(|record| record.position)
                .collect::<Vec<_>>(),
            [Position::Line(3), Position::Line(5)]
        );
        let records = read(b"id;title\n1;\"two\nlines\"\n2;Eau\n").unwrap();
        assert_eq!(
            records
                .iter()
                .map(|record| record.position)
                .collect::<Vec<_>>(),
            [Position::Line(2), Position::Line(4)]
        );
    }

    #[test]
    fn a_line_without_end_is_set_aside_and_the_next_one_read() {
        let mut bytes = b"{\"title\": \"".to_vec();
        bytes.resize(LONGEST_RECORD_BYTES + 10, b'a');
        bytes.extend_from_slice(b"\n{\"id\": \"1\", \"title\": \"Eau\"}\n");
        let records = read(&bytes).unwrap();
        assert!(matches!(&records[0].body, Body::Broken(beginning, _) if beginning.len() == 200));
        assert_eq!(
            convert(&records[1], &Joined::default())
                .unwrap()
                .record
                .title(),
            "Eau"
        );
        assert_eq!(records[1].position, Position::Line(2));
    }

    #[test]
    fn a_window_of_27_bits_can_be_read() {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.window_log(27).unwrap();
        std::io::Write::write_all(&mut encoder, b"{\"id\": \"1\", \"title\": \"Eau\"}\n").unwrap();
        assert_eq!(read(&encoder.finish().unwrap()).unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_row_and_no_line_makes_it_panic(text in "[\"{}\\[\\];:,\\n a-e0-9é\\\\]{0,200}") {
            for head in ["id;title;archived;spatial.zones;metric.reuses_by_months\n", "{\"id\": \"1\", \"title\": "] {
                for raw in read(format!("{head}{text}").as_bytes()).into_iter().flatten() {
                    let _ = convert(&raw, &Joined::default());
                }
            }
        }
    }
}
