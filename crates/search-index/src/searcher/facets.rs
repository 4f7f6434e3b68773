//! Facet counts of a search, and the search within a facet's values.

use catalogue::Date;
use jiff::civil;

use super::Searcher;
use super::labelled_counts::{facet_counts, facet_values};
use crate::columns::{Values, folded_words};
use crate::error::Error;
use crate::facet::{Facet, FacetCounts, FacetValues};
use crate::request::SearchRequest;

impl Searcher {
    /// Looks for a text among the values of a facet: those with a count above 0 in this search, and with words in their
    /// label or name that begin like those of the text, accents and case apart. Without a text, all of them.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn facet_values(
        &self,
        request: &SearchRequest,
        facet: Facet,
        text: &str,
        limit: usize,
        offset: usize,
    ) -> Result<FacetValues, Error> {
        let today = Date::now().day();
        let request = &*self.by_names(request)?;
        let counting = SearchRequest {
            facets: vec![facet],
            page: 1,
            page_size: 0,
            ..request.clone()
        };
        let plan = self.plan(&counting)?;
        let found = self.run(&plan, &counting, today)?;
        let view = self.columns.view(facet, request, today);
        let words: Vec<String> = folded_words(text).collect();
        // A text of nothing but punctuation is in no value.
        if words.is_empty() && !text.trim().is_empty() {
            return Ok(FacetValues {
                facet,
                values: Vec::new(),
                n_values: 0,
            });
        }
        let counts = found.counts.first().map(Vec::as_slice).unwrap_or_default();
        Ok(facet_values(
            facet,
            &view.column.values,
            counts,
            request,
            &words,
            offset..offset.saturating_add(limit),
        ))
    }

    /// Returns the counts of the asked facets with their labels, given those by ordinal.
    pub(super) fn facet_counts(
        &self,
        request: &SearchRequest,
        counts: &[Vec<(u32, u64)>],
        today: civil::Date,
    ) -> Result<Vec<FacetCounts>, Error> {
        let mut facets = Vec::with_capacity(counts.len());
        for (facet, counts) in request.facets.iter().zip(counts) {
            let view = self.columns.view(*facet, request, today);
            let values = &view.column.values;
            let mut shown = facet_counts(*facet, values, counts, request);
            if *facet == Facet::Geozone && request.include_geozone_ancestors {
                self.count_zones_of_no_record(&mut shown, values, request, today)?;
            }
            facets.push(shown);
        }
        Ok(facets)
    }

    /// Counts the selected zones that are no value of the index, because no record lies in them: there may be records
    /// about zones that contain them.
    fn count_zones_of_no_record(
        &self,
        shown: &mut FacetCounts,
        values: &Values,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<(), Error> {
        for value in &mut shown.values {
            if values.ordinal(&value.name).is_none() {
                let alone = SearchRequest {
                    facets: Vec::new(),
                    page: 1,
                    page_size: 0,
                    ..request.clone().without(Facet::Geozone)
                };
                let alone = alone.filter(Facet::Geozone, &value.name);
                let plan = self.plan(&alone)?;
                value.count = self.run(&plan, &alone, today)?.total;
            }
        }
        Ok(())
    }
}
