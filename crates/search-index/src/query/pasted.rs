//! What is pasted: whole titles. Whoever pastes one means its record. Ids and addresses are read in `named`.

use tantivy::collector::TopDocs;
use tantivy::query::PhraseQuery;
use tantivy::{TantivyDocument, Term};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::context::Context;
use super::query_analyzer::QueryAnalyzer;
use crate::document::Hit;
use crate::error::{EngineContext, Error};
use crate::schema::TextField;
use crate::stored::stored_text;

/// A title may stand in so many other titles that begin like it.
const MAX_LONGER: usize = 20;

/// Returns the ids of the records whose whole title a text is, case, accents and blanks apart. The words alone would not
/// do: `eau -potable` is no title *Eau potable*.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn with_title(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    text: &str,
) -> Result<Vec<String>, Error> {
    let words = analyzer.with_stop_words(text);
    let (Some(first), true) = (words.first(), words.len() > 1) else {
        return Ok(Vec::new());
    };
    let field = context.fields.text(TextField::Title).exact;
    let terms = words.iter().map(|word| {
        let term = Term::from_field_text(field, &word.term);
        (word.position - first.position, term)
    });
    let phrase = PhraseQuery::new_with_offset(terms.collect());
    // Short titles come first.
    let best = TopDocs::with_limit(MAX_LONGER).order_by_score();
    let found = context
        .engine
        .search(&phrase, &best)
        .to("look for a title")?;
    let mut ids = Vec::new();
    for (_, address) in found {
        let document: TantivyDocument = context.engine.doc(address).to("read a title")?;
        let stored = stored_text(&document, context.fields.hit);
        let hit: Hit = serde_json::from_str(stored).to("read a hit")?;
        if without_accents(&hit.title) == without_accents(text) {
            ids.push(hit.id);
        }
    }
    Ok(ids)
}

fn without_accents(text: &str) -> String {
    let lowered = text.to_lowercase();
    let words: Vec<&str> = lowered.split_whitespace().collect();
    let letters = words.join(" ");
    letters.nfd().filter(|c| !is_combining_mark(*c)).collect()
}
