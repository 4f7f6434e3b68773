//! Suggestions while typing, as JSON.

use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::Instant;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use catalogue::RecordType;
use search_index::{
    Facet, Fragment, SearchRequest, SuggestRequest, Suggestion, SuggestionKind, SuggestionTarget,
};
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Parameter as Description, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::addresses::{base_url, record_path};
use crate::api::Addresses;
use crate::language::{Language, unknown_language};
use crate::params::{
    ParamErrors, Parameter, Values, check_length, mistakes_in, number, read, to_query_string,
    unknown,
};
use crate::problem::ApiError;
use crate::state::AppState;

/// A typed text has at most this many characters.
const MAX_CHARS: usize = 200;
/// Suggestions unless asked otherwise.
const DEFAULT_SIZE: usize = 8;
/// Suggestions at most.
const MAX_SIZE: usize = 20;

/// The media type of `OpenSearch` suggestions, which browsers ask for.
const OPEN_SEARCH: &str = "application/x-suggestions+json";

/// Suggests names that begin with, or have, what was typed.
///
/// Titles and acronyms of datasets and dataservices, organizations, tags, places and formats. Every word must be there,
/// the last one may go on; accents, case, hyphens and one mistake a word are forgiven. An empty text has no suggestions.
#[utoipa::path(
    get,
    path = "/api/suggest",
    tag = "search",
    params(SuggestParameters),
    responses(
        (status = 200, description = "Suggestions, best first", content(
            (SuggestAnswer = "application/json"),
            (OpenSearchAnswer = "application/x-suggestions+json")
        )),
        crate::problem::SearchErrors
    )
)]
pub(crate) async fn suggest(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let started = Instant::now();
    let params = parse(query_string.as_deref().unwrap_or_default())?;
    let searcher = state.searcher()?;
    let (suggestions, params) = state
        .run(move || {
            let suggestions = searcher.suggest(&params.request);
            Ok((suggestions, params))
        })
        .await?;
    let base_url = base_url(&state.config, &headers);
    if params.is_open_search {
        let answer = OpenSearchAnswer::new(&params.request.text, suggestions, &base_url);
        let content_type = [(header::CONTENT_TYPE, OPEN_SEARCH)];
        return Ok((content_type, Json(answer)).into_response());
    }
    let addresses = Addresses::at(&base_url);
    let data = suggestions
        .into_iter()
        .map(|suggestion| SuggestionAnswer::new(params.language, suggestion, addresses))
        .collect();
    Ok(Json(SuggestAnswer {
        data,
        took_us: started.elapsed().as_micros() as u64,
    })
    .into_response())
}

struct SuggestParams {
    request: SuggestRequest,
    is_open_search: bool,
    language: &'static Language,
}

/// What may be asked, one entry a parameter.
static PARAMETERS: LazyLock<[Parameter<SuggestParams>; 5]> = LazyLock::new(|| {
    [
        Parameter::<SuggestParams>::read_only(
            "q",
            "What was typed so far",
            Values::Text(MAX_CHARS),
            |params, value| {
                check_length(value, MAX_CHARS)?;
                // A blank at the end says that the last word is finished.
                value.trim_start().clone_into(&mut params.request.text);
                Ok(())
            },
        ),
        Parameter::<SuggestParams>::read_only(
            "size",
            "How many are wanted: 8 unless given",
            Values::Number(1, Some(MAX_SIZE)),
            |params, value| number(value, 1, MAX_SIZE).map(|size| params.request.size = size),
        ),
        Parameter::<SuggestParams>::read_only(
            "kind",
            "Only these kinds, repeatable: `dataset`, `dataservice`, `organization`, `tag`, `geozone`, `format`",
            Values::SomeOf(
                SuggestionKind::ALL
                    .map(|kind| kind.name().to_owned())
                    .to_vec(),
            ),
            |params, value| {
                let kind = kind(value)?;
                if !params.request.kinds.contains(&kind) {
                    params.request.kinds.push(kind);
                }
                Ok(())
            },
        ),
        Parameter::<SuggestParams>::read_only(
            "format",
            "`json`, or `opensearch` for what browsers read",
            Values::OneOf(["json", "opensearch"].map(str::to_owned).to_vec()),
            |params, value| is_open_search(value).map(|is| params.is_open_search = is),
        ),
        Parameter::<SuggestParams>::read_only(
            "lang",
            "The language of `kind_label`: `fr` unless given, or `en`",
            Values::OneOf(
                Language::all()
                    .iter()
                    .map(|it| it.code().to_owned())
                    .collect(),
            ),
            |params, value| language(value).map(|language| params.language = language),
        ),
    ]
});

/// What may be asked, as the description of the API tells it.
struct SuggestParameters;

impl IntoParams for SuggestParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        PARAMETERS.iter().map(Parameter::describe).collect()
    }
}

fn parse(query_string: &str) -> Result<SuggestParams, ParamErrors> {
    let mut params = SuggestParams {
        request: SuggestRequest {
            size: DEFAULT_SIZE,
            ..SuggestRequest::new("")
        },
        is_open_search: false,
        language: Language::french(),
    };
    let mut errors = mistakes_in(&*PARAMETERS, query_string);
    errors.extend(read(&*PARAMETERS, &mut params, query_string));
    if errors.is_empty() {
        Ok(params)
    } else {
        Err(errors)
    }
}

fn kind(value: &str) -> Result<SuggestionKind, String> {
    let known = SuggestionKind::ALL.map(SuggestionKind::name);
    SuggestionKind::from_name(value).ok_or_else(|| unknown("kind", value, &known))
}

fn is_open_search(value: &str) -> Result<bool, String> {
    match value {
        "json" => Ok(false),
        "opensearch" => Ok(true),
        _ => Err(unknown("format", value, &["json", "opensearch"])),
    }
}

fn language(value: &str) -> Result<&'static Language, String> {
    Language::from_code(value).ok_or_else(|| unknown_language(value))
}

/// Suggestions, best first.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestAnswer {
    data: Vec<SuggestionAnswer>,
    /// How long it took, in microseconds.
    took_us: u64,
}

/// Something that may have been meant.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestionAnswer {
    /// `dataset`, `dataservice`, `organization`, `tag`, `geozone` or `format`.
    kind: &'static str,
    /// The kind in words.
    kind_label: Cow<'static, str>,
    label: String,
    /// What tells it from others with the same label: a place's level, an acronym.
    detail: Option<String>,
    /// The path of the record's page here, or of the search that it stands for.
    page: String,
    /// The same as `page`, which takes its place: it is removed in version 0.3.
    #[schema(deprecated)]
    url: String,
    /// The address of the record, or of the search, in JSON.
    api_url: String,
    /// How many records that search finds; null for one record.
    count: Option<u64>,
    /// The label in fragments, what was typed marked.
    highlights: Vec<HighlightAnswer>,
}

/// A piece of a label.
#[derive(Serialize, ToSchema)]
pub(crate) struct HighlightAnswer {
    text: String,
    /// Whether it was typed.
    mark: bool,
}

impl From<Fragment> for HighlightAnswer {
    fn from(fragment: Fragment) -> Self {
        Self {
            text: fragment.text,
            mark: fragment.mark,
        }
    }
}

impl SuggestionAnswer {
    fn new(language: &Language, suggestion: Suggestion, addresses: Addresses<'_>) -> Self {
        let (kind, french) = (suggestion.kind.name(), suggestion.kind.label());
        let destination = Destination::of(&suggestion);
        let page = destination.page();
        Self {
            url: page.clone(),
            page,
            api_url: destination.api_url(addresses),
            kind,
            kind_label: language.label("kind", kind, french),
            count: (!is_one_record(&suggestion)).then_some(suggestion.count),
            label: suggestion.label,
            detail: suggestion.detail,
            highlights: suggestion.highlights.into_iter().map(Into::into).collect(),
        }
    }
}

fn is_one_record(suggestion: &Suggestion) -> bool {
    matches!(suggestion.target, SuggestionTarget::Record { .. }) && suggestion.count == 1
}

/// What a suggestion leads to: a record, or a search for a facet's value or for a title that several records have.
enum Destination<'a> {
    Record(&'a RecordType, &'a str, &'a str),
    Search(Box<SearchRequest>),
}

impl<'a> Destination<'a> {
    fn of(suggestion: &'a Suggestion) -> Self {
        match &suggestion.target {
            SuggestionTarget::Record {
                record_type,
                id,
                name,
                ..
            } if suggestion.count == 1 => Self::Record(record_type, id, name),
            SuggestionTarget::Record { record_type, .. } => {
                let words = suggestion.label.replace('"', " ");
                let request = SearchRequest::new(format!("\"{words}\""));
                Self::Search(Box::new(request.filter(Facet::Type, record_type.id())))
            }
            SuggestionTarget::Search { facet, value } => {
                let request = SearchRequest::default().filter(*facet, value.as_str());
                Self::Search(Box::new(request))
            }
        }
    }

    /// Returns the path of its page here.
    fn page(&self) -> String {
        match self {
            Self::Record(record_type, _, name) => record_path(record_type, name),
            Self::Search(request) => format!("/?{}", to_query_string(request)),
        }
    }

    /// Returns its address in JSON.
    fn api_url(&self, addresses: Addresses<'_>) -> String {
        match self {
            Self::Record(record_type, id, _) => addresses.record(record_type, id),
            Self::Search(request) => addresses.search(request),
        }
    }
}

/// What browsers read: the text, then labels, descriptions and addresses in lists of their own.
#[derive(Serialize)]
pub(crate) struct OpenSearchAnswer(String, Vec<String>, Vec<String>, Vec<String>);

impl ToSchema for OpenSearchAnswer {}

// What is derived of a tuple says that all of its items are objects.
impl PartialSchema for OpenSearchAnswer {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let texts = ArrayBuilder::new().items(text());
        ArrayBuilder::new()
            .description(Some(
                "What browsers read: the text, then labels, descriptions and addresses in lists of their own.",
            ))
            .items(OneOfBuilder::new().item(text()).item(texts))
            .min_items(Some(4))
            .max_items(Some(4))
            .into()
    }
}

impl OpenSearchAnswer {
    fn new(text: &str, suggestions: Vec<Suggestion>, base_url: &str) -> Self {
        let mut answer = Self(text.to_owned(), Vec::new(), Vec::new(), Vec::new());
        for suggestion in suggestions {
            let kind = suggestion.kind.label();
            let detail = suggestion.detail.as_deref();
            answer.2.push(
                detail.map_or_else(|| kind.to_owned(), |detail| format!("{kind} : {detail}")),
            );
            answer
                .3
                .push(format!("{base_url}{}", Destination::of(&suggestion).page()));
            answer.1.push(suggestion.label);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(query_string: &str) -> Vec<String> {
        let errors = parse(query_string).err().unwrap_or_default();
        errors
            .into_iter()
            .map(|(name, reason)| format!("{name}: {reason}"))
            .collect()
    }

    #[test]
    fn values_that_cannot_be_are_named() {
        for (query_string, expected) in [
            ("size=0", "size: `0` is too small: at least 1"),
            ("size=21", "size: `21` is too large: at most 20"),
            ("size=abc", "size: `abc` is not a whole number"),
            (
                "format=xml",
                "format: unknown format `xml`: one of json, opensearch",
            ),
            (
                "kind=user",
                "kind: unknown kind `user`: one of dataset, dataservice, organization, tag, geozone, format",
            ),
        ] {
            assert_eq!(reasons(query_string), [expected]);
        }
        let long = "é".repeat(MAX_CHARS + 1);
        assert_eq!(
            reasons(&format!("q={long}")),
            ["q: 201 characters, at most 200 are read"]
        );
    }

    #[test]
    fn a_blank_behind_the_last_word_is_kept() {
        let params = parse("q=%20eau+&size=3&kind=tag&kind=Tag&utm_source=y").unwrap();
        assert_eq!(params.request.text, "eau ");
        assert_eq!(params.request.size, 3);
        assert_eq!(params.request.kinds, [SuggestionKind::Tag]);
    }

    #[test]
    fn a_suggestion_leads_to_a_record_or_a_search() {
        let record = SuggestionTarget::Record {
            record_type: catalogue::RecordType::Dataset,
            id: "a".to_owned(),
            slug: "arbres".to_owned(),
            name: "arbres".to_owned(),
            acronym: None,
        };
        let search = SuggestionTarget::Search {
            facet: Facet::Geozone,
            value: "fr:region:53".to_owned(),
        };
        for (target, count, expected) in [
            (record.clone(), 1, "/datasets/arbres"),
            (record, 3, "/?q=%22Arbres+%C2%AB+ici+%C2%BB%22&type=dataset"),
            (search, 3, "/?geozone=fr%3Aregion%3A53"),
        ] {
            let suggestion = Suggestion {
                kind: SuggestionKind::Dataset,
                label: "Arbres « ici »".to_owned(),
                highlights: Vec::new(),
                detail: None,
                count,
                target,
            };
            assert_eq!(Destination::of(&suggestion).page(), expected);
        }
    }
}
