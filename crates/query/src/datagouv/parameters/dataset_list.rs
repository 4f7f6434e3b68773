//! The parameters of lists of datasets.

use search_index::{Facet, Organizations, Period, SearchRequest};
use utoipa::IntoParams;

use super::{ACCESS_TYPES, PAGE_SIZE, all_tags, records, sort};
use crate::datagouv::arguments::Arguments;
use crate::datagouv::problem::Problem;

/// The parameters of a list of datasets.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DatasetList {
    /// The words to look for: all of them must occur.
    #[param(required = false, max_length = 1000)]
    q: String,
    /// The order: a field, with `-` in front for descending. Without it, the newest first, or the best if there is `q`.
    #[param(value_type = String, required = false, pattern = "^-?(title|created|last_update|reuses|followers|views)$")]
    sort: Option<String>,
    /// The page, from 1; one past the end is answered with 404.
    #[param(required = false, minimum = 1)]
    pub(crate) page: usize,
    /// Items a page.
    #[param(required = false, minimum = 1, maximum = 1000)]
    pub(crate) page_size: usize,
    /// A tag; repeated, all of them.
    #[param(required = false)]
    tag: Vec<String>,
    /// The id of a licence.
    #[param(value_type = String, required = false)]
    license: Option<String>,
    /// Whether the platform features it.
    #[param(value_type = bool, required = false)]
    featured: Option<bool>,
    /// The id of a geozone: finds what lies within it.
    #[param(value_type = String, required = false)]
    geozone: Option<String>,
    /// Whether what is about a zone that contains it is found too.
    #[param(required = false)]
    include_geozone_ancestors: bool,
    /// The id of a granularity.
    #[param(value_type = String, required = false)]
    granularity: Option<String>,
    /// A period that the dataset covers: `YYYY-MM-DD-YYYY-MM-DD`.
    #[param(value_type = String, required = false, pattern = r"^\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}$")]
    temporal_coverage: Option<Period>,
    /// Who may get it.
    #[param(value_type = String, required = false, pattern = "^(open|open_with_account|restricted)$")]
    access_type: Option<String>,
    /// The id or slug of the organization that it belongs to.
    #[param(value_type = String, required = false)]
    organization: Option<String>,
    /// The id of the person that it belongs to.
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    owner: Option<String>,
    /// The id of a badge.
    #[param(value_type = String, required = false, pattern = "^(spd|hvd|inspire|pivotal-data|sl|sr)$")]
    badge: Option<String>,
    /// The id of a badge of its organization.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|certified)$")]
    organization_badge: Option<String>,
    /// The id of a person who follows it. Nobody is known to follow anything here, so nothing is found.
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    followed_by: Option<String>,
    /// The format of a resource.
    #[param(value_type = String, required = false)]
    format: Option<String>,
    /// The name of a schema.
    #[param(value_type = String, required = false)]
    schema: Option<String>,
    /// The version of a schema.
    #[param(value_type = String, required = false)]
    schema_version: Option<String>,
    /// The id of a topic. No topic is known here, and an unknown one is ignored, as on data.gouv.fr.
    #[expect(dead_code, reason = "checked, then ignored")]
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    topic: Option<String>,
    /// The id of a dataservice that serves it; an unknown one is ignored, as on data.gouv.fr.
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    pub(crate) dataservice: Option<String>,
    /// The id of a reuse. No reuse is known here, and an unknown one is ignored, as on data.gouv.fr.
    #[expect(dead_code, reason = "checked, then ignored")]
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    reuse: Option<String>,
}

impl DatasetList {
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
    /// All values that cannot be, and what only an authenticated user may ask.
    pub(crate) fn read(
        arguments: &mut Arguments,
        organizations: &Organizations,
    ) -> Result<Self, Problem> {
        Self::read_with(arguments, organizations, PAGE_SIZE)
    }

    /// Reads the parameters of a list whose pages have another size unless asked otherwise.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub(crate) fn read_with(
        arguments: &mut Arguments,
        organizations: &Organizations,
        page_size: usize,
    ) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(page_size);
        let list = Self {
            q: arguments.words(),
            sort: arguments.sort(&[
                "title",
                "created",
                "last_update",
                "reuses",
                "followers",
                "views",
            ]),
            page,
            page_size,
            tag: arguments.texts("tag"),
            license: arguments.text("license"),
            featured: arguments.boolean("featured"),
            geozone: arguments.text("geozone"),
            include_geozone_ancestors: arguments.boolean("include_geozone_ancestors") == Some(true),
            granularity: arguments.text("granularity"),
            temporal_coverage: arguments.period("temporal_coverage"),
            access_type: arguments.choice("access_type", &ACCESS_TYPES),
            organization: arguments.organization(organizations),
            owner: arguments.identifier("owner"),
            badge: arguments.value_of("badge", Facet::Badge),
            organization_badge: arguments.value_of("organization_badge", Facet::OrganizationBadge),
            followed_by: arguments.identifier("followed_by"),
            format: arguments.text("format"),
            schema: arguments.text("schema"),
            schema_version: arguments.text("schema_version"),
            topic: arguments.identifier("topic"),
            dataservice: arguments.identifier("dataservice"),
            reuse: arguments.identifier("reuse"),
        };
        arguments.boolean("archived");
        arguments.boolean("deleted");
        arguments.boolean("private");
        arguments.check()?;
        for state in ["archived", "deleted", "private"] {
            if arguments.boolean(state).is_some() {
                return Err(Problem::unauthorized(state));
            }
        }
        Ok(list)
    }

    /// Returns the search, or `None` where nothing can be found.
    pub(crate) fn search(&self) -> Option<SearchRequest> {
        if self.followed_by.is_some() {
            return None;
        }
        let mut request = records("dataset", &self.q, self.page, self.page_size);
        request.sort = sort(self.sort.as_deref(), &self.q, "-created");
        request.include_geozone_ancestors = self.include_geozone_ancestors;
        request.temporal_coverage = self.temporal_coverage;
        let featured = self.featured.map(|featured| featured.to_string());
        for (facet, value) in [
            (Facet::License, &self.license),
            (Facet::Featured, &featured),
            (Facet::Geozone, &self.geozone),
            (Facet::Granularity, &self.granularity),
            (Facet::AccessType, &self.access_type),
            (Facet::Organization, &self.organization),
            (Facet::Owner, &self.owner),
            (Facet::Badge, &self.badge),
            (Facet::OrganizationBadge, &self.organization_badge),
            (Facet::Format, &self.format),
            (Facet::Schema, &self.schema),
            (Facet::SchemaVersion, &self.schema_version),
        ] {
            if let Some(value) = value {
                request = request.filter(facet, value);
            }
        }
        Some(all_tags(request, &self.tag))
    }
}
