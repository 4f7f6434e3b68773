//! Suggestions of an open generation.

use super::Searcher;
use crate::suggest::{SuggestRequest, Suggestion, SuggestionTarget, suggest};

impl Searcher {
    /// Returns what may have been meant, best first: names of which the text is all, then those that begin with it,
    /// then those that have its words, each the most used first.
    ///
    /// An empty text has no suggestions.
    #[must_use]
    pub fn suggest(&self, request: &SuggestRequest) -> Vec<Suggestion> {
        let mut suggestions = suggest(&self.suggestions, request);
        for suggestion in &mut suggestions {
            if let SuggestionTarget::Record {
                record_type,
                id,
                slug,
                name,
                ..
            } = &mut suggestion.target
            {
                // What cannot be read has its slug.
                let known = self.page_name_of(record_type, (slug, id));
                *name = known.unwrap_or_else(|_| slug.clone());
            }
        }
        suggestions
    }
}
