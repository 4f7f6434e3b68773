//! Tags: the spellings of one tag are one value, shown as most documents write it.

use std::collections::HashMap;
use std::sync::Arc;

use catalogue::tag_family;

use super::facet_column::FacetColumn;
use super::values::Numbering;
use crate::facet::Facet;

/// The spellings of one tag, by ordinal.
#[derive(Default)]
struct Family {
    spellings: Vec<u32>,
    /// The one that most documents have; of equally many the first in the alphabet.
    shown: Option<u32>,
}

/// Returns the tags of every document with the spellings of one tag as one value, given each spelling by itself.
pub(super) fn by_family(spelled: &FacetColumn) -> FacetColumn {
    let n_documents = spelled.n_documents_by_value();
    let mut ordinals: HashMap<String, u32> = HashMap::new();
    let mut families: Vec<Family> = Vec::new();
    let mut family_of: Vec<u32> = Vec::with_capacity(spelled.values.len());
    for spelling in 0..spelled.values.len() as u32 {
        let key = tag_family(&spelled.values.get(spelling).name);
        let ordinal = *ordinals.entry(key).or_insert(families.len() as u32);
        if ordinal as usize == families.len() {
            families.push(Family::default());
        }
        family_of.push(ordinal);
        let family = &mut families[ordinal as usize];
        family.spellings.push(spelling);
        let rank = |it: u32| {
            (
                n_documents[it as usize],
                std::cmp::Reverse(spelled.values.rank(it)),
            )
        };
        if family
            .shown
            .is_none_or(|shown| rank(spelling) > rank(shown))
        {
            family.shown = Some(spelling);
        }
    }
    let name = |spelling: u32| &*spelled.values.get(spelling).name;
    let mut numbering = Numbering::new(Facet::Tag);
    for family in &families {
        // A family has a spelling.
        let Some(shown) = family.shown else { continue };
        let ordinal = numbering.ordinal_of(name(shown));
        for spelling in family.spellings.iter().filter(|it| **it != shown) {
            numbering.spelling(ordinal, name(*spelling));
        }
    }
    let values = numbering.finish().with_families(ordinals);
    spelled.with_values(Arc::new(values), |spelling| family_of[spelling as usize])
}
