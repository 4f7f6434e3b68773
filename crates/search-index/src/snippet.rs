//! Highlights a title, or an extract of a description, as fragments of text. The page adds the markup.

use std::collections::HashSet;

use serde::Serialize;

use crate::analyzer::{FrenchAnalyzer, Word};
use crate::query::HighlightTerms;

/// A piece of a text, marked where a term of the query matches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fragment {
    /// The text, without any markup.
    pub text: String,
    /// Whether a term of the query matches the text.
    pub mark: bool,
}

/// The length of an extract, in characters; ellipses come on top.
const EXTRACT_CHARS: usize = 240;

/// The length of a description's beginning that extracts are cut from, in bytes. The longest description of the real
/// catalogue has 1.75 million characters; 99 of 100 have fewer than 4,300.
const READ_BYTES: usize = 20_000;

/// The text before an extract's first mark has at most this many bytes, or twice as many where a sentence begins there.
const LEAD_CHARS: usize = 40;

/// Returns the whole text in fragments, its matching words marked.
pub(crate) fn highlight(
    analyzer: &mut FrenchAnalyzer,
    text: &str,
    marks: &HighlightTerms,
) -> Vec<Fragment> {
    let marked = marked_words(analyzer, text, marks);
    fragments(text, 0, text.len(), &marked)
}

/// Returns the extract of a text with the most different matching words, in fragments, these words marked. Where no word
/// matches, it is the beginning of the text.
pub(crate) fn extract(
    analyzer: &mut FrenchAnalyzer,
    text: &str,
    marks: &HighlightTerms,
) -> Vec<Fragment> {
    let text = &text[..text.floor_char_boundary(READ_BYTES)];
    let marked = marked_words(analyzer, text, marks);
    let first = best_window(text, &marked).map_or(0, |at| marked[at].start);
    let start = window_start(text, first);
    let end = window_end(text, start);
    let mut fragments = fragments(text, start, end, &marked);
    if start > 0 {
        fragments.insert(
            0,
            Fragment {
                text: "… ".to_owned(),
                mark: false,
            },
        );
    }
    if end < text.len() {
        fragments.push(Fragment {
            text: " …".to_owned(),
            mark: false,
        });
    }
    join_neighbours(fragments)
}

fn marked_words(analyzer: &mut FrenchAnalyzer, text: &str, marks: &HighlightTerms) -> Vec<Word> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut words = analyzer.words(text);
    marks.retain(&mut words);
    words
}

/// Returns the index of the mark that begins the best window: the one with the most different terms, of equal ones that
/// with the most marks, of these the earliest.
fn best_window(text: &str, marks: &[Word]) -> Option<usize> {
    let worth = |first: usize| {
        let window_end = marks[first].start + EXTRACT_CHARS;
        let inside = marks[first..]
            .iter()
            .take_while(|mark| mark.end <= window_end);
        let mut different = HashSet::new();
        let n_marks = inside
            .map(|mark| different.insert(mark.term.as_str()))
            .count();
        (different.len(), n_marks)
    };
    debug_assert!(
        marks.iter().all(|mark| mark.end <= text.len()),
        "marks lie in the text"
    );
    (0..marks.len()).max_by(|a, b| worth(*a).cmp(&worth(*b)).then(b.cmp(a)))
}

/// Returns the start of an extract: the beginning of the sentence that its first mark stands in, where that is near, else
/// of a word some words before the mark.
fn window_start(text: &str, first_mark: usize) -> usize {
    let earliest = text.floor_char_boundary(first_mark.saturating_sub(LEAD_CHARS * 2));
    if earliest == 0 {
        return 0;
    }
    let lead = &text[earliest..first_mark];
    if let Some(at) = lead.rfind(['\n', '.', '!', '?', ';']) {
        let after = earliest + at + 1;
        return first_mark - text[after..first_mark].trim_start().len();
    }
    let near = text.floor_char_boundary(first_mark.saturating_sub(LEAD_CHARS));
    text[near..first_mark]
        .find(char::is_whitespace)
        .map_or(first_mark, |at| {
            first_mark - text[near + at..first_mark].trim_start().len()
        })
}

/// Returns the end of an extract that begins at `start`: the end of the last word that fits in.
fn window_end(text: &str, start: usize) -> usize {
    let Some((limit, _)) = text[start..].char_indices().nth(EXTRACT_CHARS) else {
        return text.trim_end().len();
    };
    let window = &text[start..start + limit];
    start
        + window
            .rfind(char::is_whitespace)
            .map_or(limit, |at| window[..at].trim_end().len())
            .max(1)
}

/// Returns the fragments of `start..end` of a text, cut at the marks. Line ends and tabs become blanks.
fn fragments(text: &str, start: usize, end: usize, marks: &[Word]) -> Vec<Fragment> {
    let end = text.ceil_char_boundary(end.max(start));
    let fragment = |from: usize, to: usize, mark: bool| Fragment {
        text: text[from..to].replace(['\n', '\r', '\t'], " "),
        mark,
    };
    let mut fragments = Vec::new();
    let mut at = start;
    for mark in marks
        .iter()
        .filter(|mark| mark.start >= start && mark.end <= end)
    {
        if mark.start > at {
            fragments.push(fragment(at, mark.start, false));
        }
        fragments.push(fragment(mark.start, mark.end, true));
        at = mark.end;
    }
    if at < end {
        fragments.push(fragment(at, end, false));
    }
    fragments
}

fn join_neighbours(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut joined: Vec<Fragment> = Vec::new();
    for fragment in fragments {
        match joined.last_mut() {
            Some(last) if last.mark == fragment.mark => last.text.push_str(&fragment.text),
            _ => joined.push(fragment),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analyzer::Form;

    /// Returns the fragments as one text, marks in brackets.
    fn shown(fragments: &[Fragment]) -> String {
        let show = |fragment: &Fragment| {
            if fragment.mark {
                format!("[{}]", fragment.text)
            } else {
                fragment.text.clone()
            }
        };
        fragments.iter().map(show).collect()
    }

    fn marks(query: &str) -> HighlightTerms {
        FrenchAnalyzer::new(Form::Base)
            .terms(query)
            .into_iter()
            .collect()
    }

    fn extract_of(text: &str, query: &str) -> String {
        shown(&extract(
            &mut FrenchAnalyzer::new(Form::Base),
            text,
            &marks(query),
        ))
    }

    #[test]
    fn a_title_is_shown_whole_with_every_form_of_the_words_marked() {
        let title = highlight(
            &mut FrenchAnalyzer::new(Form::Base),
            "Qualités de l’Air\nà Lyon",
            &marks("qualite air"),
        );
        assert_eq!(shown(&title), "[Qualités] de l’[Air] à Lyon");
    }

    #[test]
    fn without_words_an_extract_is_the_beginning_cut_at_a_word() {
        assert_eq!(extract_of("Court.", ""), "Court.");
        assert_eq!(extract_of("", ""), "");
        let long = "mot ".repeat(100);
        let extract = extract_of(&long, "");
        assert!(extract.ends_with("mot …"), "{extract}");
        assert!(extract.chars().count() <= EXTRACT_CHARS + 2);
    }

    #[test]
    fn an_extract_is_where_most_of_the_words_stand_together() {
        let text = format!(
            "L’eau seule. {} Ici l’eau est potable. {}",
            "Rien. ".repeat(60),
            "Rien. ".repeat(60)
        );
        let extract = extract_of(&text, "eau potable");
        assert!(
            extract.starts_with("… Ici l’[eau] est [potable]."),
            "{extract}"
        );
        assert!(extract.ends_with(" …"), "{extract}");
    }

    #[test]
    fn of_equal_places_the_first_is_taken() {
        let text = format!("Une eau. {} Une eau.", "Rien. ".repeat(100));
        assert!(extract_of(&text, "eau").starts_with("Une [eau]."));
    }

    #[test]
    fn a_word_past_the_reading_limit_costs_nothing_and_marks_nothing() {
        let text = format!("{}eau", "é".repeat(READ_BYTES));
        assert!(!extract_of(&text, "eau").contains('['));
    }

    proptest! {
        #[test]
        fn any_text_is_cut_between_characters(text in "(?s:[a-zé’ .\n…𝒳]{0,700})", query in "[a-zé ]{0,12}") {
            let plain: String =
                extract(&mut FrenchAnalyzer::new(Form::Base), &text, &marks(&query))
                    .into_iter()
                    .map(|fragment| fragment.text)
                    .collect();
            let inner = plain.trim_start_matches("… ").trim_end_matches(" …").to_owned();
            prop_assert!(text.replace('\n', " ").contains(&inner));
        }
    }
}
