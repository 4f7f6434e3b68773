//! What facets and their values are called in the language of a page.

use search_index::{Facet, FacetValue};

use crate::language::Language;

/// Returns the name of a facet.
pub(super) fn facet_label(language: &Language, facet: Facet) -> String {
    language
        .label("facet", facet.name(), facet.label())
        .into_owned()
}

/// Returns the label of a facet's value.
pub(super) fn value_label(language: &Language, facet: Facet, value: &FacetValue) -> String {
    language
        .label(facet.name(), &value.name, &value.label)
        .into_owned()
}
