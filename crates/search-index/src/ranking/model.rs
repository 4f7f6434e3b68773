//! The weights, with all that is computed from them when a generation is opened.

use super::age_factors::RecordAges;
use super::extents::Extents;
use super::field_lengths::FieldLengths;
use super::freshness::Ages;
use super::prior::Priors;
use super::weights::Weights;
use crate::columns::Columns;
use crate::error::{EngineContext, Error};
use crate::schema::Fields;

/// What the ranking of one generation needs besides the query.
pub(crate) struct RankingModel {
    pub weights: Weights,
    pub field_lengths: FieldLengths,
    pub priors: Priors,
    pub record_ages: RecordAges,
    pub extents: Extents,
    pub ages: Ages,
}

impl RankingModel {
    /// Computes the model from the generation's columns and the lengths of its texts.
    pub fn load(
        engine: &tantivy::Searcher,
        fields: &Fields,
        columns: &Columns,
        weights: Weights,
    ) -> Result<Self, Error> {
        let ages = Ages::new(columns);
        Ok(Self {
            field_lengths: FieldLengths::load(engine, fields, &weights)
                .to("read the lengths of texts")?,
            priors: Priors::new(columns, &weights, &ages),
            record_ages: RecordAges::new(columns, &weights, &ages),
            extents: Extents::new(columns, &weights),
            ages,
            weights,
        })
    }
}
