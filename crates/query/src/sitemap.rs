//! The pages of all live records and of their organizations, for crawlers: the sitemaps protocol, and `robots.txt` that names them.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use catalogue::Date;
use search_index::{
    Direction, ExportedHit, KnownOrganization, SearchRequest, Searcher, Sort, SortField,
};

use crate::addresses::{base_url, named_organization_path, record_path};
use crate::error::Error;
use crate::pages::PageError;
use crate::state::AppState;
use crate::xml::{answer, render};

/// Addresses in one sitemap. The protocol allows 50,000 and 50 MB; so many take some 3 MB, and half a second.
const ADDRESSES: usize = 20_000;

/// The protocol's limit. There are some thousands of organizations.
const MOST_ADDRESSES: usize = 50_000;

const CONTENT_TYPE: &str = "application/xml; charset=utf-8";

#[derive(Template)]
#[template(path = "sitemap_index.xml")]
struct SitemapIndex {
    base: String,
    n_sitemaps: usize,
    published_at: Date,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    addresses: Vec<Address>,
}

struct Address {
    href: String,
    updated: Option<Date>,
}

/// Lists the sitemaps.
#[utoipa::path(
    get,
    path = "/sitemap.xml",
    tag = "service",
    responses(
        (status = 200, description = "A sitemap index.", body = String, content_type = "application/xml"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn index(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let searcher = state.searcher()?;
    let base = base_url(&state.config, &headers);
    let document = state
        .run(move || {
            let n_records =
                usize::try_from(searcher.search(&counted())?.total).unwrap_or(usize::MAX);
            render(&SitemapIndex {
                base,
                // An index names one at least.
                n_sitemaps: n_records.div_ceil(ADDRESSES).max(1),
                published_at: searcher.manifest().published_at,
            })
        })
        .await?;
    Ok(answer(CONTENT_TYPE, document))
}

/// Lists pages of live records, or those of the organizations that have some.
#[utoipa::path(
    get,
    path = "/sitemap-{file}",
    tag = "service",
    params(("file" = String, Path, description = "Which sitemap, from `1.xml`, or `organizations.xml`.", example = "1.xml")),
    responses(
        (status = 200, description = "A sitemap.", body = String, content_type = "application/xml"),
        (status = 404, description = "There is no such sitemap.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn sitemap(
    State(state): State<AppState>,
    file: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let Path(file) = file.map_err(|_| Error::NotFound)?;
    let pages = Pages::of(&file).ok_or(Error::NotFound)?;
    let searcher = state.searcher()?;
    let base = base_url(&state.config, &headers);
    let document = state
        .run(move || {
            render(&match pages {
                Pages::Records(number) => read(searcher, number, &base)?,
                Pages::Organizations => organizations(&searcher, &base)?,
            })
        })
        .await?;
    Ok(answer(CONTENT_TYPE, document))
}

/// `GET /robots.txt`: record pages may be indexed; searches not, for there are endlessly many, nor exports.
pub(crate) async fn robots(State(state): State<AppState>, headers: HeaderMap) -> String {
    let base = base_url(&state.config, &headers);
    format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /?\nDisallow: /export.\nDisallow: /feed.atom?\n\nSitemap: {base}/sitemap.xml\n"
    )
}

/// What a sitemap lists.
enum Pages {
    /// Records: a part of them, from 1.
    Records(usize),
    /// The organizations.
    Organizations,
}

impl Pages {
    fn of(file: &str) -> Option<Self> {
        match file {
            "organizations.xml" => Some(Self::Organizations),
            file => number(file).map(Self::Records),
        }
    }
}

/// Reads the `12` of `12.xml`, written as the index writes it: one address for one sitemap.
fn number(file: &str) -> Option<usize> {
    let digits = file.strip_suffix(".xml")?;
    let number: usize = digits.parse().ok()?;
    (number > 0 && number.to_string() == digits).then_some(number)
}

/// All live records, the oldest first: new ones come at the end, and the others stay in their sitemap.
fn all_records() -> SearchRequest {
    SearchRequest {
        sort: Sort::By(SortField::Created, Direction::Ascending),
        ..SearchRequest::default()
    }
}

fn counted() -> SearchRequest {
    SearchRequest {
        page_size: 1,
        facets: Vec::new(),
        ..all_records()
    }
}

fn read(searcher: Arc<Searcher>, number: usize, base: &str) -> Result<Sitemap, Error> {
    let mut export = searcher.export(&all_records())?;
    let skipped = (number - 1).saturating_mul(ADDRESSES);
    // The first one is there even where there is nothing to list.
    if number > 1 && skipped >= export.n_left() {
        return Err(Error::NotFound);
    }
    export.skip(skipped);
    let mut addresses = Vec::with_capacity(ADDRESSES.min(export.n_left()));
    while addresses.len() < ADDRESSES {
        let Some(ExportedHit { hit, .. }) = export.next_hit()? else {
            break;
        };
        addresses.push(Address {
            // By id: some records of the real catalogue have one slug between them, and a slug changes with the title.
            href: format!("{base}{}", record_path(&hit.record_type, &hit.id)),
            updated: hit.last_update,
        });
    }
    Ok(Sitemap { addresses })
}

/// Lists the organizations that have live records.
fn organizations(searcher: &Searcher, base: &str) -> Result<Sitemap, Error> {
    let known = searcher.organizations()?.iter();
    let known = known.filter(|known| known.n_records() > 0);
    let address = |known: &KnownOrganization| Address {
        href: format!("{base}{}", named_organization_path(&known.page_name)),
        updated: known.published.last_update,
    };
    Ok(Sitemap {
        addresses: known.map(address).take(MOST_ADDRESSES).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_has_one_address() {
        for (file, expected) in [
            ("1.xml", Some(1)),
            ("12.xml", Some(12)),
            ("0.xml", None),
            ("01.xml", None),
            ("+1.xml", None),
            ("1", None),
            ("x.xml", None),
            ("99999999999999999999999.xml", None),
        ] {
            assert_eq!(number(file), expected, "{file}");
        }
    }
}
