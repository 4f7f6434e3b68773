//! The walk of all ids: what is gone, and what no other way has found.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use catalogue::{Date, RecordType};
use tokio::sync::mpsc;

use super::gathering::{Gathering, Held};
use super::moments::{OVERLAP, before};
use super::upstream::{FollowedList, Upstream};
use crate::error::Error;
use crate::source::{Body, Reading, Tally, read_stamps};
use crate::wire::Stamp;

/// Batches that wait to be looked at.
const BATCHES_WAITING: usize = 4;

/// In so many walks each archived record is asked for once: no list has it, so that nobody would miss it.
const ROUNDS_OF_ARCHIVED: u64 = 30;

/// Walks all ids of a list: fetches the records that the generation lacks, or that changed since that moment, and asks for
/// each that it has and the list lacks.
///
/// Returns whether the walk was whole. Where it has holes, nothing is taken for gone.
///
/// # Errors
///
/// [`Error::TooManyGone`] where the list lacks more than that share of the records.
pub(super) async fn gather(
    gathering: &mut Gathering<'_>,
    held: &Held,
    list: &FollowedList,
    since: Date,
    (index, max_shrink): (&Path, f64),
) -> Result<bool, Error> {
    let (stamps, tally) = read_list(gathering.upstream, list, index).await?;
    let since = before(since, OVERLAP);
    let mut wanted = Vec::new();
    for stamp in &stamps {
        if gathering.wants(&list.record_type, stamp, since)? {
            wanted.push(stamp.id.clone());
        }
    }
    gathering.fetch(list, wanted).await?;
    if tally.missing > 0 {
        tracing::warn!(
            list = list.path,
            missing = tally.missing,
            gaps = ?tally.gaps.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "the walk of all ids has holes: nothing is taken for gone"
        );
        return Ok(false);
    }
    let listed: HashSet<String> = stamps.into_iter().map(|stamp| stamp.id).collect();
    let absent = absent(held, &list.record_type, &listed, max_shrink)?;
    gathering.fetch(list, absent).await?;
    Ok(true)
}

/// Reads the ids and dates of all records of a list.
async fn read_list(
    upstream: &Upstream,
    list: &FollowedList,
    index: &Path,
) -> Result<(Vec<Stamp>, Tally), Error> {
    let (sender, mut batches) = mpsc::channel(BATCHES_WAITING);
    let reading = Reading {
        client: upstream.client.clone(),
        progress: Arc::clone(&upstream.progress),
        snapshots: index.join("snapshots"),
        stop: upstream.stop.clone(),
        sender,
    };
    let (base, record_type) = (upstream.base.clone(), list.record_type.clone());
    let read = async move { read_stamps(&base, list.path, &record_type, &reading).await };
    let collect = async {
        let mut stamps = Vec::new();
        while let Some(batch) = batches.recv().await {
            for record in batch {
                if let Body::Json(record_type, json) = &record.body {
                    stamps.extend(Stamp::read(record_type, json));
                }
            }
        }
        stamps
    };
    let (tally, stamps) = tokio::join!(read, collect);
    Ok((stamps, tally?))
}

/// Returns the ids of the records that the generation has and a whole list lacks; of the archived ones, which no list has,
/// today's share.
fn absent(
    held: &Held,
    record_type: &RecordType,
    listed: &HashSet<String>,
    max_shrink: f64,
) -> Result<Vec<String>, Error> {
    let (mut absent, mut archived, mut n_live) = (Vec::new(), Vec::new(), 0_u64);
    for key in held.known.iter().filter(|(known, _)| known == record_type) {
        let is_archived = held.archived.contains(key);
        n_live += u64::from(!is_archived);
        if listed.contains(&key.1) {
            continue;
        }
        if !is_archived {
            absent.push(key.1.clone());
        } else if is_due_today(&key.1) {
            archived.push(key.1.clone());
        }
    }
    let n_absent = absent.len() as u64;
    if n_absent as f64 > max_shrink * n_live as f64 && n_absent > 1 {
        return Err(Error::TooManyGone {
            record_type: record_type.to_string(),
            gone: n_absent,
            of: n_live,
        });
    }
    absent.append(&mut archived);
    Ok(absent)
}

fn is_due_today(id: &str) -> bool {
    let day = Date::now().as_microseconds() / 86_400_000_000;
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    (hasher.finish().wrapping_add(day.unsigned_abs())).is_multiple_of(ROUNDS_OF_ARCHIVED)
}
