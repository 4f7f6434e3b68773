//! Numbers of businesses: a SIREN or SIRET finds the records of its organization.

use super::query_analyzer::QueryAnalyzer;

const N_DIGITS_OF_SIREN: usize = 9;
const N_DIGITS_OF_SIRET: usize = 14;

/// So many numbers of a text are looked up at most.
const MAX_NUMBERS: usize = 10;

/// Returns the SIREN and SIRET in a text, with blanks or without; of a SIRET also its SIREN.
pub(super) fn business_numbers(analyzer: &mut QueryAnalyzer, text: &str) -> Vec<String> {
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    if n_digits < N_DIGITS_OF_SIREN {
        return Vec::new();
    }
    let mut numbers = Vec::new();
    for word in analyzer.with_stop_words(text) {
        let is_number = word.term.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && matches!(word.term.len(), N_DIGITS_OF_SIREN | N_DIGITS_OF_SIRET) {
            numbers.push(word.term[..N_DIGITS_OF_SIREN].to_owned());
            numbers.push(word.term);
        }
    }
    numbers.dedup();
    numbers.truncate(MAX_NUMBERS);
    numbers
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
}
