//! The files of the bundled lexicon, by theme.

use crate::understanding::InterpretationKind;

/// A file of the bundled lexicon.
pub(crate) struct Theme {
    #[cfg(test)]
    pub file: &'static str,
    pub text: &'static str,
    /// How its names come from each other.
    pub kind: InterpretationKind,
}

macro_rules! theme {
    ($file:literal, $kind:ident) => {
        Theme {
            #[cfg(test)]
            file: $file,
            text: include_str!(concat!("../../data/lexicon/", $file)),
            kind: InterpretationKind::$kind,
        }
    };
}

pub(crate) static THEMES: [Theme; 18] = [
    theme!("people-and-work.txt", Synonym),
    theme!("economy-and-taxes.txt", Synonym),
    theme!("health.txt", Synonym),
    theme!("education.txt", Synonym),
    theme!("justice-and-safety.txt", Synonym),
    theme!("public-life-and-elections.txt", Synonym),
    theme!("housing.txt", Synonym),
    theme!("places-and-geography.txt", Synonym),
    theme!("town-and-services.txt", Synonym),
    theme!("transport.txt", Synonym),
    theme!("energy.txt", Synonym),
    theme!("environment.txt", Synonym),
    theme!("agriculture-and-food.txt", Synonym),
    theme!("culture-and-sport.txt", Synonym),
    theme!("brands-and-programmes.txt", Synonym),
    theme!("broader-and-narrower.txt", Synonym),
    theme!("verbs-and-nouns.txt", Synonym),
    theme!("english.txt", Translation),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_bundled() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon");
        let names = fs::read_dir(folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let listed = THEMES.iter().map(|theme| theme.file.to_owned());
        assert_eq!(names.collect::<BTreeSet<_>>(), listed.collect());
    }
}
