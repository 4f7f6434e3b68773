//! Badges that the platform gives to records and to organizations.

use crate::RecordType;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A badge of a dataset or of a dataservice (`kind` in the API).
    ///
    /// Every kind is given to datasets; dataservices have `hvd` alone.
    pub enum Badge {
        Spd = "spd", "Service public de la donnée de référence";
        Hvd = "hvd", "Données de forte valeur";
        Inspire = "inspire", "INSPIRE";
        PivotalData = "pivotal-data", "Données pivot";
        Sl = "sl", "Séries statistiques labellisées";
        Sr = "sr", "Séries statistiques reconnues d'intérêt général";
    }
}

impl Badge {
    /// Returns the French label on a record of that type: a dataservice is no data, it serves some.
    #[must_use]
    pub fn label_for(&self, record_type: &RecordType) -> &str {
        match (self, record_type) {
            (Self::Hvd, RecordType::Dataservice) => "API servant des données de forte valeur",
            _ => self.label(),
        }
    }
}

vocabulary! {
    /// A badge of an organization (`kind` in the API): what it is, and whether the platform checked that.
    pub enum OrganizationBadge {
        PublicService = "public-service", "Service public";
        LocalAuthority = "local-authority", "Collectivité territoriale";
        Company = "company", "Entreprise";
        Association = "association", "Association";
        Certified = "certified", "Certifié";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn high_value_reads_otherwise_on_a_dataservice() {
        assert_eq!(
            Badge::Hvd.label_for(&RecordType::Dataset),
            "Données de forte valeur"
        );
        assert_eq!(
            Badge::Hvd.label_for(&RecordType::Dataservice),
            "API servant des données de forte valeur"
        );
        assert_eq!(
            Badge::Spd.label_for(&RecordType::Dataservice),
            Badge::Spd.label()
        );
    }
}
