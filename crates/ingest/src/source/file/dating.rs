//! How old a file is.

use std::fs;
use std::path::Path;

use catalogue::Date;
use jiff::Timestamp;

use super::Records;
use crate::error::Error;
use crate::source::raw_record::{Body, RawRecord};
use crate::wire::Stamp;

/// The columns of exports that tell when a record changed.
const COLUMNS: [&str; 3] = ["last_modified", "metadata_modified_at", "created_at"];

/// Returns the latest date of the records of a file that is no later than the file itself: the file is no older than that.
/// Where no record has a date, nobody knows, and the file may be as old as time. Blocks.
pub(crate) fn newest_in_file(path: &Path, name: &str) -> Result<Date, Error> {
    let written_at = fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|written_at| Timestamp::try_from(written_at).ok());
    let written_at = written_at.map_or_else(Date::now, Date::from);
    let mut newest = Date::from(Timestamp::UNIX_EPOCH);
    for record in Records::open(path, name.to_owned())? {
        let dates = dates(&record?, written_at);
        let known = dates
            .into_iter()
            .flatten()
            .filter(|date| *date <= written_at);
        newest = known.fold(newest, Date::max);
    }
    Ok(newest)
}

fn dates(record: &RawRecord, at_most: Date) -> [Option<Date>; 3] {
    match &record.body {
        Body::Json(record_type, json) => {
            let stamp = Stamp::read(record_type, json);
            [stamp.and_then(|stamp| stamp.newest(at_most)), None, None]
        }
        Body::Row(columns, row) => COLUMNS.map(|column| columns.date(row, column)),
        Body::Reuse(_) | Body::Organization(_) | Body::Broken(..) => [None; 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_old_as_its_newest_record_that_is_no_claim_about_the_future() {
        let folder = tempfile::tempdir().unwrap();
        for (text, expected) in [
            (
                "{\"id\": \"1\", \"resources\": [], \"last_update\": \"2026-01-02\"}\n\
                 {\"id\": \"2\", \"resources\": [], \"last_update\": \"2999-01-01\", \"last_modified\": \"2025-01-01\"}\n",
                "2026-01-02",
            ),
            (
                "id;title;last_modified;created_at\n1;Eau;2025-03-01T10:00:00;2024-01-01\n2;Air;;2025-04-01\n",
                "2025-04-01",
            ),
            ("id;title\n1;Eau\n", "1970-01-01"),
        ] {
            let path = folder.path().join("file");
            fs::write(&path, text).unwrap();
            let found = newest_in_file(&path, "file").unwrap();
            assert_eq!(found, expected.parse().unwrap(), "{text}");
        }
    }
}
