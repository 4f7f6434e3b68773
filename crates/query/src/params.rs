//! URL -> [`SearchRequest`], and back: every link on a page is made from a request.
//!
//! What may be asked is one table (`search`), an entry a parameter; the functions here are loops over it.

mod crossing;
mod dates;
mod draw;
mod facet_values;
mod fields;
mod links;
mod parameter;
mod reading;
mod search;
mod strict;
mod values;
mod words_and_order;
mod zones;

use search_index::{Collapse, RequiredWords, SearchRequest};
use url::form_urlencoded;

pub(crate) use crossing::{CrossParameters, CrossedRequest};
pub(crate) use facet_values::{ValueParameters, ValuesRequest};
pub(crate) use fields::{Fields, FieldsParameter};
pub use links::{
    about_zone, any_date, copies_of, covering, editions_of, exactly_there, in_place, including,
    mentioning, on_page, requiring, verbatim, with_covering, with_only, with_value, with_zone,
    without_filters, without_ids, without_members, without_value,
};
pub use parameter::ParamErrors;
pub(crate) use parameter::{InForm, Parameter, Values, read, write};
pub(crate) use reading::LenientlyRead;
pub(crate) use reading::MAX_BYTES;
pub use reading::MAX_FILTERS;
use reading::{
    PAGE_SIZE_OF_NAMED, all_listed, drawn_for_a_page, for_named, parse_from, parse_leniently,
    strictly,
};
pub(crate) use search::{
    DrawParameters, FilterParameters, PageDrawParameters, SearchParameters, in_form,
};
pub use search::{MAX_FACET_SIZE, MAX_PAGE_SIZE, names_of_parameters};
pub(crate) use strict::mistakes_in;
pub use values::MAX_QUERY_CHARS;
pub(crate) use values::{check_length, known_facet, number, unknown, unknown_in};

/// Hits a page unless asked otherwise.
pub const DEFAULT_PAGE_SIZE: usize = 20;

/// Reads the parameters of a search. Parameters that it does not know are passed over.
///
/// # Errors
///
/// Every parameter whose value cannot be, with the reason.
pub fn parse(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    checked(parse_from(default_request(), query_string))
}

/// Returns what was read unless it has values that no list has, or parameters that do not go together.
fn checked(read: Result<SearchRequest, ParamErrors>) -> Result<SearchRequest, ParamErrors> {
    read.and_then(all_listed).and_then(draw::drawn_alone)
}

/// Reads the parameters of a search as a program asks for it: those of [`parse`]. What it does not know is a mistake, as is a
/// value too many, or one whose bytes are no text.
///
/// # Errors
///
/// Every parameter whose name or value cannot be, with the reason.
pub fn parse_strictly(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    strictly(query_string, &[], parse(query_string))
}

/// Reads the parameters of [`parse_strictly`], and which members hits are answered with; a draw is one page.
///
/// # Errors
///
/// Every parameter whose name or value cannot be, with the reason.
pub(crate) fn parse_search(query_string: &str) -> Result<(SearchRequest, Fields), ParamErrors> {
    let read = parse(query_string).and_then(drawn_for_a_page);
    fields::with_fields(query_string, read)
}

/// Reads the parameters of [`parse_output`], and which members or columns records are given with.
///
/// # Errors
///
/// Every parameter whose name or value cannot be, with the reason.
pub(crate) fn parse_export(query_string: &str) -> Result<(SearchRequest, Fields), ParamErrors> {
    fields::with_fields(query_string, read_output(query_string))
}

/// What the search page folds unless it is told otherwise.
pub(crate) const FOLDED_ON_PAGE: Collapse = Collapse::Series;

/// Reads the parameters of the search page: those of [`parse`], but editions and near-copies are folded unless
/// `collapse=false`, or `copies_of` or `series` asks for them, and rules for chosen zones hold only where any is chosen. A page
/// is shared and kept for years: a value that no list has any more is no mistake.
///
/// # Errors
///
/// Every parameter whose value cannot be, with the reason.
pub fn parse_page(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    read_page(query_string).map(|read| read.search)
}

/// Reads the parameters of the search page as [`parse_page`] does, with what was passed over.
pub(crate) fn read_page(query_string: &str) -> Result<LenientlyRead, ParamErrors> {
    let asks_for_them = form_urlencoded::parse(query_string.as_bytes())
        .any(|(name, value)| matches!(&*name, "copies_of" | "series") && !value.trim().is_empty());
    let default = SearchRequest {
        collapse: page_collapse(asks_for_them),
        ..default_request()
    };
    let read = parse_leniently(&default, query_string)?;
    // What the page does not show, it does not go by.
    Ok(LenientlyRead {
        search: zones::without_idle_rules(read.search),
        ..read
    })
}

/// Returns what the search page folds where it is not told: nothing where the members of a group are asked for.
fn page_collapse(asks_for_members: bool) -> Collapse {
    if asks_for_members {
        Collapse::Nothing
    } else {
        FOLDED_ON_PAGE
    }
}

/// Reads the parameters of an export: those of [`parse_strictly`], but records must have all of the words unless
/// `match=most`, and not only mention them unless `mentions=true`, in every order.
///
/// # Errors
///
/// Every parameter whose name or value cannot be, with the reason.
pub fn parse_output(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    strictly(query_string, &[], read_output(query_string))
}

fn read_output(query_string: &str) -> Result<SearchRequest, ParamErrors> {
    checked(parse_from(default_output(), query_string))
}

/// Reads the parameters of a feed: those of an export. Feeds are followed for years, so that what a list does not have any more is
/// no mistake, as on the page.
///
/// # Errors
///
/// Every parameter whose value cannot be, with the reason.
pub(crate) fn read_feed(query_string: &str) -> Result<LenientlyRead, ParamErrors> {
    parse_leniently(&default_output(), query_string)
}

fn default_output() -> SearchRequest {
    SearchRequest {
        required_words: Some(RequiredWords::All),
        mentions: Some(false),
        ..default_request()
    }
}

fn default_request() -> SearchRequest {
    SearchRequest {
        page_size: DEFAULT_PAGE_SIZE,
        ..SearchRequest::default()
    }
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
        collapse: page_collapse(request.copies_of.is_some() || request.series.is_some()),
        ..default_request()
    };
    write_from(&default, request)
}

/// Writes a request as the parameters of a feed or an export, which [`parse_output`] reads.
#[must_use]
pub fn to_output_query_string(request: &SearchRequest) -> String {
    write_from(&default_output(), request)
}

/// Returns the hits a page that such a search has unless asked otherwise.
pub(crate) fn usual_page_size(request: &SearchRequest) -> usize {
    if request.ids.is_empty() {
        DEFAULT_PAGE_SIZE
    } else {
        PAGE_SIZE_OF_NAMED
    }
}

fn write_from(default: &SearchRequest, request: &SearchRequest) -> String {
    let of_named = (!request.ids.is_empty()).then(|| for_named(default.clone()));
    let default = of_named.as_ref().unwrap_or(default);
    let mut query_string = form_urlencoded::Serializer::new(String::new());
    write(&search::PARAMETERS, request, default, &mut query_string);
    query_string.finish()
}

/// Writes any parameters as a URL does.
#[must_use]
pub fn encode(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

#[cfg(test)]
mod tests {
    use search_index::Facet;

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
            "q=eau&updated_since=2026-01-15&created_since=2024-02-03T04%3A05%3A06Z",
            "q=eau&sample=50&seed=7",
            "tag=air&all_of=tag%3Aeau&all_of=tag%3Aa%3Ab&temporal_coverage=2020-01-01-2020-12-31",
            "geozone=country%3Afr&archived=any&include_geozone_ancestors=true&inferred=false&collapse=copies",
            "geozone=fr%3Aregion%3A53&geozone_exact=true",
            "collapse=series&series=00000000000000ff",
            "copies_of=budget-primitif&sort=title",
            "q=covoiturrage&verbatim=true&explain=true",
            "q=eau+potable&match=all",
            "q=eau+potable&match=most&sort=created",
            "q=eau+potable&match=most&mentions=true&sort=created",
            "q=eau+potable&mentions=false",
            "ids=b&ids=a",
            "q=eau&ids=a-b-c&license=lov2&archived=false&page_size=20",
            "ids=https%3A%2F%2Fx.test%2Fa%3Fp%3D1%2C2&ids=c&archived=true&sort=title&page=2",
        ] {
            let request = parse(query_string).unwrap();
            assert_eq!(to_query_string(&request), query_string);
            assert_eq!(parse(&to_query_string(&request)).unwrap(), request);
        }
    }

    #[test]
    fn the_page_folds_editions_and_near_copies_unless_told_otherwise() {
        for (query_string, collapses) in [
            ("q=eau", Collapse::Series),
            ("q=eau&collapse=copies", Collapse::Copies),
            ("q=eau&collapse=false", Collapse::Nothing),
            ("copies_of=abc", Collapse::Nothing),
            ("series=00ff", Collapse::Nothing),
            ("collapse=copies&copies_of=abc", Collapse::Copies),
        ] {
            let request = parse_page(query_string).unwrap();
            assert_eq!(request.collapse, collapses, "{query_string}");
            assert_eq!(to_page_query_string(&request), query_string);
        }
    }

    #[test]
    fn the_page_has_no_rules_for_zones_where_none_is_chosen() {
        for (query_string, written) in [
            ("include_geozone_ancestors=true&geozone_exact=true", ""),
            (
                "geozone=a&include_geozone_ancestors=true&geozone_exact=true",
                "geozone=a&include_geozone_ancestors=true&geozone_exact=true",
            ),
            (
                "all_of=geozone%3Aa&geozone_exact=true",
                "all_of=geozone%3Aa&geozone_exact=true",
            ),
        ] {
            let request = parse_page(query_string).unwrap();
            assert_eq!(to_page_query_string(&request), written);
        }
        let request = parse_page("q=eau&geozone=a&geozone_exact=true").unwrap();
        let without = without_value(&request, Facet::Geozone, "a");
        assert_eq!(to_page_query_string(&without), "q=eau");
        let about = about_zone(&request, "country:fr");
        assert_eq!(
            to_page_query_string(&about),
            "q=eau&geozone=country%3Afr&geozone_exact=true"
        );
    }

    #[test]
    fn whether_mentions_are_listed_is_written_where_it_is_not_as_the_order_has_it() {
        for (query_string, lists_mentions, of_search, of_output) in [
            ("q=eau", true, "q=eau", "q=eau"),
            ("q=eau&mentions=true", true, "q=eau", "q=eau&mentions=true"),
            (
                "q=eau&mentions=false",
                false,
                "q=eau&mentions=false",
                "q=eau",
            ),
            (
                "q=eau&sort=title",
                false,
                "q=eau&sort=title",
                "q=eau&sort=title",
            ),
            (
                "q=eau&mentions=true&sort=title",
                true,
                "q=eau&mentions=true&sort=title",
                "q=eau&mentions=true&sort=title",
            ),
            (
                "q=eau&ids=a&sort=title",
                true,
                "q=eau&ids=a&sort=title",
                "q=eau&ids=a&sort=title",
            ),
        ] {
            let request = parse(query_string).unwrap();
            assert_eq!(request.lists_mentions(), lists_mentions, "{query_string}");
            assert_eq!(to_query_string(&request), of_search);
            assert_eq!(to_output_query_string(&request), of_output);
        }
        for (query_string, lists_mentions) in [
            ("q=eau", false),
            ("sort=relevance", false),
            ("mentions=true", true),
            ("ids=a", true),
        ] {
            let request = parse_output(query_string).unwrap();
            assert_eq!(request.lists_mentions(), lists_mentions, "{query_string}");
        }
    }

    #[test]
    fn the_words_that_are_required_are_written_where_they_are_not_those_of_the_order() {
        for (query_string, requires_all, of_search, of_output) in [
            ("q=eau", false, "q=eau", "q=eau"),
            ("q=eau&match=most", false, "q=eau", "q=eau&match=most"),
            ("q=eau&match=all", true, "q=eau&match=all", "q=eau"),
            ("sort=title", true, "sort=title", "sort=title"),
            ("match=all&sort=title", true, "sort=title", "sort=title"),
            (
                "match=most&sort=title",
                false,
                "match=most&sort=title",
                "match=most&sort=title",
            ),
            (
                "verbatim=true&match=most",
                true,
                "verbatim=true",
                "verbatim=true&match=most",
            ),
        ] {
            let request = parse(query_string).unwrap();
            assert_eq!(request.requires_all_words(), requires_all, "{query_string}");
            assert_eq!(to_query_string(&request), of_search);
            assert_eq!(to_output_query_string(&request), of_output);
        }
        for (query_string, requires_all) in [
            ("q=eau", true),
            ("sort=relevance", true),
            ("match=most", false),
        ] {
            let request = parse_output(query_string).unwrap();
            assert_eq!(request.requires_all_words(), requires_all, "{query_string}");
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
                "unknown value `maybe`: one of false, copies, series, true",
            ),
            (
                "match=some",
                "match",
                "unknown match `some`: one of all, most",
            ),
            (
                "archived=maybe",
                "archived",
                "unknown value `maybe`: one of true, false, any",
            ),
        ] {
            assert_eq!(parse(query_string).unwrap_err()[parameter], reason);
        }
        for (query_string, parameter, reason) in [
            (
                "type=datasets",
                "type",
                "unknown type `datasets` (did you mean `dataset`?): one of dataset, dataservice",
            ),
            (
                "producer_type=user,company",
                "producer_type",
                "unknown producer_type `user,company`: several values are `producer_type=user&producer_type=company`",
            ),
            (
                "match=Mosst",
                "match",
                "unknown match `Mosst` (did you mean `most`?): one of all, most",
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
    fn letters_case_makes_no_difference_in_a_closed_list() {
        for (query_string, expected) in [
            ("type=Dataset&badge=HVD", "badge=hvd&type=dataset"),
            ("all_of=Badge:HVD", "all_of=badge%3Ahvd"),
            ("sort=-Created", "sort=-created"),
            (
                "archived=ANY&collapse=Series",
                "archived=any&collapse=series",
            ),
            (
                "verbatim=True&mentions=FALSE",
                "verbatim=true&mentions=false",
            ),
            ("facets=License,NONE", ""),
            ("facets=License", "facets=license"),
        ] {
            let written = parse(query_string).map(|request| to_query_string(&request));
            match expected {
                "" => assert!(written.is_err(), "{query_string}"),
                expected => assert_eq!(written.as_deref(), Ok(expected), "{query_string}"),
            }
        }
    }

    #[test]
    fn a_page_passes_over_what_no_list_has_and_says_so() {
        let read = read_page("q=eau&sort=xyz&badge=nope&collapse=x&fbclid=1").unwrap();
        assert_eq!(
            read.passed_over,
            [("collapse", "x".to_owned()), ("sort", "xyz".to_owned())]
        );
        assert_eq!(to_page_query_string(&read.search), "q=eau&badge=nope");
        let read = read_feed("q=eau&sort=xyz&badge=nope").unwrap();
        assert_eq!(read.passed_over, [("sort", "xyz".to_owned())]);
        assert_eq!(to_output_query_string(&read.search), "q=eau&badge=nope");
        // What never was a value is a mistake there too.
        for query_string in ["page=0", "page_size=abc", "verbatim=x", "sort=xyz&covers=x"] {
            assert!(parse_page(query_string).is_err(), "{query_string}");
        }
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
