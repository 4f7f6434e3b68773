//! A geozone: where data is about.

use crate::Granularity;

/// A zone: a country, a French région, département, commune …
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geozone {
    /// The level and the code, such as `fr:departement:35`.
    pub id: &'static str,
    /// The name, as the State writes it.
    pub name: &'static str,
    /// How many people live there, where that is known.
    pub population: Option<u64>,
    /// Ids of the zones directly above, separated by spaces.
    parents: &'static str,
}

impl Geozone {
    /// Reads one line of the gazetteer: id, name, population and parents, separated by tabs. `None` if it has not its four
    /// columns, which a test of the gazetteer rules out.
    pub(crate) fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        Some(Self {
            id: columns.next()?,
            name: columns.next()?,
            population: columns.next()?.parse().ok(),
            parents: columns.next()?,
        })
    }

    /// Returns the level, which is the id without its code.
    #[must_use]
    pub fn level(&self) -> Granularity {
        // The code of a part of a country has a colon of its own: `country-subset:fr:drom`.
        let level = if self.id.starts_with("country") {
            self.id.split_once(':')
        } else {
            self.id.rsplit_once(':')
        };
        Granularity::from(level.map_or(self.id, |(level, _)| level))
    }

    /// Returns the ids of the zones directly above, nearest first.
    pub fn parents(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.parents.split_ascii_whitespace()
    }

    /// Returns whether the zone is a part of a commune: a former commune that was merged into it, or an arrondissement of
    /// Paris, Lyon or Marseille.
    #[must_use]
    pub fn is_part_of_commune(&self) -> bool {
        self.parents()
            .any(|parent| parent.starts_with("fr:commune:"))
    }
}

/// Returns a geozone id without the day from which it was valid: `fr:region:11@1970-01-09` is `fr:region:11`.
#[must_use]
pub fn strip_validity(id: &str) -> &str {
    id.split_once('@').map_or(id, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_tells_its_level() {
        for (line, label) in [
            ("fr:commune:75056\t\t\t", "Commune"),
            ("fr:arrondissement:75101\t\t\t", "Arrondissement"),
            ("fr:departement:75\t\t\t", "Département"),
            ("fr:region:53\t\t\t", "Région"),
            ("fr:epci:243500139\t\t\t", "Intercommunalité"),
            ("country:fr\t\t\t", "Pays"),
            ("country-subset:fr:metro\t\t\t", "Partie de pays"),
            ("country-group:ue\t\t\t", "Groupe de pays"),
        ] {
            let zone = Geozone::read(line).unwrap();
            assert_eq!(zone.level().short_label(), label, "{line}");
        }
    }
}
