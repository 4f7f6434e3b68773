//! Inference of the zones that a record is about, from its producer, title and tags, where it declares none.

mod name_hash;
mod names;
mod place;
mod producer;
mod rules;
mod tags;
mod title;
mod tokens;

use self::place::{finest, finest_of_same, lies_in};
use self::producer::Home;
use self::title::{Certainty, TitleZones};
use crate::{Gazetteer, Geozone, Owner, Record, Resolution};

/// Returns the ids of the geozones that a record is about, inferred where it declares none.
///
/// The zones are those of the title, else those of the tags, else the producer's home. There are none where the record
/// declares a zone, or where nothing certain can be said. Where the record declares a name that may mean several zones
/// (`Paris`), only these can be inferred.
#[must_use]
pub fn inferred_geozones(record: &Record) -> Vec<String> {
    if !record.geozones().is_empty() {
        return Vec::new();
    }
    let home = match record.owner().and_then(Owner::organization) {
        Some(organization) => Home::of(&organization.name),
        None => Home::default(),
    };
    let named = TitleZones::of(record.title(), &home);
    let zones = settle(&named, record.tags(), &home);
    let mut zones = finest(zones.into_iter().map(finest_of_same).collect());
    if let Some(names) = unresolved_names(record) {
        zones.retain(|zone| names.iter().any(|name| may_mean(name, zone.id)));
    }
    zones.into_iter().map(|zone| zone.id.to_owned()).collect()
}

/// Returns the names of zones that a record declares and that could not be resolved.
fn unresolved_names(record: &Record) -> Option<&[String]> {
    match record {
        Record::Dataset(dataset) => {
            let names = &dataset.spatial.as_ref()?.unresolved_names;
            (!names.is_empty()).then_some(names)
        }
        Record::Dataservice(_) => None,
    }
}

/// Returns whether a name may mean the zone with that id.
fn may_mean(name: &str, id: &str) -> bool {
    match Gazetteer::france().resolve_name(name) {
        Resolution::Unique(only) => only == id,
        Resolution::Ambiguous(ids) => ids.contains(&id),
        Resolution::Unknown => false,
    }
}

/// Returns the zones that the title, the tags and the producer's home tell together.
fn settle(named: &TitleZones, tags: &[String], home: &Home) -> Vec<&'static Geozone> {
    let of_title = zones_of_title(named, home);
    if !of_title.is_empty() {
        return of_title;
    }
    let is_vague = home.zones.is_empty() || home.is_hub || home.is_wide();
    let is_part = home.is_wide() && named.is_local;
    if is_vague {
        let mut of_tags = tags::zones(tags, home);
        of_tags.retain(|zone| !is_part || !home.zones.iter().any(|of| lies_in(of, zone.id)));
        if !of_tags.is_empty() {
            return of_tags;
        }
    }
    if home.is_hub || is_part {
        return Vec::new();
    }
    home.zones.clone()
}

/// Returns the finest zones of the title, of those that lie in the producer's home or in an explicit zone of the title.
fn zones_of_title(named: &TitleZones, home: &Home) -> Vec<&'static Geozone> {
    let certain = || {
        let is_certain = |(_, certainty): &&(_, Certainty)| *certainty == Certainty::Explicit;
        named.zones.iter().filter(is_certain).map(|(zone, _)| *zone)
    };
    let counts =
        |zone: &Geozone| home.holds(zone) || certain().any(|other| lies_in(zone, other.id));
    let all = named.zones.iter().map(|(zone, _)| *zone);
    let mut zones = finest(all.filter(|zone| counts(zone)).collect());
    if zones.iter().any(|zone| home.holds(zone)) {
        zones.retain(|zone| home.holds(zone));
    } else if !home.is_hub {
        // A commune's title that adds its department says no more than the producer.
        let holds_home = |zone: &Geozone| home.zones.iter().any(|of| lies_in(of, zone.id));
        zones.retain(|zone| !holds_home(zone));
    }
    zones
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Dataset, Organization, Spatial};

    fn dataset(title: &str, producer: &str, tags: &[&str]) -> Dataset {
        let organization = Organization {
            name: producer.to_owned(),
            ..Organization::default()
        };
        Dataset {
            title: title.to_owned(),
            tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()),
            owner: (!producer.is_empty()).then_some(Owner::Organization(organization)),
            ..Dataset::default()
        }
    }

    fn inferred(dataset: Dataset) -> String {
        inferred_geozones(&Record::Dataset(Box::new(dataset))).join(" ")
    }

    #[test]
    fn the_producer_says_where_its_data_is() {
        for (producer, expected) in [
            // Words tell the level, whatever else has the name.
            ("Ville de Paris", "fr:commune:75056"),
            ("Commune de Nice", "fr:commune:06088"),
            ("MAIRIE DE BREST", "fr:commune:29019"),
            ("Mairie du Mans", "fr:commune:72181"),
            ("Ville de St-Malo", "fr:commune:35288"),
            ("Département du Nord", "fr:departement:59"),
            ("Conseil départemental de l'Orne", "fr:departement:61"),
            ("DDTM de la Somme", "fr:departement:80"),
            ("DDT du Val-d'Oise", "fr:departement:95"),
            ("Seine-Saint-Denis - Le Département", "fr:departement:93"),
            ("Région Bretagne", "fr:region:53"),
            ("DREAL Centre-Val de Loire", "fr:region:24"),
            (
                "Communauté de communes du Pays d'Orange en Provence",
                "fr:epci:248400236",
            ),
            ("Angers Loire Métropole", "fr:epci:244900015"),
            ("CA DE BLOIS AGGLOPOLYS", "fr:epci:200030385"),
            // An intercommunal body by the name of its town.
            ("SAINT-MALO AGGLOMERATION", "fr:epci:243500782"),
            // Its name is all that the gazetteer lacks.
            ("Grand Poitiers Open Data", "fr:epci:200069854"),
            // Numbers, after the words that say what they number.
            ("SDIS35", "fr:departement:35"),
            ("Préfecture (2A)", "fr:departement:2A"),
            // Namesakes: by what else the name says, or by far more people.
            ("Mairie de Saint-Denis (La Réunion)", "fr:commune:97411"),
            ("La Rochelle", "fr:commune:17300"),
            ("Mairie de Sainte-Colombe", ""),
            // Regions of the past are their departments.
            ("Région Alsace", "fr:departement:67 fr:departement:68"),
            // An overseas region is its department: the finer of the two.
            ("DEAL Guadeloupe", "fr:departement:971"),
            // A department's name after an article; a river's body has none.
            ("Office de l'habitat des Landes", "fr:departement:40"),
            ("Syndicat mixte du bassin de la Somme", ""),
            // Names that are no places here.
            ("Agence de l'eau Rhin-Meuse", ""),
            ("Réunion des musées", ""),
            ("Ville", ""),
            ("Ministère de la Culture", ""),
            ("", ""),
        ] {
            assert_eq!(
                inferred(dataset("Budget", producer, &[])),
                expected,
                "{producer}"
            );
        }
    }

    #[test]
    fn the_title_says_it_better() {
        const ISERE: &str = "DDT de l'Isère";
        const AUVERGNE_RHONE_ALPES: &str = "DREAL Auvergne-Rhône-Alpes";
        for (title, producer, expected) in [
            // A finer place within the producer's home.
            ("PPRI d'Avignon", "DDT Vaucluse", "fr:commune:84007"),
            (
                "Budget de la Ville de Rennes",
                "Rennes Métropole",
                "fr:commune:35238",
            ),
            (
                "Collèges dans le Rhône",
                AUVERGNE_RHONE_ALPES,
                "fr:departement:69",
            ),
            // Namesakes are settled by the producer's home.
            (
                "PPRN de Sainte-Marie",
                "DDT Hautes-Pyrénées",
                "fr:commune:65391",
            ),
            (
                "Écoles de Saint-Malo",
                "DDTM d'Ille-et-Vilaine",
                "fr:commune:35288",
            ),
            // By a code, with the name or instead of one that is misspelled; by the department in brackets.
            ("PPR Saint-Max (54482)", "", "fr:commune:54482"),
            (
                "PPR de Blainod (54079)",
                "DDT de Meurthe-et-Moselle",
                "fr:commune:54079",
            ),
            ("Plan de Rivières (30)", "DDTM Gard", "fr:commune:30215"),
            ("PPRN d'Argonay (Haute-Savoie)", "", "fr:commune:74019"),
            // Lists.
            (
                "Aléas sur les communes de Roquefort, Arue et Sarbazan",
                "DDTM des Landes",
                "fr:commune:40014 fr:commune:40245 fr:commune:40288",
            ),
            // A commune stays beside its parts.
            (
                "Élus de Lille, Hellemmes et Lomme",
                "Mairie de Lille",
                "fr:commune:59350",
            ),
            // The finest: not also the department that it is in.
            (
                "PLU de la commune de Brest - Finistère",
                "",
                "fr:commune:29019",
            ),
            // Words that are names too need more than a capital.
            ("Rivières et Bois", "DDTM Gard", "fr:departement:30"),
            ("Rue, Port et Mer", "DDTM de la Somme", "fr:departement:80"),
            ("Plan des chemins", ISERE, "fr:departement:38"),
            // What the words before a name say.
            ("Bassin de la Vienne", ISERE, "fr:departement:38"),
            ("Zones de Vienne Agglomération", ISERE, "fr:epci:200077014"),
            ("SCoT de Grenoble", ISERE, "fr:departement:38"),
            // A place smaller than a region, and not said which.
            ("PPRT de la société Chimie Un", AUVERGNE_RHONE_ALPES, ""),
            // A place elsewhere counts where it cannot be misread.
            ("Arrêts en Gironde", "Ville de Tours", "fr:departement:33"),
            (
                "Plan de Nulleville, Brest",
                "Ville de Tours",
                "fr:commune:37261",
            ),
            // What holds the producer's home says no more than that.
            ("Écoles de Bretagne", "Ville de Rennes", "fr:commune:35238"),
            // The country only where nobody is at home anywhere.
            (
                "Prix en France métropolitaine",
                "",
                "country-subset:fr:metro",
            ),
            ("Prix, France entière", "", "country:fr"),
            ("Prix en France", "Ville de Tours", "fr:commune:37261"),
            ("Prix à Paris", "", ""),
        ] {
            assert_eq!(
                inferred(dataset(title, producer, &[])),
                expected,
                "{title} | {producer}"
            );
        }
    }

    #[test]
    fn tags_are_asked_where_title_and_producer_say_little() {
        for (tags, producer, expected) in [
            (&["eau", "nouvelle-caledonie"][..], "", "fr:departement:988"),
            (&["grand-duche-de-luxembourg"], "", "country:lu"),
            (
                &["vallet-44212"],
                "DREAL Pays de la Loire",
                "fr:commune:44212",
            ),
            (&["vendee"], "DREAL Pays de la Loire", "fr:departement:85"),
            // Two places, a river, a commune without its code, part of a tag.
            (&["haute-savoie", "pas-de-calais"], "", ""),
            (&["var"], "", ""),
            (&["france"], "", ""),
            (
                &["avignon"],
                "Région Provence-Alpes-Côte d'Azur",
                "fr:region:93",
            ),
            (&["ppri-porto-vecchio"], "", ""),
            // A town's tags are not asked.
            (&["bretagne"], "Ville de Rennes", "fr:commune:35238"),
        ] {
            assert_eq!(
                inferred(dataset("Eaux", producer, tags)),
                expected,
                "{tags:?} | {producer}"
            );
        }
    }

    #[test]
    fn a_declared_zone_leaves_nothing_to_infer_and_an_ambiguous_name_limits_it() {
        let declaring = |zones: &[&str], names: &[&str]| Dataset {
            spatial: Some(Spatial {
                zones: Some(zones.iter().map(|zone| (*zone).to_owned()).collect()),
                unresolved_names: names.iter().map(|name| (*name).to_owned()).collect(),
                ..Spatial::default()
            }),
            ..dataset("Budget", "Ville de Paris", &[])
        };
        for (zones, names, expected) in [
            (&[][..], &[][..], "fr:commune:75056"),
            (&["country:fr"], &[], ""),
            (&[], &["Paris"], "fr:commune:75056"),
            (&[], &["Sainte-Colombe"], ""),
            (&[], &["Nulle Part"], ""),
        ] {
            assert_eq!(
                inferred(declaring(zones, names)),
                expected,
                "{zones:?} {names:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_the_zones_are_known(
            title in any::<String>(),
            words in proptest::collection::vec(
                prop_oneof![
                    Just("Ville"), Just("de"), Just("du"), Just("Paris"), Just("("), Just(")"), Just("-"), Just("Le"),
                    Just("Saint"), Just("35"), Just("35238"), Just("DDT"), Just("Nord"), Just(","), Just("É"), Just("ﬁ"),
                ],
                0..200,
            ),
        ) {
            for text in [title, words.join(" "), words.concat()] {
                let record = Record::Dataset(Box::new(dataset(&text, &text, &[&text])));
                for zone in inferred_geozones(&record) {
                    prop_assert!(Gazetteer::france().get(&zone).is_some(), "{}", zone);
                }
            }
        }
    }
}
