//! What has changed since a generation, as JSON.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use catalogue::{Date, RecordType};
use search_index::{ChangeKind, Changes, ChangesSince, RecordChange, is_generation_name};
use serde::Serialize;
use url::form_urlencoded;
use utoipa::openapi::path::{Parameter as Description, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{base_url, record_api_path};
use crate::error::Error;
use crate::params::{ParamErrors, Parameter, Values, mistakes_in, number, read, unknown};
use crate::problem::ApiError;
use crate::state::AppState;

/// Changes a page unless asked otherwise.
const DEFAULT_PAGE_SIZE: usize = 100;

/// Changes a page at most.
const MAX_PAGE_SIZE: usize = 1_000;

const KINDS: [ChangeKind; 3] = [ChangeKind::Added, ChangeKind::Changed, ChangeKind::Deleted];

/// Lists what was added, changed and deleted since a generation.
///
/// Whoever keeps a copy (of `/export.jsonl`, say) asks without `since` for the generation that is served, and later for what has
/// changed since that one; `until` is then the one to ask with the next time. A record that changed twice is one change. Its
/// figures of use (views, downloads, followers…) change daily, and are no change here.
#[utoipa::path(
    get,
    path = "/api/changes",
    tag = "search",
    params(ChangesParameters),
    responses(
        (status = 200, description = "The changes of the page, by type and id.", body = ChangesAnswer),
        crate::problem::ChangesErrors,
    )
)]
pub(crate) async fn changes(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Json<ChangesAnswer>, ApiError> {
    let asked = parse(query_string.as_deref().unwrap_or_default())?;
    let searcher = state.searcher()?;
    let base = base_url(&state.config, &headers);
    let answer = state
        .run(move || {
            let latest = searcher.manifest().generation.clone();
            let known_since = searcher.changes_known_since()?;
            let since = asked.since.clone();
            let since = since.unwrap_or(ChangesSince::Generation(latest));
            let Some(found) = searcher.changes(&since, asked.until.as_deref())? else {
                let since = asked.since_as_given.unwrap_or_default();
                return Err(Error::ForgottenChanges { since, known_since });
            };
            Ok(ChangesAnswer::new(&asked, found, known_since, &base))
        })
        .await?;
    Ok(Json(answer))
}

#[derive(Default)]
struct Asked {
    since: Option<ChangesSince>,
    since_as_given: Option<String>,
    until: Option<String>,
    record_type: Option<RecordType>,
    kinds: Vec<ChangeKind>,
    page: usize,
    page_size: usize,
}

/// What may be asked, one entry a parameter.
static PARAMETERS: LazyLock<[Parameter<Asked>; 6]> = LazyLock::new(|| {
    [
        Parameter::<Asked>::read_only(
            "since",
            "Since when: the name of a generation that was served, as `until` gives it, or a date or moment (`2026-01-16`, \
             `2026-01-16T08:00:00Z`); without it, nothing has changed",
            Values::Word,
            |asked, value| {
                asked.since = Some(since(value)?);
                asked.since_as_given = Some(value.to_owned());
                Ok(())
            },
        ),
        Parameter::<Asked>::read_only(
            "until",
            "Until when: a later generation than `since`; the one that is served unless given. The addresses of further pages have it",
            Values::Word,
            |asked, value| {
                if !is_generation_name(value) {
                    return Err(format!("`{value}` is not the name of a generation"));
                }
                asked.until = Some(value.to_owned());
                Ok(())
            },
        ),
        Parameter::<Asked>::read_only(
            "type",
            "Only records of this type",
            Values::OneOf(RecordType::all().iter().map(ToString::to_string).collect()),
            |asked, value| record_type(value).map(|it| asked.record_type = Some(it)),
        ),
        Parameter::<Asked>::read_only(
            "change",
            "Only these changes, repeatable",
            Values::SomeOf(KINDS.map(|kind| name(kind).to_owned()).to_vec()),
            |asked, value| kind(value).map(|kind| asked.kinds.push(kind)),
        ),
        Parameter::<Asked>::read_only(
            "page",
            "The page, from 1",
            Values::Number(1, None),
            |asked, value| number(value, 1, usize::MAX).map(|page| asked.page = page),
        ),
        Parameter::<Asked>::read_only(
            "page_size",
            "Changes a page: 100 unless given",
            Values::Number(1, Some(MAX_PAGE_SIZE)),
            |asked, value| number(value, 1, MAX_PAGE_SIZE).map(|size| asked.page_size = size),
        ),
    ]
});

/// What may be asked, as the description of the API tells it.
struct ChangesParameters;

impl IntoParams for ChangesParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        PARAMETERS.iter().map(Parameter::describe).collect()
    }
}

fn parse(query_string: &str) -> Result<Asked, ParamErrors> {
    let mut asked = Asked {
        page: 1,
        page_size: DEFAULT_PAGE_SIZE,
        ..Asked::default()
    };
    let mut errors = mistakes_in(&*PARAMETERS, query_string);
    errors.extend(read(&*PARAMETERS, &mut asked, query_string));
    if asked.until.is_some() && asked.since.is_none() && errors.is_empty() {
        let reason = "`until` is the end of what began with `since`, which is not given";
        errors.insert("until".to_owned(), reason.to_owned());
    }
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err(errors)
    }
}

fn since(value: &str) -> Result<ChangesSince, String> {
    if is_generation_name(value) {
        return Ok(ChangesSince::Generation(value.to_owned()));
    }
    let moment: Result<Date, _> = value.parse();
    moment.map(ChangesSince::Moment).map_err(|_| {
        format!("`{value}` is neither the name of a generation nor a date such as `2026-01-16`")
    })
}

fn record_type(value: &str) -> Result<RecordType, String> {
    let known: Vec<String> = RecordType::all().iter().map(ToString::to_string).collect();
    let place = known.iter().position(|name| name == value);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    place
        .map(|place| RecordType::all()[place].clone())
        .ok_or_else(|| unknown("type", value, &known))
}

fn kind(value: &str) -> Result<ChangeKind, String> {
    let found = KINDS.into_iter().find(|kind| name(*kind) == value);
    found.ok_or_else(|| unknown("change", value, &KINDS.map(name)))
}

const fn name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Deleted => "deleted",
    }
}

/// What has changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangesAnswer {
    /// The generation since which they have changed; of a date, the one that was served then.
    since: String,
    /// The generation until which they have changed: what to ask with the next time, once all pages are read.
    until: String,
    /// The earliest generation since which all changes are known.
    known_since: String,
    /// The changes of the page, by type and id.
    data: Vec<ChangeAnswer>,
    /// How many there are in all.
    total: usize,
    /// How many of them were added, changed and deleted.
    counts: ChangeCounts,
    /// The page, from 1.
    page: usize,
    /// Changes a page.
    page_size: usize,
    /// The address of the next page, with the same `until`.
    next_page: Option<String>,
}

/// How many changes there are of each kind.
#[derive(Serialize, ToSchema)]
struct ChangeCounts {
    /// Records that were not there before.
    added: usize,
    /// Records that say something else.
    changed: usize,
    /// Records that are not there any more.
    deleted: usize,
}

/// A record that has changed.
#[derive(Serialize, ToSchema)]
struct ChangeAnswer {
    /// `added`, `changed`, or `deleted`: then it is gone from its source, or was withdrawn.
    change: &'static str,
    /// `dataset` or `dataservice`.
    #[serde(rename = "type")]
    record_type: String,
    /// Its id.
    id: String,
    /// Its address, as JSON; null where it is gone.
    api_url: Option<String>,
}

impl ChangesAnswer {
    fn new(asked: &Asked, found: Changes, known_since: String, base: &str) -> Self {
        let is_asked = |change: &RecordChange| {
            asked
                .record_type
                .as_ref()
                .is_none_or(|it| *it == change.record_type)
                && (asked.kinds.is_empty() || asked.kinds.contains(&change.kind))
        };
        let changes: Vec<RecordChange> = found.records.into_iter().filter(is_asked).collect();
        let n_of = |kind| changes.iter().filter(|change| change.kind == kind).count();
        let counts = ChangeCounts {
            added: n_of(ChangeKind::Added),
            changed: n_of(ChangeKind::Changed),
            deleted: n_of(ChangeKind::Deleted),
        };
        let n_pages = changes.len().div_ceil(asked.page_size);
        let next_page = (asked.page < n_pages).then(|| {
            let query_string = asked.next_page(&found.since, &found.until);
            format!("{base}/api/changes?{query_string}")
        });
        let total = changes.len();
        let before = (asked.page - 1).saturating_mul(asked.page_size);
        let page = changes.into_iter().skip(before).take(asked.page_size);
        Self {
            data: page.map(|change| ChangeAnswer::new(change, base)).collect(),
            since: found.since,
            until: found.until,
            known_since,
            total,
            counts,
            page: asked.page,
            page_size: asked.page_size,
            next_page,
        }
    }
}

impl Asked {
    /// Returns the query string of the next page, between the same generations.
    fn next_page(&self, since: &str, until: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("since", since)
            .append_pair("until", until);
        if let Some(record_type) = &self.record_type {
            query.append_pair("type", &record_type.to_string());
        }
        for kind in &self.kinds {
            query.append_pair("change", name(*kind));
        }
        query.append_pair("page", &(self.page + 1).to_string());
        if self.page_size != DEFAULT_PAGE_SIZE {
            query.append_pair("page_size", &self.page_size.to_string());
        }
        query.finish()
    }
}

impl ChangeAnswer {
    fn new(change: RecordChange, base: &str) -> Self {
        let is_there = change.kind != ChangeKind::Deleted;
        Self {
            change: name(change.kind),
            api_url: is_there.then(|| {
                let path = record_api_path(&change.record_type, &change.id);
                format!("{base}{path}")
            }),
            record_type: change.record_type.to_string(),
            id: change.id,
        }
    }
}
