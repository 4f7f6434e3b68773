//! The origin of a harvested record.

use serde::{Deserialize, Serialize};

use crate::Date;

/// The origin of a record that was harvested from another catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Harvest {
    /// The kind of harvester, such as `DCAT` or `CSW-ISO-19139`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
    /// The host that was harvested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The harvest source's id in the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// The address that was harvested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// The record's id at its origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    /// The record's page at its origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_url: Option<String>,
    /// When the origin created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Date>,
    /// When the origin issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Date>,
    /// When the origin modified it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_at: Option<Date>,
    /// When it was last harvested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_update: Option<Date>,
    /// When the harvester archived it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Date>,
    /// Why the harvester archived it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_reason: Option<String>,
    /// Its URI at the origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Its DCAT identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dct_identifier: Option<String>,
    /// Its DOI at the origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
}

impl Harvest {
    /// Returns the domain of the portal that was harvested, in small letters; `None` where the source does not tell it.
    #[must_use]
    pub fn portal(&self) -> Option<String> {
        let domain = self.domain.as_deref()?.trim();
        (!domain.is_empty()).then(|| domain.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_is_a_domain_whatever_its_capitals() {
        let portal = |domain: Option<&str>| {
            let domain = domain.map(str::to_owned);
            let harvest = Harvest {
                domain,
                ..Harvest::default()
            };
            harvest.portal()
        };
        let lowered = Some("data.paysdelaloire.fr".to_owned());
        assert_eq!(portal(Some(" Data.paysdelaloire.fr")), lowered);
        assert_eq!(portal(Some(" ")), None);
        assert_eq!(portal(None), None);
    }
}
