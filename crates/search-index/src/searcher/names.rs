//! Searches for several records by their names.

use std::borrow::Cow;

use super::Searcher;
use crate::error::Error;
use crate::facet::Facet;
use crate::identifier::{is_address, is_identifier, looks_like_name, names_in};
use crate::query::is_named;
use crate::request::{Collapse, SearchRequest};

/// So many names are looked for at most.
pub const MAX_IDS: usize = 200;

impl Searcher {
    /// Returns the search for the records that a request names: where its words are names and nothing else, as when
    /// somebody pastes a list, they are what is looked for, in their order. Any other request stays as it is.
    pub(super) fn by_names<'r>(
        &self,
        request: &'r SearchRequest,
    ) -> Result<Cow<'r, SearchRequest>, Error> {
        if !request.ids.is_empty() || request.verbatim {
            return Ok(Cow::Borrowed(request));
        }
        let Some(names) = list_of_names(&request.query) else {
            return Ok(Cow::Borrowed(request));
        };
        if !self.are_names(request, &names)? {
            return Ok(Cow::Borrowed(request));
        }
        let mut changed = request.clone();
        changed.query = String::new();
        changed.ids = names;
        // Whoever names a record means it, be it archived or the near-copy of another one.
        if request.filters.get(&Facet::Archived)
            == SearchRequest::default().filters.get(&Facet::Archived)
        {
            changed.filters.remove(&Facet::Archived);
        }
        changed.collapse = Collapse::Nothing;
        Ok(Cow::Owned(changed))
    }

    /// Returns whether words that look like names are some, most of them: addresses and identifiers are, others where they
    /// name a record. `saint-jean-de-luz port-la-nouvelle` does not.
    fn are_names(&self, request: &SearchRequest, names: &[String]) -> Result<bool, Error> {
        let context = self.context(request);
        let mut n_certain = 0;
        for name in names {
            let is_certain = is_address(name) || is_identifier(name) || is_named(&context, name)?;
            n_certain += usize::from(is_certain);
        }
        Ok(n_certain * 2 > names.len())
    }
}

/// Returns the names that a text consists of: two and more, and no plain word. Most of them must look like names by
/// themselves; a short slug among them (`sirene-2024`) is one too.
#[must_use]
pub fn list_of_names(text: &str) -> Option<Vec<String>> {
    let mut words = text.split_whitespace();
    let may_begin = |word: &str| word.split([',', ';']).all(may_be_name);
    // Most queries are over after this.
    if !words.next().is_some_and(may_begin) {
        return None;
    }
    let names = names_in(text);
    let n_certain = names.iter().filter(|name| is_name(name)).count();
    let is_list = (2..=MAX_IDS).contains(&names.len())
        && n_certain * 2 > names.len()
        && names.iter().all(|name| may_be_name(name));
    is_list.then_some(names)
}

fn is_name(word: &str) -> bool {
    looks_like_name(word) || is_identifier(word) || is_address(word)
}

/// Returns whether a word may be a name: it is one, or a word with a hyphen or a digit within.
fn may_be_name(word: &str) -> bool {
    let is_within = |(at, c): (usize, char)| at > 0 && (c == '-' || c.is_ascii_digit());
    word.is_empty()
        || (!word.starts_with('-') && word.char_indices().any(is_within))
        || is_name(word)
}
