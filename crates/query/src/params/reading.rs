//! How a URL is read: strictly where a program asks, leniently where somebody follows a link.

use search_index::{Collapse, Facet, SearchRequest};
use url::form_urlencoded;

use super::draw::SAMPLE;
use super::parameter::{ParamErrors, read};
use super::search;
use super::strict;
use super::values::unknown_in;

/// Hits a page where records are asked for by name: nearly always all of them. 200 names are more records only where many
/// are harvested from one address.
pub(super) const PAGE_SIZE_OF_NAMED: usize = 1_000;
/// A request has at most this many facet values.
pub const MAX_FILTERS: usize = 100;
/// A request's parameters have at most this many bytes.
pub(crate) const MAX_BYTES: usize = 32_768;

pub(super) fn parse_from(
    mut request: SearchRequest,
    query_string: &str,
) -> Result<SearchRequest, ParamErrors> {
    if query_string.len() > MAX_BYTES {
        let reason = format!(
            "the parameters have {} bytes, at most {MAX_BYTES} are read",
            query_string.len()
        );
        return Err(ParamErrors::from([("q".to_owned(), reason)]));
    }
    if asks_by_name(query_string) {
        request = for_named(request);
    }
    let mut errors = read(&search::PARAMETERS, &mut request, query_string);
    let chosen = request
        .filters
        .iter()
        .chain(&request.all_of)
        .filter(|(facet, _)| **facet != Facet::Archived);
    let n_filters: usize = chosen.map(|(_, values)| values.len()).sum();
    if n_filters > MAX_FILTERS {
        errors.insert(
            "filters".to_owned(),
            format!("{n_filters} values, at most {MAX_FILTERS} are read"),
        );
    }
    if errors.is_empty() {
        Ok(request)
    } else {
        Err(errors)
    }
}

/// Returns the default of a search for records by name, given that of a search for words: whoever names a record means
/// it, be it archived or the copy of another one, and sees all at once.
pub(super) fn for_named(default: SearchRequest) -> SearchRequest {
    SearchRequest {
        collapse: Collapse::Nothing,
        mentions: None,
        page_size: PAGE_SIZE_OF_NAMED,
        ..default.without(Facet::Archived)
    }
}

/// Returns whether a query string names records.
fn asks_by_name(query_string: &str) -> bool {
    form_urlencoded::parse(query_string.as_bytes())
        .any(|(name, value)| name == "ids" && value.contains(|c: char| c.is_alphanumeric()))
}

/// Returns what was read, or all that is wrong: in it, and in the names of parameters and how often they are given; others than
/// those of a search have these names.
pub(super) fn strictly<T>(
    query_string: &str,
    others: &[(&'static str, bool)],
    read: Result<T, ParamErrors>,
) -> Result<T, ParamErrors> {
    let mut known = search::names_and_repeats();
    known.extend(others);
    let mut errors = strict::mistakes(query_string, &known);
    match read {
        Ok(request) if errors.is_empty() => Ok(request),
        Ok(_) => Err(errors),
        Err(of_values) => {
            errors.extend(of_values);
            Err(errors)
        }
    }
}

/// Returns the search if its values are in the closed lists of their facets, where these have one.
pub(super) fn all_listed(request: SearchRequest) -> Result<SearchRequest, ParamErrors> {
    let mut errors = ParamErrors::new();
    for (selection, required) in [(&request.filters, None), (&request.all_of, Some("all_of"))] {
        for (facet, values) in selection {
            let Some(known) = facet.known_values() else {
                continue;
            };
            let unknown = values.iter().find(|value| !known.contains(&value.as_str()));
            if let Some(value) = unknown {
                let parameter = required.unwrap_or(facet.name()).to_owned();
                errors.insert(parameter, unknown_in(*facet, value, &known));
            }
        }
    }
    if errors.is_empty() {
        Ok(request)
    } else {
        Err(errors)
    }
}

/// Returns a request unless it draws more than a page may have.
pub(super) fn drawn_for_a_page(request: SearchRequest) -> Result<SearchRequest, ParamErrors> {
    match request.sample {
        Some(n) if n > search::MAX_PAGE_SIZE => {
            let most = search::MAX_PAGE_SIZE;
            let reason = format!("`{n}` is too large: at most {most}, but any number in an export");
            Err(ParamErrors::from([(SAMPLE.to_owned(), reason)]))
        }
        _ => Ok(request),
    }
}

/// A search as it was read where a value that no list has is no mistake: values of facets stay selected and find nothing, other
/// parameters are as if they were not given.
pub(crate) struct LenientlyRead {
    pub search: SearchRequest,
    /// The parameters that were passed over, with their values.
    pub passed_over: Vec<(&'static str, String)>,
}

pub(super) fn parse_leniently(
    default: &SearchRequest,
    query_string: &str,
) -> Result<LenientlyRead, ParamErrors> {
    let mut passed_over = Vec::new();
    // What is drawn is for programs.
    let mut without = with_parameters(query_string, |name| !search::is_of_draw(name));
    let query_string = &without.clone();
    loop {
        let mut errors = match parse_from(default.clone(), &without) {
            Ok(search) => {
                return Ok(LenientlyRead {
                    search,
                    passed_over,
                });
            }
            Err(errors) => errors,
        };
        let n_passed_over = passed_over.len();
        for parameter in search::of_known_values() {
            if errors.remove(parameter).is_some() {
                let given = form_urlencoded::parse(without.as_bytes());
                let given = given.filter(|(name, _)| name == parameter);
                let value = given.map(|(_, value)| value.into_owned()).last();
                passed_over.push((parameter, value.unwrap_or_default()));
            }
        }
        if !errors.is_empty() || passed_over.len() == n_passed_over {
            return Err(errors);
        }
        let is_kept = |name: &str| !passed_over.iter().any(|(passed, _)| *passed == name);
        without = with_parameters(query_string, is_kept);
    }
}

/// Returns a query string with the parameters that are kept: the same where all are.
fn with_parameters(query_string: &str, is_kept: impl Fn(&str) -> bool) -> String {
    let pairs = form_urlencoded::parse(query_string.as_bytes());
    if pairs.clone().all(|(name, _)| is_kept(&name)) {
        return query_string.to_owned();
    }
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.filter(|(name, _)| is_kept(name)))
        .finish()
}
