//! What a fuzzer may call that nobody else does.

use crate::analyzer::{Form, FrenchAnalyzer};
use crate::query::HighlightTerms;
use crate::snippet::{self, Fragment};

/// Returns the extract of a text in which the words of a query are marked, as a hit has it.
#[must_use]
pub fn extract(text: &str, query: &str) -> Vec<Fragment> {
    let mut analyzer = FrenchAnalyzer::new(Form::Base);
    let marks: HighlightTerms = analyzer.terms(query).into_iter().collect();
    snippet::extract(&mut analyzer, text, &marks)
}

/// Returns a whole text in which the words of a query are marked, as a title has it.
#[must_use]
pub fn highlight(text: &str, query: &str) -> Vec<Fragment> {
    let mut analyzer = FrenchAnalyzer::new(Form::Base);
    let marks: HighlightTerms = analyzer.terms(query).into_iter().collect();
    snippet::highlight(&mut analyzer, text, &marks)
}
