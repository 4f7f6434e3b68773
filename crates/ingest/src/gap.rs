//! Pages of a list that did not come, or not whole.

use std::fmt;

/// Neighbouring pages of a list that did not come, or not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The list, by its path under the API's base: `datasets/`.
    pub list: &'static str,
    /// The first page, from 1.
    pub first_page: u64,
    /// The last page.
    pub last_page: u64,
    /// Why the first of them did not come.
    pub reason: String,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            list,
            first_page,
            last_page,
            reason,
        } = self;
        if first_page == last_page {
            write!(f, "page {first_page} of `{list}` ({reason})")
        } else {
            write!(
                f,
                "pages {first_page} to {last_page} of `{list}` ({reason})"
            )
        }
    }
}
