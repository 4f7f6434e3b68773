//! Licences: the platform's twelve, and the many titles under which producers name them.

mod titles;

use crate::vocabulary::vocabulary;

vocabulary! {
    /// A licence.
    ///
    /// The label is ours, in French; the platform's own title ([`License::title`]) is English but for two.
    pub enum License {
        Lov2 = "lov2", "Licence Ouverte 2.0";
        FrLo = "fr-lo", "Licence Ouverte 1.0";
        OdcOdbl = "odc-odbl", "ODbL 1.0 (Open Database License)";
        OdcBy = "odc-by", "Attribution (ODC-By)";
        OdcPddl = "odc-pddl", "Domaine public (PDDL)";
        CcBy = "cc-by", "Creative Commons Attribution (CC BY)";
        CcBySa = "cc-by-sa", "Creative Commons Partage à l'identique (CC BY-SA)";
        CcZero = "cc-zero", "Creative Commons Zéro (CC0)";
        OtherAt = "other-at", "Autre licence (attribution)";
        OtherOpen = "other-open", "Autre licence ouverte";
        OtherPd = "other-pd", "Autre (domaine public)";
        NotSpecified = "notspecified", "Licence non spécifiée";
    }
}

impl License {
    /// Returns the licence with that title: the platform's title, an alternate title, one of our labels, or the id. Titles
    /// are compared by their letters and digits, in any case.
    ///
    /// An unknown title is kept as it came, and no version is guessed: `Licence Ouverte` alone is the first one, whose
    /// title has no number, and a Creative Commons licence with `NC` or `ND` is none of these.
    ///
    /// # Examples
    ///
    /// ```
    /// use catalogue::License;
    ///
    /// assert_eq!(License::from_title("Licence Ouverte v2.0 (Etalab)"), License::Lov2);
    /// assert_eq!(License::from_title("CC BY-NC 4.0"), License::Other("CC BY-NC 4.0".to_owned()));
    /// ```
    #[must_use]
    pub fn from_title(title: &str) -> Self {
        let known = Self::all().iter().find(|license| {
            let names = [
                license.id(),
                license.title(),
                license.label(),
                license.label_en(),
            ];
            names
                .iter()
                .chain(license.alternate_titles())
                .any(|name| letters(name).eq(letters(title)))
        });
        known
            .cloned()
            .unwrap_or_else(|| Self::Other(title.trim().to_owned()))
    }

    /// Returns the platform's own title, as exports print it; an unknown licence is its own title.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Lov2 => "Licence Ouverte / Open Licence version 2.0",
            Self::FrLo => "Licence Ouverte / Open Licence",
            Self::OdcOdbl => "Open Data Commons Open Database License (ODbL)",
            Self::OdcBy => "Open Data Commons Attribution License",
            Self::OdcPddl => "Open Data Commons Public Domain Dedication and Licence (PDDL)",
            Self::CcBy => "Creative Commons Attribution",
            Self::CcBySa => "Creative Commons Attribution Share-Alike",
            Self::CcZero => "Creative Commons CCZero",
            Self::OtherAt => "Other (Attribution)",
            Self::OtherOpen => "Other (Open)",
            Self::OtherPd => "Other (Public Domain)",
            Self::NotSpecified => "License Not Specified",
            Self::Other(title) => title,
        }
    }

    /// Returns the English label; an unknown licence is its own label.
    #[must_use]
    pub fn label_en(&self) -> &str {
        match self {
            Self::Lov2 => "Open Licence 2.0 (Etalab)",
            Self::FrLo => "Open Licence 1.0 (Etalab)",
            Self::OdcOdbl => "ODbL 1.0 (Open Database License)",
            Self::OdcBy => "Attribution License (ODC-By)",
            Self::OdcPddl => "Public domain (PDDL)",
            Self::CcBy => "Creative Commons Attribution (CC BY)",
            Self::CcBySa => "Creative Commons Share-Alike (CC BY-SA)",
            Self::CcZero => "Creative Commons Zero (CC0)",
            Self::OtherAt => "Other license (attribution)",
            Self::OtherOpen => "Other open license",
            Self::OtherPd => "Other (public domain)",
            Self::NotSpecified => "License not specified",
            Self::Other(title) => title,
        }
    }

    /// Returns how else the title is written: by the platform itself, by SPDX, and by the portals that it harvests.
    #[must_use]
    pub fn alternate_titles(&self) -> &'static [&'static str] {
        match self {
            Self::Other(_) => &[],
            known => titles::of(known.id()),
        }
    }

    /// Returns the address of the licence's text; `None` for a licence that has none.
    ///
    /// The platform does not say which version of a Creative Commons licence it means, and neither do these addresses.
    #[must_use]
    pub fn url(&self) -> Option<&'static str> {
        match self {
            Self::Lov2 => Some(
                "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
            ),
            Self::FrLo => {
                Some("https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Licence_Ouverte.pdf")
            }
            Self::OdcOdbl => Some("https://opendatacommons.org/licenses/odbl/"),
            Self::OdcBy => Some("https://opendatacommons.org/licenses/by/"),
            Self::OdcPddl => Some("https://opendatacommons.org/licenses/pddl/"),
            Self::CcBy => Some("https://opendefinition.org/licenses/cc-by/"),
            Self::CcBySa => Some("https://opendefinition.org/licenses/cc-by-sa/"),
            Self::CcZero => Some("https://creativecommons.org/publicdomain/zero/1.0/"),
            Self::OtherAt
            | Self::OtherOpen
            | Self::OtherPd
            | Self::NotSpecified
            | Self::Other(_) => None,
        }
    }
}

/// Returns the letters and digits of a title, in lower case: titles are compared by these alone.
fn letters(title: &str) -> impl Iterator<Item = char> + '_ {
    title
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_title_leads_to_its_license() {
        assert_eq!(License::all().len(), 12);
        for license in License::all() {
            let names = [
                license.id(),
                license.title(),
                license.label(),
                license.label_en(),
            ];
            for name in names.iter().chain(license.alternate_titles()) {
                assert_eq!(&License::from_title(name), license, "{name}");
                assert_eq!(
                    &License::from_title(&name.to_uppercase()),
                    license,
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn every_line_of_the_alternate_titles_names_a_known_license() {
        for (id, title) in titles::rows() {
            assert!(License::all().contains(&License::from(id)), "{id}");
            assert!(!title.is_empty(), "{id}");
        }
        let n_titles: usize = License::all()
            .iter()
            .map(|license| license.alternate_titles().len())
            .sum();
        assert_eq!(n_titles, titles::rows().count());
    }

    #[test]
    fn no_title_belongs_to_two_licenses() {
        let mut owners = HashMap::new();
        for license in License::all() {
            let names = [
                license.id(),
                license.title(),
                license.label(),
                license.label_en(),
            ];
            for name in names.iter().chain(license.alternate_titles()) {
                let owner = *owners
                    .entry(letters(name).collect::<String>())
                    .or_insert(license);
                assert_eq!(owner, license, "{name}");
            }
        }
    }

    #[test]
    fn reads_titles_as_portals_write_them() {
        for (title, id) in [
            ("etalab-2.0", "lov2"),
            ("Licence Ouverte v2.0 (Etalab)", "lov2"),
            ("Open Licence version 2.0", "lov2"),
            ("licence ouverte/open licence  version 2.0 ", "lov2"),
            ("LO/OL", "fr-lo"),
            ("Licence Ouverte (Etalab)", "fr-lo"),
            ("Open Database License (ODbL) 1.0", "odc-odbl"),
            ("CC BY", "cc-by"),
            ("CC-BY-SA-4.0", "cc-by-sa"),
            ("CC0-1.0", "cc-zero"),
        ] {
            assert_eq!(License::from_title(title).id(), id, "{title}");
        }
    }

    #[test]
    fn an_unknown_title_is_kept() {
        for title in ["Licence Ouverte 3.0", "CC BY-NC-ND", "Licence Mobilités"] {
            let license = License::from_title(title);
            assert_eq!(license, License::Other(title.to_owned()));
            assert_eq!((license.title(), license.url()), (title, None));
        }
    }
}
