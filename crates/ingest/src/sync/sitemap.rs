//! The sitemaps of a portal: the only place that tells of all records at once when the platform last changed them, which is
//! how an edit is found that moves a record in no list.

use std::collections::BTreeMap;

use catalogue::{Date, RecordType};
use search_index::SitemapVersion;
use url::Url;

use super::gathering::Gathering;
use super::moments::{OVERLAP, before};
use super::upstream::followed_lists;
use crate::client::Refetched;
use crate::error::Error;

/// How many sitemaps of one index are read: each may name 50,000 records.
const MOST_SITEMAPS: usize = 200;

/// How far the sitemaps were followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SitemapsRead {
    /// By address, the version of each.
    pub(super) versions: BTreeMap<String, SitemapVersion>,
    /// The latest change that they tell.
    pub(super) until: Option<Date>,
}

/// Fetches the records of which the sitemaps tell a change since that moment that the generation lacks. Sitemaps that have
/// not changed since they were read are not read again. Returns how far they were followed.
pub(super) async fn gather(
    gathering: &mut Gathering<'_>,
    before_this: SitemapsRead,
    since: Date,
) -> Result<SitemapsRead, Error> {
    let mut read = before_this;
    let since = before(since, OVERLAP);
    let Ok(index) = gathering.upstream.base.join("/sitemap.xml") else {
        return Ok(read);
    };
    // Its parts are asked for even where it has not changed: it tells only their addresses.
    let no_version = SitemapVersion::default();
    let Refetched::Changed(bytes, _) = gathering
        .upstream
        .client
        .refetch(&index, &no_version)
        .await?
    else {
        tracing::debug!(%index, "there is no sitemap");
        return Ok(read);
    };
    let index_entries = entries(&String::from_utf8_lossy(&bytes));
    let names_sitemaps = String::from_utf8_lossy(&bytes).contains("<sitemapindex");
    if !names_sitemaps {
        return follow(gathering, index_entries, since, read).await;
    }
    for (address, _) in index_entries.into_iter().take(MOST_SITEMAPS) {
        let Some(url) = part_url(&index, &address) else {
            continue;
        };
        let version = read.versions.get(&address).cloned().unwrap_or_default();
        match gathering.upstream.client.refetch(&url, &version).await? {
            Refetched::Unchanged | Refetched::Missing => {}
            Refetched::Changed(bytes, version) => {
                let entries = entries(&String::from_utf8_lossy(&bytes));
                read = follow(gathering, entries, since, read).await?;
                read.versions.insert(address, version);
            }
        }
    }
    Ok(read)
}

/// Fetches those records of a sitemap that have changed.
async fn follow(
    gathering: &mut Gathering<'_>,
    entries: Vec<(String, Option<Date>)>,
    since: Date,
    mut read: SitemapsRead,
) -> Result<SitemapsRead, Error> {
    for list in followed_lists() {
        let mut slugs = Vec::new();
        for (address, changed_at) in &entries {
            let Some(changed_at) = *changed_at else {
                continue;
            };
            let Some(slug) = slug(&list.record_type, address) else {
                continue;
            };
            read.until = read.until.max(Some(changed_at));
            if changed_at >= since && !gathering.has_change(&list.record_type, &slug, changed_at)? {
                slugs.push(slug);
            }
        }
        gathering.fetch(&list, slugs).await?;
    }
    Ok(read)
}

/// Returns the address of a sitemap that an index names, if it may hold records and is as trustworthy as the index.
fn part_url(index: &Url, address: &str) -> Option<Url> {
    let url = index.join(address).ok()?;
    let is_safe = url.scheme() == "https" || url.origin() == index.origin();
    let name = url.path_segments()?.next_back()?.to_ascii_lowercase();
    // Those of people, posts and topics are passed over.
    let others = ["organizations", "reuses", "posts", "topics"];
    let is_other = others.iter().any(|other| name.starts_with(other));
    (is_safe && !is_other).then_some(url)
}

/// Returns the slug of the record whose page has that address.
fn slug(record_type: &RecordType, address: &str) -> Option<String> {
    let folder = match record_type {
        RecordType::Dataservice => "dataservices",
        _ => "datasets",
    };
    let url = Url::parse(address).ok()?;
    let mut segments = url.path_segments()?;
    segments.find(|segment| *segment == folder)?;
    let slug = segments.next().filter(|slug| !slug.is_empty())?;
    let is_page = segments.all(str::is_empty);
    let decoded = percent_decoded(slug);
    is_page.then_some(decoded)
}

fn percent_decoded(text: &str) -> String {
    // A query is decoded as a path is, but for `+`.
    let query = format!("s={}", text.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Returns the addresses that a sitemap, or an index of sitemaps, names, each with the date of its last change.
fn entries(xml: &str) -> Vec<(String, Option<Date>)> {
    let mut entries = Vec::new();
    for part in xml.split("<loc>").skip(1) {
        let Some((address, rest)) = part.split_once("</loc>") else {
            continue;
        };
        let date = between(rest, "<lastmod>", "</lastmod>");
        let date = date.and_then(|date| date.trim().parse().ok());
        entries.push((unescaped(address.trim()), date));
    }
    entries
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_a_sitemap_are_addresses_with_dates() {
        let xml = r#"<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            <url><loc>https://www.data.gouv.fr/datasets/eau-potable/</loc><lastmod>2026-01-16T05:00:00.123000</lastmod></url>
            <url><loc>https://www.data.gouv.fr/datasets/a&amp;b/</loc></url>
            <url><loc>https://www.data.gouv.fr/datasets/c/</loc><lastmod>hier</lastmod></url></urlset>"#;
        let date = "2026-01-16T05:00:00.123Z".parse().unwrap();
        let address = |slug: &str| format!("https://www.data.gouv.fr/datasets/{slug}/");
        assert_eq!(
            entries(xml),
            [
                (address("eau-potable"), Some(date)),
                (address("a&b"), None),
                (address("c"), None)
            ]
        );
    }

    #[test]
    fn the_address_of_a_page_tells_its_slug() {
        for (address, expected) in [
            ("https://x.test/datasets/eau/", Some("eau")),
            ("https://x.test/fr/datasets/eau", Some("eau")),
            ("https://x.test/datasets/%C3%A9t%C3%A9+1/", Some("été+1")),
            ("https://x.test/datasets/", None),
            ("https://x.test/datasets/eau/discussions", None),
            ("https://x.test/dataservices/eau/", None),
        ] {
            let expected = expected.map(str::to_owned);
            assert_eq!(slug(&RecordType::Dataset, address), expected, "{address}");
        }
    }

    #[test]
    fn a_sitemap_of_another_host_is_taken_over_https_alone() {
        let index = Url::parse("http://x.test/sitemap.xml").unwrap();
        for (address, expected) in [
            ("http://x.test/sitemaps/datasets_1.xml", true),
            ("https://s3.test/sitemaps/datasets_1.xml", true),
            ("http://s3.test/sitemaps/datasets_1.xml", false),
            ("http://x.test/sitemaps/organizations_1.xml", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(part_url(&index, address).is_some(), expected, "{address}");
        }
    }
}
