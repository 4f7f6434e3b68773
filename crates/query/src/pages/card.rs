//! A hit as the list of results shows it.

use std::borrow::Cow;

use catalogue::{Date, Gazetteer, Owner, RecordType, Stamp, UpdateSource, format_label};
use jiff::civil;
use search_index::{Fragment, Hit, SearchHit, SearchRequest};

use super::editions::{Editions, Ended};
use super::frame::Frame;
use super::labels::covered_period_label;
use super::trust::{Known, TrustFact, trust_facts};
use super::why::Why;
use crate::addresses::{organization_path, record_path};
use crate::language::{Language, iso_day};
use crate::params::copies_of;

/// Formats and zones shown on a card.
const CARD_VALUES: usize = 6;

/// A hit as the list shows it.
pub(super) struct Card {
    pub href: String,
    pub title: Vec<Fragment>,
    pub acronym: Option<String>,
    pub is_api: bool,
    pub is_archived: bool,
    pub owner: Option<String>,
    /// The page of the organization that it belongs to.
    pub owner_href: Option<String>,
    pub is_certified: bool,
    pub description: Vec<Fragment>,
    pub license: Option<String>,
    pub badges: Vec<String>,
    pub formats: Vec<String>,
    pub zones: Vec<String>,
    /// The period that it covers, in words.
    pub period: Option<String>,
    /// The zones are inferred, not declared.
    pub are_inferred: bool,
    /// The zone around the chosen one by which it is found, in words.
    pub covers: Option<String>,
    /// How many others have the same title, in words, and where they are listed.
    pub copies: Option<(String, String)>,
    /// The other editions of its series.
    pub editions: Option<Editions>,
    /// What it says of its own end.
    pub ended: Option<Ended>,
    /// The words of the query that the record lacks.
    pub missing: Vec<String>,
    pub updated: Option<Updated>,
    /// What tells whether it can be relied on.
    pub trust: Vec<TrustFact>,
    pub uses: Vec<String>,
    pub why: Option<Why>,
}

/// When something last changed.
pub(super) struct Updated {
    /// For machines: `2026-01-31`.
    pub iso: String,
    /// The day written out.
    pub day: String,
    /// How long ago that is, in a sentence; the day alone where it is to come.
    pub words: String,
    /// Whether the words say how long ago, so that the day is worth saying beside them.
    pub is_relative: bool,
    /// Why it is not the record's own date.
    pub note: Option<String>,
}

impl Card {
    pub fn new(
        frame: &Frame,
        found: &SearchHit,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Self {
        let language = frame.language();
        let hit = &found.hit;
        let organization = hit.owner.as_ref().and_then(Owner::organization);
        let declared = hit.geozones.as_deref().unwrap_or_default();
        let are_inferred = declared.is_empty() && request.inferred;
        let zones = if are_inferred {
            hit.inferred_geozones.as_slice()
        } else {
            declared
        };
        let license = hit.license.as_ref();
        let badges = hit.badges.iter().flatten();
        let formats = hit.formats.as_deref().unwrap_or_default().iter();
        Self {
            href: frame.href(&record_path(&hit.record_type, hit.name())),
            title: found.title.clone(),
            acronym: hit.acronym.clone(),
            is_api: hit.record_type == RecordType::Dataservice,
            is_archived: hit.archived.is_some(),
            owner: hit
                .owner
                .as_ref()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
            owner_href: organization.map(|it| frame.href(&organization_path(it))),
            is_certified: organization.is_some_and(catalogue::Organization::is_certified),
            description: found.description.clone(),
            license: license.map(|it| language.label("license", it.id(), it.label()).into_owned()),
            badges: badges
                .map(|it| badge_label(language, it, &hit.record_type))
                .collect(),
            formats: some_of(language, formats.map(|it| format_name(language, it))),
            zones: some_of(language, zones.iter().map(|zone| zone_name(zone))),
            period: hit
                .covered_period
                .as_ref()
                .map(|period| covered_period_label(language, period)),
            are_inferred,
            covers: covers(language, found),
            copies: copies(frame, found, request),
            editions: found
                .series
                .as_ref()
                .map(|series| Editions::new(frame, series, &hit.record_type, &hit.id)),
            ended: hit
                .retired
                .as_ref()
                .map(|it| Ended::new(frame, it, found.replacement.as_ref())),
            missing: found.missing.clone(),
            updated: hit
                .last_update
                .map(|date| Updated::of_hit(language, hit, date, today)),
            trust: trust(frame, found),
            uses: uses(language, hit),
            why: found
                .explanation
                .as_ref()
                .filter(|_| !request.query.is_empty())
                .and_then(|it| Why::new(language, it)),
        }
    }
}

impl Updated {
    /// Returns the update of a record by its own date.
    pub fn new(language: &Language, date: Date, today: civil::Date) -> Self {
        Self::said(language, "updated", date, today)
    }

    /// Returns the update of a record whose own date is a stamp, by the best date that is known otherwise.
    pub fn known(language: &Language, stamp: Stamp, today: civil::Date) -> Self {
        let known = stamp.known;
        let message = match known.map(|known| known.source) {
            Some(UpdateSource::Files) => "updated-files",
            Some(UpdateSource::Harvest) => "updated-harvest",
            Some(UpdateSource::Title) => "updated-title",
            Some(UpdateSource::Creation) => "updated-creation",
            None => "updated-stamp",
        };
        let date = known.map_or(stamp.date, |known| known.date);
        let day = language.day(stamp.date);
        Self {
            note: Some(language.say_with("updated-stamp-note", &[("day", &day)])),
            ..Self::said(language, message, date, today)
        }
    }

    pub fn of_hit(language: &Language, hit: &Hit, date: Date, today: civil::Date) -> Self {
        match hit.stamp {
            Some(date) => Self::known(
                language,
                Stamp {
                    date,
                    known: hit.known_update,
                },
                today,
            ),
            None => Self::new(language, date, today),
        }
    }

    fn said(language: &Language, message: &str, date: Date, today: civil::Date) -> Self {
        let day = language.day(date);
        let ago = language.ago(date, today);
        Self {
            iso: iso_day(date),
            is_relative: ago.is_some(),
            words: match ago {
                Some(ago) => language.say_with(message, &[("ago", &ago)]),
                None => language.say_with("updated-on", &[("day", &day)]),
            },
            day,
            note: None,
        }
    }
}

/// Returns what tells whether a hit can be relied on.
fn trust(frame: &Frame, found: &SearchHit) -> Vec<TrustFact> {
    let known = Known {
        is_newest: found.series.as_ref().map(|series| series.n_newer == 0),
        n_reuses: found.hit.metrics.reuses,
        n_files: found.hit.n_resources,
    };
    trust_facts(frame, &found.trust, &known)
}

/// Returns how often a record was seen and its files taken, in words; a count of 0 is left out. Its reuses stand elsewhere.
fn uses(language: &Language, hit: &Hit) -> Vec<String> {
    let metrics = &hit.metrics;
    let counts = [
        (metrics.views, "views"),
        (metrics.resources_downloads, "downloads"),
    ];
    let used = counts
        .into_iter()
        .filter_map(|(n, message)| n.filter(|n| *n > 0).map(|n| language.count(message, n)));
    used.collect()
}

pub(super) fn badge_label(
    language: &Language,
    badge: &catalogue::Badge,
    record_type: &RecordType,
) -> String {
    let french = badge.label_for(record_type);
    // A label of its own is what a dataservice has for a badge.
    let vocabulary = if french == badge.label() {
        "badge"
    } else {
        "badge-of-dataservice"
    };
    language.label(vocabulary, badge.id(), french).into_owned()
}

pub(super) fn format_name(language: &Language, format: &str) -> String {
    let french: Cow<'_, str> = format_label(format);
    language.label("format", format, &french).into_owned()
}

pub(super) fn zone_name(id: &str) -> String {
    Gazetteer::france().name(id).unwrap_or(id).to_owned()
}

/// Returns the zone around the chosen one by which a hit is found.
fn covers(language: &Language, found: &SearchHit) -> Option<String> {
    let zone = found.covering_zone?;
    Some(language.say_with("card-covers", &[("name", zone.name)]))
}

/// Returns how many near-copies stand behind a hit, with the link to them.
fn copies(frame: &Frame, found: &SearchHit, request: &SearchRequest) -> Option<(String, String)> {
    let expanded = copies_of(request, &found.hit.id);
    (found.n_copies > 0).then(|| {
        let others = frame.language().count("copies", found.n_copies);
        (others, frame.search_href(&expanded))
    })
}

/// Returns the first values, and how many more there are.
fn some_of(language: &Language, values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    if values.len() > CARD_VALUES {
        let n_more = values.len() - CARD_VALUES;
        values.truncate(CARD_VALUES);
        values.push(language.count("more-values", n_more as u64));
    }
    values
}
