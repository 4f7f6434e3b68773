//! The words that stand in sentences: in lower case, between blanks and marks.

use std::collections::{BTreeMap, HashSet};

use catalogue::Record;
use search_index::{Form, FrenchAnalyzer};
use unicode_normalization::UnicodeNormalization;

use super::Least;

/// Words of fewer letters are mostly units and codes.
const MIN_LETTERS: usize = 3;

/// How often each word stands where, by the word as it is written in lower case.
#[derive(Default)]
pub struct Words {
    counts: BTreeMap<String, Counts>,
}

#[derive(Default, Clone, Copy)]
struct Counts {
    n_records: u32,
    n_inside: u32,
}

impl Words {
    /// Counts the words of a record's title, tags and description.
    pub fn add(&mut self, record: &Record) {
        let description = &record.description().text;
        let texts = [record.title(), description]
            .into_iter()
            .chain(record.tags().iter().map(String::as_str));
        let mut words = HashSet::new();
        for text in texts {
            let text = text.nfc().collect::<String>().to_lowercase();
            let in_text = text.split(|c: char| !c.is_alphanumeric());
            words.extend(in_text.filter(|word| is_word(word)).map(str::to_owned));
        }
        for word in words {
            self.counts.entry(word).or_default().n_records += 1;
        }
        let description = description.nfc().collect::<String>();
        for word in description.lines().flat_map(inside_sentences) {
            self.counts.entry(word.to_owned()).or_default().n_inside += 1;
        }
    }

    /// Returns the words that stand in enough records and sentences, sorted; stop words are none.
    pub fn common(&self, least: &Least) -> Vec<&str> {
        let mut analyzer = FrenchAnalyzer::new(Form::Exact);
        let is_common =
            |counts: &Counts| counts.n_records >= least.records && counts.n_inside >= least.inside;
        let common = self.counts.iter().filter(|(_, counts)| is_common(counts));
        let words = common.map(|(word, _)| word.as_str());
        words
            .filter(|word| !analyzer.terms(word).is_empty())
            .collect()
    }
}

fn is_word(text: &str) -> bool {
    text.chars().count() >= MIN_LETTERS && text.chars().all(char::is_alphabetic)
}

/// Returns the words of a line that follow another word of their sentence and are in lower case, without what is elided
/// before them. Addresses, codes and compounds are none.
fn inside_sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut follows = false;
    line.split_whitespace().filter_map(move |token| {
        let is_inside = follows;
        follows = token.ends_with(|c: char| c.is_alphabetic() || c == ',');
        let word = token
            .trim_start_matches(['(', '«', '"', '“'])
            .trim_end_matches([',', ';', ':', '.', '!', '?', ')', '»', '"', '”', '…']);
        let word = word.rsplit(['\'', '’']).next().unwrap_or(word);
        let is_lower = word.chars().all(char::is_lowercase);
        (is_inside && is_lower && is_word(word)).then_some(word)
    })
}

#[test]
fn words_inside_sentences_follow_another_word_in_lower_case() {
    let line =
        "Liste des arbres d’alignement, plantés (voirie). les Halles, geo.csv sous-sol et l'eau.";
    let words: Vec<&str> = inside_sentences(line).collect();
    assert_eq!(
        words,
        ["des", "arbres", "alignement", "plantés", "voirie", "eau"]
    );
}
