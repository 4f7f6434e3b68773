//! Single objects, and files that are fetched only where they have changed.

use catalogue::Date;
use jiff::fmt::rfc2822;
use reqwest::header::{
    CONTENT_TYPE, DATE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use reqwest::{Response, StatusCode};
use search_index::SitemapVersion;
use url::Url;

use super::page::{FetchedRecord, body};
use super::{Client, lock};
use crate::error::Error;
use crate::fetch_error::FetchError;
use crate::limits::{LONGEST_PAGE_BYTES, LONGEST_SITEMAP_BYTES};
use crate::text;

/// What an API says of a single object.
pub(crate) enum Answered {
    /// Here it is.
    Object(FetchedRecord),
    /// It was deleted (410).
    Deleted,
    /// There is none, or none for the public (404).
    Missing,
}

/// What became of a file since it was last fetched.
pub(crate) enum Refetched {
    /// It is as it was.
    Unchanged,
    /// It has changed, or was never fetched.
    Changed(Vec<u8>, SitemapVersion),
    /// There is none.
    Missing,
}

impl Client {
    /// Fetches one object, with all its fields.
    pub(crate) async fn object(&self, url: &Url) -> Result<Answered, Error> {
        let attempt = || async {
            let request = self.pages.get(url.clone());
            let request = request.timeout(self.options.request_timeout);
            let response = request.send().await?;
            self.note_date(&response);
            let gone = match response.status() {
                StatusCode::NOT_FOUND => Some(Answered::Missing),
                StatusCode::GONE => Some(Answered::Deleted),
                _ => None,
            };
            // A proxy that has lost its way answers 404 too, as a page for people.
            if let Some(gone) = gone {
                return if is_json(&response) {
                    Ok(gone)
                } else {
                    Err(FetchError::NotAnObject)
                };
            }
            let response = self.check_status(response)?;
            if !is_json(&response) {
                return Err(FetchError::NotAnObject);
            }
            let bytes = body(response, LONGEST_PAGE_BYTES).await?;
            let text = text::decode(&bytes);
            match serde_json::from_str::<serde::de::IgnoredAny>(&text) {
                Ok(_) if text.trim_start().starts_with('{') => {
                    Ok(Answered::Object(FetchedRecord::new(text.trim())))
                }
                _ => Err(FetchError::NotAnObject),
            }
        };
        self.with_retries(url, attempt).await
    }

    /// Fetches a file unless it has not changed since that version.
    pub(crate) async fn refetch(
        &self,
        url: &Url,
        version: &SitemapVersion,
    ) -> Result<Refetched, Error> {
        let attempt = || async {
            let mut request = self.files.get(url.clone());
            for (name, value) in [
                (IF_NONE_MATCH, &version.etag),
                (IF_MODIFIED_SINCE, &version.last_modified),
            ] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            let response = request.send().await?;
            match response.status() {
                StatusCode::NOT_MODIFIED => return Ok(Refetched::Unchanged),
                StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Refetched::Missing),
                _ => {}
            }
            let response = self.check_status(response)?;
            let version = SitemapVersion {
                etag: header(&response, &ETAG),
                last_modified: header(&response, &LAST_MODIFIED),
            };
            let bytes = body(response, LONGEST_SITEMAP_BYTES).await?;
            Ok(Refetched::Changed(bytes, version))
        };
        self.with_retries(url, attempt).await
    }

    /// Notes the time that the server's clock shows, the first time that it tells.
    pub(super) fn note_date(&self, response: &Response) {
        let mut first = lock(&self.first_date);
        if first.is_none() {
            let date = header(response, &DATE);
            let read = date.and_then(|date| rfc2822::parse(&date).ok());
            *first = read.map(|date| Date::from(date.timestamp()));
        }
    }

    /// Returns the time that the server's clock showed with the first answer, if it told.
    pub(crate) fn first_date(&self) -> Option<Date> {
        *lock(&self.first_date)
    }

    /// Returns how many requests were made.
    pub(crate) fn n_requests(&self) -> u64 {
        self.n_requests.load(std::sync::atomic::Ordering::Relaxed)
    }
}

fn is_json(response: &Response) -> bool {
    header(response, &CONTENT_TYPE).is_some_and(|kind| kind.contains("json"))
}

fn header(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}
