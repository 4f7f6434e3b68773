//! Gathers the names that can be suggested from the live records, while a generation is built or updated.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::contribution::{Contribution, Named, NamedRecord, NamedValue};
use super::entries::{GatheredValue, entries_of_titles, entry_of_value, most_used_spellings};
use super::names::Names;
use super::suggestion::SuggestionKind;
use super::writer::{TableContent, write_table};
use crate::document::Hit;
use crate::error::Error;

/// The names gathered so far.
#[derive(Default)]
pub(crate) struct Collector {
    records: Vec<NamedRecord>,
    values: BTreeMap<SuggestionKind, HashMap<String, GatheredValue>>,
}

impl Collector {
    pub fn add(&mut self, contribution: Contribution) {
        for value in contribution.values() {
            self.add_value(value);
        }
        self.records.push(contribution.record);
    }

    /// Adds what a record's hit names, with the given zones, unless the record was archived.
    pub fn add_hit(&mut self, hit: &Hit, zones: &BTreeSet<&str>) {
        let Some(named) = Named::of_hit(hit) else {
            return;
        };
        self.records.push(named.record());
        named.each_value(zones, &mut |value| self.add_value(value));
    }

    fn add_value(&mut self, value: NamedValue<'_>) {
        let values = self.values.entry(value.kind).or_default();
        let gathered = match values.get_mut(value.name) {
            Some(gathered) => gathered,
            None => values.entry(value.name.to_owned()).or_default(),
        };
        gathered.count += 1;
        let names = [
            (value.label, &mut gathered.labels),
            (value.acronym, &mut gathered.acronyms),
        ];
        for (name, given) in names {
            let Some(name) = name else { continue };
            match given.get_mut(name) {
                Some(count) => *count += 1,
                None => {
                    given.insert(name.to_owned(), 1);
                }
            }
        }
    }

    /// Writes the gathered names into a generation's directory.
    pub fn write(self, directory: &Path) -> Result<(), Error> {
        write_table(directory, self.into_content())
    }

    pub(super) fn into_content(self) -> TableContent {
        let mut names = Names::default();
        let mut entries = entries_of_titles(self.records, &mut names);
        let mut of_values = Vec::new();
        for (kind, values) in self.values {
            let mut values: Vec<(String, GatheredValue)> = values.into_iter().collect();
            values.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            for (name, value) in values {
                of_values.extend(entry_of_value(kind, name, value, &mut names));
            }
        }
        entries.extend(most_used_spellings(of_values));
        TableContent {
            entries,
            terms: names.into_terms(),
        }
    }
}
