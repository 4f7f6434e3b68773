//! The gazetteer: all geozones, found by id and by name, and which zone lies in which.

use std::cmp::Reverse;
use std::sync::LazyLock;

use crate::Granularity;
use crate::geozone::{Geozone, strip_validity};
use crate::zone_name::{bare_epci_name, fold};

/// The zones of the gazetteer; `data/README.md` says where they come from.
const ZONES: &str = include_str!("../data/geozones.tsv");

/// The zone that a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The id of the only zone.
    Unique(&'static str),
    /// The ids of several zones, the widest first: nothing tells which of them is meant.
    Ambiguous(Vec<&'static str>),
    /// The gazetteer holds no zone of that name.
    Unknown,
}

/// All zones that the catalogue may refer to, by id and by name.
///
/// Names and ids are slices of the file that is built into the program, so that a zone takes a few words of memory.
#[derive(Debug)]
pub struct Gazetteer {
    /// Sorted by id.
    zones: Vec<Geozone>,
    /// Indices into `zones`, sorted by folded name, then from the widest level to the finest, then by id.
    by_name: Vec<u32>,
    /// Bare names of the EPCI and their indices in `zones`, sorted.
    epcis_by_bare_name: Vec<(String, u32)>,
}

impl Gazetteer {
    /// Returns the gazetteer of France and of the world's countries, read on first use.
    #[must_use]
    pub fn france() -> &'static Self {
        static FRANCE: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::read(ZONES));
        &FRANCE
    }

    /// Reads the table: a header, then id, name, population and parents, separated by tabs.
    fn read(table: &'static str) -> Self {
        let mut zones: Vec<Geozone> = table.lines().skip(1).filter_map(Geozone::read).collect();
        zones.sort_unstable_by_key(|zone| zone.id);
        let mut by_name: Vec<u32> = (0..zones.len() as u32).collect();
        by_name.sort_by_cached_key(|&index| {
            let zone = &zones[index as usize];
            (fold(zone.name), zone.level().rank())
        });
        let epcis = (0u32..)
            .zip(&zones)
            .filter(|(_, zone)| zone.level() == Granularity::Epci);
        let mut epcis_by_bare_name: Vec<(String, u32)> = epcis
            .map(|(index, zone)| (bare_epci_name(zone.name), index))
            .collect();
        epcis_by_bare_name.sort_unstable();
        Self {
            zones,
            by_name,
            epcis_by_bare_name,
        }
    }

    /// Returns the zone with that id.
    ///
    /// Ids of the past are understood: with the day from which they were valid (`fr:commune:41018@1943-01-01`), and
    /// `fr:collectivite:987`, which is `fr:departement:987` today. A zone that is gone (the régions of before 2016, say)
    /// is not found.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Geozone> {
        let id = strip_validity(id);
        match id.strip_prefix("fr:collectivite:") {
            Some(code) => self.find(&format!("fr:departement:{code}")),
            None => self.find(id),
        }
    }

    /// Returns the name of the zone with that id.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&'static str> {
        self.get(id).map(|zone| zone.name)
    }

    /// Returns the zone that the name means, if it means one.
    ///
    /// A zone of exactly that name is preferred to those that differ in case, accents, hyphens or apostrophes. Parts of
    /// communes count only where no other zone has the name. A name that no zone has may be that of an EPCI without the
    /// words for its legal form: data.gouv.fr says `Saint-Lô Agglo` (INSEE) for `CA Saint-Lô Agglo` (the gazetteer).
    ///
    /// Nothing is guessed beyond that: Paris is a commune and a département, so the name alone is ambiguous.
    #[must_use]
    pub fn resolve_name(&self, name: &str) -> Resolution {
        let (parts, wholes): (Vec<&Geozone>, Vec<&Geozone>) = self
            .namesakes(name)
            .partition(|zone| zone.is_part_of_commune());
        let candidates = [wholes, parts]
            .into_iter()
            .find(|candidates| !candidates.is_empty());
        let candidates = candidates.unwrap_or_else(|| self.epcis_with_bare_name(name).collect());

        let is_exact = |zone: &&Geozone| zone.name == name.trim();
        let any_exact = candidates.iter().any(is_exact);
        let ids: Vec<&'static str> = candidates
            .into_iter()
            .filter(|zone| !any_exact || is_exact(zone))
            .map(|zone| zone.id)
            .collect();
        match ids.as_slice() {
            [] => Resolution::Unknown,
            [id] => Resolution::Unique(id),
            _ => Resolution::Ambiguous(ids),
        }
    }

    /// Returns all zones of that name, accents, case and hyphens apart, from the widest level to the finest. Where there
    /// is none, returns the EPCI that have it without the words for their legal form.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<&Geozone> {
        let zones: Vec<&Geozone> = self.namesakes(name).collect();
        if zones.is_empty() {
            self.epcis_with_bare_name(name).collect()
        } else {
            zones
        }
    }

    /// Returns all zones that the zone lies in, each once, the nearest first: from the finest level to the widest.
    ///
    /// The zone itself is not among them; an unknown zone lies in none.
    #[must_use]
    pub fn ancestors(&self, id: &str) -> Vec<&Geozone> {
        let mut ancestors: Vec<&Geozone> = Vec::new();
        let mut next = self.get(id);
        let mut n_visited = 0;
        while let Some(zone) = next {
            for parent in zone.parents().filter_map(|id| self.get(id)) {
                if !ancestors.contains(&parent) {
                    ancestors.push(parent);
                }
            }
            next = ancestors.get(n_visited).copied();
            n_visited += 1;
        }
        // A commune's département may lie in a région while its EPCI reaches across régions and lies in France alone:
        // the number of steps would put France first. The sort is stable, so within a level the steps decide.
        ancestors.sort_by_key(|zone| Reverse(zone.level().rank()));
        ancestors
    }

    /// Returns all zones, sorted by id.
    #[must_use]
    pub fn zones(&self) -> impl ExactSizeIterator<Item = &Geozone> {
        self.zones.iter()
    }

    /// Returns the zones that have the text in their name, accents and case apart, or in their id: the widest first, then
    /// the most populous.
    #[must_use]
    pub fn containing(&self, text: &str) -> Vec<&Geozone> {
        let (name, id) = (fold(text), text.trim().to_lowercase());
        let fits = |zone: &&Geozone| {
            zone.id.contains(&id) || (!name.is_empty() && fold(zone.name).contains(&name))
        };
        let mut zones: Vec<&Geozone> = self.zones.iter().filter(fits).collect();
        // A zone without a rank would be of no level; there is none.
        zones.sort_by_key(|zone| (zone.level().rank(), Reverse(zone.population)));
        zones
    }

    /// Returns the zone with exactly that id.
    fn find(&self, id: &str) -> Option<&Geozone> {
        let index = self.zones.binary_search_by_key(&id, |zone| zone.id).ok()?;
        self.zones.get(index)
    }

    /// Returns the zones whose folded name is the folded name given.
    ///
    /// Folded names are not kept: a look-up folds some fifteen of them anew, which costs less than two megabytes would.
    fn namesakes(&self, name: &str) -> impl Iterator<Item = &Geozone> {
        let name = fold(name);
        let start = self
            .by_name
            .partition_point(|&index| fold(self.zones[index as usize].name) < name);
        let from_start = self.by_name[start..]
            .iter()
            .map(|&index| &self.zones[index as usize]);
        from_start.take_while(move |zone| fold(zone.name) == name)
    }

    /// Returns the EPCI with the same bare name.
    fn epcis_with_bare_name(&self, name: &str) -> impl Iterator<Item = &Geozone> {
        let name = bare_epci_name(name);
        let start = self
            .epcis_by_bare_name
            .partition_point(|(bare, _)| *bare < name);
        let from_start = self.epcis_by_bare_name[start..].iter();
        let same = from_start.take_while(move |(bare, _)| *bare == name && !name.is_empty());
        same.map(|&(_, index)| &self.zones[index as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two namesakes, a commune that took in two former ones, one of which has the name of a commune elsewhere.
    const SMALL: &str = "id\tname\tpopulation\tparents
country:fr\tFrance\t\t
fr:region:99\tMarches\t300\tcountry:fr
fr:departement:01\tRive\t100\tfr:region:99
fr:epci:1\tCC Rive et Lac\t90\tcountry:fr
fr:commune:01001\tRive\t80\tfr:epci:1 fr:departement:01
fr:commune:01002\tL'Haÿ-sur-Œuf\t10\tfr:epci:1 fr:departement:01
fr:commune:01003\tVieux-Pont\t10\tfr:commune:01001
fr:commune:01004\tL’Hay sur Oeuf\t\tfr:commune:01001
fr:commune:01005\tAbbaye\t\tfr:commune:01001
fr:commune:01006\tAbbaye\t\tfr:commune:01001
fr:commune:01007\tCôte\t1\tfr:departement:01
fr:commune:01008\tCoté\t1\tfr:departement:01
";

    fn ids(zones: &[&Geozone]) -> Vec<&'static str> {
        zones.iter().map(|zone| zone.id).collect()
    }

    #[test]
    fn a_name_means_one_zone_several_or_none() {
        let gazetteer = Gazetteer::read(SMALL);
        for (name, expected) in [
            ("Marches", Resolution::Unique("fr:region:99")),
            (" marchés ", Resolution::Unique("fr:region:99")),
            (
                "Rive",
                Resolution::Ambiguous(vec!["fr:departement:01", "fr:commune:01001"]),
            ),
            // A current commune wins over a former one, whose spelling is the nearer.
            ("L’Hay sur Oeuf", Resolution::Unique("fr:commune:01002")),
            ("L'HAY SUR ŒUF", Resolution::Unique("fr:commune:01002")),
            // A former commune is found where it is alone.
            ("vieux pont", Resolution::Unique("fr:commune:01003")),
            (
                "Abbaye",
                Resolution::Ambiguous(vec!["fr:commune:01005", "fr:commune:01006"]),
            ),
            // The exact name wins over one that differs in its accents.
            ("Côte", Resolution::Unique("fr:commune:01007")),
            (
                "cote",
                Resolution::Ambiguous(vec!["fr:commune:01007", "fr:commune:01008"]),
            ),
            // An EPCI is known without its legal form.
            ("CC Rive et Lac", Resolution::Unique("fr:epci:1")),
            ("La Rive et Lac (CCRL)", Resolution::Unique("fr:epci:1")),
            ("CC", Resolution::Unknown),
            ("Nulle Part", Resolution::Unknown),
            ("", Resolution::Unknown),
            ("-", Resolution::Unknown),
        ] {
            assert_eq!(gazetteer.resolve_name(name), expected, "{name:?}");
        }
    }

    #[test]
    fn ancestors_come_nearest_first_and_each_once() {
        let gazetteer = Gazetteer::read(SMALL);
        assert_eq!(
            ids(&gazetteer.ancestors("fr:commune:01003")),
            [
                "fr:commune:01001",
                "fr:epci:1",
                "fr:departement:01",
                "fr:region:99",
                "country:fr"
            ]
        );
        assert!(gazetteer.ancestors("country:fr").is_empty());
        assert!(gazetteer.ancestors("fr:commune:99999").is_empty());
    }

    #[test]
    fn every_line_of_the_table_is_a_zone_with_known_parents() {
        let gazetteer = Gazetteer::france();
        assert_eq!(gazetteer.zones().len(), ZONES.lines().count() - 1);
        for zone in gazetteer.zones() {
            assert!(
                zone.level().rank().is_some(),
                "{}: level of no known rank",
                zone.id
            );
            assert!(
                !zone.name.is_empty() && !fold(zone.name).is_empty(),
                "{}",
                zone.id
            );
            for parent in zone.parents() {
                assert!(
                    gazetteer.get(parent).is_some(),
                    "{}: unknown parent `{parent}`",
                    zone.id
                );
            }
        }
    }

    #[test]
    fn names_fold_to_plain_letters() {
        for zone in Gazetteer::france().zones() {
            let folded = fold(zone.name);
            assert!(folded.is_ascii(), "{}: `{folded}`", zone.name);
        }
    }

    #[test]
    fn finds_zones_by_the_ids_of_the_past() {
        let gazetteer = Gazetteer::france();
        for (id, name) in [
            ("fr:commune:35238", Some("Rennes")),
            ("fr:commune:35238@1943-01-01", Some("Rennes")),
            (
                "fr:collectivite:987@2004-02-27",
                Some("Polynésie française"),
            ),
            ("country-subset:fr:drom", Some("DROM")),
            ("country-group:world", Some("Monde")),
            ("fr:region:22", None),
            ("", None),
        ] {
            assert_eq!(gazetteer.name(id), name, "{id}");
        }
    }

    #[test]
    fn names_of_the_catalogue_lead_to_their_zones() {
        let gazetteer = Gazetteer::france();
        for (name, id) in [
            ("France", "country:fr"),
            ("France métropolitaine", "country-subset:fr:metro"),
            ("Union européenne", "country-group:ue"),
            ("ile de france", "fr:region:11"),
            ("L'Haÿ-les-Roses", "fr:commune:94038"),
            ("Métropole de Lyon", "fr:epci:200046977"),
            ("Finistère", "fr:departement:29"),
            ("Saint-Lô Agglo", "fr:epci:200066389"),
            ("Le Grand Chambéry", "fr:epci:200069110"),
        ] {
            assert_eq!(
                gazetteer.resolve_name(name),
                Resolution::Unique(id),
                "{name}"
            );
        }
        assert_eq!(
            gazetteer.resolve_name("Paris"),
            Resolution::Ambiguous(vec!["fr:departement:75", "fr:commune:75056"])
        );
    }

    #[test]
    fn a_commune_lies_in_everything_above_it() {
        assert_eq!(
            ids(&Gazetteer::france().ancestors("fr:commune:35238@1943-01-01")),
            [
                "fr:epci:243500139",
                "fr:departement:35",
                "fr:region:53",
                "country-subset:fr:metro",
                "country:fr",
                "country-group:ue",
                "country-group:world"
            ]
        );
    }
}
