//! What a caller may ask.

use std::collections::BTreeMap;
use std::fmt;

use crate::Facet;

/// A search: words, filters, order and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// The words as typed; empty finds everything.
    pub query: String,
    /// The selected values by facet: any of them within a facet, all facets together.
    pub filters: BTreeMap<Facet, Vec<String>>,
    /// The order of the hits.
    pub sort: Sort,
    /// The page, from 1.
    pub page: usize,
    /// Hits a page.
    pub page_size: usize,
    /// The facets to count.
    pub facets: Vec<Facet>,
    /// The values given for each facet, selected ones apart.
    pub facet_size: usize,
}

impl Default for SearchRequest {
    /// Everything that is not archived, most used first, with all facets.
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: BTreeMap::from([(Facet::Archived, vec!["false".to_owned()])]),
            sort: Sort::Relevance,
            page: 1,
            page_size: 20,
            facets: Facet::ALL.to_vec(),
            facet_size: 20,
        }
    }
}

impl SearchRequest {
    /// Returns the default search for these words.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            ..Self::default()
        }
    }

    /// Adds a value to a facet's selection.
    #[must_use]
    pub fn filter(mut self, facet: Facet, value: impl Into<String>) -> Self {
        self.filters.entry(facet).or_default().push(value.into());
        self
    }

    /// Drops a facet's selection: for `archived`, finds archived records too.
    #[must_use]
    pub fn without(mut self, facet: Facet) -> Self {
        self.filters.remove(&facet);
        self
    }

    /// Returns whether the value is selected.
    #[must_use]
    pub fn selects(&self, facet: Facet, value: &str) -> bool {
        self.filters
            .get(&facet)
            .is_some_and(|values| values.iter().any(|selected| selected == value))
    }
}

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
    /// When it last changed.
    LastUpdate,
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
            Self::Reuses => "reuses",
            Self::Followers => "followers",
            Self::Views => "views",
            Self::Title => "title",
        }
    }
}

impl Sort {
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
