//! Names as numbers: a million words of names are some sixty thousand terms.

use std::collections::HashMap;

use super::name_analyzer::NameAnalyzer;

/// The number of a term, in the order in which terms first came.
pub(super) type TermId = u32;

/// Analyzes names, and numbers their terms.
pub(super) struct Names {
    analyzer: NameAnalyzer,
    ids: HashMap<String, TermId>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            analyzer: NameAnalyzer::new(),
            ids: HashMap::new(),
        }
    }
}

impl Names {
    /// Returns the terms of a name, in order.
    pub fn terms(&mut self, name: &str) -> Vec<TermId> {
        let mut terms = Vec::new();
        for word in self.analyzer.name_terms(name) {
            let next = self.ids.len() as TermId;
            terms.push(match self.ids.get(&word.term) {
                Some(id) => *id,
                None => *self.ids.entry(word.term).or_insert(next),
            });
        }
        terms
    }

    /// Returns all terms, by number.
    pub fn into_terms(self) -> Vec<String> {
        let mut terms = vec![String::new(); self.ids.len()];
        for (term, id) in self.ids {
            terms[id as usize] = term;
        }
        terms
    }
}
