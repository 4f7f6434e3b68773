//! Which documents count as having the words of a query: those that pass the request's `archived` filter.

use jiff::civil;
use tantivy::DocId;

use crate::columns::Columns;
use crate::facet::Facet;
use crate::request::SearchRequest;

/// Returns a predicate: does this document of a segment pass the request's `archived` filter?
pub(super) fn archived_filter(
    columns: &Columns,
    request: &SearchRequest,
) -> impl Fn(usize, DocId) -> bool + use<> {
    let view = columns.view(Facet::Archived, request, civil::Date::default());
    let values = request.filters.get(&Facet::Archived);
    let admitted = values.map(|values| view.any_of(values));
    move |segment, document| {
        admitted.as_ref().is_none_or(|admitted| {
            let set = view.column.documents(segment)[document as usize];
            admitted[set as usize]
        })
    }
}
