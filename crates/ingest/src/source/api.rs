//! The lists of a catalogue's API.

mod journal;
mod ledger;
mod list;
mod walk;

use std::collections::HashMap;

use catalogue::RecordType;
use url::Url;

pub(crate) use self::journal::remove_journals;
use self::journal::{Entry, Journal};
use self::list::List;
use super::reading::Reading;
use super::tally::Tally;
use crate::client::WHOLE_RECORDS;
use crate::error::Error;
use crate::wire::stamps_mask;

/// The lists that are read, in order.
pub(crate) const LISTS: [(&str, RecordType); 2] = [
    ("datasets/", RecordType::Dataset),
    ("dataservices/", RecordType::Dataservice),
];

/// Sends all records of both lists; returns what they announced and what came of it.
pub(super) async fn read(base: &Url, reading: &Reading) -> Result<Tally, Error> {
    let page_size = reading.client.options().page_size;
    let key = format!("{base} {page_size} whole records");
    let (mut journal, mut entries) = Journal::open(&reading.snapshots, &key)?;
    let mut kept: HashMap<String, Vec<Entry>> = HashMap::new();
    for entry in entries.by_ref() {
        kept.entry(entry.list.clone()).or_default().push(entry);
    }
    journal.go_on_behind(&entries)?;

    let mut tally = Tally::default();
    for (path, record_type) in &LISTS {
        let list = List {
            base,
            path,
            record_type,
            mask: WHOLE_RECORDS.to_owned(),
            reading,
            announced_before: tally.announced.unwrap_or(0),
        };
        let kept = kept.remove(*path).unwrap_or_default();
        tally.add(walk::read(&list, kept, Some(&mut journal)).await?);
    }
    Ok(tally)
}

/// Sends the ids and dates of all records of one list; returns what it announced and what came of it.
pub(crate) async fn read_stamps(
    base: &Url,
    path: &'static str,
    record_type: &RecordType,
    reading: &Reading,
) -> Result<Tally, Error> {
    let list = List {
        base,
        path,
        record_type,
        mask: stamps_mask(record_type),
        reading,
        announced_before: 0,
    };
    walk::read(&list, Vec::new(), None).await
}
