//! What changed last, by the order of the lists.
//!
//! No list can be asked for what changed since a moment. Two orders come near: `-last_update`, and `-created`, each newest
//! first. A producer may date what it changes back, and the platform dates a harvested record by the portal that it comes
//! from, so that a change may stand deeper in the list than its own time: the walk goes on for a day behind what is known
//! ([`MARGIN`]), and what stands deeper still is found by the sitemaps and the walk of all ids.

use std::collections::HashSet;

use catalogue::Date;
use jiff::SignedDuration;

use super::gathering::Gathering;
use super::moments::{OVERLAP, before};
use super::upstream::{BY_CREATION, FollowedList, StampsPage};
use crate::client::Wanted;
use crate::error::Error;
use crate::wire::Stamp;

/// How far behind what is known a list is walked.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// How often a list is walked again where records have vanished from it meanwhile, and so may have shifted past the walk.
const ROUNDS: usize = 3;

/// A walk ends after so many pages in a row of records that it has seen.
const MOST_STALE_PAGES: usize = 3;

/// Fetches the records of a list that changed, or were created, since that moment.
pub(super) async fn gather(
    gathering: &mut Gathering<'_>,
    list: &FollowedList,
    since: Date,
) -> Result<(), Error> {
    for sort in [list.by_change, BY_CREATION] {
        for _ in 0..ROUNDS {
            let has_shrunk = walk(gathering, list, sort, since).await?;
            if !has_shrunk {
                break;
            }
        }
    }
    Ok(())
}

/// Walks a list from its newest record to the first page that has nothing of interest. Returns whether the list has shrunk
/// meanwhile.
async fn walk(
    gathering: &mut Gathering<'_>,
    list: &FollowedList,
    sort: &str,
    since: Date,
) -> Result<bool, Error> {
    let wanted_since = before(since, OVERLAP);
    let walked_until = before(since, MARGIN);
    let mut seen = HashSet::new();
    let mut n_stale = 0;
    let mut total = None;
    let mut has_shrunk = false;
    let mut wanted = Wanted::First;
    for number in 1.. {
        let page = gathering
            .upstream
            .stamps(list, sort, number, wanted)
            .await?;
        let Some(StampsPage {
            stamps,
            total: told,
            has_next,
        }) = page
        else {
            if number > 1 {
                break;
            }
            return Err(Error::NoSuchApi {
                url: gathering.upstream.base.to_string(),
            });
        };
        has_shrunk |= matches!((total, told), (Some(before), Some(now)) if now < before);
        total = told;
        let mut ids = Vec::new();
        for stamp in &stamps {
            if gathering.wants(&list.record_type, stamp, wanted_since)? {
                ids.push(stamp.id.clone());
            }
        }
        let is_behind =
            |stamp: &Stamp| position(stamp, sort).is_none_or(|date| date < walked_until);
        let is_last = ids.is_empty() && stamps.iter().all(is_behind);
        let n_before = seen.len();
        seen.extend(stamps.into_iter().map(|stamp| stamp.id));
        n_stale = if seen.len() == n_before {
            n_stale + 1
        } else {
            0
        };
        gathering.fetch_of_page(list, sort, number, ids).await?;
        if is_last || !has_next {
            break;
        }
        if n_stale >= MOST_STALE_PAGES {
            // A server that gives one page for ever.
            return Err(Error::NotMoving {
                list: list.path.to_owned(),
                page: number,
            });
        }
        wanted = Wanted::Due;
    }
    Ok(has_shrunk)
}

/// Returns the date that decides where a record stands in that order.
fn position(stamp: &Stamp, sort: &str) -> Option<Date> {
    if sort == BY_CREATION {
        stamp.created
    } else {
        stamp.last_update
    }
}
