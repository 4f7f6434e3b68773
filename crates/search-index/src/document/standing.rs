//! What a record's number fields say of its standing: producer, files, edition, promise.

use catalogue::{CoveredPeriod, Date, Edition, Frequency, Owner, Record};
use jiff::civil;
use sha2::{Digest, Sha256};

use crate::analyzer::fold;

/// Returns how official a record's owner is: -1 for nobody, 0 for a person, 1 for an organization, 2 for one that is a
/// public service or a local authority, by the platform's badges or, where no source gives them, by its name.
pub(super) fn official(record: &Record) -> i64 {
    match record.owner() {
        Some(owner @ Owner::Organization(_)) => 1 + i64::from(owner.is_public()),
        Some(Owner::User(_)) => 0,
        None => -1,
    }
}

/// Returns what the editions of a series have in common, as a number: the type, the producer, and the title without what
/// names the edition, in whatever order its words stand. `None` where nothing is left of the title, or nobody is the producer.
pub(super) fn series(record: &Record, edition: &Edition) -> Option<i64> {
    if !edition.series.contains(char::is_alphabetic) {
        return None;
    }
    let owner = record.owner()?;
    let id = match owner {
        Owner::Organization(organization) => organization.id.clone(),
        Owner::User(_) => None,
    };
    let producer = id.unwrap_or_else(|| owner.name());
    let record_type = record.record_type();
    let series = edition.series_key();
    checksum(&format!("{record_type}\n{producer}\n{series}"))
}

/// Returns what tells whether a record says the same as before, its use apart, as a number.
pub(super) fn content(record: &Record) -> Option<i64> {
    checksum(&serde_json::to_string(&record.without_use()).ok()?)
}

/// Returns what copies of a record have in common beside the title, as a number: the type, and the words of the description.
/// `None` where the description has few words, which records of different things may share.
pub(super) fn likeness(record: &Record) -> Option<i64> {
    const LEAST_WORDS: usize = 12;

    let description = &record.description().text;
    let words = description.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.clone().nth(LEAST_WORDS - 1)?;
    let mut text = record.record_type().id().to_owned();
    for word in words {
        text.push(' ');
        text.extend(word.chars().flat_map(char::to_lowercase));
    }
    checksum(&text)
}

/// Returns a title's folded words without punctuation: `ecole n 1` for `« École n° 1 »`.
pub(super) fn title_order(title: &str) -> String {
    let words = title
        .split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Returns a text as a number.
fn checksum(text: &str) -> Option<i64> {
    let checksum = Sha256::digest(text.as_bytes());
    let beginning = checksum.first_chunk::<8>()?;
    // No number is `i64::MIN`, which stands for none.
    Some(i64::from_be_bytes(*beginning) >> 1)
}

/// Returns the last day of the period that a record's title names: of one that goes on, as far as it is known.
pub(super) fn edition_last(record: &Record, edition: &Edition) -> Option<civil::Date> {
    let of_title = || CoveredPeriod::of_title(record)?.known_end(record);
    let known = edition.goes_on.then(of_title).flatten();
    known.max(edition.last)
}

/// Returns the midnight with which a day begins, in microseconds.
pub(super) fn midnight(day: civil::Date) -> i64 {
    Date::midnight_of(day).as_microseconds()
}

/// Returns the number of days within which the producer promises an update; `None` where there is no such promise.
pub(super) fn promised_days(record: &Record) -> Option<i64> {
    let Record::Dataset(dataset) = record else {
        return None;
    };
    let days = match dataset.frequency.as_ref()? {
        Frequency::Punctual
        | Frequency::Irregular
        | Frequency::Never
        | Frequency::NotPlanned
        | Frequency::Unspecified
        | Frequency::Unknown
        | Frequency::Other(_) => return None,
        Frequency::FiveTimesAWeek | Frequency::ThreeTimesAWeek => 3,
        Frequency::Semiweekly => 4,
        Frequency::Weekly => 7,
        Frequency::Biweekly => 14,
        Frequency::ThreeTimesAMonth => 10,
        Frequency::Semimonthly => 15,
        Frequency::Monthly => 31,
        Frequency::Bimonthly => 61,
        Frequency::Quarterly => 92,
        Frequency::ThreeTimesAYear => 122,
        Frequency::Semiannual => 183,
        Frequency::Annual => 366,
        Frequency::Biennial => 2 * 366,
        Frequency::Triennial => 3 * 366,
        Frequency::Quadrennial => 4 * 366,
        Frequency::Quinquennial => 5 * 366,
        Frequency::Decennial => 10 * 366,
        Frequency::Bidecennial => 20 * 366,
        Frequency::Tridecennial => 30 * 366,
        // Once a day or more often.
        _ => 1,
    };
    Some(days)
}

/// Returns the number of a dataset's files.
pub(super) fn n_files(record: &Record) -> Option<i64> {
    match record {
        Record::Dataset(dataset) => i64::try_from(dataset.n_resources()?).ok(),
        Record::Dataservice(_) => None,
    }
}
