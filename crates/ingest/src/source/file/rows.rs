//! Rows of an export: lines that are joined where a quoted cell goes on, and parted again where a quote was never closed.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use memchr::memchr_iter;

use super::bytes::{Line, read_line};
use super::json_record::too_long;
use crate::limits::{LONGEST_RECORD_BYTES, SHOWN_BYTES};
use crate::source::export::Columns;
use crate::source::raw_record::{Body, Position, RawRecord};
use crate::text;

/// What may part the cells of a row: exports have semicolons; what was saved again by a spreadsheet has others.
const DELIMITERS: [u8; 3] = [b';', b',', b'\t'];

/// The rows of an export.
pub(super) struct Rows {
    lines: NumberedLines,
    columns: Arc<Columns>,
    delimiter: u8,
    /// How many rows had bytes that are no UTF-8.
    pub(super) n_windows_1252: u64,
}

/// The lines of a file with their numbers.
struct NumberedLines {
    reader: Box<dyn BufRead + Send>,
    /// Lines that are read again before the reader's.
    again: VecDeque<Line>,
    /// The number of the next line, from 1.
    next: u64,
}

impl NumberedLines {
    fn next(&mut self) -> io::Result<Option<Line>> {
        let line = match self.again.pop_front() {
            Some(line) => Some(line),
            None => read_line(&mut self.reader, LONGEST_RECORD_BYTES)?,
        };
        self.next += u64::from(line.is_some());
        Ok(line)
    }

    /// Gives lines back, to be read again.
    fn give_back(&mut self, lines: Vec<Line>) {
        self.next -= lines.len() as u64;
        for line in lines.into_iter().rev() {
            self.again.push_front(line);
        }
    }
}

/// Why a file is no export.
pub(super) enum HeaderError {
    /// It cannot be read.
    Unreadable(io::Error),
    /// Its header is not that of an export.
    NoExport(String),
}

impl Rows {
    /// Reads the header behind so many lines.
    pub(super) fn open(reader: Box<dyn BufRead + Send>, n_lines: u64) -> Result<Self, HeaderError> {
        let mut lines = NumberedLines {
            reader,
            again: VecDeque::new(),
            next: n_lines + 1,
        };
        let mut header = lines.next().map_err(HeaderError::Unreadable)?;
        // Spreadsheets are told the delimiter in a line of its own.
        let told = header.as_ref().and_then(|line| told_delimiter(&line.bytes));
        if told.is_some() {
            header = lines.next().map_err(HeaderError::Unreadable)?;
        }
        let header = header.map(|line| line.bytes).unwrap_or_default();
        let header = text::decode(&header);
        let read = |delimiter| Columns::read(&parse(header.as_bytes(), delimiter));
        let delimiters = told.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
        let found = delimiters
            .iter()
            .find_map(|delimiter| Some((*delimiter, read(*delimiter).ok()?)));
        let (delimiter, columns) = match found {
            Some(found) => found,
            None => (
                delimiters[0],
                read(delimiters[0]).map_err(HeaderError::NoExport)?,
            ),
        };
        Ok(Self {
            lines,
            columns: Arc::new(columns),
            delimiter,
            n_windows_1252: 0,
        })
    }

    pub(super) fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    pub(super) fn next_record(&mut self) -> io::Result<Option<RawRecord>> {
        let (first_number, mut lines, is_closed) = loop {
            let number = self.lines.next;
            let (lines, is_closed) = self.joined_lines()?;
            match lines.as_slice() {
                [] => return Ok(None),
                [line] if line.bytes.trim_ascii().is_empty() => {}
                _ => break (number, lines, is_closed),
            }
        };
        if lines.len() == 1 && lines[0].is_too_long {
            return Ok(Some(too_long(&lines[0].bytes, first_number)));
        }
        // A quote that is not closed swallows the rows behind it up to the next quote.
        let swallowed = (1..lines.len()).find(|index| self.is_whole_row(&lines[*index]));
        if let Some(swallowed) = swallowed {
            self.lines.give_back(lines.split_off(swallowed));
        }
        let bytes: Vec<u8> = lines.into_iter().flat_map(|line| line.bytes).collect();
        let position = Position::Line(first_number);
        if swallowed.is_some() || !is_closed {
            let shown = &bytes[..bytes.len().min(SHOWN_BYTES)];
            let reason = "a quotation mark that opens in this row is not closed".to_owned();
            return Ok(Some(RawRecord {
                body: Body::Broken(text::decode(shown).into_owned(), reason),
                position,
            }));
        }
        let decoded = text::decode(&bytes);
        self.n_windows_1252 += u64::from(matches!(decoded, Cow::Owned(_)));
        let row = parse(decoded.as_bytes(), self.delimiter);
        Ok(Some(RawRecord {
            body: Body::Row(Arc::clone(&self.columns), row),
            position,
        }))
    }

    /// Reads a line, and those that follow it while a quote is open. Returns whether all quotes are closed.
    fn joined_lines(&mut self) -> io::Result<(Vec<Line>, bool)> {
        let (mut lines, mut n_bytes, mut is_open) = (Vec::new(), 0, false);
        while let Some(line) = self.lines.next()? {
            n_bytes += line.bytes.len();
            is_open ^= !line.is_too_long && has_odd_quotes(&line.bytes);
            lines.push(line);
            if !is_open || n_bytes > LONGEST_RECORD_BYTES {
                break;
            }
        }
        Ok((lines, !is_open))
    }

    /// Returns whether a line has all cells of a row by itself, with an id.
    fn is_whole_row(&self, line: &Line) -> bool {
        let n_delimiters = memchr_iter(self.delimiter, &line.bytes).count();
        n_delimiters + 1 >= self.columns.width()
            && !line.is_too_long
            && has_closed_quotes(&line.bytes, self.delimiter)
            && self.columns.is_whole(&parse(&line.bytes, self.delimiter))
    }
}

fn has_odd_quotes(line: &[u8]) -> bool {
    memchr_iter(b'"', line).count() % 2 == 1
}

/// Returns whether each cell of a line is in quotation marks or has none: in the middle of a row over several lines, the first
/// cell ends in one that it does not begin with.
fn has_closed_quotes(line: &[u8], delimiter: u8) -> bool {
    let mut rest = line.trim_ascii_end();
    loop {
        let Some(quoted) = rest.strip_prefix(b"\"") else {
            let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            if memchr::memchr(b'"', &rest[..end]).is_some() {
                return false;
            }
            match rest.get(end + 1..) {
                Some(behind) => rest = behind,
                None => return true,
            }
            continue;
        };
        // A quotation mark within is written twice.
        let mut end = 0;
        loop {
            match memchr::memchr(b'"', &quoted[end..]) {
                None => return false,
                Some(at) if quoted.get(end + at + 1) == Some(&b'"') => end += at + 2,
                Some(at) => {
                    end += at + 1;
                    break;
                }
            }
        }
        match quoted.get(end) {
            None => return true,
            Some(next) if *next == delimiter => rest = &quoted[end + 1..],
            Some(_) => return false,
        }
    }
}

/// Returns the delimiter that a line `sep=;` tells.
fn told_delimiter(line: &[u8]) -> Option<u8> {
    match line.trim_ascii_start().strip_prefix(b"sep=")? {
        [delimiter] | [delimiter, b'\n'] | [delimiter, b'\r', b'\n'] => Some(*delimiter),
        _ => None,
    }
}

/// Returns the cells of one row.
fn parse(row: &[u8], delimiter: u8) -> ByteRecord {
    let mut record = ByteRecord::new();
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .buffer_capacity(row.len().clamp(1, 1 << 16))
        .from_reader(row);
    // Memory can always be read, and rows may have any number of cells.
    let _ = reader.read_byte_record(&mut record);
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::convert;
    use crate::source::Joined;

    fn read(text: &[u8]) -> Vec<(u64, String)> {
        let Ok(mut rows) = Rows::open(Box::new(io::Cursor::new(text.to_vec())), 0) else {
            panic!("no header")
        };
        let mut read = Vec::new();
        while let Some(raw) = rows.next_record().unwrap() {
            let Position::Line(line) = raw.position else {
                panic!("rows have lines")
            };
            let told = match convert(&raw, &Joined::default()) {
                Ok(converted) => converted.record.title().to_owned(),
                Err(refusal) => refusal.reason,
            };
            read.push((line, told));
        }
        read
    }

    fn expect(text: &str, expected: &[(u64, &str)]) {
        let expected: Vec<(u64, String)> = expected
            .iter()
            .map(|(line, told)| (*line, (*told).to_owned()))
            .collect();
        assert_eq!(read(text.as_bytes()), expected, "{text}");
    }

    const NOT_CLOSED: &str = "a quotation mark that opens in this row is not closed";

    #[test]
    fn a_cell_may_have_lines_and_quotes() {
        expect(
            "id;title\r\n1;\"Eau\r\npotable\"\r\n\r\n2;\"a \"\"b\"\"\"\r\n",
            &[(2, "Eau potable"), (5, "a \"b\"")],
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_costs_its_own_row_alone() {
        let head = "id;title;tags";
        // Up to the end of the file, up to the next quoted row, and up to the next row with the same mistake.
        expect(
            &format!("{head}\n1;\"Eau;a\n2;Air;b\n3;Sol;c\n"),
            &[(2, NOT_CLOSED), (3, "Air"), (4, "Sol")],
        );
        expect(
            &format!("{head}\n1;\"Eau;a\n2;\"Air\";b\n3;\"Sol\";c\n"),
            &[(2, NOT_CLOSED), (3, "Air"), (4, "Sol")],
        );
        expect(
            &format!("{head}\n1;\"Eau;a\n2;Air;b\n3;\"Sol;c\n4;Feu;d\n"),
            &[(2, NOT_CLOSED), (3, "Air"), (4, NOT_CLOSED), (5, "Feu")],
        );
        expect(&format!("{head}\n1;Eau;\"a\n"), &[(2, NOT_CLOSED)]);
    }

    #[test]
    fn two_cells_of_a_row_may_have_several_lines() {
        // The line in the middle has as many cells as a row, and an id.
        expect(
            "title;id;tags\n\"Eau\npotable\";1;\"a\nb\"\nAir;2;c\n",
            &[(2, "Eau potable"), (5, "Air")],
        );
        for (line, expected) in [
            ("1;\"a\";b", true),
            ("\"a;\"\"b\"\"\";\"\"", true),
            ("a\";b;\"c", false),
            ("1;\"a", false),
            ("1;\"a\"b;c", false),
            ("", true),
        ] {
            assert_eq!(has_closed_quotes(line.as_bytes(), b';'), expected, "{line}");
        }
    }

    #[test]
    fn other_delimiters_are_told_or_seen() {
        for text in ["sep=;\nid;title\n1;Eau\n", "sep=|\r\nid|title\r\n1|Eau\r\n"] {
            expect(text, &[(3, "Eau")]);
        }
        for text in ["id,title\n1,Eau\n", "id\ttitle\n1\tEau\n"] {
            expect(text, &[(2, "Eau")]);
        }
    }

    #[test]
    fn a_file_in_windows_1252_is_read_as_it_was_meant() {
        assert_eq!(
            read(b"id;title\n1;Qualit\xe9 de l\x92eau\n"),
            [(2, "Qualité de l’eau".to_owned())]
        );
    }

    #[test]
    fn a_row_that_is_too_long_is_set_aside() {
        let text = format!("id;title\n1;{}\n2;Air\n", "a".repeat(LONGEST_RECORD_BYTES));
        let read = read(text.as_bytes());
        assert!(
            read[0].1.starts_with("the record is longer than"),
            "{}",
            read[0].1
        );
        assert_eq!(read[1], (3, "Air".to_owned()));
    }
}
