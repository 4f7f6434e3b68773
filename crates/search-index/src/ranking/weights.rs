//! All weights of the ranking, in one table.
//!
//! Each was set by measuring the judged queries of the real catalogue: `just fit` finds them, `just ablation` tells
//! what each part of the ranking brings ([`Weights::PARTS`]; the table stands in this crate's README).

use crate::schema::TextField;

/// Writes the table as a type with a field for each weight, which can be read and changed by name.
macro_rules! weights {
    ($($(#[$documentation:meta])* $name:ident = $value:literal;)*) => {
        /// The weights of the ranking. Searches use the default ones; others are for measuring.
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
    // Field weights: what a word that stands in a field is worth, before it is multiplied by the word's idf weight.
    /// The title.
    title = 6.0;
    /// The acronym.
    acronym = 6.0;
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
    /// The formats as the producers spell them: few people search for a spelling, and thousands of records have "web
    /// page".
    formats = 0.5;
    /// The description.
    description = 1.7;
    /// What others say of the record: the texts of links to it, of which no length is known. With the titles and tags of reuses
    /// beside them one everyday query of 62 is answered worse, and none better.
    said = 2.0;

    // Length normalization by field (BM25's b): 0 ignores the length, 1 divides a word's frequency by the field's
    // length relative to the average.
    /// Titles and titles of files.
    title_length = 0.55;
    /// The producer's name.
    organization_length = 0.36;
    /// The description.
    description_length = 0.2;
    /// All others.
    other_length = 0.25;

    /// How soon repetitions of a word in a field stop adding to its value (BM25's k1).
    saturation = 1.13;
    /// What a field adds that has the word in the exact form that was typed, and not only its base form: a share of its
    /// value.
    exact_form = 0.4;
    /// The tie breaker: a word counts in its best field, and this share of its value in each other field is added.
    other_fields = 0.3;

    // The `naming` factor: which share of the words, by idf weight, stands in the fields that name the record (title,
    // acronym, tags, producer, places), and which share in its title or acronym.
    /// The factor where no word names the record.
    unnamed = 0.15;
    /// The share of a word that names the record where it stands in the producer's name alone, and is next to nothing of it;
    /// it grows to 1 with the square of the share of the name that the words are.
    naming_producer = 0.3;
    /// What is added to it where all words name the record.
    naming = 2.175;
    /// The power to which the naming share is raised. Below 1, the first words that name the record bring more than the
    /// last ones.
    naming_power = 0.82;
    /// By what share the factor grows where the title or acronym has all words.
    titling = 1.0;

    /// The factor for a record whose whole acronym is a word of the query.
    whole_acronym = 2.0;
    /// What a title that has all the words gains, times the share of the title that the words are.
    title_share = 0.37;
    /// The factor for a title of nothing but the words.
    whole_title = 2.2;
    /// The factor for a title that has the words in the order of the query.
    in_order = 1.28;

    /// The factor for a record that has the format that a word names.
    has_format = 1.3;
    /// The factor for an API, where a word asks for one.
    has_type = 6.0;
    /// The factor for a title that names a year, but not the one asked for.
    other_edition = 0.1;
    /// The factor for a record of which no period is known, where the words name one (`depuis 2010`).
    no_period = 0.05;
    /// The factor for a record that covers another period.
    other_period = 0.03;

    // The prior's public use: `(no_use + Σ weight × ln(1 + n)) ^ use_power`.
    /// The sum's value for a record that nobody uses.
    no_use = 1.44;
    /// Views of its page.
    views = 0.29;
    /// People who follow it.
    followers = 1.0;
    /// Reuses built on it.
    reuses = 2.1;
    /// Those of the last year, once more: what is used today is what people look for today.
    recent_reuses = 0.4;
    /// People who began to follow it within a year, once more.
    recent_followers = 0.15;
    /// Other producers whose records link to it.
    citations = 0.5;
    /// Downloads of its files: they follow the views, and are counted for files that programs fetch every day. At 0.03
    /// they already put fewer of the wanted records first.
    downloads = 0.0;
    /// The power to which the sum is raised.
    use_power = 2.2;

    /// A record whose naming share is `s` has its prior lowered to `prior ^ (1 − use_unnamed × (1 − s))`: much used
    /// records have long descriptions, in which any words can be found.
    use_unnamed = 0.2;
    /// The factor for a producer that is an organization, and no person.
    organization_owner = 1.1;
    /// The factor for one that is a public service or a local authority.
    public_owner = 1.2;
    /// The factor for nobody.
    no_owner = 0.6;
    /// The factor for a record that repeats another producer's.
    copy = 0.5;
    /// The factor for a record whose data was made of a public producer's.
    derived = 0.3;
    /// The factor for a record that its producer left behind: sent by hand, years ago, while what it publishes today is harvested.
    left_behind = 0.5;
    /// Such a record comes after those that are harvested of its producer, that have all the words, and whose words are worth this
    /// share of its own at least.
    left_behind_share = 0.5;
    /// The factor for a record without files.
    no_files = 0.6;
    /// The power of the factor for a broken promise, `late ^ −promise`: `late` is the time since the last update over twice
    /// the promised one.
    promise = 0.05;
    /// The sum's value for a record whose source tells nothing of its use.
    unknown_use = 4.0;
    /// The power to which 0.5 plus the platform's mark for the metadata (0 to 1) is raised.
    quality = 0.2;
    /// The power of the age factor `(1 + years) ^ −freshness`, which is left out where the words have a year.
    freshness = 0.07;
    /// The factor for a record of whose series there are newer editions, which is left out where the words have a year.
    superseded = 0.8;
    /// An edition whose words are worth less than this share of the best edition's does not answer the query like that one: it
    /// stays behind, since the query means what the titles differ in.
    equal_edition = 0.4;
    /// The power of the factor for the period that a title names, `(1 + years since) ^ −period_age`, which is left out
    /// there too.
    period_age = 0.2;
    /// The factor for each level below the country (région, département, less) that a record is about, where the query names no
    /// place: who names none looks for the whole.
    narrower = 0.9;
    /// The same where the words name the country: `campings en France`.
    narrower_than_asked = 0.7;
    /// A record that says that it is dead comes after the living ones that have all the words, and whose words are worth this
    /// share of its own at least; not where the words ask for dead records.
    retired = 0.2;

    // Mentions: records that have the words somewhere in a text, which orders other than relevance leave out.
    /// A record whose naming share is below this only mentions the words if its score is low too.
    mention_naming = 0.2;
    /// It is low below this share of the score that the record in the place `enough_hits` has, of those that the words name;
    /// where these are fewer, no record only mentions the words.
    mention_score = 0.01;

    // Relaxation: what a record must have where few have all the words. Shares are of idf weight.
    /// So many live records that have all the words are enough: beside them, a record that lacks some is only worth as much
    /// as the one of them that stands in this place.
    enough_hits = 20.0;
    /// A record must have this share of the weight that the best record has.
    least_share = 0.4;
    /// The same beside enough records that have all the words.
    least_share_beside = 0.6;
    /// The power to which the idf weight is raised: below 1, a rare word is less worth than two common ones.
    required_power = 1.0;
    /// A record must have this share of the weight of all words of the query.
    least_of_all = 0.2;
    /// The share of its idf weight that an optional word counts there: one that names a place, a year or a format.
    preference = 0.4;
    /// The power to which the `found` factor raises the share of the words, by idf weight, that a record has.
    found_power = 2.56;

    /// What the idf weight of a frame's word (`liste des`, `comment`) is multiplied by, unless all words are such.
    frames = 0.2;
    /// By what share the factor grows for a title with all words of the frames.
    framing = 1.0;

    /// The factor for a record that is known to be of another grain than a frame asks for.
    other_grain = 0.3;

    // The share of its value that a match with an alternative counts.
    /// A corrected spelling.
    correction = 0.9;
    /// Words joined, or a word divided.
    compound = 0.95;
    /// The power to which the support of an acronym's words, a synonym or a translation is raised: how much more often than
    /// by chance its records have the other words of the query, relative to the best alternative for the same words.
    support = 0.5;
    /// An acronym for its words, or the words for the acronym.
    expansion = 0.8;
    /// A synonym.
    synonym = 0.75;
    /// The noun of a verb.
    noun = 0.9;
    /// A word made from the same root.
    relative = 0.4;
    /// The share of a word that counts as found where nothing but a word made from the same root is.
    found_relative = 0.5;
    /// The French of English words.
    translation = 0.8;
    /// A record within a place that the words name.
    place = 0.5;
    /// The name of a place that the words mean without naming it: by its number, or by the name of its inhabitants.
    place_name = 0.9;
    /// What the idf weight of a year is multiplied by.
    year_importance = 1.3;
    /// What the idf weight of a place's words is multiplied by.
    place_importance = 1.0;
    /// A record of the grain that a frame asks for.
    grain = 0.8;
    /// A record about the whole country, where a frame asks for that, or for a figure for each part of it.
    nationwide = 0.5;
    /// A record that covers a part of the period that the words name.
    period = 0.5;
    /// A record that covers the year.
    year = 0.5;
    /// A record that has the format.
    format = 0.64;
}

impl Weights {
    /// Returns the weight of a field.
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

    /// Returns a field's length normalization: BM25's b.
    pub(crate) fn length_normalization(&self, field: TextField) -> f32 {
        match field {
            TextField::Title | TextField::Resources => self.title_length,
            TextField::Organization => self.organization_length,
            TextField::Description => self.description_length,
            _ => self.other_length,
        }
    }

    /// Returns BM25's saturated term frequency: 1 for one occurrence in a field of average length, `1 + k1` at most.
    pub(crate) fn saturated(&self, frequency: f32, norm: f32) -> f32 {
        frequency * (self.saturation + 1.0) / (frequency + self.saturation * norm)
    }

    /// Returns the factor for a record's age.
    pub(crate) fn of_age(&self, years: f32) -> f32 {
        (1.0 + years).powf(-self.freshness)
    }

    /// Returns the factor for the years since the period that a record's title names.
    pub(crate) fn of_period_age(&self, years: f32) -> f32 {
        (1.0 + years).powf(-self.period_age)
    }
}

/// The weight of a record that an operator pinned to the words of the query: it comes first whatever its prior.
pub(crate) const PIN_WEIGHT: f32 = 1e9;

/// The weight of a record that a pasted address or identifier names: it comes before what only has the words.
pub(crate) const NAME_WEIGHT: f32 = 1e6;

/// Returns the weight of an id, a slug or a resource's id that is the whole query: somebody who pastes one wants that
/// record first. A slug that is one plain word (`agriculture`, `dvf`) is a word before it is a name.
pub(crate) fn identifier_weight(text: &str) -> f32 {
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
}
