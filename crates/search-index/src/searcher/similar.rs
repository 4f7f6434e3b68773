//! Records that are about the same as another one.

use catalogue::Record;

use super::Searcher;
use crate::columns::folded_words;
use crate::document::Hit;
use crate::error::Error;
use crate::request::{Collapse, SearchRequest};

/// At most so many words of the title are searched: the first ones say what it is about.
const MAX_WORDS: usize = 16;

impl Searcher {
    /// Returns live records of other titles that a search for this one's title finds, best first, one a title: at most
    /// so many.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn similar(&self, record: &Record, limit: usize) -> Result<Vec<Hit>, Error> {
        let words: Vec<&str> = words(record.title()).take(MAX_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let request = SearchRequest {
            collapse: Collapse::Copies,
            facets: Vec::new(),
            // The record itself, or another one of its title, is among them: as a dataset and as a dataservice at most.
            page_size: limit + 2,
            ..SearchRequest::new(words.join(" "))
        };
        let own_title = folded(record.title());
        let hits = self.search(&request)?.hits.into_iter().map(|hit| hit.hit);
        let others = hits.filter(|hit| folded(&hit.title) != own_title);
        Ok(others.take(limit).collect())
    }
}

/// Returns the words of a text without anything that means more than itself in a query.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    parts.filter(|word| word.chars().any(char::is_alphanumeric))
}

fn folded(title: &str) -> String {
    folded_words(title).collect::<Vec<_>>().join(" ")
}
