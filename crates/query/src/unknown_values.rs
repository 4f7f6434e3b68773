//! What to do with a value that the index does not know: one of a vocabulary is a mistake, one that a last record may have taken
//! with it is told.

use search_index::{Facet, SearchRequest, Searcher, UnknownValue};

use crate::error::Error;
use crate::language::Language;
use crate::params::{ParamErrors, unknown_in};

/// Returns a program's search with its values as the index knows them, and those that it does not.
///
/// # Errors
///
/// Where a value is in no list of a facet that has one, and where the generation's files cannot be read.
pub(crate) fn with_known_values(
    searcher: &Searcher,
    request: SearchRequest,
) -> Result<(SearchRequest, Vec<UnknownValue>), Error> {
    let (request, unknown) = searcher.with_known_values(request)?;
    let mut errors = ParamErrors::new();
    for value in &unknown {
        if let Some((facet, known)) = value.facet.and_then(|facet| Some((facet, listed(facet)?))) {
            let reason = unknown_in(facet, &value.value, &known);
            errors.insert(value.parameter.to_owned(), with_label(&reason, value));
        }
    }
    if errors.is_empty() {
        Ok((request, unknown))
    } else {
        Err(errors.into())
    }
}

/// Returns the values that a facet may have, where no others can come with the next record.
fn listed(facet: Facet) -> Option<Vec<&'static str>> {
    match facet {
        Facet::LastUpdateYear | Facet::CoveredYear => Some(vec!["the years, such as 2020"]),
        facet => facet.vocabulary(),
    }
}

/// Adds what was meant where its label says so and its name does not.
fn with_label(reason: &str, value: &UnknownValue) -> String {
    match value.nearest.first() {
        Some(near) if !reason.contains("did you mean") && !reason.contains("several values") => {
            let typed = format!("`{}`", value.value);
            let meant = format!("{typed} (did you mean `{}`?)", near.value);
            reason.replacen(&typed, &meant, 1)
        }
        _ => reason.to_owned(),
    }
}

/// Returns the sentence that a value is none of its parameter's.
pub(crate) fn sentence(language: &Language, parameter: &str, value: &str) -> String {
    language.say_with(
        "unknown-value",
        &[("parameter", parameter), ("value", value)],
    )
}
