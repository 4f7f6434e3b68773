//! The parameters of lists of dataservices and of searches for them.

use catalogue::Dataservice;
use search_index::{Facet, Organizations, SearchRequest};
use utoipa::IntoParams;

use super::{ACCESS_TYPES, PAGE_SIZE, all_tags, records, sort};
use crate::datagouv::arguments::Arguments;
use crate::datagouv::problem::Problem;

/// The parameters of a list of dataservices.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DataserviceList {
    /// The words to look for: all of them must occur.
    #[param(required = false, max_length = 1000)]
    q: String,
    /// The order: a field, with `-` in front for descending. Without it, the newest first, or the best if there is `q`.
    #[param(value_type = String, required = false,
        pattern = "^-?(title|base_api_url|created|last_modified|followers|views)$")]
    pub(crate) sort: Option<String>,
    /// The page, from 1; one past the end is answered with 404.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Items a page.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
    /// A tag; repeated, all of them.
    #[param(required = false)]
    tag: Vec<String>,
    /// The id or slug of the organization that it belongs to.
    #[param(value_type = String, required = false)]
    organization: Option<String>,
    /// The id of the person that it belongs to.
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    owner: Option<String>,
    /// The id of a badge of its organization.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|certified)$")]
    organization_badge: Option<String>,
    /// Who may call it.
    #[param(value_type = String, required = false, pattern = "^(open|open_with_account|restricted)$")]
    access_type: Option<String>,
    /// Whether the platform features it.
    #[param(value_type = bool, required = false)]
    featured: Option<bool>,
    /// The id of a contact point; repeated, all of them.
    #[param(required = false)]
    pub(crate) contact_point: Vec<String>,
    /// The id of a dataset that it serves; repeated, all of them.
    #[param(required = false)]
    pub(crate) dataset: Vec<String>,
    /// The id of a topic. No topic is known here, and an unknown one is ignored, as on data.gouv.fr.
    #[expect(dead_code, reason = "checked, then ignored")]
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    topic: Option<String>,
    /// The id of a reuse. No reuse is known here, and an unknown one is ignored, as on data.gouv.fr.
    #[expect(dead_code, reason = "checked, then ignored")]
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    reuse: Option<String>,
}

impl DataserviceList {
    /// Returns the same list with tags as the platform writes them: in small letters.
    pub(crate) fn with_folded_tags(mut self) -> Self {
        for tag in &mut self.tag {
            *tag = tag.to_lowercase();
        }
        self
    }

    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(
        arguments: &mut Arguments,
        organizations: &Organizations,
    ) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(PAGE_SIZE);
        let fields = [
            "title",
            "base_api_url",
            "created",
            "last_modified",
            "followers",
            "views",
        ];
        let list = Self {
            q: arguments.words(),
            sort: arguments.sort(&fields),
            page,
            page_size,
            tag: arguments.texts("tag"),
            organization: arguments.organization(organizations),
            owner: arguments.identifier("owner"),
            organization_badge: arguments.value_of("organization_badge", Facet::OrganizationBadge),
            access_type: arguments.choice("access_type", &ACCESS_TYPES),
            featured: arguments.boolean("featured"),
            contact_point: arguments.identifiers("contact_point"),
            dataset: arguments.identifiers("dataset"),
            topic: arguments.identifier("topic"),
            reuse: arguments.identifier("reuse"),
        };
        arguments.check()?;
        Ok(list)
    }

    /// Returns the same list of what an organization has.
    pub(crate) fn of_organization(mut self, id: &str) -> Self {
        self.organization = Some(id.to_owned());
        self
    }

    /// Returns the search, without what only the records themselves tell: contact points, datasets and the order by
    /// address.
    pub(crate) fn search(&self) -> SearchRequest {
        let mut request = records("dataservice", &self.q, self.page, self.page_size);
        let named = self
            .sort
            .as_deref()
            .map(|sort| sort.replace("last_modified", "last_update"));
        request.sort = sort(named.as_deref(), &self.q, "-created");
        let featured = self.featured.map(|featured| featured.to_string());
        for (facet, value) in [
            (Facet::Organization, &self.organization),
            (Facet::Owner, &self.owner),
            (Facet::OrganizationBadge, &self.organization_badge),
            (Facet::AccessType, &self.access_type),
            (Facet::Featured, &featured),
        ] {
            if let Some(value) = value {
                request = request.filter(facet, value);
            }
        }
        all_tags(request, &self.tag)
    }
}

/// The parameters of a search for dataservices.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DataserviceSearch {
    /// The words to look for: all of them must occur.
    #[param(required = false, max_length = 1000)]
    q: String,
    /// The order: a field, with `-` in front for descending. Without it, the best first.
    #[param(value_type = String, required = false, pattern = "^-?(created|followers|views)$")]
    sort: Option<String>,
    /// The page, from 1.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Items a page.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
    /// A tag; repeated, all of them.
    #[param(required = false)]
    tag: Vec<String>,
    /// The id of a topic. No topic is known here, so nothing is found.
    #[param(value_type = String, required = false)]
    topic: Option<String>,
    /// The id or slug of the organization that it belongs to.
    #[param(value_type = String, required = false)]
    organization: Option<String>,
    /// `true`: archived ones only.
    #[param(required = false)]
    archived: bool,
    /// Whether the platform features it.
    #[param(value_type = bool, required = false)]
    featured: Option<bool>,
    /// Who may call it; `all` for everybody's.
    #[param(value_type = String, required = false)]
    access_type: Option<String>,
    /// A kind of producer.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|user|not-specified)$")]
    producer_type: Option<String>,
    /// How long ago it last changed, at most.
    #[param(value_type = String, required = false, pattern = "^(last_30_days|last_12_months|last_3_years)$")]
    last_update_range: Option<String>,
    /// Whether access is restricted; `access_type` says more.
    #[param(value_type = bool, required = false)]
    is_restricted: Option<bool>,
    /// Values a facet, beside `all`.
    #[param(required = false, minimum = 1, maximum = 1000)]
    facet_size: usize,
}

impl DataserviceSearch {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(PAGE_SIZE);
        let search = Self {
            q: arguments.words(),
            sort: arguments.sort(&["created", "followers", "views"]),
            page,
            page_size,
            tag: arguments.texts("tag"),
            topic: arguments.text("topic"),
            organization: arguments.text("organization"),
            archived: arguments.boolean("archived") == Some(true),
            featured: arguments.boolean("featured"),
            access_type: arguments.text("access_type").filter(|value| value != "all"),
            producer_type: arguments.value_of("producer_type", Facet::ProducerType),
            last_update_range: arguments.value_of("last_update_range", Facet::LastUpdate),
            is_restricted: arguments.boolean("is_restricted"),
            facet_size: arguments.facet_size(),
        };
        arguments.check()?;
        Ok(search)
    }

    /// Returns the search, or `None` where nothing can be found.
    pub(crate) fn search(&self, facets: &[Facet]) -> Option<SearchRequest> {
        if self.topic.is_some() {
            return None;
        }
        let mut request = records("dataservice", &self.q, self.page, self.page_size);
        request.sort = sort(self.sort.as_deref(), &self.q, "relevance");
        request.facets = facets.to_vec();
        request.facet_size = self.facet_size;
        if self.archived {
            request = request
                .without(Facet::Archived)
                .filter(Facet::Archived, "true");
        }
        let featured = self.featured.map(|featured| featured.to_string());
        for (facet, value) in [
            (Facet::Organization, &self.organization),
            (Facet::Featured, &featured),
            (Facet::ProducerType, &self.producer_type),
            (Facet::LastUpdate, &self.last_update_range),
        ] {
            if let Some(value) = value {
                request = request.filter(facet, value);
            }
        }
        self.access(request)
            .map(|request| all_tags(request, &self.tag))
    }

    /// Selects by access: what both parameters allow.
    fn access(&self, mut request: SearchRequest) -> Option<SearchRequest> {
        let allowed: Vec<&str> = match (self.is_restricted, &self.access_type) {
            (None, None) => return Some(request),
            (None, Some(access_type)) => vec![access_type],
            (Some(true), _) => vec!["restricted"],
            (Some(false), _) => vec!["open", "open_with_account"],
        };
        let mut is_any_left = false;
        for access_type in allowed {
            if self
                .access_type
                .as_ref()
                .is_none_or(|asked| asked == access_type)
            {
                request = request.filter(Facet::AccessType, access_type);
                is_any_left = true;
            }
        }
        is_any_left.then_some(request)
    }
}

impl DataserviceList {
    /// Returns whether a dataservice has all contact points and serves all datasets that are asked for.
    pub(crate) fn fits(&self, dataservice: &Dataservice) -> bool {
        let has_contact_point = |id: &String| {
            let mut known = dataservice.contact_points.iter().flatten();
            known.any(|point| point.id.as_ref() == Some(id))
        };
        let serves = |id: &String| {
            let mut served = dataservice.datasets.iter().flatten();
            served.any(|dataset| dataset.id == *id)
        };
        self.contact_point.iter().all(has_contact_point) && self.dataset.iter().all(serves)
    }
}
