//! Records that were not taken, each with its reason.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use catalogue::RecordType;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::part_file::{PartFile, prune};
use crate::source::{Body, Position, RawRecord};
use crate::wire::Refusal;

/// How many files of rejected records are kept.
const KEPT: usize = 10;

/// The file of rejected records: JSON Lines, created with the first of them.
pub(crate) struct RejectedLog {
    directory: PathBuf,
    name: String,
    open: Option<(PartFile, BufWriter<File>)>,
    count: u64,
}

/// One line of the file: a record, where it stood, and why it was rejected.
#[derive(Serialize)]
struct RejectedLine<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u64>,
    #[serde(rename = "type")]
    record_type: Option<&'a RecordType>,
    id: Option<&'a str>,
    reason: &'a str,
    record: RejectedRecord<'a>,
}

/// The record as its source gave it.
#[derive(Serialize)]
#[serde(untagged)]
enum RejectedRecord<'a> {
    Json(&'a RawValue),
    Text(&'a str),
    Row(Vec<String>),
}

impl RejectedLog {
    pub(crate) fn new(index: &Path, stamp: &str) -> Self {
        Self {
            directory: index.join("rejected"),
            name: format!("{stamp}.jsonl"),
            open: None,
            count: 0,
        }
    }

    /// Returns how many records were set aside.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Sets a record aside.
    pub(crate) fn push(
        &mut self,
        source: &str,
        raw: &RawRecord,
        refusal: &Refusal,
    ) -> Result<(), Error> {
        self.count += 1;
        let (line, page) = match raw.position {
            Position::Line(line) => (Some(line), None),
            Position::Page(page) => (None, Some(page)),
        };
        let record = match &raw.body {
            Body::Json(_, json) | Body::Reuse(json) | Body::Organization(json) => {
                serde_json::from_str(json).map_or(RejectedRecord::Text(json), RejectedRecord::Json)
            }
            Body::Row(_, row) => RejectedRecord::Row(
                row.iter()
                    .map(|field| String::from_utf8_lossy(field).into_owned())
                    .collect(),
            ),
            Body::Broken(beginning, _) => RejectedRecord::Text(beginning),
        };
        let rejected = RejectedLine {
            source,
            line,
            page,
            record_type: refusal.record_type.as_ref(),
            id: refusal.id.as_deref(),
            reason: &refusal.reason,
            record,
        };
        let (part, writer) = self.open()?;
        serde_json::to_writer(&mut *writer, &rejected)
            .map_err(std::io::Error::from)
            .and_then(|()| writer.write_all(b"\n"))
            .map_err(Error::write(part.path()))
    }

    /// Gives the file its name and removes the oldest files. Returns its path; `None` if no record was set aside.
    pub(crate) fn publish(&mut self) -> Result<Option<PathBuf>, Error> {
        let Some((part, mut writer)) = self.open.take() else {
            return Ok(None);
        };
        writer.flush().map_err(Error::write(part.path()))?;
        let path = self.directory.join(&self.name);
        fs::rename(part.path(), &path).map_err(Error::write(&path))?;
        prune(&self.directory, ".jsonl", KEPT);
        Ok(Some(path))
    }

    fn open(&mut self) -> Result<&mut (PartFile, BufWriter<File>), Error> {
        let open = if let Some(open) = self.open.take() {
            open
        } else {
            fs::create_dir_all(&self.directory).map_err(Error::write(&self.directory))?;
            let part = PartFile::new(&self.directory, &self.name);
            let file = File::create(part.path()).map_err(Error::write(part.path()))?;
            (part, BufWriter::new(file))
        };
        Ok(self.open.insert(open))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn refusal(reason: &str) -> Refusal {
        Refusal {
            record_type: Some(RecordType::Dataset),
            id: Some("1".to_owned()),
            reason: reason.to_owned(),
            ..Refusal::default()
        }
    }

    #[test]
    fn each_line_says_what_was_refused_where_and_why() {
        let index = tempfile::tempdir().unwrap();
        let mut log = RejectedLog::new(index.path(), "20260116T080000.000Z");
        let good = Body::Json(RecordType::Dataset, r#"{"id": "1"}"#.to_owned());
        let broken = Body::Json(RecordType::Dataset, r#"{"id": "#.to_owned());
        log.push(
            "a",
            &RawRecord {
                body: good,
                position: Position::Line(7),
            },
            &refusal("no title"),
        )
        .unwrap();
        log.push(
            "b",
            &RawRecord {
                body: broken,
                position: Position::Page(2),
            },
            &refusal("broken"),
        )
        .unwrap();
        let path = log.publish().unwrap().unwrap();

        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(
            lines,
            [
                json!({"source": "a", "line": 7, "type": "dataset", "id": "1", "reason": "no title",
                       "record": {"id": "1"}}),
                json!({"source": "b", "page": 2, "type": "dataset", "id": "1", "reason": "broken",
                       "record": "{\"id\": "}),
            ]
        );
    }

    #[test]
    fn without_rejected_records_there_is_no_file() {
        let index = tempfile::tempdir().unwrap();
        let mut log = RejectedLog::new(index.path(), "20260116T080000.000Z");
        assert_eq!(log.publish().unwrap(), None);
        assert_eq!(fs::read_dir(index.path()).unwrap().count(), 0);
    }
}
