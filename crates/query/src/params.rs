//! URL -> [`SearchRequest`], and back: every link on a page is made from a request.

mod changes;

use std::collections::BTreeMap;

use search_index::{Facet, Period, SearchRequest, Sort};
use url::form_urlencoded;

pub use changes::{
    copies_of, on_page, verbatim, with_only, with_value, with_zone, without_filters, without_value,
};

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
pub(crate) const MAX_BYTES: usize = 32_768;

/// What is wrong with a request: the reason by parameter, in English, as the JSON answer gives it.
pub type ParamErrors = BTreeMap<String, String>;

/// Reads the parameters of a search. Parameters that it does not know are ignored, as the platform does.
///
/// | parameter | value |
/// |---|---|
/// | `q` | the words, at most [`MAX_QUERY_CHARS`] characters |
/// | the name of a [`Facet`]: `license`, `badge` … | a value, repeatable: any of them |
/// | `all_of` | the name of a facet, `:`, and a value, repeatable: all of them |
/// | `temporal_coverage` | `2020-01-01-2020-12-31`: what covers that period |
/// | `include_geozone_ancestors` | `true`: `geozone` finds what contains the zone too |
/// | `inferred` | `false`: inferred geozones do not count |
/// | `collapse` | `true`: of near-copies only the most used; totals and counts are of groups |
/// | `copies_of` | an id or slug: that record and its near-copies alone |
/// | `verbatim` | `true`: all the words as typed, nothing mended or understood in them |
/// | `explain` | `true`: hits say what their scores are made of |
/// | `archived` | `true`: archived records only; `any`: those too; without it, none |
/// | `sort` | `created`, `last_update`, `reuses`, `followers`, `views`, `title`, each with `-`; `relevance` |
/// | `page`, `page_size` | from 1; 1 to [`MAX_PAGE_SIZE`] |
/// | `facets` | `none`, or the wanted ones with commas; without it, those of the page |
/// | `facet_size` | values a facet, 0 to [`MAX_FACET_SIZE`] |
///
/// # Errors
///
/// Every parameter whose value cannot be, with the reason.
pub fn parse(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    parse_from(default_request(), query_string)
}

/// Reads the parameters of the search page: those of [`parse`], but near-copies are folded unless `collapse=false`, or
/// `copies_of` asks for them.
///
/// # Errors
///
/// Every parameter whose value cannot be, with the reason.
pub fn parse_page(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    let asks_for_copies = form_urlencoded::parse(query_string.as_bytes())
        .any(|(name, value)| name == "copies_of" && !value.trim().is_empty());
    let default = SearchRequest {
        collapse: !asks_for_copies,
        ..default_request()
    };
    parse_from(default, query_string)
}

fn default_request() -> SearchRequest {
    SearchRequest {
        page_size: DEFAULT_PAGE_SIZE,
        ..SearchRequest::default()
    }
}

fn parse_from(
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
        "all_of" => all_of(request, value)?,
        "temporal_coverage" => request.temporal_coverage = Some(period(value)?),
        "include_geozone_ancestors" => request.include_geozone_ancestors = boolean(value)?,
        "inferred" => request.inferred = boolean(value)?,
        "collapse" => request.collapse = boolean(value)?,
        "verbatim" => request.verbatim = boolean(value)?,
        "explain" => request.explain = boolean(value)?,
        "copies_of" => request.copies_of = Some(value.to_owned()),
        name => {
            if let Some(facet) = Facet::from_name(name) {
                let value = facet_value(facet, value)?;
                *request = std::mem::take(request).filter(facet, value);
            }
        }
    }
    Ok(())
}

/// Returns the value of a facet, if it can be one: some facets have a closed list.
fn facet_value(facet: Facet, value: &str) -> Result<&str, String> {
    let value = match (facet, value) {
        (Facet::Featured, "1") => "true",
        (Facet::Featured, "0") => "false",
        (_, value) => value,
    };
    match facet.known_values() {
        Some(known) if !known.contains(&value) => {
            let known = known.join(", ");
            Err(format!("unknown {facet} `{value}`: one of {known}"))
        }
        _ => Ok(value),
    }
}

fn all_of(request: &mut SearchRequest, text: &str) -> Result<(), String> {
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| format!("`{text}` is not the name of a facet, a colon and a value"))?;
    let facet = known_facet(name)?;
    let value = facet_value(facet, value)?;
    *request = std::mem::take(request).all_of(facet, value);
    Ok(())
}

fn period(value: &str) -> Result<Period, String> {
    Period::from_name(value)
        .ok_or_else(|| format!("`{value}` is not two days in order, such as 2020-01-01-2020-12-31"))
}

fn boolean(value: &str) -> Result<bool, String> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(format!("unknown value `{value}`: one of true, false")),
    }
}

pub(crate) fn number(value: &str, least: usize, most: usize) -> Result<usize, String> {
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
        let facet = known_facet(name.trim())?;
        // Asked for twice, a facet is given once.
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    Ok(facets)
}

fn known_facet(name: &str) -> Result<Facet, String> {
    Facet::from_name(name).ok_or_else(|| {
        let known = Facet::ALL.map(Facet::name).join(", ");
        format!("unknown facet `{name}`: one of {known}")
    })
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
    write_from(&default_request(), request)
}

/// Writes a request as the parameters of the search page, which [`parse_page`] reads.
#[must_use]
pub fn to_page_query_string(request: &SearchRequest) -> String {
    let default = SearchRequest {
        collapse: request.copies_of.is_none(),
        ..default_request()
    };
    write_from(&default, request)
}

/// Writes what differs from a default.
fn write_from(default: &SearchRequest, request: &SearchRequest) -> String {
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
    for (facet, values) in &request.all_of {
        for value in values {
            parameters.append_pair("all_of", &format!("{facet}:{value}"));
        }
    }
    if let Some(period) = request.temporal_coverage {
        parameters.append_pair("temporal_coverage", &period.to_string());
    }
    if let Some(value) = archived_value(request) {
        parameters.append_pair("archived", value);
    }
    for (name, value, default) in [
        (
            "include_geozone_ancestors",
            request.include_geozone_ancestors,
            default.include_geozone_ancestors,
        ),
        ("inferred", request.inferred, default.inferred),
        ("collapse", request.collapse, default.collapse),
        ("verbatim", request.verbatim, default.verbatim),
        ("explain", request.explain, default.explain),
    ] {
        if value != default {
            parameters.append_pair(name, if value { "true" } else { "false" });
        }
    }
    if let Some(record) = &request.copies_of {
        parameters.append_pair("copies_of", record);
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
            "format_family=tabular&producer_type=user&schema=etalab%2Fschema-irve&granularity=fr%3Acommune",
            "frequency=daily&last_update_range=last_30_days&coverage=inferred&coverage=none",
            "organization_badge=certified&owner=ada&featured=true&schema_version=1.0.0",
            "tag=air&all_of=tag%3Aeau&all_of=tag%3Aa%3Ab&temporal_coverage=2020-01-01-2020-12-31",
            "geozone=country%3Afr&archived=any&include_geozone_ancestors=true&inferred=false&collapse=true",
            "copies_of=budget-primitif&sort=title",
            "q=covoiturrage&verbatim=true&explain=true",
        ] {
            let request = parse(query_string).unwrap();
            assert_eq!(to_query_string(&request), query_string);
            assert_eq!(parse(&to_query_string(&request)).unwrap(), request);
        }
    }

    #[test]
    fn the_page_folds_near_copies_unless_told_otherwise() {
        for (query_string, collapses) in [
            ("q=eau", true),
            ("q=eau&collapse=false", false),
            ("copies_of=abc", false),
            ("collapse=true&copies_of=abc", true),
        ] {
            let request = parse_page(query_string).unwrap();
            assert_eq!(request.collapse, collapses, "{query_string}");
            assert_eq!(to_page_query_string(&request), query_string);
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
                "badge=nope",
                "badge",
                "unknown badge `nope`: one of spd, hvd, inspire, pivotal-data, sl, sr",
            ),
            (
                "producer_type=x",
                "producer_type",
                "unknown producer_type `x`: one of public-service, local-authority, company, association, user, not-specified",
            ),
            (
                "format_family=x",
                "format_family",
                "unknown format_family `x`: one of tabular, machine_readable, geographical, documents, other",
            ),
            (
                "last_update_range=x",
                "last_update_range",
                "unknown last_update_range `x`: one of last_30_days, last_12_months, last_3_years",
            ),
            (
                "coverage=x",
                "coverage",
                "unknown coverage `x`: one of declared, inferred, none",
            ),
            (
                "organization_badge=x",
                "organization_badge",
                "unknown organization_badge `x`: one of public-service, local-authority, company, association, certified",
            ),
            (
                "featured=x",
                "featured",
                "unknown featured `x`: one of true, false",
            ),
            (
                "all_of=badge:nope",
                "all_of",
                "unknown badge `nope`: one of spd, hvd, inspire, pivotal-data, sl, sr",
            ),
            (
                "all_of=eau",
                "all_of",
                "`eau` is not the name of a facet, a colon and a value",
            ),
            (
                "temporal_coverage=2020",
                "temporal_coverage",
                "`2020` is not two days in order, such as 2020-01-01-2020-12-31",
            ),
            (
                "collapse=maybe",
                "collapse",
                "unknown value `maybe`: one of true, false",
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
    fn values_are_brought_to_the_spelling_of_the_index() {
        for (query_string, expected) in [
            ("format=Esri+Shapefile+%28SHP%29", "format=shp"),
            (
                "geozone=fr:region:11@1970-01-09&geozone=fr:region:11",
                "geozone=fr%3Aregion%3A11",
            ),
            (
                "geozone=fr:collectivite:987",
                "geozone=fr%3Adepartement%3A987",
            ),
            ("featured=1&collapse=0&inferred=1", "featured=true"),
            ("all_of=format:Excel", "all_of=format%3Axls"),
        ] {
            let request = parse(query_string).unwrap();
            assert_eq!(to_query_string(&request), expected);
        }
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
        let request = parse("q=eau&collapse=true&license=lov2&license=fr-lo&page=3").unwrap();
        assert_eq!(
            to_query_string(&copies_of(&request, "id1")),
            "q=eau&license=lov2&license=fr-lo&copies_of=id1"
        );
        let request = parse("q=eau&license=lov2&license=fr-lo&page=3").unwrap();
        assert_eq!(
            to_query_string(&on_page(&request, 4)),
            "q=eau&license=lov2&license=fr-lo&page=4"
        );
    }
}
