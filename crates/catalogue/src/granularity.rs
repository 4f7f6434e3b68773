//! Granularities: how fine data is in space, and the levels of geozones.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How fine data is in space, from the widest to the finest: the levels of geozones, a point, or something else.
    pub enum Granularity {
        CountryGroup = "country-group", "Groupement de pays";
        Country = "country", "Pays";
        CountrySubset = "country-subset", "Sous-ensemble de pays";
        Region = "fr:region", "Région française";
        Departement = "fr:departement", "Département français";
        Collectivite = "fr:collectivite", "Collectivités d'outre-mer françaises";
        Epci = "fr:epci", "Intercommunalité française (EPCI)";
        Arrondissement = "fr:arrondissement", "Arrondissement français";
        Commune = "fr:commune", "Commune française";
        Iris = "fr:iris", "Iris (quartiers INSEE)";
        Canton = "fr:canton", "Canton français";
        PointOfInterest = "poi", "Point d'intérêt";
        Unspecified = "other", "Autre";
    }
}

impl Granularity {
    /// Returns the platform's rank of the level (`admin_level`), from 10, the widest; `None` for a granularity that is no
    /// level.
    #[must_use]
    pub fn rank(&self) -> Option<u8> {
        match self {
            Self::CountryGroup => Some(10),
            Self::Country => Some(20),
            Self::CountrySubset => Some(30),
            Self::Region => Some(40),
            Self::Departement | Self::Collectivite => Some(60),
            Self::Epci => Some(68),
            Self::Arrondissement => Some(70),
            Self::Commune => Some(80),
            Self::Iris | Self::Canton => Some(98),
            Self::PointOfInterest | Self::Unspecified | Self::Other(_) => None,
        }
    }

    /// Returns the French word for one zone of that level, to stand beside its name: "Commune".
    #[must_use]
    pub fn short_label(&self) -> &str {
        match self {
            Self::CountryGroup => "Groupe de pays",
            Self::Country => "Pays",
            Self::CountrySubset => "Partie de pays",
            Self::Region => "Région",
            Self::Departement => "Département",
            Self::Collectivite => "Collectivité d'outre-mer",
            Self::Epci => "Intercommunalité",
            Self::Arrondissement => "Arrondissement",
            Self::Commune => "Commune",
            Self::Iris => "Iris",
            Self::Canton => "Canton",
            Self::PointOfInterest | Self::Unspecified | Self::Other(_) => self.label(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_declared_from_the_widest_to_the_finest() {
        assert_eq!(Granularity::all().len(), 13);
        let ranks: Vec<u8> = Granularity::all()
            .iter()
            .filter_map(Granularity::rank)
            .collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert_eq!(ranks.len(), 11, "all but `poi` and `other`");
    }
}
