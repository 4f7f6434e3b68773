//! The records of the bundled sample, converted.

use catalogue::Record;

use crate::convert::convert;
use crate::source::Joined;
use crate::source::sample::records;

/// Returns the records of the bundled sample: well-known datasets and dataservices of data.gouv.fr.
pub fn sample_records() -> impl Iterator<Item = Record> {
    // The tests below read all of it.
    records()
        .into_iter()
        .flatten()
        .filter_map(|raw| Some(convert(&raw.ok()?, &Joined::default()).ok()?.record))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use catalogue::RecordType;

    use super::*;

    #[test]
    fn every_record_of_the_sample_can_be_read_and_is_there_once() {
        let mut ids = HashSet::new();
        for raw in records().unwrap() {
            let raw = raw.unwrap();
            let converted = convert(&raw, &Joined::default())
                .unwrap_or_else(|refusal| panic!("{:?}: {refusal:?}", raw.position));
            assert!(converted.left_out.is_empty(), "{:?}", raw.position);
            let record = converted.record;
            assert!(ids.insert(record.id().to_owned()), "twice: {}", record.id());
        }
        assert_eq!(sample_records().count(), ids.len());
    }

    #[test]
    fn the_sample_holds_datasets_and_dataservices() {
        let count = |record_type| {
            sample_records()
                .filter(|record| record.record_type() == record_type)
                .count()
        };
        assert!(count(RecordType::Dataset) >= 300);
        assert!(count(RecordType::Dataservice) >= 40);
    }
}
