//! Which words a record must have.

/// Which of the words of a query a record must have to be listed. It has a word in another form or spelling too, or as
/// an alternative that the results name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequiredWords {
    /// All of them: complete matches alone.
    All,
    /// Most of them, where few records have all: approximate matches too.
    Most,
}

impl RequiredWords {
    /// Returns its name in URLs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Most => "most",
        }
    }
}
