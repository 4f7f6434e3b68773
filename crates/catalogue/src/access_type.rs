//! Access: who may get a record's data, under which condition, and why not everybody.

use serde::{Deserialize, Serialize};

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How freely the data can be had.
    pub enum AccessType {
        Open = "open", "Téléchargement libre";
        OpenWithAccount = "open_with_account", "Ouvert avec un compte";
        Restricted = "restricted", "Accès restreint";
    }
}

vocabulary! {
    /// A kind of public that access may be granted to.
    pub enum AccessAudienceRole {
        Administration = "local_authority_and_administration", "Collectivité et administration";
        Company = "company_and_association", "Entreprise et association";
        Private = "private", "Particulier";
    }
}

vocabulary! {
    /// Whether a kind of public may have access.
    pub enum AccessAudienceCondition {
        Yes = "yes", "Oui";
        No = "no", "Non";
        UnderCondition = "under_condition", "Sous condition";
    }
}

vocabulary! {
    /// Why access is limited: the grounds that article 13(1) of the INSPIRE directive admits, (a) to (h).
    ///
    /// Records keep the category as its id (`access_type_reason_category`).
    pub enum AccessReasonCategory {
        PublicAuthorities = "confidentiality_of_proceedings_of_public_authorities",
            "Confidentialité des travaux des autorités publiques";
        InternationalRelations = "international_relations_public_security_or_national_defence",
            "Relations internationales, sécurité publique ou défense nationale";
        CourseOfJustice = "course_of_justice_or_fair_trial",
            "Bonne marche de la justice";
        CommercialConfidentiality = "confidentiality_of_commercial_or_industrial_information",
            "Secret commercial ou industriel";
        IntellectualProperty = "intellectual_property_rights",
            "Droits de propriété intellectuelle";
        PersonalData = "confidentiality_of_personal_data",
            "Confidentialité des données à caractère personnel";
        VoluntarySupplier = "protection_of_voluntary_information_suppliers",
            "Protection de qui a fourni l'information volontairement";
        EnvironmentalProtection = "protection_of_environment",
            "Protection de l'environnement";
    }
}

/// One kind of public, and whether it may have access.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccessAudience {
    /// The kind of public.
    pub role: AccessAudienceRole,
    /// Whether that public may have access.
    pub condition: AccessAudienceCondition,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_audience_reads_and_writes_as_the_api_has_it() {
        let json = json!({"role": "company_and_association", "condition": "under_condition"});
        let audience: AccessAudience = serde_json::from_value(json.clone()).unwrap();
        let expected = AccessAudience {
            role: AccessAudienceRole::Company,
            condition: AccessAudienceCondition::UnderCondition,
        };
        assert_eq!(audience, expected);
        assert_eq!(serde_json::to_value(audience).unwrap(), json);
    }
}
