//! Files: JSON Lines and exports, plain, gzip or zstd. The bytes of a file tell which, not its name.

mod bytes;

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use catalogue::RecordType;

use self::bytes::{Counted, decompress, skip_blanks};
use super::export::Columns;
use super::raw_record::{Body, Position, RawRecord};
use super::reading::Reading;
use super::tally::Tally;
use crate::error::Error;
use crate::wire;

/// A line longer than this is no record: the longest of the real catalogue has 2 MB.
const LONGEST_LINE_BYTES: u64 = 64 << 20;

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
    Export(Arc<Columns>, csv::Reader<Box<dyn BufRead + Send>>, u64),
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

        let mut reader = decompress(counted).map_err(unreadable)?;
        let (first_byte, blank_lines) = skip_blanks(&mut reader).map_err(unreadable)?;
        let lines = match first_byte {
            None | Some(b'{') => Lines::Json(JsonLines {
                reader,
                line: blank_lines,
                record_type: None,
            }),
            Some(b'[') => {
                let reason = "a JSON array, where one object a line is expected".to_owned();
                return Err(Error::NotACatalogue {
                    source_name: source,
                    reason,
                });
            }
            Some(_) => {
                let mut reader = csv::ReaderBuilder::new()
                    .delimiter(b';')
                    .flexible(true)
                    .buffer_capacity(64 << 10)
                    .from_reader(reader);
                let header = reader
                    .byte_headers()
                    .map_err(io::Error::from)
                    .map_err(unreadable)?;
                match Columns::read(header) {
                    Ok(columns) => Lines::Export(Arc::new(columns), reader, blank_lines),
                    Err(reason) => {
                        return Err(Error::NotACatalogue {
                            source_name: source,
                            reason,
                        });
                    }
                }
            }
        };
        Ok(Self {
            source,
            lines,
            bytes_read,
            length_bytes,
        })
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
            Lines::Json(lines) => lines.next_record().transpose()?,
            Lines::Export(columns, reader, blank_lines) => {
                let mut row = csv::ByteRecord::new();
                match reader.read_byte_record(&mut row) {
                    Ok(false) => return None,
                    Ok(true) => {
                        let line = row.position().map_or(0, csv::Position::line) + *blank_lines;
                        Ok(RawRecord {
                            body: Body::Row(Arc::clone(columns), row),
                            position: Position::Line(line),
                        })
                    }
                    Err(error) => Err(io::Error::from(error)),
                }
            }
        };
        Some(record.map_err(|source| Error::Unreadable {
            source_name: self.source.clone(),
            source,
        }))
    }
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
                Body::Json(_, json) => json.len(),
                Body::Row(_, row) => row.as_slice().len(),
                Body::Broken(line, _) => line.len(),
            };
            batch.push(record);
        }
        if batch.is_empty() {
            reading.progress.total(Some(n_records));
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

/// API objects, one a line.
struct JsonLines {
    reader: Box<dyn BufRead + Send>,
    line: u64,
    /// The type of the last record whose type could be told.
    record_type: Option<RecordType>,
}

impl JsonLines {
    fn next_record(&mut self) -> io::Result<Option<RawRecord>> {
        loop {
            let mut bytes = Vec::new();
            let n_read = (&mut self.reader)
                .take(LONGEST_LINE_BYTES)
                .read_until(b'\n', &mut bytes)?;
            if n_read == 0 {
                return Ok(None);
            }
            self.line += 1;
            let position = Position::Line(self.line);
            if n_read as u64 == LONGEST_LINE_BYTES && bytes.last() != Some(&b'\n') {
                skip_line(&mut self.reader)?;
                let beginning = String::from_utf8_lossy(&bytes[..200]).into_owned();
                let reason = format!("the line is longer than {LONGEST_LINE_BYTES} bytes");
                return Ok(Some(RawRecord {
                    body: Body::Broken(beginning, reason),
                    position,
                }));
            }
            // Bytes that are no UTF-8 become U+FFFD: a few wrong letters are no reason to lose a record.
            let line = String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let json = wire::unwrap_record(line);
            // An object too bare to tell is of the type of those before it: catalogues do not come mixed.
            if let Some(record_type) = wire::tell_type(json) {
                self.record_type = Some(record_type);
            }
            let record_type = self.record_type.clone().unwrap_or(RecordType::Dataset);
            return Ok(Some(RawRecord {
                body: Body::Json(record_type, json.to_owned()),
                position,
            }));
        }
    }
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::convert::convert;

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
        bytes.resize(LONGEST_LINE_BYTES as usize + 10, b'a');
        bytes.extend_from_slice(b"\n{\"id\": \"1\", \"title\": \"Eau\"}\n");
        let records = read(&bytes).unwrap();
        assert!(matches!(&records[0].body, Body::Broken(beginning, _) if beginning.len() == 200));
        assert_eq!(convert(&records[1]).unwrap().title(), "Eau");
        assert_eq!(records[1].position, Position::Line(2));
    }

    #[test]
    fn a_window_of_27_bits_can_be_read() {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.window_log(27).unwrap();
        io::Write::write_all(&mut encoder, b"{\"id\": \"1\", \"title\": \"Eau\"}\n").unwrap();
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
                    let _ = convert(&raw);
                }
            }
        }
    }
}
