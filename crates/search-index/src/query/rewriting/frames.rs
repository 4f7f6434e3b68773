//! Frames: the words around what is meant (`par commune`, `liste des`, `où trouver`), which say in which form something
//! is wanted, or nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rewriter::Rewriter;
use crate::Facet;
use crate::query::data_lines::data_lines;
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::understanding::InterpretationKind;

const FRAMES: &str = include_str!("../../../data/frames.txt");

/// The extent of records about the whole country; all other values are granularities.
const NATIONAL: &str = "national";

/// The phrases of the data file, by their tokens.
struct Frames {
    phrases: HashMap<Vec<String>, Frame>,
    /// The number of tokens of the longest one.
    longest: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Frame {
    /// Whether the phrase is one: the data file also names phrases that are none.
    is_frame: bool,
    /// The facet values that records are preferred for.
    values: Vec<(Facet, &'static str)>,
}

/// A word of a text as frames are compared: a base form, or a stop word. Which word of the query it is; `None` for a stop
/// word.
struct FrameToken {
    text: String,
    word: Option<usize>,
}

static DATA: LazyLock<Frames> = LazyLock::new(|| {
    let mut analyzer = QueryAnalyzer::new();
    let mut frames = Frames {
        phrases: HashMap::new(),
        longest: 0,
    };
    for rule in data_lines(FRAMES) {
        let (rule, is_frame) = match rule.strip_prefix("- ") {
            Some(rule) => (rule, false),
            None => (rule, true),
        };
        let (phrases, values) = rule.split_once('=').unwrap_or((rule, ""));
        let values = values.split_whitespace().map(|value| match value {
            NATIONAL => (Facet::Extent, value),
            _ => (Facet::Granularity, value),
        });
        let frame = Frame {
            is_frame,
            values: values.collect(),
        };
        for phrase in phrases.split(',') {
            let words = analyzer.words(phrase);
            let tokens = tokens(phrase, &words, &mut analyzer);
            let tokens: Vec<String> = tokens.into_iter().map(|token| token.text).collect();
            frames.longest = frames.longest.max(tokens.len());
            frames
                .phrases
                .entry(tokens)
                .or_insert_with(|| frame.clone());
        }
    }
    frames
});

impl Rewriter<'_> {
    /// Marks the words of frames, unless there are no others, and adds the facet values that frames prefer.
    pub(super) fn add_frames(&mut self) {
        let found = frames_of(&self.query.text, &self.query.words, self.analyzer);
        let mut is_frame = vec![false; self.query.words.len()];
        for index in found.iter().flat_map(|(words, _)| words) {
            is_frame[*index] = true;
        }
        if is_frame.iter().all(|is_frame| *is_frame) {
            return;
        }
        for (importance, is_frame) in self.query.importance.iter_mut().zip(&is_frame) {
            if *is_frame {
                *importance = self.context.ranking.weights.frames;
            }
        }
        self.query.is_frame = is_frame;
        for (words, frame) in found {
            for (facet, value) in &frame.values {
                let target = Target::FacetValue(*facet, (*value).to_owned());
                let covers = words[0]..words[words.len() - 1] + 1;
                self.add(covers, target, InterpretationKind::Grain);
            }
        }
    }
}

/// Returns the frames of a text whose words are given, each with the indexes of its words.
fn frames_of(
    text: &str,
    words: &[QueryWord],
    analyzer: &mut QueryAnalyzer,
) -> Vec<(Vec<usize>, &'static Frame)> {
    let tokens = tokens(text, words, analyzer);
    let mut found = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        match longest_phrase(&tokens[start..]) {
            Some((n_tokens, frame)) => {
                let words = tokens[start..start + n_tokens].iter();
                let words: Vec<usize> = words.filter_map(|token| token.word).collect();
                if frame.is_frame && !words.is_empty() {
                    found.push((words, frame));
                }
                start += n_tokens;
            }
            None => start += 1,
        }
    }
    found
}

/// Returns the longest phrase of the data file at the beginning of tokens, with the number of its tokens.
fn longest_phrase(tokens: &[FrameToken]) -> Option<(usize, &'static Frame)> {
    let texts: Vec<String> = tokens
        .iter()
        .take(DATA.longest)
        .map(|token| token.text.clone())
        .collect();
    let mut longest_first = (1..=texts.len()).rev();
    longest_first.find_map(|n_tokens| {
        let frame = DATA.phrases.get(&texts[..n_tokens])?;
        Some((n_tokens, frame))
    })
}

/// Returns the tokens of a text whose words are given. Articles are all one: `des`, `du`, and those that are elided.
fn tokens(text: &str, words: &[QueryWord], analyzer: &mut QueryAnalyzer) -> Vec<FrameToken> {
    const ARTICLE: &str = "de";
    const ARTICLES: [&str; 7] = ["des", "du", "d", "l", "la", "le", "les"];
    let mut tokens = Vec::new();
    let mut next_position = 0;
    for with_stop_word in analyzer.with_stop_words(text) {
        let n_elided = with_stop_word.position - next_position;
        tokens.extend((0..n_elided).map(|_| FrameToken {
            text: ARTICLE.to_owned(),
            word: None,
        }));
        next_position = with_stop_word.position + 1;
        let word = words
            .iter()
            .position(|word| word.span.start == with_stop_word.start);
        let text = match word {
            Some(index) => words[index].base.clone(),
            None if ARTICLES.contains(&&*with_stop_word.term) => ARTICLE.to_owned(),
            None => with_stop_word.term,
        };
        tokens.push(FrameToken { text, word });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the words of a text that belong to no frame.
    fn meant(text: &str) -> Vec<String> {
        let mut analyzer = QueryAnalyzer::new();
        let words = analyzer.words(text);
        let frames = frames_of(text, &words, &mut analyzer);
        let framed: Vec<usize> = frames.into_iter().flat_map(|(words, _)| words).collect();
        let meant = words.into_iter().enumerate();
        let meant = meant.filter(|(index, _)| !framed.contains(index));
        meant.map(|(_, word)| word.shown).collect()
    }

    #[test]
    fn frames_are_no_content() {
        for (text, expected) in [
            ("délinquance par ville", &["délinquance"][..]),
            ("écoles par commune", &["écoles"]),
            ("liste des maires", &["maires"]),
            ("Liste d'écoles", &["écoles"]),
            ("nombre de naissances par département", &["naissances"]),
            (
                "carte des zones inondables en France",
                &["zones", "inondables"],
            ),
            ("c'est quoi la BAN", &["BAN"]),
            ("je cherche les pharmacies svp", &["pharmacies"]),
            ("télécharger le cadastre", &["cadastre"]),
            ("open data Rennes", &["Rennes"]),
            ("combien d'habitants dans chaque commune", &["habitants"]),
        ] {
            assert_eq!(meant(text), expected, "{text}");
        }
    }

    #[test]
    fn the_same_words_in_a_name_are_meant() {
        for (text, expected) in [
            ("carte de bruit", &["carte", "bruit"][..]),
            ("protection des données", &["protection", "données"]),
            ("liste électorale", &["liste", "électorale"]),
            ("communes de Bretagne", &["communes", "Bretagne"]),
            ("carte scolaire", &["carte", "scolaire"]),
            ("Île-de-France", &["Île", "France"]),
            ("nombre premier", &["nombre", "premier"]),
        ] {
            assert_eq!(meant(text), expected, "{text}");
        }
    }

    #[test]
    fn grains_name_values_that_exist() {
        for frame in DATA.phrases.values() {
            for (facet, value) in &frame.values {
                let is_known = match facet {
                    Facet::Granularity => catalogue::Grain::all()
                        .iter()
                        .any(|known| known.id() == *value),
                    _ => *value == NATIONAL,
                };
                assert!(is_known, "{value}");
            }
        }
    }
}
