//! Other editions of a record, and what a dead record says of its end, in words and links.

use catalogue::{RecordType, Retirement};
use search_index::{RecordSeries, Replacement};

use super::frame::Frame;
use super::link::Link;
use crate::addresses::{record_path, web_address};
use crate::language::Language;
use crate::params::editions_of;

/// The other editions of a record.
pub(super) struct Editions {
    /// How the list begins: `Il existe une édition plus récente`.
    pub words: String,
    /// The editions, the newest first.
    pub links: Vec<EditionLink>,
    /// How many more there are, in words, and the address of the list of all.
    pub more: Option<(String, String)>,
}

/// A link to an edition.
pub(super) struct EditionLink {
    pub text: String,
    pub href: String,
}

/// What a dead record says of its end.
pub(super) struct Ended {
    /// Why it is dead: `Obsolète`.
    pub label: String,
    /// What replaces it.
    pub successor: Option<Link>,
}

impl Editions {
    pub fn new(frame: &Frame, series: &RecordSeries, record_type: &RecordType, id: &str) -> Self {
        let language = frame.language();
        let others = series.editions.iter().filter(|edition| edition.id != id);
        let mut links: Vec<EditionLink> = Vec::new();
        for edition in others {
            let text = match edition.period_end {
                Some(end) => name_of(language, series, end),
                None => language.say("edition-undated").to_string(),
            };
            // Of copies of an edition the first is enough: the list of all has the others.
            if links.iter().all(|link| link.text != text) {
                let href = frame.href(&record_path(record_type, &edition.id));
                links.push(EditionLink { text, href });
            }
        }
        let n_more = (series.n_editions - 1).saturating_sub(links.len() as u64);
        let message = if series.n_newer > 0 {
            "newer-editions"
        } else {
            "other-editions"
        };
        Self {
            words: language.say(message).to_string(),
            links,
            more: (n_more > 0).then(|| {
                let list = editions_of(&series.id);
                (
                    language.count("more-values", n_more),
                    frame.search_href(&list),
                )
            }),
        }
    }
}

/// Returns the name of an edition: its year, and the day where its year has others.
fn name_of(language: &Language, series: &RecordSeries, end: catalogue::Date) -> String {
    let year = end.day().year();
    let ends = series
        .editions
        .iter()
        .filter_map(|edition| edition.period_end);
    let mut of_year = ends.filter(|end| end.day().year() == year);
    if of_year.any(|other| other.day() != end.day()) {
        language.day(end)
    } else {
        year.to_string()
    }
}

impl Ended {
    pub fn new(frame: &Frame, retired: &Retirement, replacement: Option<&Replacement>) -> Self {
        let reason = &retired.reason;
        let successor = replacement.and_then(|it| {
            let href = match &it.record {
                Some(record) => Some(frame.href(&record_path(&record.record_type, &record.name))),
                None => it.url.as_deref().and_then(web_address),
            };
            let text = it.title.clone().or_else(|| href.clone())?;
            Some(Link { text, href })
        });
        Self {
            label: frame
                .language()
                .label("status", reason.id(), reason.label())
                .into_owned(),
            successor,
        }
    }
}
