//! The parameters of a search, one entry each: parsing, links, the form of the page, `/openapi.json`, `/docs` and the
//! command's filters follow from this table. A facet's entry follows from its row in `search_index::Facet`.

use std::sync::LazyLock;

use search_index::{Collapse, Facet, SearchRequest};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter as Description, ParameterIn};

use super::dates::dates;
use super::draw::{SAMPLE, draw};
use super::parameter::{InForm, Parameter, Part, Values, changed};
use super::values::{
    MAX_QUERY_CHARS, add_names, boolean, covers, facet_and_value, facet_value, facets, number,
    period, unknown, words,
};
use super::words_and_order::words_and_order;
use super::zones::zones;

/// Hits a page at most.
pub const MAX_PAGE_SIZE: usize = 100;
/// Values a facet at most, in one answer.
pub const MAX_FACET_SIZE: usize = 1_000;

/// The table, in the order of links.
pub(super) static PARAMETERS: LazyLock<Vec<Parameter<SearchRequest>>> = LazyLock::new(|| {
    let facets = Facet::ALL.into_iter();
    let facets = facets.filter(|facet| *facet != Facet::Archived);
    let mut parameters = vec![query(), ids()];
    parameters.extend(facets.map(facet));
    parameters.extend(required_values());
    parameters.extend(dates());
    parameters.extend(zones());
    parameters.extend(folding());
    parameters.extend(words_and_order());
    parameters.extend(facets_and_page());
    parameters.extend(draw());
    parameters
});

fn query() -> Parameter<SearchRequest> {
    Parameter::<SearchRequest>::new(
        "q",
        "The words. Where few records have all of them, those with most of them follow (`match`); spelling is mended, and acronyms,\n\
         synonyms, places, years and formats are understood. So are `\"a phrase\"`, `-word` and `field:value`.",
        Values::Text(MAX_QUERY_CHARS),
        |request, value| words(value).map(|words| request.query = words),
        |request, default| changed(&request.query, &default.query),
    )
    .in_form(InForm::Shown)
}

fn ids() -> Parameter<SearchRequest> {
    Parameter::<SearchRequest>::new(
        "ids",
        "What names the records to find: ids, slugs, addresses (here, on data.gouv.fr, on the portal that a record comes from),\n\
         identifiers of portals, DOIs, ids and addresses of files; with commas or blanks between them, or repeated, 200 at most.\n\
         The records come in this order, 1,000 on a page unless `page_size` is given, archived ones too unless `archived` is. Several\n\
         records of one name all come. What no record has is told in `not_found`. A comma after the `?` of an address belongs to\n\
         it, unless an address or an id follows.",
        Values::Words,
        |request, value| add_names(&mut request.ids, value),
        |request, _| request.ids.clone(),
    )
    .filter()
}

fn facet(facet: Facet) -> Parameter<SearchRequest> {
    // Types are tabs above the form; of facets that are not listed, these have a control.
    let is_of_page = matches!(facet, Facet::Extent | Facet::Status | Facet::SourcePortal);
    let is_shown = is_of_page || (Facet::LISTED.contains(&facet) && facet != Facet::Type);
    Parameter::<SearchRequest>::new(
        facet.name(),
        facet.about(),
        match facet.known_values() {
            Some(known) => Values::SomeOf(known.into_iter().map(str::to_owned).collect()),
            None => Values::Words,
        },
        move |request, value| {
            let value = facet_value(facet, value);
            *request = std::mem::take(request).filter(facet, value);
            Ok(())
        },
        move |request, _| request.filters.get(&facet).cloned().unwrap_or_default(),
    )
    .filter()
    .in_form(InForm::shown_if(is_shown))
}

fn required_values() -> Vec<Parameter<SearchRequest>> {
    vec![
        Parameter::<SearchRequest>::new(
            "all_of",
            "`facet:value`, repeated: what a record must have all of.",
            Values::Words,
            |request, value| {
                let (facet, value) = facet_and_value(value)?;
                *request = std::mem::take(request).all_of(facet, value);
                Ok(())
            },
            |request, _| {
                let facets = request.all_of.iter();
                let values = facets.flat_map(|(facet, values)| {
                    values.iter().map(move |value| format!("{facet}:{value}"))
                });
                values.collect()
            },
        )
        .filter(),
        Parameter::<SearchRequest>::new(
            "temporal_coverage",
            "Two days, `2020-01-01-2020-12-31`: what covers all of that period.",
            Values::Word,
            |request, value| period(value).map(|days| request.temporal_coverage = Some(days)),
            |request, _| {
                request
                    .temporal_coverage
                    .iter()
                    .map(ToString::to_string)
                    .collect()
            },
        )
        .filter(),
        Parameter::<SearchRequest>::new(
            "covers",
            "A period, `2016..2020`, `2010..`, `..2000`, `2019`, also of months and days (`2019-03..2019-06-15`): what covers a part of\n\
             it, by its temporal coverage or, where it has none, by the years in its title.",
            Values::Word,
            |request, value| covers(value).map(|span| request.covers = Some(span)),
            |request, _| request.covers.iter().map(ToString::to_string).collect(),
        )
        .in_form(InForm::Shown)
        .filter(),
        Parameter::<SearchRequest>::new(
            Facet::Archived.name(),
            Facet::Archived.about(),
            Values::OneOf(["true", "false", "any"].map(str::to_owned).to_vec()),
            read_archived,
            |request, default| {
                let asked = archived(request);
                let is_usual = asked == archived(default);
                (!is_usual).then(|| asked.to_owned()).into_iter().collect()
            },
        )
        .in_form(InForm::Shown)
        .filter(),
    ]
}

fn folding() -> Vec<Parameter<SearchRequest>> {
    vec![
        Parameter::<SearchRequest>::new(
            "collapse",
            "Which records are folded into one hit; totals and facets count hits then. `copies` or `true`: of near-copies (records\n\
             of one type with the same title) the most used is shown. `series`: of editions of a series, the newest that\n\
             answers as well as the best, and near-copies of other records. `false` unless asked otherwise.",
            Values::OneOf(["false", "copies", "series", "true"].map(str::to_owned).to_vec()),
            |request, value| collapse(value).map(|folded| request.collapse = folded),
            |request, default| changed(&request.collapse.name(), &default.collapse.name()),
        )
        .filter(),
        Parameter::<SearchRequest>::new(
            "copies_of",
            "An id or slug: that record and its near-copies alone.",
            Values::Word,
            |request, value| {
                request.copies_of = Some(value.to_owned());
                Ok(())
            },
            |request, _| request.copies_of.iter().cloned().collect(),
        )
        .filter(),
        Parameter::<SearchRequest>::new(
            "series",
            "The id of a series (`series.id` of a hit): its editions alone.",
            Values::Word,
            |request, value| {
                request.series = Some(value.to_owned());
                Ok(())
            },
            |request, _| request.series.iter().cloned().collect(),
        )
        .filter(),
    ]
}

fn facets_and_page() -> Vec<Parameter<SearchRequest>> {
    vec![
        Parameter::<SearchRequest>::new(
            "facets",
            "The facets to count, with commas, or `none`.",
            Values::Word,
            |request, value| facets(value).map(|wanted| request.facets = wanted),
            |request, default| changed(&names(&request.facets), &names(&default.facets)),
        ),
        Parameter::<SearchRequest>::new(
            "facet_size",
            "Values a facet.",
            Values::Number(0, Some(MAX_FACET_SIZE)),
            |request, value| number(value, 0, MAX_FACET_SIZE).map(|size| request.facet_size = size),
            |request, default| changed(&request.facet_size, &default.facet_size),
        ),
        Parameter::<SearchRequest>::new(
            "page_size",
            "Hits a page: 20 unless asked otherwise, with `ids` 1,000.",
            Values::Number(1, Some(MAX_PAGE_SIZE)),
            |request, value| number(value, 1, MAX_PAGE_SIZE).map(|size| request.page_size = size),
            |request, default| changed(&request.page_size, &default.page_size),
        ),
        Parameter::<SearchRequest>::new(
            "page",
            "The page.",
            Values::Number(1, None),
            |request, value| number(value, 1, usize::MAX).map(|page| request.page = page),
            |request, default| changed(&request.page, &default.page),
        )
        .in_form(InForm::Dropped),
    ]
}

/// Reads which records are folded.
fn collapse(value: &str) -> Result<Collapse, String> {
    match value {
        "copies" => Ok(Collapse::Copies),
        "series" => Ok(Collapse::Series),
        value => match boolean(value) {
            Ok(true) => Ok(Collapse::Copies),
            Ok(false) => Ok(Collapse::Nothing),
            Err(_) => Err(unknown(
                "value",
                value,
                &["false", "copies", "series", "true"],
            )),
        },
    }
}

/// Reads which records count by whether they are archived: a facet that has one selected value unless asked otherwise.
fn read_archived(request: &mut SearchRequest, value: &str) -> Result<(), String> {
    let selected = match value {
        "true" | "1" => "true",
        "false" | "0" => "false",
        "any" => {
            request.filters.remove(&Facet::Archived);
            return Ok(());
        }
        value => return Err(unknown("value", value, &["true", "false", "any"])),
    };
    let selection = vec![selected.to_owned()];
    request.filters.insert(Facet::Archived, selection);
    Ok(())
}

/// Returns the value of `archived`.
fn archived(request: &SearchRequest) -> &'static str {
    match request.filters.get(&Facet::Archived).map(Vec::as_slice) {
        None | Some([]) => "any",
        Some([value]) if value == "true" => "true",
        Some(_) => "false",
    }
}

fn names(facets: &[Facet]) -> String {
    let names: Vec<&str> = facets.iter().map(|facet| facet.name()).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(",")
    }
}

/// Returns what the form of the search page does with a parameter; one that is no search's is kept.
pub(crate) fn in_form(name: &str) -> InForm {
    let mut parameters = PARAMETERS.iter();
    let parameter = parameters.find(|parameter| parameter.name == name);
    parameter.map_or(InForm::Kept, |parameter| parameter.in_form)
}

/// Returns the names of all parameters of a search.
pub fn names_of_parameters() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().map(|parameter| parameter.name)
}

/// Returns the names of all parameters, and whether each may be repeated.
pub(super) fn names_and_repeats() -> Vec<(&'static str, bool)> {
    let parameters = PARAMETERS.iter();
    let parameters = parameters.map(|it| (it.name, it.values.may_repeat()));
    parameters.collect()
}

/// Returns the names of the parameters of which a value is passed over where addresses are kept for years: one word of a closed
/// list, or of a form.
pub(super) fn of_known_values() -> impl Iterator<Item = &'static str> {
    let parameters = PARAMETERS.iter();
    let known = parameters.filter(|it| matches!(it.values, Values::OneOf(_) | Values::Form(_)));
    known.map(|it| it.name)
}

/// Returns whether a parameter is one of a draw.
pub(super) fn is_of_draw(name: &str) -> bool {
    let mut parameters = PARAMETERS.iter();
    parameters.any(|it| it.part == Part::Draw && it.name == name)
}

/// Which records a search is about, as the description of the API tells it. Facets take any of several values, repeated.
pub(crate) struct FilterParameters;

/// What a search takes beside its filters, as the description of the API tells it.
pub(crate) struct SearchParameters;

/// What an export takes for a draw.
pub(crate) struct DrawParameters;

/// What a search takes for a draw, which is one page.
pub(crate) struct PageDrawParameters;

impl IntoParams for DrawParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        described(Part::Draw)
    }
}

impl IntoParams for PageDrawParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        let mut parameters = described(Part::Draw);
        for parameter in &mut parameters {
            if parameter.name == SAMPLE {
                parameter.schema = Some(Values::Number(1, Some(MAX_PAGE_SIZE)).schema());
            }
        }
        parameters
    }
}

impl IntoParams for FilterParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        described(Part::Filters)
    }
}

impl IntoParams for SearchParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        described(Part::Search)
    }
}

fn described(part: Part) -> Vec<Description> {
    let parameters = PARAMETERS.iter().filter(|parameter| parameter.part == part);
    parameters.map(Parameter::describe).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::params::{encode, parse, to_query_string};

    #[test]
    fn each_facet_is_a_parameter_and_each_parameter_is_described_once() {
        for facet in Facet::ALL {
            assert!(
                names_of_parameters().any(|name| name == facet.name()),
                "{facet}"
            );
        }
        let mut names: Vec<&str> = names_of_parameters().collect();
        names.sort_unstable();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        for parameter in PARAMETERS.iter() {
            assert!(
                parameter.about.ends_with('.'),
                "{} is not described",
                parameter.name
            );
        }
    }

    #[test]
    fn the_readme_names_parameters_that_there_are() {
        let readme = include_str!("../../../../README.md");
        let rows = readme
            .lines()
            .skip_while(|line| *line != "| parameter | value |");
        let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
        let names: Vec<&str> = rows
            .flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
            .collect();
        assert!(names.len() > 5, "{names:?}");
        for name in names {
            assert!(names_of_parameters().any(|known| known == name), "{name}");
        }
    }

    #[test]
    fn every_value_of_a_closed_list_is_read_and_no_other() {
        let mut n_lists = 0;
        for parameter in PARAMETERS.iter() {
            let (Values::OneOf(values) | Values::SomeOf(values)) = &parameter.values else {
                continue;
            };
            n_lists += 1;
            let name = parameter.name;
            assert!(values.len() > 1, "{name}");
            for value in values {
                let read = parse(&format!("{name}={value}"));
                assert!(read.is_ok(), "{name}={value}: {read:?}");
            }
            assert!(parse(&format!("{name}=nope")).is_err(), "{name}");
        }
        assert!(n_lists > 5, "{n_lists} lists say little");
    }

    /// Returns a value of a parameter that is not its default.
    fn example(parameter: &Parameter<SearchRequest>) -> &str {
        match (parameter.name, &parameter.values) {
            ("inferred" | "mentions", _) => "false",
            ("covers", _) => "2016..2020",
            ("updated_since" | "created_since", _) => "2026-01-15",
            ("temporal_coverage", _) => "2020-01-01-2020-12-31",
            ("all_of", _) => "tag:eau",
            ("facets", _) => "license",
            (_, Values::Boolean) => "true",
            (_, Values::Number(..)) => "7",
            (_, Values::OneOf(values) | Values::SomeOf(values)) => {
                let is_default = |value: &&String| ["relevance", "false"].contains(&value.as_str());
                values.iter().find(|value| !is_default(value)).unwrap()
            }
            _ => "x",
        }
    }

    #[test]
    fn every_parameter_changes_the_request_and_is_written_as_it_was_read() {
        for parameter in PARAMETERS.iter() {
            let query_string = encode(&[(parameter.name, example(parameter))]);
            let request = parse(&query_string).unwrap();
            assert_ne!(request, parse("").unwrap(), "{query_string}");
            assert_eq!(to_query_string(&request), query_string);
        }
    }

    /// Returns the fields of a request, as its debug format writes them.
    fn fields(request: &SearchRequest) -> BTreeMap<String, String> {
        let text = format!("{request:#?}");
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines().filter_map(|line| line.strip_prefix("    ")) {
            if let Some((field, _)) = line.split_once(": ")
                && !line.starts_with(' ')
            {
                field.clone_into(&mut name);
            }
            fields.entry(name.clone()).or_default().push_str(line);
        }
        fields
    }

    #[test]
    fn every_field_of_a_request_has_a_parameter() {
        let default = fields(&parse("").unwrap());
        let mut unchanged: BTreeSet<&String> = default.keys().collect();
        for parameter in PARAMETERS.iter() {
            let query_string = encode(&[(parameter.name, example(parameter))]);
            let changed = fields(&parse(&query_string).unwrap());
            unchanged.retain(|field| changed[*field] == default[*field]);
        }
        // The program asks for these itself.
        let own = [
            "among",
            "counted",
            "platform_values",
            "nearest_first",
            "highlights",
        ];
        unchanged.retain(|field| !own.contains(&field.as_str()));
        assert!(unchanged.is_empty(), "no parameter sets {unchanged:?}");
        assert!(default.len() > 10, "{default:?}");
    }
}
