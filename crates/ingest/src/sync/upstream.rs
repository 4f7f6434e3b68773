//! The lists of an API as a sync asks for them: by their ids and dates, newest first, and single records whole.

use std::sync::Arc;

use catalogue::{Date, RecordType};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::client::{Answered, Client, FetchedRecord, WHOLE_RECORDS, Wanted, ids_only};
use crate::error::Error;
use crate::progress::Progress;
use crate::source::LISTS;
use crate::wire::{Stamp, stamps_mask};

/// An API that is followed.
pub(super) struct Upstream {
    pub(super) base: Url,
    pub(super) client: Client,
    pub(super) progress: Arc<dyn Progress>,
    pub(super) stop: CancellationToken,
}

/// One of its lists.
pub(super) struct FollowedList {
    pub(super) path: &'static str,
    pub(super) record_type: RecordType,
    /// The order of the list with what changed last in front.
    pub(super) by_change: &'static str,
}

/// The order of a list with what was created last in front.
pub(super) const BY_CREATION: &str = "-created";

/// A page of a list by its ids and dates.
pub(super) struct StampsPage {
    pub(super) stamps: Vec<Stamp>,
    pub(super) total: Option<u64>,
    pub(super) has_next: bool,
}

/// Returns the lists that are followed.
pub(super) fn followed_lists() -> Vec<FollowedList> {
    let list = |(path, record_type): &(&'static str, RecordType)| FollowedList {
        path,
        record_type: record_type.clone(),
        by_change: match record_type {
            RecordType::Dataservice => "-last_modified",
            _ => "-last_update",
        },
    };
    LISTS.iter().map(list).collect()
}

impl Upstream {
    /// Returns the time by the server's clock, for which it is asked how many records there are; the local one where it does
    /// not tell.
    pub(super) async fn server_time(&self, now: Date) -> Result<Date, Error> {
        for list in followed_lists().iter().take(1) {
            let mut url = self.list_url(list)?;
            url.query_pairs_mut().append_pair("page_size", "1");
            let page = self.client.page(&url, &ids_only(), Wanted::First).await?;
            if page.is_none() {
                return Err(Error::NoSuchApi {
                    url: url.to_string(),
                });
            }
        }
        Ok(self.client.first_date().unwrap_or(now))
    }

    /// Fetches the ids and dates of a page; `None` where there is no such page and none is due.
    pub(super) async fn stamps(
        &self,
        list: &FollowedList,
        sort: &str,
        number: u64,
        wanted: Wanted,
    ) -> Result<Option<StampsPage>, Error> {
        let url = self.page_url(list, sort, number)?;
        let mask = stamps_mask(&list.record_type);
        let Some(page) = self.client.page(&url, &mask, wanted).await? else {
            return Ok(None);
        };
        let read = |record: &FetchedRecord| Stamp::read(&list.record_type, &record.json);
        Ok(Some(StampsPage {
            stamps: page.records.iter().filter_map(read).collect(),
            total: page.total,
            has_next: page.has_next,
        }))
    }

    /// Fetches the whole records of a page.
    pub(super) async fn whole_page(
        &self,
        list: &FollowedList,
        sort: &str,
        number: u64,
    ) -> Result<Vec<FetchedRecord>, Error> {
        let url = self.page_url(list, sort, number)?;
        let page = self
            .client
            .page(&url, WHOLE_RECORDS, Wanted::IfThere)
            .await?;
        Ok(page.map(|page| page.records).unwrap_or_default())
    }

    /// Fetches a whole record by its id or slug.
    pub(super) async fn record(
        &self,
        list: &FollowedList,
        id_or_slug: &str,
    ) -> Result<Answered, Error> {
        let mut url = self.list_url(list)?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(id_or_slug).push("");
        }
        self.client.object(&url).await
    }

    fn list_url(&self, list: &FollowedList) -> Result<Url, Error> {
        // `Source` has seen to it that the base ends in a slash, and the lists' paths are constants.
        self.base.join(list.path).map_err(|_| Error::NoSuchApi {
            url: self.base.to_string(),
        })
    }

    fn page_url(&self, list: &FollowedList, sort: &str, number: u64) -> Result<Url, Error> {
        let mut url = self.list_url(list)?;
        let page_size = self.client.options().page_size.max(1);
        url.query_pairs_mut()
            .append_pair("sort", sort)
            .append_pair("page_size", &page_size.to_string())
            .append_pair("page", &number.to_string());
        Ok(url)
    }
}
