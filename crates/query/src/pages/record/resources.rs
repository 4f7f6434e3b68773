//! The files and links of a dataset.

use catalogue::{Record, Resource, normalize_format};

use crate::addresses::web_address;
use crate::pages::frame::Frame;

/// Resources listed on a page; the platform's own page has them all.
const RESOURCES: usize = 100;

/// A file or link as the page lists it.
pub(super) struct ResourceRow {
    pub title: String,
    pub href: Option<String>,
    pub format: String,
    pub size: String,
    pub updated: String,
}

/// Returns the first resources of a record.
pub(super) fn rows(frame: &Frame, record: &Record) -> Vec<ResourceRow> {
    let resources = listed(record).iter().take(RESOURCES);
    resources.map(|resource| row(frame, resource)).collect()
}

/// Returns how many resources a dataset has, in words, and how many of them are not listed.
pub(super) fn counts(frame: &Frame, record: &Record) -> Option<(String, Option<String>)> {
    let Record::Dataset(dataset) = record else {
        return None;
    };
    let n = dataset.n_resources()?;
    let language = frame.language();
    let n_listed = listed(record).len().min(RESOURCES) as u64;
    let n_more = n.saturating_sub(n_listed);
    let more = match (n_listed, n_more) {
        (_, 0) => None,
        (0, _) => Some(language.say("resources-elsewhere").into_owned()),
        (_, n_more) => Some(language.count("resources-more", n_more)),
    };
    Some((language.count("resources", n), more))
}

fn listed(record: &Record) -> &[Resource] {
    match record {
        Record::Dataset(dataset) => dataset.resources.as_deref().unwrap_or_default(),
        Record::Dataservice(_) => &[],
    }
}

fn row(frame: &Frame, resource: &Resource) -> ResourceRow {
    let language = frame.language();
    let title = resource
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty());
    let format = resource.format.as_deref().and_then(normalize_format);
    ResourceRow {
        title: title.map_or_else(
            || language.say("resource-untitled").into_owned(),
            str::to_owned,
        ),
        href: resource.url.as_deref().and_then(web_address),
        format: format.unwrap_or_default().to_uppercase(),
        size: resource
            .filesize
            .map(|bytes| language.bytes(bytes))
            .unwrap_or_default(),
        updated: resource
            .last_modified
            .map(|date| language.day(date))
            .unwrap_or_default(),
    }
}
