//! Pages of a list as they are fetched.

use std::borrow::Cow;

use reqwest::Response;
use reqwest::header::CONTENT_TYPE;

use crate::fetch_error::FetchError;
use crate::limits::{LONGEST_PAGE_BYTES, LONGEST_RECORD_BYTES, SHOWN_BYTES};
use crate::text;
use crate::wire;

/// What a request for a page wants, and what an answer without records means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The first page of a list: there is one, and it is empty only where the whole list is.
    First,
    /// A page that may lie past the end by now: none is an answer.
    IfThere,
    /// A page that lies before the end: none is a failure, and worth another attempt.
    Due,
}

/// A page of a list as fetched, its records still text.
pub(crate) struct FetchedPage {
    pub(crate) records: Vec<FetchedRecord>,
    pub(crate) total: Option<u64>,
    /// How many records a page has, if the server says so.
    pub(crate) page_size: Option<u64>,
    pub(crate) has_next: bool,
}

/// A record of a page.
pub(crate) struct FetchedRecord {
    /// Its id, if it has one that can be read.
    pub(crate) id: Option<String>,
    /// All of it, on one line; of a record that is too long, the beginning.
    pub(crate) json: String,
    /// Why it cannot be taken, if that is known already.
    pub(crate) refusal: Option<String>,
}

impl FetchedRecord {
    /// Takes a record; one that is too long is cut and refused.
    pub(crate) fn new(json: &str) -> Self {
        let id = wire::find_id(json);
        if json.len() > LONGEST_RECORD_BYTES {
            let beginning: String = json.chars().take(SHOWN_BYTES).collect();
            return Self {
                id,
                json: beginning,
                refusal: Some(too_long()),
            };
        }
        Self {
            id,
            json: on_one_line(json),
            refusal: None,
        }
    }

    /// A record of which nothing could be fetched, since it alone is longer than a page may be.
    pub(crate) fn too_long_to_fetch() -> Self {
        Self {
            id: None,
            json: String::new(),
            refusal: Some(too_long()),
        }
    }
}

fn too_long() -> String {
    format!("the record is longer than {LONGEST_RECORD_BYTES} bytes")
}

/// Returns the mask of a page of which only the ids are wanted.
pub(crate) fn ids_only() -> String {
    "data{id},total,next_page".to_owned()
}

/// The mask of a page with all that the server says of each record unless it is asked for less: no mask.
pub(crate) const WHOLE_RECORDS: &str = "";

/// Returns the page, or `None` where it has no records and need not have any.
pub(super) fn check(page: FetchedPage, wanted: Wanted) -> Result<Option<FetchedPage>, FetchError> {
    if !page.records.is_empty() {
        return Ok(Some(page));
    }
    match wanted {
        Wanted::First if page.total.unwrap_or(0) == 0 && !page.has_next => Ok(Some(page)),
        Wanted::IfThere => Ok(None),
        Wanted::First | Wanted::Due => Err(FetchError::EmptyPage),
    }
}

/// Reads a page from an answer.
pub(super) async fn read(response: Response) -> Result<FetchedPage, FetchError> {
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or("of no stated type").to_owned();
    let body = body(response, LONGEST_PAGE_BYTES).await?;
    // A server that spoils a letter spoils no more than that.
    let text = text::decode(&body);
    if let Cow::Owned(_) = text {
        tracing::warn!("a page has bytes that are no UTF-8: they are read as Windows-1252");
    }
    let page: wire::Page<'_> =
        serde_json::from_str(&text).map_err(|source| FetchError::NotAPage {
            content_type,
            source,
        })?;
    Ok(FetchedPage {
        records: (page.data.iter())
            .map(|raw| FetchedRecord::new(raw.get()))
            .collect(),
        total: page.total,
        page_size: page.page_size,
        has_next: page.next_page.is_some(),
    })
}

/// Reads an answer that may be so long: a few bytes may decompress to any length.
pub(super) async fn body(
    mut response: Response,
    longest_bytes: usize,
) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > longest_bytes {
            return Err(FetchError::TooLong {
                limit_bytes: longest_bytes as u64,
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Returns the JSON on one line: JSON has line feeds only between its tokens.
fn on_one_line(json: &str) -> String {
    json.replace(['\n', '\r'], " ")
}
