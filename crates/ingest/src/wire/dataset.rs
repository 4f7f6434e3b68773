//! A dataset on the wire.

use catalogue::{
    AccessType, Dataset, DatasetMetrics, Frequency, Gazetteer, Granularity, InternalDates, License,
    Quality, Resolution, ResourceSummary, Spatial, TemporalCoverage, strip_validity,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient::{Flag, Moment, Months, Number, StateDate, Text};
use super::listed::Listed;
use super::parts::{
    AccessAudience, ContactPoint, List, WireBadge, WireHarvest, WireOrganization, WireUser,
    access_audiences, badges, contact_points, description, owner, texts,
};
use super::resource::{Internal, Schema, WireResource, resources};

/// The fields that are read, and those that say nothing of the dataset: what it is (`class`, `type`), what the asking user
/// may do (`permissions`). All others are kept as they are.
pub(super) const FIELDS: &str = "type,class,permissions,id,title,acronym,slug,description,description_short,created_at,\
    last_modified,last_update,internal{created_at_internal,last_modified_internal},deleted,archived,doi,private,featured,\
    tags,badges,\
    resources{rel,href,total,id,title,description,filetype,type,format,url,latest,checksum{type,value},filesize,mime,\
    created_at,last_modified,metrics{views},harvest{backend,domain,source_id,source_url,remote_id,remote_url,created_at,\
    issued_at,modified_at,last_update,archived_at,archived_reason,uri,dct_identifier,doi},geopf,extras,preview_url,\
    schema{name,version,url},internal{created_at_internal,last_modified_internal}},\
    frequency,frequency_date,license,access_type,access_audiences,authorization_request_url,\
    access_type_reason_category,access_type_reason,\
    organization{class,permissions,id,name,acronym,slug,uri,page,logo,logo_thumbnail,badges,business_number_id},\
    owner{class,id,first_name,last_name,slug,uri,page,avatar,avatar_thumbnail},spatial{geom,zones,granularity},\
    temporal_coverage{start,end},schema{name,version,url},contact_points{id,name,email,contact_form,role},extras,\
    harvest{backend,domain,source_id,source_url,remote_id,remote_url,created_at,issued_at,modified_at,last_update,\
    archived_at,archived_reason,uri,dct_identifier,doi},geopf,\
    metrics{discussions,discussions_open,reuses,reuses_by_months,dataservices,followers,followers_by_months,views,\
    resources_downloads},quality{license,temporal_coverage,spatial,update_frequency,update_fulfilled_in_time,\
    dataset_description_quality,has_resources,has_open_format,all_resources_available,resources_documentation,score},\
    uri,page,_export";

/// A dataset as `/api/1/datasets/` gives it. The key `_export` is ours: it holds what only an export says.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireDataset {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) acronym: Text,
    pub(crate) slug: Text,
    pub(crate) description: Text,
    pub(crate) description_short: Text,
    pub(crate) created_at: Moment,
    pub(crate) last_modified: Moment,
    pub(crate) last_update: Moment,
    pub(crate) internal: Option<Internal>,
    pub(crate) deleted: StateDate,
    pub(crate) archived: StateDate,
    pub(crate) doi: Text,
    pub(crate) private: Flag,
    pub(crate) featured: Flag,
    pub(crate) tags: List<Text>,
    pub(crate) badges: List<WireBadge>,
    pub(crate) resources: Option<Listed<WireResource>>,
    pub(crate) frequency: Text,
    pub(crate) frequency_date: Moment,
    pub(crate) license: Text,
    pub(crate) access_type: Text,
    pub(crate) access_audiences: List<AccessAudience>,
    pub(crate) authorization_request_url: Text,
    pub(crate) access_type_reason_category: Text,
    pub(crate) access_type_reason: Text,
    pub(crate) organization: Option<WireOrganization>,
    pub(crate) owner: Option<WireUser>,
    pub(crate) spatial: Option<WireSpatial>,
    pub(crate) temporal_coverage: Option<WireTemporalCoverage>,
    pub(crate) schema: Option<Schema>,
    pub(crate) contact_points: List<ContactPoint>,
    pub(crate) extras: Option<Map<String, Value>>,
    pub(crate) harvest: Option<WireHarvest>,
    pub(crate) geopf: Option<Value>,
    pub(crate) metrics: Option<WireMetrics>,
    pub(crate) quality: Option<WireQuality>,
    pub(crate) uri: Text,
    pub(crate) page: Text,
    #[serde(rename = "_export")]
    pub(crate) export: Option<WireExport>,
}

/// The territory that a dataset covers.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireSpatial {
    pub(crate) geom: Option<Value>,
    pub(crate) zones: List<Text>,
    pub(crate) granularity: Text,
}

/// The period that a dataset covers.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireTemporalCoverage {
    pub(crate) start: Moment,
    pub(crate) end: Moment,
}

/// How a dataset is used. The `nb_*` and `cow_*` figures of older answers are gone from the platform and not read.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireMetrics {
    pub(crate) discussions: Number,
    pub(crate) discussions_open: Number,
    pub(crate) reuses: Number,
    pub(crate) reuses_by_months: Months,
    pub(crate) dataservices: Number,
    pub(crate) followers: Number,
    pub(crate) followers_by_months: Months,
    pub(crate) views: Number,
    pub(crate) resources_downloads: Number,
}

/// How well a dataset is described.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireQuality {
    pub(crate) license: Flag,
    pub(crate) temporal_coverage: Flag,
    pub(crate) spatial: Flag,
    pub(crate) update_frequency: Flag,
    pub(crate) update_fulfilled_in_time: Flag,
    pub(crate) dataset_description_quality: Flag,
    pub(crate) has_resources: Flag,
    pub(crate) has_open_format: Flag,
    pub(crate) all_resources_available: Flag,
    pub(crate) resources_documentation: Flag,
    pub(crate) score: Number,
}

/// What an export says of a dataset and the API has no field for: the number of resources, their formats, zones by name.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireExport {
    pub(crate) resources_count: Number,
    pub(crate) main_resources_count: Number,
    pub(crate) resources_formats: List<Text>,
    pub(crate) spatial_zones: List<Text>,
}

impl WireDataset {
    /// Lists the resources, unless they are listed already; returns whether they were not. Where these are all, what an
    /// export sums up of them is told by them.
    pub(crate) fn list_resources(&mut self, resources: Vec<WireResource>, are_all: bool) -> bool {
        if matches!(self.resources, Some(Listed::Items(_))) {
            return false;
        }
        self.resources = Some(Listed::Items(resources));
        if are_all && let Some(export) = &mut self.export {
            export.resources_count = Number(None);
            export.main_resources_count = Number(None);
            export.resources_formats = None;
        }
        true
    }

    /// Converts to the catalogue's type. The caller has checked that there are an id and a title.
    pub(crate) fn into_dataset(self) -> Dataset {
        let mut export = self.export.unwrap_or_default();
        let zone_names = export.spatial_zones.take().map(texts).unwrap_or_default();
        let (listed, n_resources) = self.resources.map(Listed::into_parts).unwrap_or_default();
        let n_linked = n_resources.filter(|_| listed.is_none());
        Dataset {
            id: self.id.into_line().unwrap_or_default(),
            title: self.title.into_line().unwrap_or_default(),
            acronym: self.acronym.into_line(),
            slug: self.slug.into_line(),
            description: description(self.description),
            description_short: self.description_short.0,
            created_at: self.created_at.0,
            last_modified: self.last_modified.0,
            last_update: self.last_update.0,
            internal: self.internal.map(InternalDates::from),
            deleted: self.deleted.0,
            archived: self.archived.0,
            doi: self.doi.0,
            private: self.private.0,
            featured: self.featured.0,
            tags: self.tags.map(texts),
            badges: badges(self.badges),
            resources: listed.map(resources),
            resource_summary: export.into_summary(n_linked),
            frequency: self.frequency.into_line().map(Frequency::from),
            frequency_date: self.frequency_date.0,
            license: self.license.into_line().map(License::from),
            access_type: self.access_type.into_line().map(AccessType::from),
            access_audiences: self.access_audiences.map(access_audiences),
            authorization_request_url: self.authorization_request_url.0,
            access_type_reason_category: self.access_type_reason_category.0,
            access_type_reason: self.access_type_reason.0,
            owner: owner(self.organization, self.owner),
            spatial: spatial(self.spatial, zone_names, Gazetteer::france()),
            temporal_coverage: self
                .temporal_coverage
                .and_then(WireTemporalCoverage::into_coverage),
            schema: self.schema.and_then(Schema::into_reference),
            contact_points: self.contact_points.map(contact_points),
            extras: self.extras,
            harvest: self.harvest.and_then(WireHarvest::into_harvest),
            geopf: self.geopf,
            metrics: self.metrics.unwrap_or_default().into_metrics(),
            quality: self.quality.and_then(WireQuality::into_quality),
            uri: self.uri.0,
            page: self.page.0,
            others: Map::new(),
        }
    }
}

impl WireTemporalCoverage {
    /// Converts to the catalogue's type; `None` where neither day is given.
    fn into_coverage(self) -> Option<TemporalCoverage> {
        let coverage = TemporalCoverage {
            start: self.start.0,
            end: self.end.0,
        };
        (coverage != TemporalCoverage::default()).then_some(coverage)
    }
}

impl WireExport {
    /// Returns the summary of the resources; `None` where nothing is known of them. `n_linked` is how many there are by
    /// the link that stands in place of their list.
    fn into_summary(self, n_linked: Option<u64>) -> Option<ResourceSummary> {
        let summary = ResourceSummary {
            count: self.resources_count.count().or(n_linked),
            main_count: self.main_resources_count.count(),
            formats: self.resources_formats.map(texts),
        };
        (summary != ResourceSummary::default()).then_some(summary)
    }
}

/// Returns the territory: the zones given by id, then those given by name.
///
/// A name that means one zone adds that zone. Any other name is kept as unresolved, unless a zone given by id has it.
fn spatial(
    given: Option<WireSpatial>,
    names: Vec<String>,
    gazetteer: &Gazetteer,
) -> Option<Spatial> {
    let given = given.unwrap_or_default();
    let mut spatial = Spatial {
        geom: given.geom,
        granularity: given.granularity.into_line().map(Granularity::from),
        ..Spatial::default()
    };
    if let Some(given) = given.zones {
        let zones = spatial.zones.insert(Vec::new());
        for id in texts(given) {
            push_new(zones, strip_validity(&id));
        }
    }
    for name in names {
        match gazetteer.resolve_name(&name) {
            Resolution::Unique(id) => push_new(spatial.zones.get_or_insert_default(), id),
            Resolution::Ambiguous(ids)
                if ids
                    .iter()
                    .any(|id| spatial.zones.iter().flatten().any(|zone| zone == id)) => {}
            Resolution::Ambiguous(_) | Resolution::Unknown => {
                push_new(&mut spatial.unresolved_names, &name);
            }
        }
    }
    (spatial != Spatial::default()).then_some(spatial)
}

fn push_new(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

impl WireMetrics {
    fn into_metrics(self) -> DatasetMetrics {
        DatasetMetrics {
            discussions: self.discussions.count(),
            discussions_open: self.discussions_open.count(),
            reuses: self.reuses.count(),
            reuses_by_months: self.reuses_by_months.0,
            dataservices: self.dataservices.count(),
            followers: self.followers.count(),
            followers_by_months: self.followers_by_months.0,
            views: self.views.count(),
            resources_downloads: self.resources_downloads.count(),
        }
    }
}

impl WireQuality {
    /// Converts to the catalogue's type; `None` where no criterion was evaluated.
    fn into_quality(self) -> Option<Quality> {
        let quality = Quality {
            license: self.license.0,
            temporal_coverage: self.temporal_coverage.0,
            spatial: self.spatial.0,
            update_frequency: self.update_frequency.0,
            update_fulfilled_in_time: self.update_fulfilled_in_time.0,
            dataset_description_quality: self.dataset_description_quality.0,
            has_resources: self.has_resources.0,
            has_open_format: self.has_open_format.0,
            all_resources_available: self.all_resources_available.0,
            resources_documentation: self.resources_documentation.0,
            score: self.score.0,
        };
        (quality != Quality::default()).then_some(quality)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dataset(json: Value) -> Dataset {
        serde_json::from_value::<WireDataset>(json)
            .unwrap()
            .into_dataset()
    }

    #[test]
    fn what_is_not_given_is_none() {
        let bare = dataset(json!({"id": "1", "title": "Eau"}));
        assert_eq!(
            bare,
            Dataset {
                id: "1".to_owned(),
                title: "Eau".to_owned(),
                ..Dataset::default()
            }
        );
    }

    #[test]
    fn nulls_everywhere_are_as_good_as_nothing() {
        let mut fields = serde_json::to_value(WireDataset::default()).unwrap();
        fields["id"] = json!("1");
        fields["title"] = json!("Eau");
        assert_eq!(dataset(fields), dataset(json!({"id": "1", "title": "Eau"})));
    }

    #[test]
    fn an_organization_comes_before_a_person_and_an_empty_one_counts_for_nothing() {
        let both =
            json!({"organization": {"id": "o", "name": "Ville"}, "owner": {"slug": "jeanne"}});
        assert_eq!(dataset(both).owner.unwrap().name(), "Ville");
        let person = json!({"organization": {"id": null, "name": ""}, "owner": {"slug": "jeanne"}});
        assert_eq!(dataset(person).owner.unwrap().name(), "jeanne");
        assert_eq!(
            dataset(json!({"organization": null, "owner": {}})).owner,
            None
        );
    }

    #[test]
    fn the_validity_of_an_old_zone_id_is_dropped() {
        let spatial =
            dataset(json!({"spatial": {"zones": ["fr:region:52@1970-01-09", "fr:region:52"]}}))
                .spatial;
        assert_eq!(spatial.unwrap().zones.unwrap(), ["fr:region:52"]);
    }

    #[test]
    fn zone_names_become_ids_where_one_zone_bears_them() {
        for (zones, names, expected_zones, expected_names) in [
            (json!(null), json!(["France"]), vec!["country:fr"], vec![]),
            (json!(null), json!(["Paris"]), vec![], vec!["Paris"]),
            (
                json!(["fr:commune:75056"]),
                json!(["Paris"]),
                vec!["fr:commune:75056"],
                vec![],
            ),
            (
                json!(["country:fr"]),
                json!(["France"]),
                vec!["country:fr"],
                vec![],
            ),
            (
                json!(null),
                json!(["Pays de Cocagne"]),
                vec![],
                vec!["Pays de Cocagne"],
            ),
        ] {
            let spatial =
                dataset(json!({"spatial": {"zones": zones}, "_export": {"spatial_zones": names}}));
            let spatial = spatial.spatial.unwrap();
            assert_eq!(spatial.zones.unwrap_or_default(), expected_zones, "{names}");
            assert_eq!(spatial.unresolved_names, expected_names, "{names}");
        }
    }

    #[test]
    fn what_only_an_export_says_is_kept_as_a_summary() {
        let export = json!({"resources_count": 3, "main_resources_count": 2, "resources_formats": ["csv", "JSON"]});
        let summary = dataset(json!({"_export": export}))
            .resource_summary
            .unwrap();
        assert_eq!((summary.count, summary.main_count), (Some(3), Some(2)));
        assert_eq!(summary.formats.unwrap(), ["csv", "JSON"]);
    }

    #[test]
    fn a_link_in_place_of_the_resources_gives_their_number() {
        let dataset =
            dataset(json!({"resources": {"rel": "subsection", "href": "…", "total": 12}}));
        assert_eq!(dataset.resources, None);
        assert_eq!(dataset.n_resources(), Some(12));
    }

    #[test]
    fn unknown_vocabulary_is_kept() {
        let dataset = dataset(
            json!({"license": "lov9", "frequency": "fortnighly", "badges": [{"kind": "openfield16"}]}),
        );
        assert_eq!(dataset.license.unwrap().id(), "lov9");
        assert_eq!(dataset.badges.unwrap()[0].id(), "openfield16");
    }
}
