//! Two facets crossed: how many results have a value of the one and a value of the other.

use catalogue::Date;

use super::Searcher;
use super::labelled_counts::facet_values;
use crate::error::Error;
use crate::facet::{Facet, FacetValues};
use crate::pass::Pass;
use crate::request::SearchRequest;

/// How many results of a search have each of the most frequent values of one facet with each of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossedCounts {
    /// The values of the two facets, by count among the results, then label.
    pub facets: [FacetValues; 2],
    /// By value of the first facet, by value of the second: how many results have both.
    pub cells: Vec<Vec<u64>>,
    /// How many results there are.
    pub total: u64,
    /// How many of these are in no cell: they have no value of one of the facets, or none that is told.
    pub n_left_out: u64,
}

impl Searcher {
    /// Counts how many results of a search have values of two facets together: exactly, over all results, of the `size` most
    /// frequent values of each. All filters hold, those of the two facets too. Of folded records a result counts where one of them
    /// has both values.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn crossed_counts(
        &self,
        request: &SearchRequest,
        facets: [Facet; 2],
        size: usize,
    ) -> Result<CrossedCounts, Error> {
        let today = Date::now().day();
        let request = &SearchRequest {
            facets: Vec::new(),
            page: 1,
            page_size: 0,
            sample: None,
            ..self.by_names(request)?.into_owned()
        };
        let plan = self.plan(request)?;
        let view = |facet| self.columns.view(facet, request, today);
        let pass = Pass::new(&self.columns, &self.ranking.priors, request, today);
        let found = self.run_pass(pass.crossing(facets.map(view)), &plan, request)?;
        let crossed = found.crossed.unwrap_or_default();
        let views = facets.map(view);
        let told = [0, 1].map(|facet| {
            let values = &views[facet].column.values;
            let counts = crossed.counts(facet, &views[facet]);
            facet_values(facets[facet], values, &counts, request, &[], 0..size)
        });
        let ordinals = [0, 1].map(|facet| -> Vec<u32> {
            let values = &views[facet].column.values;
            let told = told[facet].values.iter();
            told.filter_map(|value| values.ordinal(&value.name))
                .collect()
        });
        let table = crossed.table(&views, [&ordinals[0], &ordinals[1]]);
        Ok(CrossedCounts {
            facets: told,
            cells: table.cells,
            total: found.total,
            n_left_out: table.n_left_out,
        })
    }
}
