//! The lists of a catalogue's API, several pages at a time.

use catalogue::RecordType;
use futures::stream::{self, StreamExt};
use url::Url;

use super::raw_record::{Body, Position, RawRecord};
use super::reading::Reading;
use crate::client::FetchedPage;
use crate::error::Error;

/// The lists that are read, in order.
const LISTS: [(&str, RecordType); 2] = [
    ("datasets/", RecordType::Dataset),
    ("dataservices/", RecordType::Dataservice),
];

/// Sends all records of both lists; returns how many records the API announced.
pub(super) async fn read(base: &Url, reading: &Reading) -> Result<u64, Error> {
    let mut announced = 0;
    for (list, record_type) in &LISTS {
        announced = List {
            base,
            path: list,
            record_type,
            reading,
            announced_before: announced,
        }
        .read()
        .await?;
    }
    Ok(announced)
}

/// One list.
struct List<'a> {
    base: &'a Url,
    path: &'static str,
    record_type: &'a RecordType,
    reading: &'a Reading,
    /// How many records the lists before this one announced.
    announced_before: u64,
}

impl List<'_> {
    /// Sends all records of the list; returns how many records this list and those before it announced.
    ///
    /// The list is asked for from the oldest record to the newest, so a record that appears while the pages are read comes
    /// last and leaves the pages before it as they are. A record that vanishes moves all later ones up by one: the first
    /// record of a later page may then be missed, which the caller sees by the count.
    async fn read(&self) -> Result<u64, Error> {
        let url = self.page_url(1)?;
        let Some(first) = self.fetch(1).await? else {
            return Err(Error::NoSuchApi {
                url: url.to_string(),
            });
        };
        let mut total = first.total.unwrap_or(first.records.len() as u64);
        self.announce(total);

        // A server may give fewer records a page than it was asked for; more pages then hold the list.
        let asked = self.reading.client.options().page_size.max(1) as u64;
        let page_size = if first.has_next {
            (first.records.len() as u64).clamp(1, asked)
        } else {
            asked
        };
        let computed_last = total.div_ceil(page_size).max(1);
        let mut last = 1;
        let mut has_next = first.has_next;
        self.send(1, first).await;

        let pages =
            (2..=computed_last).map(|number| async move { (number, self.fetch(number).await) });
        let mut pages = stream::iter(pages)
            .buffer_unordered(self.reading.client.options().pages_in_flight.max(1));
        while let Some((number, page)) = pages.next().await {
            let page = page?;
            if number > last {
                last = number;
                // Past the end of a list that has shrunk there is nothing more.
                has_next = page.as_ref().is_some_and(|page| page.has_next);
            }
            if let Some(page) = page {
                total = total.max(page.total.unwrap_or(0));
                self.announce(total);
                self.send(number, page).await;
            }
        }

        // Pages that the list has got since the first page was read.
        while has_next {
            last += 1;
            let Some(page) = self.fetch(last).await? else {
                break;
            };
            total = total.max(page.total.unwrap_or(0));
            self.announce(total);
            has_next = page.has_next && !page.records.is_empty();
            self.send(last, page).await;
        }
        Ok(self.announced_before + total)
    }

    async fn fetch(&self, number: u64) -> Result<Option<FetchedPage>, Error> {
        self.reading
            .client
            .page(&self.page_url(number)?, self.record_type)
            .await
    }

    fn page_url(&self, number: u64) -> Result<Url, Error> {
        // `Source` has seen to it that the base ends in a slash, and the lists' paths are constants.
        let mut url = self.base.join(self.path).map_err(|_| Error::NoSuchApi {
            url: self.base.to_string(),
        })?;
        let page_size = self.reading.client.options().page_size.max(1);
        url.query_pairs_mut()
            .append_pair("sort", "created")
            .append_pair("page_size", &page_size.to_string())
            .append_pair("page", &number.to_string());
        Ok(url)
    }

    fn announce(&self, total: u64) {
        self.reading
            .progress
            .total(Some(self.announced_before + total));
    }

    async fn send(&self, number: u64, page: FetchedPage) {
        let to_raw = |json| RawRecord {
            body: Body::Json(self.record_type.clone(), json),
            position: Position::Page(number),
        };
        let batch = page.records.into_iter().map(to_raw).collect();
        // Where nobody takes the records any more, whoever stopped knows why.
        let _ = self.reading.sender.send(batch).await;
    }
}
