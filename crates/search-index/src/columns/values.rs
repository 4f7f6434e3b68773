//! The values of a facet with their labels; the index of a value is its ordinal.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use catalogue::{is_empty_tag, tag_family};

use crate::analyzer::fold;
use crate::facet::Facet;

/// The values of a facet over all segments, by ordinal.
pub(crate) struct Values {
    values: Vec<LabelledValue>,
    /// The ordinals, by name.
    by_name: Vec<u32>,
    /// The ordinals, by what their spellings have in common, where values have several: tags.
    by_family: HashMap<String, u32>,
    /// The ordinals by other names of values: slugs of organizations, once somebody asked for one.
    by_other_name: OnceLock<HashMap<String, u32>>,
    /// The spellings of values that have several, beside the name.
    spellings: HashMap<u32, String>,
    /// Whether the value says nothing, and comes after all that do.
    is_empty: Vec<bool>,
    /// By ordinal: the rank of the value by label, then by name.
    ranks: Vec<u32>,
    /// The words of each value's label and name, folded, each with a blank in front; made when first asked for.
    words: OnceLock<Vec<Box<str>>>,
}

/// A value and its French label.
pub(crate) struct LabelledValue {
    pub name: Box<str>,
    /// `None` where the name is the label.
    label: Option<Box<str>>,
}

impl LabelledValue {
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

impl Values {
    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn get(&self, ordinal: u32) -> &LabelledValue {
        &self.values[ordinal as usize]
    }

    /// Returns the rank of a value by label, then by name.
    pub fn rank(&self, ordinal: u32) -> u32 {
        self.ranks[ordinal as usize]
    }

    /// Returns whether the value says nothing, and comes after all that do.
    pub fn is_empty(&self, ordinal: u32) -> bool {
        self.is_empty[ordinal as usize]
    }

    /// Takes what the spellings of one value have in common for other names of it.
    pub fn with_families(mut self, families: HashMap<String, u32>) -> Self {
        self.is_empty = self
            .values
            .iter()
            .map(|it| is_empty_tag(&it.name))
            .collect();
        self.by_family = families;
        self
    }

    /// Returns the ordinal of a value in any of its spellings, if any document has it.
    pub fn ordinal(&self, name: &str) -> Option<u32> {
        let name_of = |ordinal: &u32| &*self.get(*ordinal).name;
        let found = self
            .by_name
            .binary_search_by(|ordinal| name_of(ordinal).cmp(name));
        let found = found.ok().map(|rank| self.by_name[rank]);
        if found.is_some() {
            return found;
        }
        let other = self.by_other_name.get().and_then(|known| known.get(name));
        if other.is_some() || self.by_family.is_empty() {
            return other.copied();
        }
        self.by_family.get(&tag_family(name)).copied()
    }

    /// Lets values be named otherwise too: each other name with the value's own. They stay as they were first given.
    pub fn also_named<'a>(&self, names: impl Iterator<Item = (&'a str, &'a str)>) {
        self.by_other_name.get_or_init(|| {
            let known = names.filter_map(|(other, name)| Some((other, self.ordinal(name)?)));
            known
                .map(|(other, ordinal)| (other.to_owned(), ordinal))
                .collect()
        });
    }

    /// Returns whether each of these words, folded, begins a word of the value's label or name.
    pub fn has_words(&self, ordinal: u32, words: &[String]) -> bool {
        let texts = self.words.get_or_init(|| {
            let text = |(ordinal, value): (u32, &LabelledValue)| {
                let spellings = self.spellings.get(&ordinal).map_or("", String::as_str);
                match &value.label {
                    Some(label) => words_of(&format!("{label} {} {spellings}", value.name)),
                    None => words_of(&format!("{} {spellings}", value.name)),
                }
            };
            (0..).zip(&self.values).map(text).collect()
        });
        let text = &texts[ordinal as usize];
        words.iter().all(|word| {
            let mut occurrences = text.match_indices(word.as_str());
            occurrences.any(|(start, _)| start > 0 && text.as_bytes()[start - 1] == b' ')
        })
    }

    pub fn n_bytes(&self) -> usize {
        let texts = self.values.iter().map(|value| {
            let label = value.label.as_ref().map_or(0, |label| label.len());
            value.name.len() + label
        });
        let families = self
            .by_family
            .keys()
            .map(|key| key.len() + size_of::<(String, u32)>());
        let spellings = self.spellings.values().map(String::len);
        texts.sum::<usize>()
            + families.sum::<usize>()
            + spellings.sum::<usize>()
            + self.is_empty.len()
            + self.values.len() * size_of::<LabelledValue>()
            + (self.by_name.len() + self.ranks.len()) * size_of::<u32>()
    }
}

fn words_of(text: &str) -> Box<str> {
    let mut words = String::with_capacity(text.len() + 2);
    for word in folded_words(text) {
        words.push(' ');
        words.push_str(&word);
    }
    words.into_boxed_str()
}

/// Returns the words of a text, accents and case apart.
pub(crate) fn folded_words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.map(fold).filter(|word| !word.is_empty())
}

/// Gives ordinals to values, as they come.
pub(super) struct Numbering {
    facet: Facet,
    ordinals: HashMap<String, u32>,
    names: Vec<String>,
    given_labels: GivenLabels,
    spellings: HashMap<u32, String>,
}

impl Numbering {
    pub fn new(facet: Facet) -> Self {
        Self {
            facet,
            ordinals: HashMap::new(),
            names: Vec::new(),
            given_labels: GivenLabels::default(),
            spellings: HashMap::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn name(&self, ordinal: u32) -> &str {
        &self.names[ordinal as usize]
    }

    pub fn ordinal_of(&mut self, name: &str) -> u32 {
        if let Some(ordinal) = self.ordinals.get(name) {
            return *ordinal;
        }
        let ordinal = self.names.len() as u32;
        self.ordinals.insert(name.to_owned(), ordinal);
        self.names.push(name.to_owned());
        ordinal
    }

    /// Notes that a value has this other spelling.
    pub fn spelling(&mut self, ordinal: u32, spelling: &str) {
        let spellings = self.spellings.entry(ordinal).or_default();
        spellings.push_str(spelling);
        spellings.push(' ');
    }

    /// Notes that a document gives a value this label.
    pub fn label(&mut self, ordinal: u32, label: &str) {
        self.given_labels.count(ordinal, label);
    }

    pub fn finish(mut self) -> Values {
        let mut values = Vec::with_capacity(self.names.len());
        for (ordinal, name) in self.names.into_iter().enumerate() {
            let given = self.given_labels.most_frequent(ordinal as u32);
            let label = given.unwrap_or_else(|| self.facet.value_label(&name));
            values.push(LabelledValue {
                label: (label != name).then(|| label.into_boxed_str()),
                name: name.into_boxed_str(),
            });
        }
        let mut by_name: Vec<u32> = (0..values.len() as u32).collect();
        by_name.sort_unstable_by(|a, b| values[*a as usize].name.cmp(&values[*b as usize].name));
        let mut by_label = by_name.clone();
        by_label.sort_by(|a, b| values[*a as usize].label().cmp(values[*b as usize].label()));
        let mut ranks = vec![0; values.len()];
        for (rank, ordinal) in (0u32..).zip(by_label) {
            ranks[ordinal as usize] = rank;
        }
        Values {
            is_empty: vec![false; values.len()],
            by_family: HashMap::new(),
            by_other_name: OnceLock::new(),
            spellings: self.spellings,
            values,
            by_name,
            ranks,
            words: OnceLock::new(),
        }
    }
}

/// How many documents give a value which label, where documents do.
#[derive(Default)]
struct GivenLabels(HashMap<u32, BTreeMap<String, u64>>);

impl GivenLabels {
    fn count(&mut self, ordinal: u32, label: &str) {
        let labels = self.0.entry(ordinal).or_default();
        match labels.get_mut(label) {
            Some(n) => *n += 1,
            None => {
                labels.insert(label.to_owned(), 1);
            }
        }
    }

    /// Returns the label that most documents give; of equally many the first in the alphabet.
    fn most_frequent(&mut self, ordinal: u32) -> Option<String> {
        let labels = self.0.remove(&ordinal)?;
        labels
            .into_iter()
            .rev()
            .max_by_key(|(_, n)| *n)
            .map(|(label, _)| label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_for_at_the_beginning_of_words() {
        let mut numbering = Numbering::new(Facet::Organization);
        let ordinal = numbering.ordinal_of("o1");
        numbering.label(ordinal, "Métropole d’Aix-Marseille");
        let values = numbering.finish();
        for (text, expected) in [
            ("", true),
            ("metro", true),
            ("MARS mét", true),
            ("aix marseille", true),
            ("o1", true),
            ("pole", false),
            ("metro lyon", false),
        ] {
            let words: Vec<String> = folded_words(text).collect();
            assert_eq!(values.has_words(ordinal, &words), expected, "{text}");
        }
    }
}
