//! Rules of data files that find by the words of a text what they say of a record (`data/retired.txt`, `data/grain.txt`,
//! `data/extent.txt`, `data/derived.txt`).

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

/// The rules for one text of a record, in the order of their file.
pub(crate) struct TextRules {
    /// All patterns in one: most texts match none, and are read once.
    any: RegexSet,
    pub each: Vec<TextRule>,
}

/// A rule: what its words say of a record, unless other words stand there.
pub(crate) struct TextRule {
    pub pattern: Pattern,
    pub unless: Option<Pattern>,
    /// What the rule says: an id.
    pub says: String,
}

/// A pattern by itself, made when it is first asked for.
pub(crate) type Pattern = LazyLock<Regex, Box<dyn FnOnce() -> Regex + Send + Sync>>;

impl TextRules {
    /// Reads the rules of a file that are for the texts of this name. A line has five parts, separated by tabs: the text's
    /// name, the pattern, what it is no match beside (`-` for nothing), what it says, and why.
    pub fn read(file: &'static str, text: &str) -> Self {
        let lines = file
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut patterns = Vec::new();
        let mut each = Vec::new();
        for line in lines {
            let parts: Vec<&str> = line.split('\t').collect();
            let [place, pattern, unless, says, _] = parts[..] else {
                panic!("five parts are wanted: {line}");
            };
            if place != text {
                continue;
            }
            patterns.push(expanded(pattern));
            each.push(TextRule {
                pattern: lazy(pattern),
                unless: (unless != "-").then(|| lazy(unless)),
                says: says.to_owned(),
            });
        }
        let any = RegexSetBuilder::new(patterns)
            .case_insensitive(true)
            .size_limit(MAX_BYTES)
            .dfa_size_limit(MAX_STATE_BYTES)
            .build();
        Self {
            any: any.unwrap_or_else(|error| panic!("rules of {text}: {error}")),
            each,
        }
    }

    /// Returns what the first rule that matches a text says, and the words that say so. A rule says nothing where one of
    /// `beside` matches its exception.
    pub fn find<'t>(&self, text: &'t str, beside: &[&str]) -> Option<(&str, &'t str)> {
        if !self.any.is_match(text) {
            return None;
        }
        let matching = self.any.matches(text);
        let mut rules = matching.iter().map(|number| &self.each[number]);
        let rule = rules.find(|rule| {
            let is_excepted = |unless: &Pattern| beside.iter().any(|text| unless.is_match(text));
            !rule.unless.as_ref().is_some_and(is_excepted)
        })?;
        let said = rule.pattern.find(text)?;
        Some((rule.says.as_str(), said.as_str().trim_matches(is_no_letter)))
    }
}

impl TextRules {
    /// Returns the places of a text that match any rule, in the order in which they begin; exceptions are not looked at.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        if !self.any.is_match(text) {
            return Vec::new();
        }
        let rules = self.each.iter();
        let mut places: Vec<Range<usize>> = rules
            .flat_map(|rule| rule.pattern.find_iter(text).map(|found| found.range()))
            .collect();
        places.sort_by_key(|place| place.start);
        places
    }
}

/// How large the automaton of a pattern may be.
const MAX_BYTES: usize = 100 << 20;

/// How large its states may be: where those of all rules together do not fit, they are searched for without any, which takes two
/// hundred times as long.
const MAX_STATE_BYTES: usize = 64 << 20;

fn is_no_letter(letter: char) -> bool {
    !letter.is_alphanumeric()
}

fn lazy(pattern: &'static str) -> Pattern {
    LazyLock::new(Box::new(move || {
        let compiled = RegexBuilder::new(&expanded(pattern))
            .case_insensitive(true)
            .size_limit(MAX_BYTES)
            .dfa_size_limit(MAX_STATE_BYTES)
            .build();
        compiled.unwrap_or_else(|error| panic!("{pattern}: {error}"))
    }))
}

/// Returns a pattern of the data as the regex crate takes it: letters stand for those with an accent too.
fn expanded(pattern: &str) -> String {
    let pattern = pattern.replace("a-z", "a-zà-ÿ");
    let mut expanded = String::with_capacity(pattern.len() * 2);
    let mut letters = pattern.chars();
    let mut is_class = false;
    while let Some(letter) = letters.next() {
        let with_accents = match letter {
            'a' => "aàâ",
            'c' => "cç",
            'e' => "eéèêë",
            'i' => "iîï",
            'o' => "oô",
            'u' => "uùû",
            '\'' => "'’",
            _ => "",
        };
        match letter {
            '\\' => match letters.next() {
                // The regex crate's own border makes each search of a text with accents slow, and its class of all letters takes
                // much memory: these are the Latin ones.
                Some('b') => expanded.push_str("(?:^|[^0-9A-Za-z_À-ɏ]|$)"),
                Some(escaped) => expanded.extend(['\\', escaped]),
                None => {}
            },
            '[' | ']' => {
                is_class = letter == '[';
                expanded.push(letter);
            }
            _ if !is_class && !with_accents.is_empty() => expanded.extend(["[", with_accents, "]"]),
            _ => expanded.push(letter),
        }
    }
    expanded
}
