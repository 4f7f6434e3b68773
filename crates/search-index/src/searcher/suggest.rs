//! Suggestions of an open generation.

use super::Searcher;
use crate::suggest::{SuggestRequest, Suggestion, suggest};

impl Searcher {
    /// Returns what may have been meant, best first: names of which the text is all, then those that begin with it,
    /// then those that have its words, each the most used first.
    ///
    /// An empty text has no suggestions.
    #[must_use]
    pub fn suggest(&self, request: &SuggestRequest) -> Vec<Suggestion> {
        suggest(&self.suggestions, request)
    }
}
