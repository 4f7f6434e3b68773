//! API objects in a JSON array, in the list `data` of an answer, or one after the other whatever their lines.

use std::io::{self, BufRead};

use super::json_record::{JsonRecords, too_long};
use crate::limits::LONGEST_RECORD_BYTES;
use crate::source::raw_record::RawRecord;

/// How the objects of a file that has not one a line stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// In an array.
    Array,
    /// In the list `data` of one or several answers.
    Answers,
    /// One after the other, each over several lines.
    Objects,
}

impl Shape {
    /// Tells the shape by the beginning of a file; `None` where it has one object a line.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let head = head.trim_ascii_start();
        if head.first() == Some(&b'[') {
            return Some(Self::Array);
        }
        let mut scanner = Scanner {
            reader: head,
            line: 0,
        };
        if head.first() == Some(&b'{') && scanner.seek_data(0).unwrap_or(false) {
            return Some(Self::Answers);
        }
        let first_line = head.split(|byte| *byte == b'\n').next()?;
        (first_line.trim_ascii() == b"{").then_some(Self::Objects)
    }
}

/// API objects that stand in a file in such a shape.
pub(super) struct JsonStream {
    scanner: Scanner<Box<dyn BufRead + Send>>,
    shape: Shape,
    /// Whether what comes next is an item of the array or of the list.
    is_inside: bool,
    has_entered: bool,
    pub(super) records: JsonRecords,
}

impl JsonStream {
    /// Starts to read behind so many lines.
    pub(super) fn new(reader: Box<dyn BufRead + Send>, shape: Shape, n_lines: u64) -> Self {
        Self {
            scanner: Scanner {
                reader,
                line: n_lines + 1,
            },
            shape,
            is_inside: shape == Shape::Objects,
            has_entered: false,
            records: JsonRecords::default(),
        }
    }

    pub(super) fn next_record(&mut self) -> io::Result<Option<RawRecord>> {
        loop {
            if !self.is_inside && !self.enter()? {
                return Ok(None);
            }
            (self.is_inside, self.has_entered) = (true, true);
            match (self.scanner.skip_separators()?, self.shape) {
                (None, Shape::Objects) => return Ok(None),
                (None, _) => {
                    return Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "the list is not closed",
                    ));
                }
                (Some(b']'), _) => {
                    self.scanner.reader.consume(1);
                    self.is_inside = false;
                }
                (Some(_), _) => {
                    let line = self.scanner.line;
                    let value = self.scanner.value()?;
                    let record = if value.is_too_long {
                        too_long(&value.bytes, line)
                    } else {
                        self.records.read(&value.bytes, line)
                    };
                    return Ok(Some(record));
                }
            }
        }
    }

    /// Goes on to the first item of the next array or list; returns whether there is one.
    fn enter(&mut self) -> io::Result<bool> {
        if self.shape == Shape::Answers {
            let depth = u64::from(self.has_entered);
            return self.scanner.seek_data(depth);
        }
        match self.scanner.skip_separators()? {
            Some(b'[') => {
                self.scanner.reader.consume(1);
                Ok(true)
            }
            Some(_) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "something follows the JSON array",
            )),
            None => Ok(false),
        }
    }
}

/// A JSON value as it stands in the file.
struct Value {
    bytes: Vec<u8>,
    is_too_long: bool,
}

/// Reads JSON by its brackets and quotes.
struct Scanner<R> {
    reader: R,
    /// The line of what comes next, from 1.
    line: u64,
}

impl<R: BufRead> Scanner<R> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.reader.consume(1);
            self.line += u64::from(byte == b'\n');
        }
        Ok(byte)
    }

    /// Skips blanks and commas; returns what follows, not consumed.
    fn skip_separators(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() && byte != b',' {
                return Ok(Some(byte));
            }
            self.next_byte()?;
        }
        Ok(None)
    }

    /// Reads the value that comes next, of a long one the beginning.
    fn value(&mut self) -> io::Result<Value> {
        let mut value = Value {
            bytes: Vec::new(),
            is_too_long: false,
        };
        let (mut depth, mut quotes) = (0_u64, Quotes::default());
        while let Some(byte) = self.peek()? {
            let is_structure = !quotes.is_within(byte);
            // A value that is no object ends before what parts it from the next one.
            if is_structure && depth == 0 && matches!(byte, b',' | b']' | b'}') {
                // A bracket that closes nothing would be met for ever.
                if value.bytes.is_empty() {
                    self.next_byte()?;
                    value.bytes.push(byte);
                }
                return Ok(value);
            }
            self.next_byte()?;
            if value.bytes.len() < LONGEST_RECORD_BYTES {
                value.bytes.push(byte);
            } else {
                value.is_too_long = true;
            }
            match byte {
                b'{' | b'[' if is_structure => depth += 1,
                b'}' | b']' if is_structure => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(value);
                    }
                }
                _ => {}
            }
        }
        if depth > 0 || quotes.is_open {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the last record is not closed",
            ));
        }
        Ok(value)
    }

    /// Goes on behind the bracket that opens the next list `data` of an answer, from within so many brackets; returns whether
    /// there is one.
    fn seek_data(&mut self, mut depth: u64) -> io::Result<bool> {
        let mut quotes = Quotes::default();
        // The last text at the depth of an answer's keys, and what has followed it: nothing, or a colon.
        let (mut key, mut has_colon) = (Vec::new(), false);
        while let Some(byte) = self.next_byte()? {
            let was_open = quotes.is_open;
            if quotes.is_within(byte) {
                if depth == 1 && !was_open {
                    key.clear();
                    has_colon = false;
                } else if depth == 1 && quotes.is_open && key.len() < 8 {
                    key.push(byte);
                }
                continue;
            }
            match byte {
                b'[' if depth == 1 && has_colon && key == b"data" => return Ok(true),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b':' if depth == 1 => has_colon = true,
                _ => {}
            }
            if !byte.is_ascii_whitespace() && byte != b':' {
                key.clear();
            }
        }
        Ok(false)
    }
}

/// Whether a byte of JSON stands in a text.
#[derive(Default)]
struct Quotes {
    is_open: bool,
    is_escaped: bool,
}

impl Quotes {
    /// Returns whether the next byte belongs to a text, its quotation marks included.
    fn is_within(&mut self, byte: u8) -> bool {
        let was_open = self.is_open;
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if was_open => self.is_escaped = true,
            b'"' => self.is_open = !was_open,
            _ => {}
        }
        was_open || byte == b'"'
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::convert;
    use crate::source::Joined;

    fn titles(text: &str) -> io::Result<Vec<String>> {
        let shape = Shape::of(text.as_bytes()).expect("a shape");
        let reader = Box::new(io::Cursor::new(text.to_owned().into_bytes()));
        let mut stream = JsonStream::new(reader, shape, 0);
        let mut titles = Vec::new();
        while let Some(raw) = stream.next_record()? {
            titles.push(match convert(&raw, &Joined::default()) {
                Ok(converted) => converted.record.title().to_owned(),
                Err(refusal) => refusal.reason,
            });
        }
        Ok(titles)
    }

    #[test]
    fn records_are_read_out_of_arrays_answers_and_lines() {
        let (a, b) = (
            r#"{"id": "1", "title": "A \\\"}[,"}"#,
            r#"{"id": "2", "title": "B"}"#,
        );
        let both = vec!["A \\\"}[,".to_owned(), "B".to_owned()];
        for text in [
            format!("[{a},{b}]"),
            format!("[\n{a},\n{b},\n]\n"),
            format!("[{a}]\n[{b}]"),
            format!(r#"{{"data": [{a}, {b}], "total": 2}}"#),
            format!(
                r#"{{"page": 1, "facets": {{"data": []}}, "data": [{a}], "total": 2}}{{"data":[{b}]}}"#
            ),
            format!("{{\n{}\n{b}", &a[1..]),
        ] {
            assert_eq!(titles(&text).unwrap(), both, "{text}");
        }
        assert_eq!(titles("[]").unwrap(), Vec::<String>::new());
        assert_eq!(titles("[1, \"x\"]").unwrap(), ["not a JSON object"; 2]);
    }

    #[test]
    fn a_list_that_is_cut_is_an_error() {
        for text in [
            "[",
            r#"[{"id": "1", "#,
            r#"[{"id": "1"}"#,
            r#"{"data": [{"id": "1"}"#,
        ] {
            assert_eq!(
                titles(text).unwrap_err().kind(),
                io::ErrorKind::UnexpectedEof,
                "{text}"
            );
        }
        assert!(titles("[] x").is_err());
    }

    #[test]
    fn objects_one_a_line_have_no_other_shape() {
        for text in [
            r#"{"id": "1", "extras": {"data": [1]}}"#,
            r#"{"id": "data", "tags": []}"#,
            "",
            "id;title",
        ] {
            assert_eq!(Shape::of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn of_a_record_that_is_too_long_the_beginning_is_kept() {
        let text = format!(
            r#"[{{"id": "1", "title": "{}"}}, {{"id": "2", "title": "B"}}]"#,
            "a".repeat(LONGEST_RECORD_BYTES)
        );
        let titles = titles(&text).unwrap();
        assert!(
            titles[0].starts_with("the record is longer than"),
            "{}",
            titles[0]
        );
        assert_eq!(titles[1], "B");
    }
}
