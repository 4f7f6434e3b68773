//! What planning and matching read.

use crate::columns::Columns;
use crate::query::lengths::FieldLengths;
use crate::schema::Fields;
use crate::weights::Weights;

/// An open generation, as far as a query needs it.
pub(crate) struct Context<'a> {
    pub engine: &'a tantivy::Searcher,
    pub fields: &'a Fields,
    pub columns: &'a Columns,
    pub lengths: &'a FieldLengths,
    pub weights: &'a Weights,
    /// Whether inferred zones count.
    pub inferred: bool,
}
