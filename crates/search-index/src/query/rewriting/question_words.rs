//! The words with which people ask questions (`quel`, `comment`): they say little about what is searched.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::query::data_lines::data_lines;
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::QueryWord;

const QUESTION_WORDS: &str = include_str!("../../../data/question_words.txt");

static QUESTION_BASES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut analyzer = QueryAnalyzer::new();
    let rules = data_lines(QUESTION_WORDS).flat_map(|rule| rule.split(','));
    rules
        .flat_map(|name| analyzer.words(name))
        .map(|word| word.base)
        .collect()
});

/// Returns the importance of each word: `of_question_words` for those of questions, unless there are no others, and 1.
pub(super) fn importance(words: &[QueryWord], of_question_words: f32) -> Vec<f32> {
    let is_of_questions = |word: &QueryWord| QUESTION_BASES.contains(&word.base);
    if words.iter().all(is_of_questions) {
        return vec![1.0; words.len()];
    }
    let importance = words.iter().map(|word| {
        if is_of_questions(word) {
            of_question_words
        } else {
            1.0
        }
    });
    importance.collect()
}
