//! The parameters of lists and searches, read and described in one place, and the search that they mean.

mod dataservices;
mod dataset_list;
mod dataset_search;
mod organizations;

use catalogue::Resource;
use search_index::{Collapse, Facet, RequiredWords, SearchRequest, Sort, SortField};
use utoipa::IntoParams;

pub(crate) use self::dataservices::{DataserviceList, DataserviceSearch};
pub(crate) use self::dataset_list::DatasetList;
pub(crate) use self::dataset_search::DatasetSearch;
pub(crate) use self::organizations::{OrganizationList, OrganizationSearch, producer_types};
use super::arguments::{Arguments, MAX_PAGE_SIZE};
use super::problem::Problem;

/// Items a page, unless asked otherwise.
const PAGE_SIZE: usize = 20;

/// Records a page of a catalogue has unless asked otherwise, as the platform gives them.
pub(crate) const CATALOG_PAGE_SIZE: usize = 100;

const ACCESS_TYPES: [&str; 3] = ["open", "open_with_account", "restricted"];

/// The parameters of a list of resources.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResourceList {
    /// The page, from 1.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Resources a page, 50 unless asked otherwise.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
    /// What they are for: `main`, `documentation`, `update`, `api`, `code` or `other`.
    #[param(value_type = String, required = false)]
    r#type: Option<String>,
    /// A part of their titles, in any case.
    #[param(value_type = String, required = false, max_length = 1000)]
    q: String,
}

impl ResourceList {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments, page_size: usize) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(page_size);
        let list = Self {
            page,
            page_size,
            r#type: arguments.text("type"),
            q: arguments.words().to_lowercase(),
        };
        arguments.check()?;
        Ok(list)
    }

    /// Returns whether a resource is asked for.
    pub(crate) fn fits(&self, resource: &Resource) -> bool {
        let has_type = |asked: &String| {
            let known = resource.resource_type.as_ref();
            known.is_some_and(|known| known.id() == asked)
        };
        let has_words = || {
            let title = resource.title.as_deref().unwrap_or_default();
            title.to_lowercase().contains(&self.q)
        };
        self.r#type.as_ref().is_none_or(has_type) && (self.q.is_empty() || has_words())
    }
}

/// The page of a list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParameters {
    /// The page, from 1.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Items a page.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
}

impl PageParameters {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments, page_size: usize) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(page_size);
        arguments.check()?;
        Ok(Self { page, page_size })
    }
}

/// The parameters of a suggestion.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Suggestion {
    /// The text to complete.
    #[param(max_length = 1000)]
    pub(crate) q: String,
    /// How many suggestions, at most.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) size: usize,
}

impl Suggestion {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// Where there is no text, and all values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments, default_size: usize) -> Result<Self, Problem> {
        let suggestion = Self {
            q: arguments.words_to_complete(),
            size: arguments.positive(
                "size",
                "The amount of suggestion to fetch",
                default_size,
                MAX_PAGE_SIZE,
            ),
        };
        arguments.check()?;
        Ok(suggestion)
    }
}

/// The parameters of the datasets about a zone.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ZoneDatasets {
    /// How many datasets, at most; 25 unless asked otherwise.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) size: usize,
}

impl ZoneDatasets {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments) -> Result<Self, Problem> {
        let size = arguments.positive("size", "The amount of datasets to fetch", 25, MAX_PAGE_SIZE);
        arguments.check()?;
        Ok(Self { size })
    }
}

/// Returns the search for so many live datasets, the most used first.
pub(crate) fn datasets(size: usize) -> SearchRequest {
    records("dataset", "", 1, size)
}

/// Returns the search for all live records of a type with these words. The platform knows only declared zones, and
/// folds no copies.
fn records(record_type: &str, words: &str, page: usize, page_size: usize) -> SearchRequest {
    let request = SearchRequest {
        inferred: false,
        platform_values: true,
        // What contains a zone stands among what lies in it, by relevance alone.
        nearest_first: false,
        collapse: Collapse::Nothing,
        // In every order, as on the platform, records are listed that have some of the words.
        required_words: Some(RequiredWords::Most),
        mentions: Some(true),
        page,
        page_size,
        facets: Vec::new(),
        ..SearchRequest::new(words)
    };
    request.filter(Facet::Type, record_type)
}

fn all_tags(request: SearchRequest, tags: &[String]) -> SearchRequest {
    tags.iter()
        .fold(request, |request, tag| request.all_of(Facet::Tag, tag))
}

/// Returns the order, of last updates as records state them: the asked one, else the best first if there are words, else the default.
fn sort(asked: Option<&str>, words: &str, default: &str) -> Sort {
    let name = asked.unwrap_or(if words.is_empty() {
        default
    } else {
        "relevance"
    });
    match Sort::from_name(name).unwrap_or_default() {
        Sort::By(SortField::LastUpdate, direction) => Sort::By(SortField::StatedUpdate, direction),
        sort => sort,
    }
}

impl Arguments {
    /// Returns one of the values that a facet may have.
    fn value_of(&mut self, name: &str, facet: Facet) -> Option<String> {
        self.choice(name, &facet.known_values().unwrap_or_default())
    }

    /// Returns how many values of a facet to answer with: 50 as on data.gouv.fr, unless asked otherwise.
    fn facet_size(&mut self) -> usize {
        self.positive(
            "facet_size",
            "The number of values of a facet",
            50,
            MAX_PAGE_SIZE,
        )
    }
}
