//! What is pasted: whole titles, ids and addresses. Whoever pastes one means its record.

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

/// So many ids are looked up at most.
const MAX_IDS: usize = 10;

/// A title may stand in so many other titles that begin like it.
const MAX_LONGER: usize = 20;

/// What comes before an id or a slug in an address of the platform, or of this server.
const BEFORE_IDS: [&str; 5] = ["datasets", "dataset", "dataservices", "resources", "r"];

/// Returns the ids and slugs that a text names: it is one, has one among its words, or the address of a record.
pub(super) fn identifiers(text: &str) -> Vec<String> {
    let mut words = text.split_whitespace();
    let is_one_word = words.next().is_some() && words.next().is_none();
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word
            .trim_matches(|c: char| "\"'«»“”„’()[]{}<>,;.!".contains(c))
            .to_lowercase();
        if word.contains('/') {
            found.extend(in_address(&word));
        } else if (is_one_word && !word.is_empty()) || is_id(&word) {
            found.push(word);
        }
    }
    found.truncate(MAX_IDS);
    found
}

/// Returns the ids and slugs in an address.
fn in_address(address: &str) -> Vec<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let pairs = segments.iter().zip(segments.iter().skip(1));
    let after = pairs.filter(|(before, _)| BEFORE_IDS.contains(before));
    let names = after.map(|(_, name)| {
        let endings = [".json", ".jsonld", ".rdf", ".ttl", ".xml", ".n3"];
        let ending = endings
            .into_iter()
            .find_map(|ending| name.strip_suffix(ending));
        ending.unwrap_or(name).to_owned()
    });
    names
        .filter(|name| !BEFORE_IDS.contains(&&**name))
        .collect()
}

/// Returns whether a word is an id of the platform: 24 hexadecimal digits of a record, or a UUID of a file.
fn is_id(word: &str) -> bool {
    let is_hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    word.split('-').all(is_hexadecimal) && matches!(lengths[..], [24] | [8, 4, 4, 4, 12])
}

/// Returns the SIREN and SIRET in a text, with blanks or without; of a SIRET also its SIREN. They find the records of the
/// organization.
pub(super) fn business_numbers(analyzer: &mut QueryAnalyzer, text: &str) -> Vec<String> {
    const N_DIGITS_OF_SIREN: usize = 9;
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    if n_digits < N_DIGITS_OF_SIREN {
        return Vec::new();
    }
    let mut numbers = Vec::new();
    for word in analyzer.with_stop_words(text) {
        let is_number = word.term.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && matches!(word.term.len(), N_DIGITS_OF_SIREN | 14) {
            numbers.push(word.term[..N_DIGITS_OF_SIREN].to_owned());
            numbers.push(word.term);
        }
    }
    numbers.dedup();
    numbers.truncate(MAX_IDS);
    numbers
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_numbers_are_read_with_blanks_and_without() {
        for (text, expected) in [
            ("siren 385 290 309", &["385290309"][..]),
            ("38529030900454", &["385290309", "38529030900454"]),
            (
                "SIRET : 385 290 309 00454",
                &["385290309", "38529030900454"],
            ),
            ("eau 35238", &[]),
            ("2020 2021 2022", &[]),
        ] {
            let numbers = business_numbers(&mut QueryAnalyzer::new(), text);
            assert_eq!(numbers, expected, "{text}");
        }
    }

    #[test]
    fn an_id_is_found_bare_among_words_and_in_addresses() {
        const ID: &str = "53699233a3a729239d203e98";
        const FILE: &str = "0a2b6b1c-1111-4222-8333-444455556666";
        for (text, expected) in [
            (ID, &[ID][..]),
            ("\"53699233a3a729239d203e98\"", &[ID]),
            ("(53699233A3A729239D203E98)", &[ID]),
            ("jeu de données 53699233a3a729239d203e98 svp", &[ID]),
            ("base-adresse-nationale", &["base-adresse-nationale"]),
            (
                "https://www.data.gouv.fr/fr/datasets/base-adresse-nationale/",
                &["base-adresse-nationale"],
            ),
            (
                "www.data.gouv.fr/datasets/base-adresse-nationale?x=1#resources",
                &["base-adresse-nationale"],
            ),
            (
                "data.gouv.fr/api/1/datasets/53699233a3a729239d203e98/",
                &[ID],
            ),
            (
                "https://www.data.gouv.fr/api/2/datasets/53699233a3a729239d203e98/resources/",
                &[ID],
            ),
            (
                "https://www.data.gouv.fr/fr/datasets/r/0a2b6b1c-1111-4222-8333-444455556666",
                &[FILE],
            ),
            (
                "http://localhost:8080/datasets/base-adresse-nationale.json",
                &["base-adresse-nationale"],
            ),
            (
                "voir https://www.data.gouv.fr/dataservices/api-adresse.",
                &["api-adresse"],
            ),
            ("eau potable", &[]),
            ("base adresse-nationale", &[]),
            ("https://www.data.gouv.fr/", &[]),
            ("eau/assainissement", &[]),
        ] {
            assert_eq!(identifiers(text), expected, "{text}");
        }
    }
}
