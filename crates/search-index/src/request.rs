//! What a caller may ask.

mod required_words;
mod sort;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use catalogue::Date;
use jiff::civil;

pub use required_words::RequiredWords;
pub use sort::{Direction, Sort, SortField};

use crate::Facet;
use crate::time_span::TimeSpan;

/// A search: words, filters, order and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// The words as typed; empty finds everything.
    pub query: String,
    /// What names the records to find, in the order in which they are listed where relevance is asked for: ids, slugs,
    /// addresses, identifiers of the portals that they come from. Empty finds all records.
    pub ids: Vec<String>,
    /// The selected values by facet: any of them within a facet, all facets together.
    pub filters: BTreeMap<Facet, Vec<String>>,
    /// Values that a record must have all of. They restrict every count, that of their own facet too: choosing another
    /// value there adds to them.
    pub all_of: BTreeMap<Facet, Vec<String>>,
    /// The period that a record must cover.
    pub temporal_coverage: Option<Period>,
    /// A period of which a record must cover a part.
    pub covers: Option<TimeSpan>,
    /// The moment since which a record must have been updated, by the date that [`SortField::LastUpdate`] orders by.
    pub updated_since: Option<Date>,
    /// The moment since which a record must have been created, by the date that [`SortField::Created`] orders by.
    pub created_since: Option<Date>,
    /// Whether a selected geozone also finds what is about a zone that contains it.
    pub include_geozone_ancestors: bool,
    /// Whether what lies in a selected geozone then comes before what contains it, the nearest level first, by relevance.
    pub nearest_first: bool,
    /// Whether a selected geozone finds what is about that zone alone, not about zones within it.
    pub geozone_exact: bool,
    /// Whether inferred geozones count like declared ones.
    pub inferred: bool,
    /// Whether values are those of the platform: each spelling of a tag by itself, which are one value otherwise, and what does
    /// not say how it is accessed open.
    pub platform_values: bool,
    /// Which records are folded into one hit. Totals and counts are of hits.
    pub collapse: Collapse,
    /// The id or slug of a record: finds that record and its near-copies alone.
    pub copies_of: Option<String>,
    /// The id of a series: finds its editions alone.
    pub series: Option<String>,
    /// The ids of the records to search among, of whatever type; all records where there are none given.
    pub among: Option<Vec<String>>,
    /// Whether the words are taken as they were typed, and all of them required: no spelling is mended, and no synonym,
    /// place or format is read in them.
    pub verbatim: bool,
    /// Which of the words a record must have. Unless asked, the order decides ([`Sort::required_words`]);
    /// [`Self::requires_all_words`] tells what holds.
    pub required_words: Option<RequiredWords>,
    /// Whether records are listed that only mention the words in passing. Unless asked, the order decides;
    /// [`Self::lists_mentions`] tells what holds.
    pub mentions: Option<bool>,
    /// Whether hits say what their scores are made of.
    pub explain: bool,
    /// The order of the hits.
    pub sort: Sort,
    /// The page, from 1.
    pub page: usize,
    /// Hits a page.
    pub page_size: usize,
    /// How many hits to draw at random of all that match: these are the only page, in the order of the draw. Totals and counts stay
    /// those of all.
    pub sample: Option<usize>,
    /// What the draw follows from, beside the type and the id of each record: one seed draws the same in every generation, as far
    /// as these have the same records.
    pub seed: u64,
    /// Whether the words are marked in titles and extracts of hits, which are empty otherwise.
    pub highlights: bool,
    /// The facets to count.
    pub facets: Vec<Facet>,
    /// The values given for each facet, selected ones apart.
    pub facet_size: usize,
    /// Values to count whatever place they have among their facet's.
    pub counted: BTreeMap<Facet, Vec<String>>,
}

impl Default for SearchRequest {
    /// Everything that is not archived, most used first, with the facets of the page.
    fn default() -> Self {
        Self {
            query: String::new(),
            ids: Vec::new(),
            filters: BTreeMap::from([(Facet::Archived, vec!["false".to_owned()])]),
            all_of: BTreeMap::new(),
            temporal_coverage: None,
            covers: None,
            updated_since: None,
            created_since: None,
            include_geozone_ancestors: false,
            nearest_first: true,
            geozone_exact: false,
            inferred: true,
            platform_values: false,
            collapse: Collapse::Nothing,
            copies_of: None,
            series: None,
            among: None,
            verbatim: false,
            required_words: None,
            mentions: None,
            explain: false,
            sort: Sort::Relevance,
            page: 1,
            page_size: 20,
            sample: None,
            seed: 0,
            highlights: true,
            facets: Facet::LISTED.to_vec(),
            facet_size: 20,
            counted: BTreeMap::new(),
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

    /// Adds a value to a facet's selection, in the spelling of the index (see [`Facet::canonical_values`]). One that is
    /// selected already stays so.
    #[must_use]
    pub fn filter(mut self, facet: Facet, value: impl AsRef<str>) -> Self {
        add(&mut self.filters, facet, value.as_ref());
        self
    }

    /// Adds a value that a record must have beside all others so required, in the spelling of the index.
    #[must_use]
    pub fn all_of(mut self, facet: Facet, value: impl AsRef<str>) -> Self {
        add(&mut self.all_of, facet, value.as_ref());
        self
    }

    /// Drops a facet's selection: for `archived`, finds archived records too.
    #[must_use]
    pub fn without(mut self, facet: Facet) -> Self {
        self.filters.remove(&facet);
        self
    }

    /// Returns how many hits a page has at most: all of a sample.
    #[must_use]
    pub fn hits_a_page(&self) -> usize {
        self.sample.unwrap_or(self.page_size)
    }

    /// Returns whether hits stand in the order in which they were named.
    #[must_use]
    pub fn is_in_given_order(&self) -> bool {
        !self.ids.is_empty() && self.sort == Sort::Relevance
    }

    /// Returns which words a record must have unless the request asks otherwise. What was named is listed for its name: a
    /// record that lacks words would not be told from one that has them.
    #[must_use]
    pub fn usual_required_words(&self) -> RequiredWords {
        if self.is_in_given_order() {
            RequiredWords::All
        } else {
            self.sort.required_words()
        }
    }

    /// Returns whether complete matches alone are listed. Words as typed are all required, whatever else is asked.
    #[must_use]
    pub fn requires_all_words(&self) -> bool {
        let usual = self.usual_required_words();
        self.verbatim || self.required_words.unwrap_or(usual) == RequiredWords::All
    }

    /// Returns whether records that only mention the words are listed unless the request asks otherwise: the order of
    /// relevance puts them last, in any other one they stand among those that are about the words. What was named is listed
    /// for its name.
    #[must_use]
    pub fn usually_lists_mentions(&self) -> bool {
        self.sort == Sort::Relevance || !self.ids.is_empty()
    }

    /// Returns whether records that only mention the words are listed.
    #[must_use]
    pub fn lists_mentions(&self) -> bool {
        self.mentions
            .unwrap_or_else(|| self.usually_lists_mentions())
    }

    /// Returns whether records that only mention the words are told from the others: where they are left out, and where
    /// somebody asked for them.
    #[must_use]
    pub(crate) fn tells_mentions(&self) -> bool {
        self.mentions.is_some() || !self.lists_mentions()
    }

    /// Returns whether the value is selected, or required.
    #[must_use]
    pub fn selects(&self, facet: Facet, value: &str) -> bool {
        self.selection(facet).any(|selected| selected == value)
    }

    /// Returns the values that are selected or required in a facet.
    pub fn selection(&self, facet: Facet) -> impl Iterator<Item = &String> {
        let selected = self.filters.get(&facet).into_iter().flatten();
        selected.chain(self.all_of.get(&facet).into_iter().flatten())
    }
}

fn add(selection: &mut BTreeMap<Facet, Vec<String>>, facet: Facet, value: &str) {
    let values = selection.entry(facet).or_default();
    for value in facet.canonical_values(value) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
}

/// Which records are folded into one hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Collapse {
    /// None: each record is a hit.
    #[default]
    Nothing,
    /// Near-copies: records of one type whose titles differ at most in accents, case and punctuation. Of each group the
    /// most used one that matches is shown, where it stands itself by the asked order.
    Copies,
    /// Editions of a series, of which the newest that answers as well as the best is shown; and near-copies of records that
    /// are no edition.
    Series,
}

impl Collapse {
    /// Every way to fold.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Copies, Self::Series];

    /// Returns its name in URLs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "false",
            Self::Copies => "copies",
            Self::Series => "series",
        }
    }
}

/// Days from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: civil::Date,
    /// The last day.
    pub end: civil::Date,
}

impl Period {
    /// Reads a period as the platform writes it: `2020-01-01-2020-12-31`. `None` where it is none, or ends before it
    /// begins.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let (start, end) = name.split_at_checked("2020-01-01".len())?;
        let (start, end) = (day(start)?, day(end.strip_prefix('-')?)?);
        (start <= end).then_some(Self { start, end })
    }

    /// Returns the midnights with which its first and its last day begin, in microseconds.
    pub(crate) fn moments(self) -> RangeInclusive<i64> {
        let midnight = |day| Date::midnight_of(day).as_microseconds();
        midnight(self.start)..=midnight(self.end)
    }
}

/// Reads a day of exactly that form; jiff reads others too.
fn day(text: &str) -> Option<civil::Date> {
    let is_shape = |(at, c): (usize, char)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    let is_day = text.len() == "2020-01-01".len() && text.char_indices().all(is_shape);
    is_day.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_two_days_in_order() {
        for text in ["2020-01-01-2020-12-31", "0003-01-01-0003-01-01"] {
            let period = Period::from_name(text).unwrap();
            assert_eq!(period.to_string(), text);
        }
        for text in [
            "",
            "2020",
            "2020-01-01",
            "2020-01-01-",
            "2020-01-01-2019-12-31",
            "2020-02-30-2020-12-31",
            "2020-01-01/2020-12-31",
            "2020-01-01-2020-12-31-",
            "20200101-1-2020-12-31",
            "é020-01-01-2020-12-3",
        ] {
            assert_eq!(Period::from_name(text), None, "{text}");
        }
    }

    #[test]
    fn a_selected_value_is_selected_once_in_the_spelling_of_the_index() {
        let request = SearchRequest::default()
            .filter(Facet::Format, "XML et PDF")
            .filter(Facet::Format, "pdf")
            .all_of(Facet::Geozone, "fr:region:11@1970-01-09");
        assert_eq!(request.filters[&Facet::Format], ["xml", "pdf"]);
        assert!(request.selects(Facet::Geozone, "fr:region:11"));
    }
}
