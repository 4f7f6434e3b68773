//! How records are accessed, as the platform counts it: what says nothing is open.

use std::sync::Arc;

use catalogue::AccessType;

use super::facet_column::FacetColumn;
use super::values::Numbering;
use crate::facet::Facet;

/// Returns the access types of every document, where those without one are open, given those that records state.
pub(super) fn or_open(stated: &FacetColumn) -> FacetColumn {
    let mut numbering = Numbering::new(Facet::AccessType);
    for ordinal in 0..stated.values.len() as u32 {
        numbering.ordinal_of(&stated.values.get(ordinal).name);
    }
    let open = numbering.ordinal_of(AccessType::Open.id());
    let values = Arc::new(numbering.finish());
    let stated = stated.with_values(values, |ordinal| ordinal);
    stated.with_sets(|set| {
        if set.is_empty() {
            vec![open]
        } else {
            set.to_vec()
        }
    })
}
