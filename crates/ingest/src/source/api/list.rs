//! One list of an API: how its pages are asked for, and where their records go.

use std::collections::VecDeque;

use catalogue::RecordType;
use url::Url;

use crate::client::{FetchedPage, FetchedRecord, Wanted, ids_only};
use crate::error::Error;
use crate::fetch_error::FetchError;
use crate::source::raw_record::{Body, Position, RawRecord};
use crate::source::reading::Reading;

/// A page of which more records than this are too long is given up: it is rather the server that is out of order.
const MOST_TOO_LONG: usize = 2;

/// One list.
pub(super) struct List<'a> {
    pub(super) base: &'a Url,
    pub(super) path: &'static str,
    pub(super) record_type: &'a RecordType,
    /// The fields that are asked for.
    pub(super) mask: String,
    pub(super) reading: &'a Reading,
    /// How many records the lists before this one announced.
    pub(super) announced_before: u64,
}

impl List<'_> {
    /// Fetches a page with the fields that are asked for; one that is too long, in parts.
    pub(super) async fn fetch_whole(
        &self,
        number: u64,
        wanted: Wanted,
    ) -> Result<Option<FetchedPage>, Error> {
        let page_size = self.page_size();
        match self.fetch(number, page_size, &self.mask, wanted).await {
            Err(error) if is_too_long(&error) => {
                self.fetch_in_parts(number, page_size, error).await
            }
            answer => answer,
        }
    }

    /// Fetches only the ids of a page.
    pub(super) async fn fetch_ids(&self, number: u64) -> Result<Option<FetchedPage>, Error> {
        self.fetch(number, self.page_size(), &ids_only(), Wanted::IfThere)
            .await
    }

    /// Fetches the records of a page that is too long in shorter pages, down to single records. A record that is too long
    /// alone is refused; where there are several, the page is.
    async fn fetch_in_parts(
        &self,
        number: u64,
        page_size: u64,
        error: Error,
    ) -> Result<Option<FetchedPage>, Error> {
        let mut whole = FetchedPage {
            records: Vec::new(),
            total: None,
            page_size: Some(page_size),
            has_next: true,
        };
        let mut n_too_long = 0;
        let mut parts = VecDeque::from(parts_of(number, page_size));
        while let Some((number, page_size)) = parts.pop_front() {
            match self
                .fetch(number, page_size, &self.mask, Wanted::IfThere)
                .await
            {
                Ok(Some(part)) => {
                    whole.records.extend(part.records);
                    (whole.total, whole.has_next) = (part.total, part.has_next);
                }
                Ok(None) => whole.has_next = false,
                Err(error) if is_too_long(&error) => {
                    let shorter = parts_of(number, page_size);
                    if shorter.is_empty() {
                        n_too_long += 1;
                        whole.records.push(FetchedRecord::too_long_to_fetch());
                    }
                    shorter
                        .into_iter()
                        .rev()
                        .for_each(|part| parts.push_front(part));
                }
                Err(error) => return Err(error),
            }
            if n_too_long > MOST_TOO_LONG {
                return Err(error);
            }
            if !whole.has_next {
                break;
            }
        }
        Ok((!whole.records.is_empty()).then_some(whole))
    }

    async fn fetch(
        &self,
        number: u64,
        page_size: u64,
        mask: &str,
        wanted: Wanted,
    ) -> Result<Option<FetchedPage>, Error> {
        let url = self.page_url(number, page_size)?;
        self.reading.client.page(&url, mask, wanted).await
    }

    /// Returns how many records a page is asked to have.
    pub(super) fn page_size(&self) -> u64 {
        self.reading.client.options().page_size.max(1) as u64
    }

    pub(super) fn page_url(&self, number: u64, page_size: u64) -> Result<Url, Error> {
        // `Source` has seen to it that the base ends in a slash, and the lists' paths are constants.
        let mut url = self.base.join(self.path).map_err(|_| Error::NoSuchApi {
            url: self.base.to_string(),
        })?;
        url.query_pairs_mut()
            .append_pair("sort", "created")
            .append_pair("page_size", &page_size.to_string())
            .append_pair("page", &number.to_string());
        Ok(url)
    }

    pub(super) async fn send(&self, number: u64, records: Vec<FetchedRecord>) {
        let to_raw = |record: FetchedRecord| RawRecord {
            body: match record.refusal {
                None => Body::Json(self.record_type.clone(), record.json),
                Some(reason) => Body::Broken(record.json, reason),
            },
            position: Position::Page(number),
        };
        let batch = records.into_iter().map(to_raw).collect();
        // Where nobody takes the records any more, whoever stopped knows why.
        let _ = self.reading.sender.send(batch).await;
    }
}

fn is_too_long(error: &Error) -> bool {
    matches!(
        error,
        Error::Fetch {
            source: FetchError::TooLong { .. },
            ..
        }
    )
}

/// Returns the pages of a tenth of the size, or of single records, that have the records of this page; none if it is a
/// single record.
fn parts_of(number: u64, page_size: u64) -> Vec<(u64, u64)> {
    let size = if page_size.is_multiple_of(10) {
        page_size / 10
    } else {
        1
    };
    let n_parts = page_size / size;
    if n_parts == 1 {
        return Vec::new();
    }
    let parts = (number - 1) * n_parts + 1..=number * n_parts;
    parts.map(|number| (number, size)).collect()
}
