//! Stamps: days of last update that a program gave to many records of one producer at once. They are no updates.

use std::collections::HashMap;

use catalogue::LEAST_STAMPED;

use super::producers::{Producer, Producers};
use super::segment::SegmentColumns;
use crate::deleted_terms::DeletedTerms;
use crate::schema::NumberField;

/// A producer and a day.
type ProducerDay = (Producer, i64);

/// Finds the stamps among all documents that are not deleted, and puts the best date that is known otherwise in their place.
pub(super) fn replace_stamps(
    segments: &mut [SegmentColumns],
    producers: Producers<'_>,
    deleted: &DeletedTerms,
) {
    let mut n_updated: HashMap<ProducerDay, usize> = HashMap::new();
    let mut days = Vec::with_capacity(segments.len());
    for (segment, columns) in segments.iter().enumerate() {
        let day = |document: u32| -> Option<ProducerDay> {
            let update = columns.number(NumberField::LastUpdate, document)?;
            // What nobody publishes comes from many.
            let producer = producers.of(segment, document)?;
            Some((producer, day_of(update)))
        };
        let of_segment: Vec<_> = (0..columns.n_documents()).map(day).collect();
        for (document, day) in (0..).zip(&of_segment) {
            if let Some(day) = day
                && !deleted.is_deleted(segment, document)
            {
                *n_updated.entry(*day).or_default() += 1;
            }
        }
        days.push(of_segment);
    }
    n_updated.retain(|_, n_updated| *n_updated >= LEAST_STAMPED);
    for (columns, days) in segments.iter_mut().zip(days) {
        for (document, day) in (0..).zip(days) {
            if day.is_some_and(|day| n_updated.contains_key(&day)) {
                columns.replace_stamp(document);
            }
        }
    }
}

/// Returns the number of the day of a moment in microseconds.
fn day_of(moment: i64) -> i64 {
    const DAY: i64 = 24 * 3600 * 1_000_000;

    moment.div_euclid(DAY)
}
