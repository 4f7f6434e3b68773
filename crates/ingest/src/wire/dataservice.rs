//! A dataservice on the wire.

use catalogue::{AccessType, Dataservice, DataserviceMetrics, DatasetReference, License};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient::{Flag, Moment, Months, Number, StateDate, Text};
use super::listed::Listed;
use super::parts::{
    AccessAudience, ContactPoint, List, WireBadge, WireHarvest, WireOrganization, WireUser,
    access_audiences, badges, contact_points, description, owner, texts,
};

/// The fields that are read, and those that say nothing of the dataservice (see those of a dataset). Of the datasets that
/// it serves only the id and the title are kept: the rest is in the datasets.
pub(super) const FIELDS: &str = "type,class,permissions,id,title,acronym,slug,description,base_api_url,\
    machine_documentation_url,technical_documentation_url,business_documentation_url,rate_limiting,rate_limiting_url,\
    availability,availability_url,format,license,tags,private,extras,featured,\
    contact_points{id,name,email,contact_form,role},created_at,metadata_modified_at,deleted_at,archived_at,datasets,\
    harvest{backend,domain,source_id,source_url,remote_id,remote_url,created_at,issued_at,modified_at,last_update,\
    archived_at,archived_reason,uri,dct_identifier,doi},badges,access_type,access_audiences,authorization_request_url,\
    access_type_reason_category,access_type_reason,\
    organization{class,permissions,id,name,acronym,slug,uri,page,logo,logo_thumbnail,badges,business_number_id},\
    owner{class,id,first_name,last_name,slug,uri,page,avatar,avatar_thumbnail},\
    metrics{discussions,discussions_open,followers,followers_by_months,reuses,views},self_api_url,self_web_url";

/// A dataservice as `/api/1/dataservices/` gives it.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireDataservice {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) acronym: Text,
    pub(crate) slug: Text,
    pub(crate) description: Text,
    pub(crate) base_api_url: Text,
    pub(crate) machine_documentation_url: Text,
    pub(crate) technical_documentation_url: Text,
    pub(crate) business_documentation_url: Text,
    pub(crate) rate_limiting: Text,
    pub(crate) rate_limiting_url: Text,
    pub(crate) availability: Number,
    pub(crate) availability_url: Text,
    pub(crate) format: Text,
    pub(crate) license: Text,
    pub(crate) tags: List<Text>,
    pub(crate) private: Flag,
    pub(crate) extras: Option<Map<String, Value>>,
    pub(crate) featured: Flag,
    pub(crate) contact_points: List<ContactPoint>,
    pub(crate) created_at: Moment,
    pub(crate) metadata_modified_at: Moment,
    pub(crate) deleted_at: StateDate,
    pub(crate) archived_at: StateDate,
    pub(crate) datasets: Option<Listed<WireDatasetReference>>,
    pub(crate) harvest: Option<WireHarvest>,
    pub(crate) badges: List<WireBadge>,
    pub(crate) access_type: Text,
    pub(crate) access_audiences: List<AccessAudience>,
    pub(crate) authorization_request_url: Text,
    pub(crate) access_type_reason_category: Text,
    pub(crate) access_type_reason: Text,
    pub(crate) organization: Option<WireOrganization>,
    pub(crate) owner: Option<WireUser>,
    pub(crate) metrics: Option<WireDataserviceMetrics>,
    pub(crate) self_api_url: Text,
    pub(crate) self_web_url: Text,
}

/// A dataset that the dataservice serves.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireDatasetReference {
    pub(crate) id: Text,
    pub(crate) title: Text,
}

/// How a dataservice is used.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireDataserviceMetrics {
    pub(crate) discussions: Number,
    pub(crate) discussions_open: Number,
    pub(crate) followers: Number,
    pub(crate) followers_by_months: Months,
    pub(crate) reuses: Number,
    pub(crate) views: Number,
}

impl WireDataservice {
    /// Converts to the catalogue's type. The caller has checked that there are an id and a title.
    pub(crate) fn into_dataservice(self) -> Dataservice {
        let (datasets, n_datasets) = self.datasets.map(Listed::into_parts).unwrap_or_default();
        Dataservice {
            id: self.id.into_line().unwrap_or_default(),
            title: self.title.into_line().unwrap_or_default(),
            acronym: self.acronym.into_line(),
            slug: self.slug.into_line(),
            description: description(self.description),
            base_api_url: self.base_api_url.0,
            machine_documentation_url: self.machine_documentation_url.0,
            technical_documentation_url: self.technical_documentation_url.0,
            business_documentation_url: self.business_documentation_url.0,
            rate_limiting: self.rate_limiting.0,
            rate_limiting_url: self.rate_limiting_url.0,
            availability: self.availability.0,
            availability_url: self.availability_url.0,
            format: self.format.into_line(),
            license: self.license.into_line().map(License::from),
            tags: self.tags.map(texts),
            private: self.private.0,
            extras: self.extras,
            featured: self.featured.0,
            contact_points: self.contact_points.map(contact_points),
            created_at: self.created_at.0,
            metadata_modified_at: self.metadata_modified_at.0,
            deleted_at: self.deleted_at.0,
            archived_at: self.archived_at.0,
            datasets: datasets.map(|datasets| {
                datasets
                    .into_iter()
                    .filter_map(WireDatasetReference::into_reference)
                    .collect()
            }),
            n_datasets,
            harvest: self.harvest.and_then(WireHarvest::into_harvest),
            badges: badges(self.badges),
            access_type: self.access_type.into_line().map(AccessType::from),
            access_audiences: self.access_audiences.map(access_audiences),
            authorization_request_url: self.authorization_request_url.0,
            access_type_reason_category: self.access_type_reason_category.0,
            access_type_reason: self.access_type_reason.0,
            owner: owner(self.organization, self.owner),
            metrics: self.metrics.unwrap_or_default().into_metrics(),
            self_api_url: self.self_api_url.0,
            self_web_url: self.self_web_url.0,
            others: Map::new(),
        }
    }
}

impl WireDatasetReference {
    fn into_reference(self) -> Option<DatasetReference> {
        Some(DatasetReference {
            id: self.id.into_line()?,
            title: self.title.into_line(),
        })
    }
}

impl WireDataserviceMetrics {
    fn into_metrics(self) -> DataserviceMetrics {
        DataserviceMetrics {
            discussions: self.discussions.count(),
            discussions_open: self.discussions_open.count(),
            followers: self.followers.count(),
            followers_by_months: self.followers_by_months.0,
            reuses: self.reuses.count(),
            views: self.views.count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dataservice(json: Value) -> Dataservice {
        serde_json::from_value::<WireDataservice>(json)
            .unwrap()
            .into_dataservice()
    }

    #[test]
    fn what_is_not_given_is_none() {
        let bare = dataservice(json!({"id": "1", "title": "API Eau"}));
        assert_eq!(
            bare,
            Dataservice {
                id: "1".to_owned(),
                title: "API Eau".to_owned(),
                ..Dataservice::default()
            }
        );
    }

    #[test]
    fn its_datasets_are_listed_or_counted() {
        let listed = dataservice(
            json!({"datasets": [{"class": "Dataset", "id": "d", "title": "Eau"}, {"id": null}]}),
        );
        assert_eq!(listed.datasets.unwrap().len(), 1);
        let counted = dataservice(json!({"datasets": {"rel": "subsection", "total": 4}}));
        assert_eq!((counted.datasets, counted.n_datasets), (None, Some(4)));
    }

    #[test]
    fn a_harvest_of_nulls_is_none() {
        assert_eq!(
            dataservice(json!({"harvest": {"backend": null, "id": null}})).harvest,
            None
        );
    }
}
