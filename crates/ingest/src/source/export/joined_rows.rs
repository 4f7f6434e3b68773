//! Rows that are joined with records: resources, organizations and reuses, in the API's shape.

use super::row::Cells;
use crate::wire::{
    Listed, Schema, StateDate, WireChecksum, WireDatasetReference, WireOrganization,
    WireOrganizationMetrics, WireProfile, WireResource, WireResourceMetrics, WireReuse,
    WireReuseMetrics,
};

impl Cells<'_> {
    /// Returns the row as the API would give the resource.
    pub(super) fn resource(&self) -> WireResource {
        let checksum = WireChecksum {
            algorithm: self.text("checksum.type"),
            value: self.text("checksum.value"),
        };
        let schema = Schema {
            name: self.text("schema_name"),
            version: self.text("schema_version"),
            ..Schema::default()
        };
        WireResource {
            id: self.text("id"),
            title: self.text("title"),
            description: self.text("description"),
            filetype: self.text("filetype"),
            resource_type: self.text("type"),
            format: self.text("format"),
            url: self.text("url"),
            checksum: checksum.value.0.is_some().then_some(checksum),
            filesize: self.number("filesize"),
            mime: self.text("mime"),
            created_at: self.date("created_at"),
            last_modified: self.date("modified"),
            metrics: Some(WireResourceMetrics {
                views: self.number("downloads"),
            }),
            harvest: Some(self.harvest()),
            extras: serde_json::from_str(self.get("extras")).ok(),
            preview_url: self.text("preview_url"),
            schema: Some(schema),
            ..WireResource::default()
        }
    }

    /// Returns the row as the API would give the organization.
    pub(super) fn profile(&self) -> WireProfile {
        WireProfile {
            organization: self.of_organization(),
            description: self.text("description"),
            created_at: self.date("created_at"),
            last_modified: self.date("last_modified"),
            deleted: StateDate::default(),
            metrics: Some(WireOrganizationMetrics {
                members: self.number("members_count"),
                followers: self.number("metric.followers"),
                reuses: self.number("metric.reuses"),
                views: self.number("metric.views"),
            }),
        }
    }

    fn of_organization(&self) -> WireOrganization {
        WireOrganization {
            id: self.text("id"),
            name: self.text("name"),
            acronym: self.text("acronym"),
            slug: self.text("slug"),
            page: self.text("url"),
            logo: self.text("logo"),
            badges: self.badges(),
            business_number_id: self.text("business_number_id"),
            ..WireOrganization::default()
        }
    }

    /// Returns the row as the API would give the reuse, but for the address of its page, which stands in the place of its own.
    pub(super) fn reuse(&self) -> WireReuse {
        let reference = |id| WireDatasetReference {
            id,
            ..WireDatasetReference::default()
        };
        WireReuse {
            id: self.text("id"),
            title: self.text("title"),
            reuse_type: self.text("type"),
            url: self.text("url"),
            remote_url: self.text("remote_url"),
            description: self.text("description"),
            tags: self.known_list("tags"),
            topic: self.text("topic"),
            organization: self.organization(),
            owner: self.owner(),
            datasets: Some(Listed::Items(
                self.list("datasets").into_iter().map(reference).collect(),
            )),
            metrics: Some(WireReuseMetrics {
                views: self.number("metric.views"),
            }),
            archived: StateDate::read(self.get("archived"))
                .unwrap_or_else(|_| StateDate(Some(self.last_date()))),
            ..WireReuse::default()
        }
    }
}
