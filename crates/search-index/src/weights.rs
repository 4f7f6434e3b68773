//! All weights of the ranking, in one table.
//!
//! They are those of a first prototype measured on the judged queries of the real catalogue (`just evaluate` gives the
//! figures); each is to earn its place there.

use crate::schema::{NumberField, TextField};

/// What a word found in a field counts, before the rarity of the word.
pub(crate) fn field_weight(field: TextField) -> f32 {
    match field {
        TextField::Acronym => 7.0,
        TextField::Title => 6.0,
        TextField::Tags => 4.2,
        TextField::Organization => 3.2,
        TextField::Geozones => 1.3,
        TextField::Description => 1.7,
        TextField::Resources | TextField::Schema => 1.0,
        // How a producer spells a format is looked for by few, and "web page" is the spelling of thousands.
        TextField::Formats => 0.5,
    }
}

/// How much a longer field takes from its words: 0 nothing, 1 all that its length beyond the average tells.
pub(crate) fn length_normalization(field: TextField) -> f32 {
    match field {
        TextField::Title | TextField::Resources => 0.55,
        TextField::Organization => 0.36,
        TextField::Description => 0.2,
        _ => 0.25,
    }
}

/// How soon a word's repetition counts no more (BM25's k1).
const SATURATION: f32 = 1.13;

/// Returns what a word's frequency in a field is worth: 1 for once in a field of average length, 1 + k1 at most.
pub(crate) fn saturated(frequency: f32, norm: f32) -> f32 {
    frequency * (SATURATION + 1.0) / (frequency + SATURATION * norm)
}

/// What a word in its exact form adds to its field, as a share.
pub(crate) const EXACT_FORM: f32 = 0.5;

/// A word counts in its best field; what its other fields add, as a share.
pub(crate) const OTHER_FIELDS: f32 = 0.3;

/// Returns what an id, a slug or a resource's id counts: somebody who pastes one wants that record. A slug that is one
/// plain word (`agriculture`, `dvf`) is a word before it is a name.
pub(crate) fn of_identifier(text: &str) -> f32 {
    let is_pasted = text.contains(|c: char| c == '-' || c.is_ascii_digit());
    if is_pasted { 100_000.0 } else { 1.0 }
}

/// Returns the factor for the share of the words, by rarity, that name the record (in its title, acronym, tags,
/// producer or places), and that its title or acronym has.
pub(crate) fn of_coverage(naming: f32, titling: f32) -> f32 {
    // Most words are all in the title, or none is.
    let naming = if naming < 1.0 {
        naming.powf(0.82)
    } else {
        naming
    };
    (0.15 + 1.74 * naming) * (1.0 + 0.45 * titling * titling)
}

/// Returns the factor for a record whose whole acronym is a word of the query.
pub(crate) fn of_acronym(is_acronym: bool) -> f32 {
    if is_acronym { 2.0 } else { 1.0 }
}

/// Returns the factor for a title that has all the words: closer to nothing but them is better.
pub(crate) fn of_whole_title(n_words: usize, title_length: usize, in_order: bool) -> f32 {
    let share = (n_words as f32 / title_length as f32).min(1.0);
    let exact = if title_length <= n_words { 2.73 } else { 1.0 };
    let order = if in_order { 1.28 } else { 1.0 };
    (1.0 + 0.37 * share) * exact * order
}

/// What public use counts: `1.44 + Σ weight × ln(1 + n)`, by which the score of the words is multiplied.
pub(crate) const USE: [(NumberField, f32); 3] = [
    (NumberField::Views, 0.28),
    (NumberField::Followers, 1.0),
    (NumberField::Reuses, 2.24),
];

/// What a record counts that nobody uses.
pub(crate) const NO_USE: f32 = 1.44;

/// The power to which public use is raised before it multiplies the score.
pub(crate) const USE_POWER: f32 = 2.2;
