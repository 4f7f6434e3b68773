//! Query rewriting: the words of a query -> the same words with alternatives.
//!
//! An alternative covers one or several words, and a document that has it has these words; it never replaces them. Each
//! kind of alternative has a file of its own. The order matters: codes come early, because the words that say what they are
//! are no content, and divided names, which become one word; corrections and initials come last, because they are
//! only looked for where a word has no other alternative.

mod codes;
mod compounds;
mod dead_words;
mod elisions;
mod families;
mod frames;
mod initials;
mod joined_words;
mod measures;
mod names;
mod periods;
mod places;
mod rewriter;
mod spelling;
mod synonyms;
mod values;

use super::context::Context;
use super::query_analyzer::QueryAnalyzer;
use super::rewritten_query::{QueryWord, RewrittenQuery, Target};
use super::thesaurus::Thesaurus;
use crate::error::Error;
use crate::understanding::InterpretationKind;
use rewriter::Rewriter;

/// At most this many words are looked for together.
pub(super) const MAX_WORDS: usize = 24;

/// Returns the words of a text with all their alternatives.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn rewrite(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    text: &str,
    words: Vec<QueryWord>,
) -> Result<RewrittenQuery, Error> {
    let n_words = words.len();
    let mut rewriter = Rewriter::new(context, analyzer, text, words);
    if let Some((text, n_divided)) = rewriter.with_divided_words()? {
        let mut words = analyzer.words(&text);
        words.truncate((n_words + n_divided).min(MAX_WORDS));
        rewriter = Rewriter::new(context, analyzer, &text, words);
    }
    rewriter.join_measures();
    rewriter.add_frames();
    rewriter.add_periods();
    rewriter.add_codes()?;
    rewriter.join_names()?;
    rewriter.add_thesaurus_entries()?;
    rewriter.add_elisions()?;
    rewriter.add_compounds()?;
    rewriter.add_places();
    rewriter.add_values();
    rewriter.add_families()?;
    rewriter.add_initials()?;
    rewriter.add_corrections()?;
    Ok(rewriter.finish())
}

/// Returns the words of a text with all their alternatives, where nothing in it is an operator.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(crate) fn rewritten(context: &Context<'_>, text: &str) -> Result<RewrittenQuery, Error> {
    let mut analyzer = QueryAnalyzer::new();
    let mut words = analyzer.words(text);
    words.truncate(MAX_WORDS);
    rewrite(context, &mut analyzer, text, words)
}

/// Returns the words of a text without alternatives.
pub(super) fn verbatim(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    text: &str,
    words: Vec<QueryWord>,
) -> RewrittenQuery {
    Rewriter::new(context, analyzer, text, words).finish()
}

/// Returns the words of a text with what the thesaurus has for them, in the same language: acronyms, their words, other names.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn thesaurus_only(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    text: &str,
    words: Vec<QueryWord>,
) -> Result<RewrittenQuery, Error> {
    let mut rewriter = Rewriter::new(context, analyzer, text, words);
    rewriter.add_thesaurus_entries()?;
    let alternatives = &mut rewriter.query.alternatives;
    let kinds = [InterpretationKind::Expansion, InterpretationKind::Synonym];
    alternatives.retain(|it| kinds.contains(&it.kind));
    Ok(rewriter.finish())
}

/// Returns the word of a text that is a year, looked for as that alone.
pub(super) fn year_only(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    text: &str,
    words: Vec<QueryWord>,
    year: i16,
) -> RewrittenQuery {
    let mut rewriter = Rewriter::new(context, analyzer, text, words);
    rewriter.query.is_literal.fill(false);
    rewriter.add(0..1, Target::Year(year), InterpretationKind::Year);
    rewriter.finish()
}

/// Reads the data files and the vocabulary, which are read when first asked for.
pub(crate) fn warm_up(context: &Context<'_>) -> Result<(), Error> {
    if context.thesaurus.is_none() {
        Thesaurus::bundled();
    }
    context.vocabulary().map(|_| ())
}
