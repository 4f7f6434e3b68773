//! URL -> [`SearchRequest`], and back: every link on a page is made from a request.

use std::collections::BTreeMap;

use search_index::{Facet, SearchRequest, Sort};
use url::form_urlencoded;

/// Hits a page unless asked otherwise.
pub const DEFAULT_PAGE_SIZE: usize = 20;
/// Hits a page at most.
pub const MAX_PAGE_SIZE: usize = 100;
/// Values a facet at most, in one answer.
pub const MAX_FACET_SIZE: usize = 1_000;
/// A query has at most this many characters.
pub const MAX_QUERY_CHARS: usize = 1_000;
/// A request has at most this many facet values.
pub const MAX_FILTERS: usize = 100;
/// A request's parameters have at most this many bytes.
const MAX_BYTES: usize = 32_768;

/// What is wrong with a request: the reason by parameter, in English, as the JSON answer gives it.
pub type ParamErrors = BTreeMap<String, String>;

/// Reads the parameters of a search. Parameters that it does not know are ignored, as the platform does.
///
/// | parameter | value |
/// |---|---|
/// | `q` | the words, at most [`MAX_QUERY_CHARS`] characters |
/// | `license`, `badge`, `geozone`, `format`, `tag`, `organization`, `access_type` | a value, repeatable: any of them |
/// | `type` | `dataset` or `dataservice`, repeatable |
/// | `archived` | `true`: archived records only; `any`: those too; without it, none |
/// | `sort` | `created`, `last_update`, `reuses`, `followers`, `views`, `title`, each with `-`; `relevance` |
/// | `page`, `page_size` | from 1; 1 to [`MAX_PAGE_SIZE`] |
/// | `facets` | `none`, or the wanted ones with commas; without it, all |
/// | `facet_size` | values a facet, 0 to [`MAX_FACET_SIZE`] |
///
/// # Errors
///
/// Every parameter whose value cannot be, with the reason.
pub fn parse(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    if query_string.len() > MAX_BYTES {
        let reason = format!(
            "the parameters have {} bytes, at most {MAX_BYTES} are read",
            query_string.len()
        );
        return Err(ParamErrors::from([("q".to_owned(), reason)]));
    }
    let mut request = SearchRequest {
        page_size: DEFAULT_PAGE_SIZE,
        ..SearchRequest::default()
    };
    let mut errors = ParamErrors::new();
    for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
        // A NUL or another control character is a blank to a reader.
        let value = value.replace(char::is_control, " ");
        if let Err(reason) = read(&mut request, &name, value.trim()) {
            errors.insert(name.into_owned(), reason);
        }
    }
    let chosen = request
        .filters
        .iter()
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

fn read(request: &mut SearchRequest, name: &str, value: &str) -> Result<(), String> {
    match name {
        "q" => {
            let n_chars = value.chars().count();
            if n_chars > MAX_QUERY_CHARS {
                return Err(format!(
                    "{n_chars} characters, at most {MAX_QUERY_CHARS} are read"
                ));
            }
            value.clone_into(&mut request.query);
        }
        // A form without a choice sends an empty value.
        _ if value.is_empty() => {}
        "page" => request.page = number(value, 1, usize::MAX)?,
        "page_size" => request.page_size = number(value, 1, MAX_PAGE_SIZE)?,
        "facet_size" => request.facet_size = number(value, 0, MAX_FACET_SIZE)?,
        "sort" => request.sort = sort(value)?,
        "facets" => request.facets = facets(value)?,
        "archived" => archived(request, value)?,
        "type" if !matches!(value, "dataset" | "dataservice") => {
            return Err(format!(
                "unknown type `{value}`: one of dataset, dataservice"
            ));
        }
        name => {
            if let Some(facet) = Facet::from_name(name)
                && !request.selects(facet, value)
            {
                request
                    .filters
                    .entry(facet)
                    .or_default()
                    .push(value.to_owned());
            }
        }
    }
    Ok(())
}

fn number(value: &str, least: usize, most: usize) -> Result<usize, String> {
    let number: usize = value
        .parse()
        .map_err(|_| format!("`{value}` is not a whole number"))?;
    if number < least {
        return Err(format!("`{number}` is too small: at least {least}"));
    }
    if number > most {
        return Err(format!("`{number}` is too large: at most {most}"));
    }
    Ok(number)
}

fn sort(value: &str) -> Result<Sort, String> {
    if value == "relevance" {
        return Ok(Sort::Relevance);
    }
    Sort::from_name(value).ok_or_else(|| {
        format!("unknown sort `{value}`: one of relevance, created, last_update, reuses, followers, views, title, or one of these with a `-`")
    })
}

fn facets(value: &str) -> Result<Vec<Facet>, String> {
    if value == "none" {
        return Ok(Vec::new());
    }
    let mut facets = Vec::new();
    for name in value.split(',') {
        let facet = Facet::from_name(name.trim()).ok_or_else(|| {
            let known = Facet::ALL.map(Facet::name).join(", ");
            format!("unknown facet `{name}`: one of {known}")
        })?;
        // Asked for twice, a facet is given once.
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    Ok(facets)
}

fn archived(request: &mut SearchRequest, value: &str) -> Result<(), String> {
    let selection: &[&str] = match value {
        "true" | "1" => &["true"],
        "false" | "0" => &["false"],
        "any" => &[],
        _ => return Err(format!("unknown value `{value}`: one of true, false, any")),
    };
    request.filters.insert(
        Facet::Archived,
        selection.iter().map(|value| (*value).to_owned()).collect(),
    );
    if selection.is_empty() {
        request.filters.remove(&Facet::Archived);
    }
    Ok(())
}

/// Writes a request as the parameters of a URL: only what differs from the default, always in the same order.
#[must_use]
pub fn to_query_string(request: &SearchRequest) -> String {
    let default = SearchRequest {
        page_size: DEFAULT_PAGE_SIZE,
        ..SearchRequest::default()
    };
    let mut parameters = form_urlencoded::Serializer::new(String::new());
    if !request.query.is_empty() {
        parameters.append_pair("q", &request.query);
    }
    for facet in Facet::ALL
        .into_iter()
        .filter(|facet| *facet != Facet::Archived)
    {
        for value in request.filters.get(&facet).into_iter().flatten() {
            parameters.append_pair(facet.name(), value);
        }
    }
    if let Some(value) = archived_value(request) {
        parameters.append_pair("archived", value);
    }
    if request.sort != default.sort {
        parameters.append_pair("sort", &request.sort.to_string());
    }
    if request.facets != default.facets {
        let names: Vec<&str> = request.facets.iter().map(|facet| facet.name()).collect();
        parameters.append_pair(
            "facets",
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(",")
            }
            .as_str(),
        );
    }
    for (name, value, default) in [
        ("facet_size", request.facet_size, default.facet_size),
        ("page_size", request.page_size, default.page_size),
        ("page", request.page, default.page),
    ] {
        if value != default {
            parameters.append_pair(name, &value.to_string());
        }
    }
    parameters.finish()
}

/// Writes any parameters as a URL does.
#[must_use]
pub fn encode(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// Returns the value of `archived`, where it is not the default.
fn archived_value(request: &SearchRequest) -> Option<&'static str> {
    match request.filters.get(&Facet::Archived).map(Vec::as_slice) {
        None | Some([]) => Some("any"),
        Some([value]) if value == "true" => Some("true"),
        Some(_) => None,
    }
}

/// Returns the same search on another page.
#[must_use]
pub fn on_page(request: &SearchRequest, page: usize) -> SearchRequest {
    SearchRequest {
        page,
        ..request.clone()
    }
}

/// Returns the same search without one value of a facet, on its first page.
#[must_use]
pub fn without_value(request: &SearchRequest, facet: Facet, value: &str) -> SearchRequest {
    let mut changed = on_page(request, 1);
    if let Some(values) = changed.filters.get_mut(&facet) {
        values.retain(|selected| selected != value);
        if values.is_empty() {
            changed.filters.remove(&facet);
        }
    }
    changed
}

/// Returns the same search with one value of a facet and no other of it, on its first page.
#[must_use]
pub fn with_only(request: &SearchRequest, facet: Facet, value: Option<&str>) -> SearchRequest {
    let mut changed = on_page(request, 1);
    changed.filters.remove(&facet);
    match value {
        Some(value) => changed.filter(facet, value),
        None => changed,
    }
}

/// Returns the same words without any filter.
#[must_use]
pub fn without_filters(request: &SearchRequest) -> SearchRequest {
    SearchRequest {
        filters: SearchRequest::default().filters,
        ..on_page(request, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_reads_back_what_it_writes() {
        for query_string in [
            "",
            "q=qualit%C3%A9+de+l%27air",
            "q=velo&license=lov2&license=fr-lo&format=csv&type=dataset",
            "q=%22eau+potable%22&geozone=fr%3Aregion%3A53&tag=eau&sort=-last_update&page_size=50&page=3",
            "archived=any&facets=license%2Cformat&facet_size=5",
            "archived=true&facets=none",
        ] {
            let request = parse(query_string).unwrap();
            assert_eq!(to_query_string(&request), query_string);
            assert_eq!(parse(&to_query_string(&request)).unwrap(), request);
        }
    }

    #[test]
    fn a_bad_value_is_named_with_its_reason() {
        for (query_string, parameter, reason) in [
            ("page=0", "page", "`0` is too small: at least 1"),
            ("page=-1", "page", "`-1` is not a whole number"),
            ("page_size=abc", "page_size", "`abc` is not a whole number"),
            (
                "page_size=101",
                "page_size",
                "`101` is too large: at most 100",
            ),
            (
                "type=reuse",
                "type",
                "unknown type `reuse`: one of dataset, dataservice",
            ),
            (
                "archived=maybe",
                "archived",
                "unknown value `maybe`: one of true, false, any",
            ),
        ] {
            assert_eq!(parse(query_string).unwrap_err()[parameter], reason);
        }
        assert!(parse("sort=xyz").unwrap_err()["sort"].starts_with("unknown sort `xyz`"));
        assert!(
            parse("facets=license,nope").unwrap_err()["facets"].starts_with("unknown facet `nope`")
        );
    }

    #[test]
    fn all_bad_values_are_named_at_once() {
        assert_eq!(parse("page=0&sort=xyz").unwrap_err().len(), 2);
    }

    #[test]
    fn limits_are_told() {
        let long = format!("q={}", "a".repeat(MAX_QUERY_CHARS + 1));
        assert_eq!(
            parse(&long).unwrap_err()["q"],
            "1001 characters, at most 1000 are read"
        );
        assert!(
            parse(&format!("q={}", "a".repeat(100_000)))
                .unwrap_err()
                .contains_key("q")
        );
        let many = (0..=MAX_FILTERS)
            .map(|n| format!("tag=t{n}"))
            .collect::<Vec<_>>()
            .join("&");
        assert_eq!(
            parse(&many).unwrap_err()["filters"],
            "101 values, at most 100 are read"
        );
    }

    #[test]
    fn archived_records_are_left_out_unless_asked_for() {
        assert!(parse("").unwrap().selects(Facet::Archived, "false"));
        assert!(
            parse("archived=true")
                .unwrap()
                .selects(Facet::Archived, "true")
        );
        assert!(
            !parse("archived=any")
                .unwrap()
                .filters
                .contains_key(&Facet::Archived)
        );
    }

    #[test]
    fn empty_unknown_and_repeated_parameters_do_no_harm() {
        let request = parse("q=&license=&utm_source=x&page=&tag=eau&tag=eau").unwrap();
        assert_eq!(to_query_string(&request), "tag=eau");
        let request = parse("facets=license,format,license").unwrap();
        assert_eq!(to_query_string(&request), "facets=license%2Cformat");
    }

    #[test]
    fn invalid_utf8_and_control_characters_are_read_as_text() {
        assert_eq!(
            parse("q=%FFeau%00potable").unwrap().query,
            "\u{FFFD}eau potable"
        );
    }

    #[test]
    fn links_change_one_thing_and_go_back_to_page_one() {
        let request = parse("q=eau&license=lov2&license=fr-lo&page=3").unwrap();
        assert_eq!(
            to_query_string(&without_value(&request, Facet::License, "lov2")),
            "q=eau&license=fr-lo"
        );
        assert_eq!(
            to_query_string(&with_only(&request, Facet::License, None)),
            "q=eau"
        );
        assert_eq!(to_query_string(&without_filters(&request)), "q=eau");
        assert_eq!(
            to_query_string(&on_page(&request, 4)),
            "q=eau&license=lov2&license=fr-lo&page=4"
        );
    }
}
