//! Takes the names of hidden records out of a table.

use super::contribution::Contribution;
use super::name_analyzer::NameAnalyzer;
use super::table::SuggestionTable;
use super::withdrawn::{StandIn, WithdrawnNames};

impl Contribution {
    /// Returns what the table knows of the names.
    fn withdrawn(&self, analyzer: &mut NameAnalyzer) -> WithdrawnNames<'_> {
        WithdrawnNames {
            kind: self.record.kind,
            id: &self.record.id,
            title: terms(analyzer, &self.record.title),
            values: self
                .values()
                .map(|value| (value.kind, value.name))
                .collect(),
        }
    }
}

impl SuggestionTable {
    /// Takes the names of hidden records out of the suggestions. Where one stood for all of its title, the most used of the
    /// others does.
    pub fn withdraw_all(&mut self, hidden: &[Contribution], others: &[Contribution]) {
        let mut analyzer = NameAnalyzer::new();
        let titles: Vec<Vec<String>> = others
            .iter()
            .map(|other| terms(&mut analyzer, &other.record.title))
            .collect();
        let stand_in = |hidden: &WithdrawnNames<'_>| {
            let of_title = others.iter().zip(&titles).filter(|(other, title)| {
                other.record.kind == hidden.kind && **title == hidden.title
            });
            let (most_used, _) =
                of_title.max_by(|(a, _), (b, _)| a.record.weight.total_cmp(&b.record.weight))?;
            let record = &most_used.record;
            Some(StandIn {
                label: record.title.clone(),
                id: record.id.clone(),
                slug: record.slug.clone(),
                acronym: record.acronym.clone(),
            })
        };
        let hidden: Vec<WithdrawnNames<'_>> = hidden
            .iter()
            .map(|contribution| contribution.withdrawn(&mut analyzer))
            .collect();
        self.withdraw(&hidden, &stand_in);
    }
}

fn terms(analyzer: &mut NameAnalyzer, text: &str) -> Vec<String> {
    let words = analyzer.name_terms(text);
    words.into_iter().map(|word| word.term).collect()
}
