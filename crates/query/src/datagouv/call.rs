//! One request as every route of data.gouv.fr's API reads it, and its answer.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use search_index::Searcher;
use serde::Serialize;
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use super::arguments::Arguments;
use super::problem::Problem;
use crate::addresses::base_url;
use crate::error::Error;
use crate::mask::Mask;
use crate::state::AppState;

/// The header that asks for whole objects in place of ids.
const FULL_OBJECTS: &str = "x-get-datasets-full-objects";

/// The headers that this API reads.
pub(crate) const HEADERS: [&str; 2] = ["x-fields", FULL_OBJECTS];

/// Returns whether a path is of this API.
pub(crate) fn answers(path: &str) -> bool {
    path.starts_with("/api/1/") || path.starts_with("/api/2/")
}

/// The parts of a request that every route reads in the same way.
#[derive(Debug)]
pub(crate) struct Call {
    /// The address that the caller used, without a final slash.
    pub(crate) base_url: String,
    /// The path, with its final slash.
    path: String,
    query_string: String,
    /// The fields to answer with; all if there is no mask.
    pub(crate) mask: Option<Mask>,
    /// Whether version 2 answers with whole objects in place of ids.
    pub(crate) wants_full_objects: bool,
}

/// The header that every route of this API reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) struct MaskHeader {
    /// The fields to answer with: `data{id,title},next_page`; `*` stands for all others.
    #[param(rename = "X-Fields", value_type = String, required = false)]
    x_fields: String,
}

/// The header that version 2 reads beside the mask.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) struct FullObjectsHeader {
    /// `true`: licence, frequency, zones and granularity are whole objects, not ids.
    #[param(rename = "X-Get-Datasets-Full-Objects", value_type = String, required = false)]
    full_objects: String,
}

impl FromRequestParts<AppState> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let uri = &parts.uri;
        let header = |name: &str| {
            let value = parts.headers.get(name);
            value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let mask = header("x-fields").unwrap_or_default();
        let full_objects = header(FULL_OBJECTS).unwrap_or_default();
        Ok(Self {
            base_url: base_url(&state.config, &parts.headers),
            path: format!("{}/", uri.path().trim_end_matches('/')),
            query_string: uri.query().unwrap_or_default().to_owned(),
            mask: Mask::parse(&mask).map_err(Problem::bad_request)?,
            wants_full_objects: !matches!(full_objects.as_str(), "" | "0" | "false"),
        })
    }
}

impl Call {
    /// Returns the parameters as they came.
    pub(crate) fn query_string(&self) -> &str {
        &self.query_string
    }

    /// Returns the parameters.
    ///
    /// # Errors
    ///
    /// Where there are too many of them.
    pub(crate) fn arguments(&self) -> Result<Arguments, Problem> {
        Arguments::parse(&self.query_string)
    }

    /// Returns the answer, with the fields that the mask names.
    ///
    /// # Errors
    ///
    /// Where the mask looks into a value that has no fields.
    pub(crate) fn answer<T: Serialize>(&self, answer: &T) -> Result<Response, Problem> {
        let Some(mask) = &self.mask else {
            return Ok(Json(answer).into_response());
        };
        let whole = serde_json::to_value(answer)
            .map_err(|error| Problem::Other(Error::Internal(Box::new(error))))?;
        let masked = mask.apply(whole).map_err(Problem::bad_request)?;
        Ok(Json(masked).into_response())
    }

    /// Returns a page of a list, with links to those before and after it.
    pub(crate) fn page<T>(&self, asked: &PageOf<'_>, data: Vec<T>) -> Page<T> {
        let n_pages = usize::try_from(asked.total)
            .unwrap_or(usize::MAX)
            .div_ceil(asked.page_size);
        let has_previous = asked.page > 1 && n_pages > 0;
        Page {
            data,
            page: asked.page,
            page_size: asked.page_size,
            total: asked.total,
            next_page: (asked.page < n_pages).then(|| self.page_url(asked, asked.page + 1)),
            previous_page: has_previous
                .then(|| self.page_url(asked, (asked.page - 1).min(n_pages))),
        }
    }

    /// Returns the address of another page of the same list: all parameters stay as they came.
    fn page_url(&self, asked: &PageOf<'_>, page: usize) -> String {
        self.with_page(&self.path, asked.arguments.pairs().iter().cloned(), page)
    }

    /// Returns the address of another page of a document, whose path has no final slash.
    pub(crate) fn address_of_page(&self, page: usize) -> String {
        let pairs = form_urlencoded::parse(self.query_string.as_bytes());
        self.with_page(self.path.trim_end_matches('/'), pairs.into_owned(), page)
    }

    fn with_page(
        &self,
        path: &str,
        pairs: impl Iterator<Item = (String, String)>,
        page: usize,
    ) -> String {
        let query_string = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.filter(|(name, _)| name != "page"))
            .append_pair("page", &page.to_string())
            .finish();
        format!("{}{path}?{query_string}", self.base_url)
    }
}

/// The page that a request asks for, and of how long a list.
pub(crate) struct PageOf<'a> {
    pub(crate) arguments: &'a Arguments,
    pub(crate) page: usize,
    pub(crate) page_size: usize,
    /// How many items there are on all pages.
    pub(crate) total: u64,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items.
    #[schema(required = false)]
    pub(crate) data: Vec<T>,
    /// The page, from 1.
    #[schema(required = false)]
    pub(crate) page: usize,
    /// Items a page.
    #[schema(required = false)]
    pub(crate) page_size: usize,
    /// How many items there are on all pages.
    #[schema(required = false)]
    pub(crate) total: u64,
    /// The address of the next page; null on the last.
    pub(crate) next_page: Option<String>,
    /// The address of the page before; null on the first.
    pub(crate) previous_page: Option<String>,
}

/// Does work that reads the index, as [`AppState::run`] does.
///
/// # Errors
///
/// The errors of the work, and where no index is open.
pub(crate) async fn on_index<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce(&Searcher) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let searcher = state.searcher()?;
    state.admission.run(move || work(&searcher)).await
}
