//! The parameters of searches for datasets.

use search_index::{Facet, Period, SearchRequest};
use utoipa::IntoParams;

use super::{PAGE_SIZE, all_tags, records, sort};
use crate::datagouv::arguments::Arguments;
use crate::datagouv::problem::Problem;

/// The parameters of a search for datasets.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DatasetSearch {
    /// The words to look for: all of them must occur.
    #[param(required = false, max_length = 1000)]
    q: String,
    /// The order: a field, with `-` in front for descending. Without it, the best first.
    #[param(value_type = String, required = false, pattern = "^-?(created|last_update|reuses|followers|views)$")]
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
    /// The id of a badge.
    #[param(value_type = String, required = false, pattern = "^(spd|hvd|inspire|pivotal-data|sl|sr)$")]
    badge: Option<String>,
    /// The id or slug of the organization that it belongs to.
    #[param(value_type = String, required = false)]
    organization: Option<String>,
    /// The id of a badge of its organization.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|certified)$")]
    organization_badge: Option<String>,
    /// The name of the organization that it belongs to, as it is written.
    #[param(value_type = String, required = false)]
    pub(crate) organization_name: Option<String>,
    /// The id of the person that it belongs to.
    #[param(value_type = String, required = false, pattern = "^[0-9a-fA-F]{24}$")]
    owner: Option<String>,
    /// The id of a licence.
    #[param(value_type = String, required = false)]
    license: Option<String>,
    /// The id of a geozone: finds what lies within it.
    #[param(value_type = String, required = false)]
    geozone: Option<String>,
    /// Whether what is about a zone that contains it is found too.
    #[param(required = false)]
    include_geozone_ancestors: bool,
    /// The id of a granularity; repeated, any of them.
    #[param(required = false)]
    granularity: Vec<String>,
    /// A format; repeated, any of them.
    #[param(required = false)]
    format: Vec<String>,
    /// The name of a schema; repeated, any of them.
    #[param(required = false)]
    schema: Vec<String>,
    /// A period that the dataset covers: `YYYY-MM-DD-YYYY-MM-DD`.
    #[param(value_type = String, required = false, pattern = r"^\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}$")]
    temporal_coverage: Option<Period>,
    /// Whether the platform features it.
    #[param(value_type = bool, required = false)]
    featured: Option<bool>,
    /// The id of a topic. No topic is known here, so nothing is found.
    #[param(value_type = String, required = false)]
    topic: Option<String>,
    /// Who may get it; `all` for everybody's.
    #[param(value_type = String, required = false)]
    access_type: Option<String>,
    /// A family of formats.
    #[param(value_type = String, required = false,
        pattern = "^(tabular|machine_readable|geographical|documents|other)$")]
    format_family: Option<String>,
    /// A kind of producer.
    #[param(value_type = String, required = false,
        pattern = "^(public-service|local-authority|company|association|user|not-specified)$")]
    producer_type: Option<String>,
    /// How long ago it last changed, at most.
    #[param(value_type = String, required = false, pattern = "^(last_30_days|last_12_months|last_3_years)$")]
    last_update_range: Option<String>,
    /// Values a facet, beside `all`.
    #[param(required = false, minimum = 1, maximum = 1000)]
    facet_size: usize,
}

impl DatasetSearch {
    /// Reads the parameters.
    ///
    /// # Errors
    ///
    /// All values that cannot be.
    pub(crate) fn read(arguments: &mut Arguments) -> Result<Self, Problem> {
        let (page, page_size) = arguments.page(PAGE_SIZE);
        let search = Self {
            q: arguments.words(),
            sort: arguments.sort(&["created", "last_update", "reuses", "followers", "views"]),
            page,
            page_size,
            tag: arguments.texts("tag"),
            badge: arguments.value_of("badge", Facet::Badge),
            organization: arguments.text("organization"),
            organization_badge: arguments.value_of("organization_badge", Facet::OrganizationBadge),
            organization_name: arguments.text("organization_name"),
            owner: arguments.identifier("owner"),
            license: arguments.text("license"),
            geozone: arguments.text("geozone"),
            include_geozone_ancestors: arguments.boolean("include_geozone_ancestors") == Some(true),
            granularity: arguments.texts("granularity"),
            format: arguments.texts("format"),
            schema: arguments.texts("schema"),
            temporal_coverage: arguments.period("temporal_coverage"),
            featured: arguments.boolean("featured"),
            topic: arguments.text("topic"),
            access_type: arguments.text("access_type").filter(|value| value != "all"),
            format_family: arguments.value_of("format_family", Facet::FormatFamily),
            producer_type: arguments.value_of("producer_type", Facet::ProducerType),
            last_update_range: arguments.value_of("last_update_range", Facet::LastUpdate),
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
        let mut request = records("dataset", &self.q, self.page, self.page_size);
        request.sort = sort(self.sort.as_deref(), &self.q, "relevance");
        request.include_geozone_ancestors = self.include_geozone_ancestors;
        request.temporal_coverage = self.temporal_coverage;
        request.facets = facets.to_vec();
        request.facet_size = self.facet_size;
        let featured = self.featured.map(|featured| featured.to_string());
        for (facet, values) in [
            (Facet::Badge, self.badge.as_slice()),
            (Facet::Organization, self.organization.as_slice()),
            (Facet::OrganizationBadge, self.organization_badge.as_slice()),
            (Facet::Owner, self.owner.as_slice()),
            (Facet::License, self.license.as_slice()),
            (Facet::Geozone, self.geozone.as_slice()),
            (Facet::Granularity, &self.granularity),
            (Facet::Format, &self.format),
            (Facet::Schema, &self.schema),
            (Facet::Featured, featured.as_slice()),
            (Facet::AccessType, self.access_type.as_slice()),
            (Facet::FormatFamily, self.format_family.as_slice()),
            (Facet::ProducerType, self.producer_type.as_slice()),
            (Facet::LastUpdate, self.last_update_range.as_slice()),
        ] {
            for value in values {
                request = request.filter(facet, value);
            }
        }
        Some(all_tags(request, &self.tag))
    }
}
