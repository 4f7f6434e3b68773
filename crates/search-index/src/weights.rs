//! All weights of the ranking, in one table.
//!
//! They are those of a first prototype measured on the judged queries of the real catalogue (`just evaluate` gives the
//! figures); each is to earn its place there.

use crate::schema::{NumberField, TextField};

/// What a word found in a field counts, before the rarity of the word.
pub(crate) fn field_weight(field: TextField) -> f32 {
    match field {
        TextField::Acronym => 8.0,
        TextField::Title => 6.0,
        TextField::Tags | TextField::Organization => 3.0,
        TextField::Geozones => 2.0,
        TextField::Description => 1.5,
        TextField::Resources | TextField::Schema => 1.0,
        // How a producer spells a format is looked for by few, and "web page" is the spelling of thousands.
        TextField::Formats => 0.5,
    }
}

/// What the exact form counts, beside its stemmed form's 1.
pub(crate) const EXACT_FORM: f32 = 1.2;

/// A word counts in its best field; what its other fields add, as a share.
pub(crate) const OTHER_FIELDS: f32 = 0.2;

/// What an id, a slug or a resource's id counts: somebody who pastes one wants that record.
pub(crate) const IDENTIFIER: f32 = 50.0;

/// What the whole query as a phrase in the title counts, before the rarity of its words.
pub(crate) const TITLE_PHRASE: f32 = 4.0;

/// What public use counts: `1 + Σ weight × ln(1 + n)`, by which the score of the words is multiplied.
pub(crate) const USE: [(NumberField, f32); 3] = [
    (NumberField::Views, 1.0),
    (NumberField::Followers, 1.0),
    (NumberField::Reuses, 2.0),
];

/// The power to which public use is raised before it multiplies the score.
pub(crate) const USE_POWER: f32 = 1.5;
