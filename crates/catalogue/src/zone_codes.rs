//! Zones by the codes that people know them by: INSEE codes, postal codes, SIREN, numbers of départements and of
//! arrondissements.

use crate::gazetteer::Gazetteer;
use crate::geozone::Geozone;

/// Postal codes, and the SIREN of communes that INSEE's rule does not give, sorted; `data/README.md` says more.
const CODES: &str = include_str!("../data/zone_codes.tsv");

/// Codes are looked up in capitals, without blanks.
impl Gazetteer {
    /// Returns the commune, present or former, or the arrondissement of Paris, Lyon or Marseille that has this INSEE code.
    #[must_use]
    pub fn with_insee_code(&self, code: &str) -> Option<&Geozone> {
        if code.len() != 5 {
            return None;
        }
        let levels = ["fr:commune", "fr:arrondissement"];
        levels
            .into_iter()
            .find_map(|level| self.get(&format!("{level}:{code}")))
    }

    /// Returns the communes that share a postal code; in Paris, Lyon and Marseille the arrondissement.
    #[must_use]
    pub fn with_postal_code(&self, code: &str) -> Vec<&Geozone> {
        if code.len() != 5 {
            return Vec::new();
        }
        self.listed(code)
    }

    /// Returns the EPCI, the communes or the département whose SIREN a number is, or begins a SIRET of.
    #[must_use]
    pub fn with_siren(&self, number: &str) -> Vec<&Geozone> {
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || !matches!(number.len(), 9 | 14) {
            return Vec::new();
        }
        let siren = &number[..9];
        if let Some(epci) = self.get(&format!("fr:epci:{siren}")) {
            return vec![epci];
        }
        let listed = self.listed(siren);
        if !listed.is_empty() {
            return listed;
        }
        self.with_siren_by_rule(siren).into_iter().collect()
    }

    /// Returns the département that has this number: `35`, `2A`, `974`.
    #[must_use]
    pub fn with_departement_number(&self, number: &str) -> Option<&Geozone> {
        if !matches!(number.len(), 2 | 3) {
            return None;
        }
        self.get(&format!("fr:departement:{number}"))
    }

    /// Returns the arrondissement with this number of a commune, given by its id: Paris, Lyon or Marseille.
    #[must_use]
    pub fn arrondissement(&self, commune: &str, number: u32) -> Option<&Geozone> {
        let mut zones = self.zones();
        zones.find(|zone| {
            zone.id.starts_with("fr:arrondissement:")
                && zone.parents().any(|parent| parent == commune)
                && number_in(zone.name) == Some(number)
        })
    }

    /// Returns the zones of a code of the table.
    fn listed(&self, code: &str) -> Vec<&Geozone> {
        let ids = line_of(CODES, code).unwrap_or_default().split(' ');
        let zone = |id: &str| {
            let level = if id.contains(':') { "" } else { "commune:" };
            self.get(&format!("fr:{level}{id}"))
        };
        ids.filter_map(zone).collect()
    }

    /// Returns the commune or the département whose SIREN follows INSEE's rule: 21, the number of the département, 0 and
    /// the rest of the commune's code, or 22, the number and 0001; then a check digit.
    fn with_siren_by_rule(&self, siren: &str) -> Option<&Geozone> {
        if !has_check_digit(siren) {
            return None;
        }
        let departement = &siren[2..4];
        match (&siren[..2], &siren[4..5], &siren[4..8]) {
            ("21", "0", _) => self.with_insee_code(&format!("{departement}{}", &siren[5..8])),
            ("22", _, "0001") => self.with_departement_number(departement),
            _ => None,
        }
    }
}

/// Returns what follows a key in a table of sorted lines, behind a tab. The table is searched where it lies.
fn line_of(table: &'static str, key: &str) -> Option<&'static str> {
    let (mut start, mut end) = (0, table.len());
    while start < end {
        let middle = start + (end - start) / 2;
        let line_start = table[..middle].rfind('\n').map_or(0, |at| at + 1);
        let line_end = table[middle..]
            .find('\n')
            .map_or(table.len(), |at| middle + at);
        let (found, rest) = table[line_start..line_end].split_once('\t')?;
        match found.cmp(key) {
            std::cmp::Ordering::Less => start = line_end + 1,
            std::cmp::Ordering::Greater => end = line_start,
            std::cmp::Ordering::Equal => return Some(rest),
        }
    }
    None
}

/// Returns the first number in a name: `Paris 11e Arrondissement`.
fn number_in(name: &str) -> Option<u32> {
    let start = name.find(|c: char| c.is_ascii_digit())?;
    let digits = name[start..].split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Returns whether the last digit of a number is the check digit of the others (Luhn).
fn has_check_digit(number: &str) -> bool {
    let digits = number.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ => 2 * digit / 10 + 2 * digit % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<'a>(zones: impl IntoIterator<Item = &'a Geozone>) -> Vec<&'static str> {
        zones.into_iter().map(|zone| zone.id).collect()
    }

    #[test]
    fn zones_are_found_by_their_codes() {
        let gazetteer = Gazetteer::france();
        for (code, id) in [
            ("35238", Some("fr:commune:35238")),
            ("2A004", Some("fr:commune:2A004")),
            ("75056", Some("fr:commune:75056")),
            ("75111", Some("fr:arrondissement:75111")),
            ("35000", None),
            ("99999", None),
            ("35", None),
        ] {
            assert_eq!(
                gazetteer.with_insee_code(code).map(|zone| zone.id),
                id,
                "{code}"
            );
        }
        for (code, expected) in [
            ("35000", &["fr:commune:35238"][..]),
            ("75011", &["fr:arrondissement:75111"]),
            ("75000", &["fr:commune:75056"]),
            ("01000", &["fr:commune:01053", "fr:commune:01344"]),
            ("75056", &[]),
            ("00000", &[]),
            ("99999", &[]),
            ("é000", &[]),
        ] {
            assert_eq!(ids(gazetteer.with_postal_code(code)), expected, "{code}");
        }
        for (number, expected) in [
            ("200066389", &["fr:epci:200066389"][..]),
            ("20006638900012", &["fr:epci:200066389"]),
            ("213502388", &["fr:commune:35238"]),
            ("212000046", &["fr:commune:2A004"]),
            ("200053668", &["fr:commune:01015"]),
            ("223500018", &["fr:departement:35"]),
            ("213502389", &[]),
            ("356000000", &[]),
            ("2000663891", &[]),
            ("20006638x", &[]),
        ] {
            assert_eq!(ids(gazetteer.with_siren(number)), expected, "{number}");
        }
        for (number, id) in [
            ("35", Some("fr:departement:35")),
            ("2A", Some("fr:departement:2A")),
            ("974", Some("fr:departement:974")),
            ("20", None),
            ("5", None),
        ] {
            let zone = gazetteer.with_departement_number(number);
            assert_eq!(zone.map(|zone| zone.id), id, "{number}");
        }
    }

    #[test]
    fn arrondissements_are_found_by_their_number() {
        let gazetteer = Gazetteer::france();
        for (commune, number, id) in [
            ("fr:commune:75056", 11, Some("fr:arrondissement:75111")),
            ("fr:commune:69123", 3, Some("fr:arrondissement:69383")),
            ("fr:commune:13055", 1, Some("fr:arrondissement:13201")),
            ("fr:commune:13055", 16, Some("fr:arrondissement:13216")),
            ("fr:commune:75056", 21, None),
            ("fr:commune:35238", 1, None),
        ] {
            let zone = gazetteer.arrondissement(commune, number);
            assert_eq!(zone.map(|zone| zone.id), id, "{commune} {number}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_found_and_leads_to_zones() {
        let gazetteer = Gazetteer::france();
        for line in CODES.lines() {
            let (code, zones) = line.split_once('\t').unwrap();
            assert!(matches!(code.len(), 5 | 9), "{code}");
            assert_eq!(
                gazetteer.listed(code).len(),
                zones.split(' ').count(),
                "{code}"
            );
        }
        assert_eq!(line_of(CODES, ""), None);
        assert_eq!(line_of(CODES, "zzz"), None);
    }
}
