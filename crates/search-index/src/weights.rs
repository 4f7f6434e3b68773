//! All weights of the ranking, in one table.
//!
//! Each was set by measuring the judged queries of the real catalogue: `just fit` finds them, `just ablation` tells what
//! each part brings ([`Weights::PARTS`]; the table stands in this crate's README).

use crate::schema::{NumberField, TextField};
use crate::understanding::{Factor, FactorKind};

/// Writes the table as a type with a field for each weight, which can be read and changed by name.
macro_rules! weights {
    ($($(#[$documentation:meta])* $name:ident = $value:literal;)*) => {
        /// The weights of the ranking. The default ones are those that everybody gets; others are for measuring.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Weights {
            $($(#[$documentation])* pub(crate) $name: f32,)*
        }

        impl Default for Weights {
            fn default() -> Self {
                Self { $($name: $value,)* }
            }
        }

        impl Weights {
            /// The names of all weights.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];

            /// Returns the weight of that name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<f32> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }

            /// Changes the weight of that name; returns whether there is one.
            pub fn set(&mut self, name: &str, value: f32) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

weights! {
    // What a word found in a field counts, before the rarity of the word.
    /// The title.
    title = 6.0;
    /// The acronym.
    acronym = 7.0;
    /// The tags.
    tags = 4.2;
    /// The producer's name.
    organization = 4.0;
    /// The declared places.
    geozones = 1.3;
    /// The titles of files.
    resources = 1.0;
    /// The schemas.
    schema = 1.0;
    /// How a producer spells a format is looked for by few, and "web page" is the spelling of thousands.
    formats = 0.5;
    /// The description.
    description = 1.7;

    // How much a longer field takes from its words: 0 nothing, 1 all that its length beyond the average tells.
    /// Titles and titles of files.
    title_length = 0.55;
    /// The producer's name.
    organization_length = 0.36;
    /// The description.
    description_length = 0.2;
    /// All others.
    other_length = 0.25;

    /// How soon a word's repetition counts no more (BM25's k1).
    saturation = 1.13;
    /// What a word in its exact form adds to its field, as a share.
    exact_form = 0.4;
    /// A word counts in its best field; what its other fields add, as a share.
    other_fields = 0.3;

    // The factor for the share of the words, by rarity, that name the record (title, acronym, tags, producer, places),
    // and that its title or acronym has.
    /// What is left where none names it.
    unnamed = 0.15;
    /// What all of them add.
    naming = 1.74;
    /// Less than 1: most words are all in the title, or none is.
    naming_power = 0.82;
    /// What is added where the title or acronym has all of them.
    titling = 0.45;

    /// The factor for a record whose whole acronym is a word of the query.
    whole_acronym = 2.0;
    /// What a title that has all the words gains by having little else.
    title_share = 0.37;
    /// The factor for a title of nothing but the words.
    whole_title = 2.73;
    /// The factor for a title that has the words in order.
    in_order = 1.28;

    /// The factor for a record that has the format that a word names.
    has_format = 1.3;
    /// The factor for an API, where a word asks for one.
    has_type = 6.0;
    /// The factor for a title that names a year, but not the one asked for.
    other_edition = 0.1;

    // Public use: `no_use + Σ weight × ln(1 + n)`, to a power, multiplies the score of the words.
    /// What a record counts that nobody uses.
    no_use = 1.44;
    /// Views of its page.
    views = 0.28;
    /// People who follow it.
    followers = 1.0;
    /// Reuses built on it.
    reuses = 2.24;
    /// Downloads of its files: they follow the views, and are counted for files that programs fetch every day. At 0.03
    /// they already put fewer of the wanted records first.
    downloads = 0.0;
    /// The power.
    use_power = 2.2;

    /// How much of that power a record loses that none of the words name: much used records have long descriptions.
    use_unnamed = 0.2;
    /// The factor for a producer that is an organization, and no person.
    organization_owner = 1.2;
    /// The factor for one that is a public service or a local authority.
    public_owner = 1.1;
    /// What a record counts whose use its source does not tell: as `no_use` and its sum.
    unknown_use = 4.0;
    /// The power of the platform's mark for the metadata.
    quality = 0.2;
    /// The power by which a record loses with each doubling of its age and a year, where the words have no year.
    freshness = 0.05;

    // Relaxation.
    /// Fewer live records than this that have all the words, and others are listed behind them.
    enough_hits = 20.0;
    /// The share of the best mass of words found that a record must have, where not all are required.
    least_share = 0.5;
    /// The share of the mass of all words that somebody must have, or nothing fits.
    least_of_all = 0.2;
    /// What of its mass a place, a year or a format counts there: it is a preference.
    preference = 0.4;
    /// The power to which the share of the words found is raised.
    found_power = 3.2;

    /// What the words of questions count beside others.
    question_words = 0.2;

    // What a word counts that is found as something else than it was typed.
    /// A spelling corrected.
    correction = 0.9;
    /// Words joined or divided otherwise.
    compound = 0.95;
    /// An acronym for its words, or the words for the acronym.
    expansion = 0.8;
    /// A synonym.
    synonym = 0.6;
    /// A record within a place that the words name.
    place = 0.5;
    /// The name of a place that the words mean otherwise: its number, or who lives there.
    place_name = 0.9;
    /// How much a year matters beside other words.
    year_importance = 1.3;
    /// How much a place matters.
    place_importance = 1.0;
    /// A record that covers the year.
    year = 0.5;
    /// A record that has the format.
    format = 0.64;
}

/// A part of the ranking that can be turned off, to see what it brings.
#[derive(Debug, Clone, Copy)]
pub struct RankingPart {
    /// What is turned off.
    pub name: &'static str,
    /// The weights that do so, and their values.
    pub off: &'static [(&'static str, f32)],
}

const fn part(name: &'static str, off: &'static [(&'static str, f32)]) -> RankingPart {
    RankingPart { name, off }
}

impl Weights {
    /// The parts of the ranking.
    pub const PARTS: &'static [RankingPart] = &[
        part(
            "a title weighs no more than a description",
            &[("title", 1.7)],
        ),
        part("acronyms weigh like titles of files", &[("acronym", 1.0)]),
        part("tags weigh like titles of files", &[("tags", 1.0)]),
        part(
            "producers weigh like titles of files",
            &[("organization", 1.0)],
        ),
        part("declared places", &[("geozones", 0.0)]),
        part(
            "titles of files, schemas, formats as spelled",
            &[("resources", 0.0), ("schema", 0.0), ("formats", 0.0)],
        ),
        part("descriptions count little", &[("description", 0.3)]),
        part("a word counts once", &[("other_fields", 1.0)]),
        part(
            "lengths of fields",
            &[
                ("title_length", 0.0),
                ("organization_length", 0.0),
                ("description_length", 0.0),
                ("other_length", 0.0),
            ],
        ),
        part("exact forms", &[("exact_form", 0.0)]),
        part(
            "words that name the record",
            &[("unnamed", 1.0), ("naming", 0.0)],
        ),
        part("words that are all in the title", &[("titling", 0.0)]),
        part("whole acronyms", &[("whole_acronym", 1.0)]),
        part(
            "whole titles",
            &[("title_share", 0.0), ("whole_title", 1.0)],
        ),
        part("order of the words", &[("in_order", 1.0)]),
        part("all public use", &[("use_power", 0.0)]),
        part("views", &[("views", 0.0)]),
        part("followers", &[("followers", 0.0)]),
        part("reuses", &[("reuses", 0.0)]),
        part("unknown use is no use", &[("unknown_use", 1.44)]),
        part("less use where no word names", &[("use_unnamed", 0.0)]),
        part(
            "kind of producer",
            &[("organization_owner", 1.0), ("public_owner", 1.0)],
        ),
        part("quality", &[("quality", 0.0)]),
        part("freshness", &[("freshness", 0.0)]),
        part("relaxation", &[("enough_hits", 0.0)]),
        part("the share of words found", &[("found_power", 0.0)]),
        part("words of questions", &[("question_words", 1.0)]),
        part("corrections", &[("correction", 0.0)]),
        part("compounds", &[("compound", 0.0)]),
        part(
            "acronyms for words, and words for acronyms",
            &[("expansion", 0.0)],
        ),
        part("synonyms", &[("synonym", 0.0)]),
        part("places", &[("place", 0.0), ("place_name", 0.0)]),
        part("years", &[("year", 0.0), ("year_importance", 1.0)]),
        part("titles that name another year", &[("other_edition", 1.0)]),
        part(
            "formats and types",
            &[("format", 0.0), ("has_format", 1.0), ("has_type", 1.0)],
        ),
    ];
}

impl Weights {
    /// Returns what a word found in a field counts.
    pub(crate) fn field(&self, field: TextField) -> f32 {
        match field {
            TextField::Title => self.title,
            TextField::Acronym => self.acronym,
            TextField::Tags => self.tags,
            TextField::Organization => self.organization,
            TextField::Geozones => self.geozones,
            TextField::Resources => self.resources,
            TextField::Schema => self.schema,
            TextField::Formats => self.formats,
            TextField::Description => self.description,
        }
    }

    /// Returns how much a longer field takes from its words.
    pub(crate) fn length_normalization(&self, field: TextField) -> f32 {
        match field {
            TextField::Title | TextField::Resources => self.title_length,
            TextField::Organization => self.organization_length,
            TextField::Description => self.description_length,
            _ => self.other_length,
        }
    }

    /// Returns what a word's frequency in a field is worth: 1 for once in a field of average length, 1 + k1 at most.
    pub(crate) fn saturated(&self, frequency: f32, norm: f32) -> f32 {
        frequency * (self.saturation + 1.0) / (frequency + self.saturation * norm)
    }

    /// Returns what is known of a record beside its words, as factors.
    pub(crate) fn prior(&self, number: impl Fn(NumberField) -> Option<i64>) -> [Factor; 3] {
        let is_told = number(NumberField::Views).is_some() || number(NumberField::Reuses).is_some();
        let public_use = if is_told {
            self.of_use(|field| number(field).unwrap_or(0).max(0) as u64)
        } else {
            self.unknown_use
        };
        let producer = match number(NumberField::Official) {
            Some(1) => self.organization_owner,
            Some(2) => self.organization_owner * self.public_owner,
            _ => 1.0,
        };
        // A source that does not mark its records says nothing against them.
        let quality = number(NumberField::Quality).map_or(0.5, |quality| quality as f32 / 1000.0);
        [
            (FactorKind::PublicUse, public_use.powf(self.use_power)),
            (FactorKind::Producer, producer),
            (FactorKind::Quality, (0.5 + quality).powf(self.quality)),
        ]
        .map(|(kind, value)| Factor { kind, value })
    }

    /// Returns the factor for a record's age.
    pub(crate) fn of_age(&self, years: f32) -> f32 {
        (1.0 + years).powf(-self.freshness)
    }

    /// Returns what a number of public use counts.
    pub(crate) fn of_use(&self, mut number: impl FnMut(NumberField) -> u64) -> f32 {
        let fields = [
            (NumberField::Views, self.views),
            (NumberField::Followers, self.followers),
            (NumberField::Reuses, self.reuses),
            (NumberField::Downloads, self.downloads),
        ];
        let sum: f32 = fields
            .into_iter()
            .map(|(field, weight)| weight * (number(field) as f32).ln_1p())
            .sum();
        self.no_use + sum
    }
}

/// Returns what an id, a slug or a resource's id counts: somebody who pastes one wants that record. A slug that is one
/// plain word (`agriculture`, `dvf`) is a word before it is a name.
pub(crate) fn of_identifier(text: &str) -> f32 {
    let is_pasted = text.contains(|c: char| c == '-' || c.is_ascii_digit());
    if is_pasted { 100_000.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_read_and_changed_by_its_name() {
        let mut weights = Weights::default();
        for name in Weights::NAMES {
            assert!(weights.set(name, 7.5), "{name}");
            assert_eq!(weights.get(name), Some(7.5), "{name}");
        }
        assert!(!weights.set("nonsense", 1.0));
        assert_eq!(weights.get("nonsense"), None);
    }

    #[test]
    fn parts_turn_off_weights_that_exist_and_change() {
        for part in Weights::PARTS {
            let mut is_changed = false;
            for (name, off) in part.off {
                let on = Weights::default().get(name);
                assert!(on.is_some(), "{}: {name}", part.name);
                is_changed |= on != Some(*off);
            }
            assert!(is_changed, "{}", part.name);
        }
    }

    #[test]
    fn missing_and_absurd_figures_are_no_harm() {
        let weights = Weights::default();
        let prior = |views: Option<i64>| -> f32 {
            let factors = weights.prior(|field| match field {
                NumberField::Views => views,
                _ => None,
            });
            factors.iter().map(|factor| factor.value).product()
        };
        for views in [None, Some(-5), Some(0), Some(1), Some(i64::MAX)] {
            let prior = prior(views);
            assert!(prior.is_finite() && prior > 0.0, "{views:?}: {prior}");
        }
        // A hundred times the views are worth some times the rest, and no more.
        assert!(prior(Some(100_000)) / prior(Some(1_000)) < 3.0);
    }
}
