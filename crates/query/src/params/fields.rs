//! The parameter `fields`: which members of records to answer with.

use std::sync::LazyLock;

use search_index::SearchRequest;
use url::form_urlencoded;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter as Description, ParameterIn};

use super::parameter::{ParamErrors, Parameter, Values, read};
use super::reading::strictly;
use super::strict::mistakes_in;
use crate::mask::Mask;

/// The parameter.
pub(crate) const FIELDS: &str = "fields";

/// Names with commas between them, with dots in front of those of nested members.
const FORM: &str = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*( *, *[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)*$";

/// Which members of records to answer with: all of them unless some are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    /// The members; none that is empty.
    pub mask: Option<Mask>,
    /// The parameter as it was written.
    written: String,
}

static TABLE: LazyLock<[Parameter<Fields>; 1]> = LazyLock::new(|| {
    [Parameter::<Fields>::new(
        FIELDS,
        "The members of each record to answer with, with commas between them, and dots in front of those of nested ones:\n\
         `id,title,organization.name`; all unless given. Of a search these are the members of a hit, of an export as CSV the columns.\n\
         What surrounds the records stays. A member that there is not is refused.",
        Values::Form(FORM),
        |fields, value| {
            let mask = Mask::of_paths(value)?;
            if mask.fields().next().is_none() {
                return Err(format!("`{value}` names no member"));
            }
            fields.mask = Some(mask);
            value.clone_into(&mut fields.written);
            Ok(())
        },
        |fields, _| {
            Some(fields.written.clone())
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect()
        },
    )]
});

impl Fields {
    /// Reads the parameter where it is the only one.
    ///
    /// # Errors
    ///
    /// Every parameter whose name or value cannot be, with the reason.
    pub fn parse_strictly(query_string: &str) -> Result<Self, ParamErrors> {
        let mut errors = mistakes_in(&*TABLE, query_string);
        let mut fields = Self::default();
        errors.extend(read(&*TABLE, &mut fields, query_string));
        if errors.is_empty() {
            Ok(fields)
        } else {
            Err(errors)
        }
    }

    /// Returns whether a member is answered, or a part of it.
    pub fn has(&self, member: &str) -> bool {
        self.mask
            .as_ref()
            .is_none_or(|mask| mask.names(&[], member))
    }

    /// Returns a query string with the parameter behind it, where it is given.
    pub fn add_to(&self, mut query_string: String) -> String {
        if self.written.is_empty() {
            return query_string;
        }
        if !query_string.is_empty() {
            query_string.push('&');
        }
        let written = form_urlencoded::Serializer::new(String::new())
            .append_pair(FIELDS, &self.written)
            .finish();
        query_string + &written
    }
}

/// Returns a search that was read, with the members that its query string names.
pub(super) fn with_fields(
    query_string: &str,
    search: Result<SearchRequest, ParamErrors>,
) -> Result<(SearchRequest, Fields), ParamErrors> {
    let mut fields = Fields::default();
    let mut errors = read(&*TABLE, &mut fields, query_string);
    let read = match search {
        Ok(search) if errors.is_empty() => Ok((search, fields)),
        Ok(_) => Err(errors),
        Err(of_search) => {
            errors.extend(of_search);
            Err(errors)
        }
    };
    strictly(query_string, &[(FIELDS, false)], read)
}

/// The parameter, as the description of the API tells it.
pub(crate) struct FieldsParameter;

impl IntoParams for FieldsParameter {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Description> {
        TABLE.iter().map(Parameter::describe).collect()
    }
}
