//! The parameters of lists of organizations and of searches for them, and which organizations they mean.

use std::cmp::Ordering;

use catalogue::{OrganizationBadge, Owner, ProducerType};
use search_index::{Facet, KnownOrganization, Searcher};
use utoipa::IntoParams;

use super::PAGE_SIZE;
use crate::datagouv::arguments::Arguments;
use crate::datagouv::problem::Problem;

/// The parameters of a list of organizations.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrganizationList {
    /// The words to look for in names and acronyms: all of them must occur.
    #[param(required = false, max_length = 1000)]
    q: String,
    /// The whole name, in any case.
    #[param(value_type = String, required = false)]
    name: Option<String>,
    /// The SIRET or SIREN, as the platform has it.
    #[param(value_type = String, required = false)]
    business_number_id: Option<String>,
    /// The id of a badge.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|certified)$")]
    badge: Option<String>,
    /// The order: a field, with `-` in front for descending. Without it, the newest first, or the best if there is `q`.
    #[param(value_type = String, required = false,
        pattern = "^-?(name|reuses|datasets|followers|views|created|last_modified)$")]
    sort: Option<String>,
    /// The page, from 1; one past the end is answered with 404.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Items a page.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
}

/// The parameters of a search for organizations.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrganizationSearch {
    /// The words to look for in names and acronyms: all of them must occur.
    #[param(required = false, max_length = 1000)]
    q: String,
    /// The id of a badge.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|certified)$")]
    badge: Option<String>,
    /// A kind of producer.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|user|not-specified)$")]
    producer_type: Option<String>,
    /// The order: a field, with `-` in front for descending. Without it, the best first.
    #[param(value_type = String, required = false, pattern = "^-?(reuses|datasets|followers|views|created)$")]
    sort: Option<String>,
    /// The page, from 1.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Items a page.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
}

impl OrganizationList {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(PAGE_SIZE);
        let fields = [
            "name",
            "reuses",
            "datasets",
            "followers",
            "views",
            "created",
            "last_modified",
        ];
        let list = Self {
            q: arguments.words(),
            name: arguments.text("name"),
            business_number_id: arguments.text("business_number_id"),
            badge: arguments.value_of("badge", Facet::OrganizationBadge),
            sort: arguments.sort(&fields),
            page,
            page_size,
        };
        arguments.check()?;
        Ok(list)
    }

    /// Returns the organizations that are meant, in the order that is asked for.
    ///
    /// # Errors
    ///
    /// Where the index cannot be read.
    pub(crate) fn find<'s>(
        &self,
        searcher: &'s Searcher,
    ) -> Result<Vec<&'s KnownOrganization>, Problem> {
        let default = if self.q.is_empty() { "-created" } else { "" };
        let mut found = with_words(searcher, &self.q)?;
        let name = self.name.as_ref().map(|name| name.to_lowercase());
        found.retain(|known| {
            let organization = &known.organization;
            let number = self.business_number_id.as_ref();
            name.as_ref()
                .is_none_or(|name| organization.name.to_lowercase() == *name)
                && number.is_none_or(|_| organization.business_number_id.as_ref() == number)
                && has_badge(known, self.badge.as_deref())
        });
        sort(&mut found, self.sort.as_deref().unwrap_or(default));
        Ok(found)
    }
}

impl OrganizationSearch {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(PAGE_SIZE);
        let search = Self {
            q: arguments.words(),
            badge: arguments.value_of("badge", Facet::OrganizationBadge),
            producer_type: arguments.value_of("producer_type", Facet::ProducerType),
            sort: arguments.sort(&["reuses", "datasets", "followers", "views", "created"]),
            page,
            page_size,
        };
        arguments.check()?;
        Ok(search)
    }

    /// Returns the organizations that are meant whatever kind of producer is asked for, in the order that is asked for.
    ///
    /// # Errors
    ///
    /// Where the index cannot be read.
    pub(crate) fn find<'s>(
        &self,
        searcher: &'s Searcher,
    ) -> Result<Vec<&'s KnownOrganization>, Problem> {
        let mut found = with_words(searcher, &self.q)?;
        found.retain(|known| has_badge(known, self.badge.as_deref()));
        sort(&mut found, self.sort.as_deref().unwrap_or_default());
        Ok(found)
    }

    /// Returns whether an organization is of the kind that is asked for.
    pub(crate) fn has_type(&self, known: &KnownOrganization) -> bool {
        let asked = self.producer_type.as_ref();
        asked.is_none_or(|asked| producer_types(known).iter().any(|it| it.id() == asked))
    }
}

/// Returns what kinds of producer an organization is.
pub(crate) fn producer_types(known: &KnownOrganization) -> Vec<ProducerType> {
    Owner::Organization(known.organization.clone()).producer_types()
}

/// Returns the organizations that some words name, the best first; without words all, those that publish most first. One
/// without an id cannot be asked for, and is left out.
fn with_words<'s>(
    searcher: &'s Searcher,
    words: &str,
) -> Result<Vec<&'s KnownOrganization>, Problem> {
    let mut found = if words.is_empty() {
        searcher.organizations()?.iter().collect()
    } else {
        searcher.find_organizations(words)?
    };
    found.retain(|known| known.organization.id.is_some());
    Ok(found)
}

fn has_badge(known: &KnownOrganization, asked: Option<&str>) -> bool {
    let mut badges = known.organization.badges.iter().flatten();
    asked.is_none_or(|asked| badges.any(|badge: &OrganizationBadge| badge.id() == asked))
}

/// Puts organizations in the order of a field; where that is none, they stay as they are. What a list of organizations does not
/// count is counted by the records.
fn sort(found: &mut [&KnownOrganization], order: &str) {
    let field = order.strip_prefix('-').unwrap_or(order);
    let number = |known: &KnownOrganization| -> Option<i64> {
        let (told, published) = (known.profile.as_ref(), &known.published);
        let count = match field {
            "datasets" => published.n_datasets,
            "reuses" => told.and_then(|it| it.reuses).unwrap_or(published.reuses),
            "followers" => told
                .and_then(|it| it.followers)
                .unwrap_or(published.followers),
            "views" => told.and_then(|it| it.views).unwrap_or(published.views),
            "created" => return known.created_at().map(catalogue::Date::as_microseconds),
            _ => return known.last_modified().map(catalogue::Date::as_microseconds),
        };
        i64::try_from(count).ok()
    };
    let is_descending = order.starts_with('-');
    let directed = |order: Ordering| {
        if is_descending {
            order.reverse()
        } else {
            order
        }
    };
    match field {
        "" => {}
        // A slug is a name without accents.
        "name" => found.sort_by(|a, b| directed(a.slug.cmp(&b.slug))),
        _ => found.sort_by(|a, b| match (number(a), number(b)) {
            (Some(a), Some(b)) => directed(a.cmp(&b)),
            // What has no date comes last either way.
            (a, b) => a.is_none().cmp(&b.is_none()),
        }),
    }
}
