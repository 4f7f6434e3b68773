//! The words in the names and acronyms of organizations.

use std::collections::{BTreeSet, HashMap};

use super::known::KnownOrganization;
use crate::analyzer::{Form, FrenchAnalyzer};
use crate::suggest::acronyms_in_brackets;
use crate::typo::{Spelling, may_be_mistyped, phonetic_key, spelling_distance};

/// What a distance as long as the word costs, on the scale of the logarithm of how many organizations have the word.
const COST: f32 = 18.0;

/// The words of organizations' names, in the base form of the index.
pub(super) struct WordIndex {
    /// By organization, its names, as the numbers of their words: the full name, then acronyms.
    names: Vec<Vec<Vec<u32>>>,
    numbers: HashMap<String, u32>,
    /// By word, the organizations that have it, ascending.
    holders: Vec<Vec<u32>>,
    /// The words as they are spelled, with their sounds and numbers.
    spellings: Vec<(String, String, u32)>,
}

impl WordIndex {
    pub fn new(all: &[KnownOrganization]) -> Self {
        let mut base = FrenchAnalyzer::new(Form::Base);
        let mut exact = FrenchAnalyzer::new(Form::Exact);
        let mut index = Self {
            names: Vec::with_capacity(all.len()),
            numbers: HashMap::new(),
            holders: Vec::new(),
            spellings: Vec::new(),
        };
        let mut spelled = BTreeSet::new();
        for (at, known) in (0..).zip(all) {
            let organization = &known.organization;
            let acronym = organization.acronym.as_deref();
            let in_brackets = acronyms_in_brackets(&organization.name);
            let texts = [organization.name.as_str()].into_iter();
            let texts = texts.chain(acronym).chain(in_brackets);
            let mut names = Vec::new();
            for text in texts {
                let terms = base.terms(text);
                let numbers: Vec<u32> = terms.into_iter().map(|it| index.number(it, at)).collect();
                let spellings = exact.terms(text).into_iter();
                spelled.extend(spellings.zip(numbers.iter().copied()));
                names.push(numbers);
            }
            index.names.push(names);
        }
        let spelled = spelled
            .into_iter()
            .filter(|(word, _)| may_be_mistyped(word));
        let spellings = spelled.map(|(word, number)| {
            let sounds = phonetic_key(&word);
            (word, sounds, number)
        });
        index.spellings = spellings.collect();
        index
    }

    /// Returns the number of a word, which an organization has.
    fn number(&mut self, word: String, organization: u32) -> u32 {
        let next = self.holders.len() as u32;
        let number = *self.numbers.entry(word).or_insert(next);
        if number == next {
            self.holders.push(Vec::new());
        }
        let holders = &mut self.holders[number as usize];
        if holders.last() != Some(&organization) {
            holders.push(organization);
        }
        number
    }

    /// Returns the number of a base form, if any organization has it.
    pub fn known(&self, base: &str) -> Option<u32> {
        self.numbers.get(base).copied()
    }

    /// Returns the organizations that have a word, ascending.
    pub fn holders(&self, word: u32) -> &[u32] {
        &self.holders[word as usize]
    }

    /// Returns the names of an organization, as the numbers of their words.
    pub fn names(&self, organization: u32) -> &[Vec<u32>] {
        &self.names[organization as usize]
    }

    /// Returns how telling a word is: the fewer organizations have it, the more.
    pub fn idf(&self, word: u32) -> f32 {
        let n_holders = self.holders(word).len() as f32;
        (1.0 + self.names.len() as f32 / n_holders).ln()
    }

    /// Returns the word that was most probably meant by a mistyped one, if any was.
    pub fn nearest(&self, typed: &str) -> Option<u32> {
        if !may_be_mistyped(typed) {
            return None;
        }
        let sounds = phonetic_key(typed);
        let typed_spelling = Spelling {
            letters: typed,
            sounds: &sounds,
        };
        let n_letters = typed.chars().count() as f32;
        let worth = |(word, sounds, number): &(String, String, u32)| {
            let known = Spelling {
                letters: word,
                sounds,
            };
            let distance = spelling_distance(typed_spelling, known)?;
            let n_holders = self.holders(*number).len() as f32;
            Some((n_holders.ln_1p() - COST * distance / n_letters, *number))
        };
        let found = self.spellings.iter().filter_map(worth);
        let best = found.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.map(|(_, number)| number)
    }
}
