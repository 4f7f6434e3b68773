//! The order of the hits.

use std::fmt;

use super::required_words::RequiredWords;

/// The order of the hits. Equal ones are ordered by use, then by type and id, so that the order is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// By a field. Records that lack it come last either way.
    By(SortField, Direction),
}

/// A field to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortField {
    /// When it was created.
    Created,
    /// When it last changed, as far as that is known: stamps of harvesters are no changes.
    LastUpdate,
    /// When it last changed by its own date, a stamp or not: the order of the platform, which URLs of searches do not have.
    StatedUpdate,
    /// How many reuses it has.
    Reuses,
    /// How many people follow it.
    Followers,
    /// How often it was viewed.
    Views,
    /// Its title, accents and case apart.
    Title,
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first; written with a `-` in front.
    Descending,
}

impl SortField {
    /// All fields to sort by.
    pub const ALL: [Self; 6] = [
        Self::Created,
        Self::LastUpdate,
        Self::Reuses,
        Self::Followers,
        Self::Views,
        Self::Title,
    ];

    /// Returns its name in URLs: the platform's own.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::LastUpdate => "last_update",
            Self::StatedUpdate => "stated_update",
            Self::Reuses => "reuses",
            Self::Followers => "followers",
            Self::Views => "views",
            Self::Title => "title",
        }
    }
}

impl Sort {
    /// Returns which words a record must have unless the request asks otherwise. The order of relevance prefers complete
    /// matches; in any other one they would be lost among the approximate ones.
    #[must_use]
    pub fn required_words(self) -> RequiredWords {
        match self {
            Self::Relevance => RequiredWords::Most,
            Self::By(..) => RequiredWords::All,
        }
    }

    /// Reads a sort as URLs write it: a field's name, with `-` in front for descending.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let (field_name, direction) = match name.strip_prefix('-') {
            Some(rest) => (rest, Direction::Descending),
            None => (name, Direction::Ascending),
        };
        let field = SortField::ALL
            .into_iter()
            .find(|field| field.name() == field_name)?;
        Some(Self::By(field, direction))
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relevance => f.write_str("relevance"),
            Self::By(field, Direction::Ascending) => f.write_str(field.name()),
            Self::By(field, Direction::Descending) => write!(f, "-{}", field.name()),
        }
    }
}
