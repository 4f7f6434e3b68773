//! The lexicon: what people call otherwise than producers do, as lines of text that people write.
//!
//! A line is `names | why`. Names are parted by commas, and each finds all the others; with `>` between, the names before it
//! find those behind it, and not the other way round. A line `- names | why` bans: these names are read as nothing else, and
//! with `>`, those before it not as those behind it. A line `+ names > record | why` pins: whoever searches for one of these
//! names and nothing else finds this record first, by its id or slug. What is written by theme is in `data/lexicon`; an
//! operator adds a file.

mod themes;

use std::collections::HashSet;
use std::fmt;

use crate::analyzer::{Form, FrenchAnalyzer};
pub(crate) use themes::THEMES;

/// Lines of a lexicon, checked one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    pub(crate) lines: Vec<LexiconLine>,
    text: String,
}

/// What a line of a lexicon says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LexiconLine {
    /// Each of the names finds the others.
    Same(Vec<String>),
    /// The first names find the second ones.
    OneWay(Vec<String>, Vec<String>),
    /// The first names do not find the second ones; nothing else, where there are none.
    Ban(Vec<String>, Vec<String>),
    /// Who searches for one of the names finds first the record with this id or slug.
    Pin(Vec<String>, String),
}

impl LexiconLine {
    /// Returns the names before `>`, which are all where there is none.
    fn from(&self) -> &[String] {
        match self {
            Self::Same(names)
            | Self::OneWay(names, _)
            | Self::Ban(names, _)
            | Self::Pin(names, _) => names,
        }
    }
}

/// Why a line of a lexicon cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// The file's name, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, reason } = self;
        write!(formatter, "{file}:{line}: {reason}")
    }
}

impl std::error::Error for LexiconError {}

impl Lexicon {
    /// Reads a lexicon and checks each line.
    ///
    /// # Errors
    ///
    /// All lines that cannot be used, each with its reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use search_index::Lexicon;
    ///
    /// assert!(Lexicon::parse("ours.txt", "vélo, bicyclette | the same").is_ok());
    /// let errors = Lexicon::parse("ours.txt", "# rides\nvélo, bicyclette").unwrap_err();
    /// assert_eq!(errors[0].to_string(), "ours.txt:2: no reason: the form is `names | why`");
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<LexiconError>> {
        let mut analyzer = FrenchAnalyzer::new(Form::Base);
        let mut lines = Vec::new();
        let mut errors = Vec::new();
        for (index, line) in rules(text) {
            match parse_line(line).and_then(|parsed| check(&mut analyzer, &parsed).map(|()| parsed))
            {
                Ok(parsed) => lines.push(parsed),
                Err(reason) => errors.push(LexiconError {
                    file: file.to_owned(),
                    line: index + 1,
                    reason,
                }),
            }
        }
        if errors.is_empty() {
            let text = text.to_owned();
            Ok(Self { lines, text })
        } else {
            Err(errors)
        }
    }

    /// Reads lines that a test has checked.
    pub(crate) fn parse_checked(text: &str) -> impl Iterator<Item = LexiconLine> {
        rules(text).filter_map(|(_, line)| parse_line(line).ok())
    }

    /// Returns the lines of the bundled lexicon in which a name finds others: lines of a lexicon again.
    #[must_use]
    pub fn bundled_lines_of(name: &str) -> Vec<&'static str> {
        let name = name.trim().to_lowercase();
        let lines = THEMES.iter().flat_map(|theme| rules(theme.text));
        let has_name = |line: &&str| {
            let line = parse_line(line);
            line.is_ok_and(|line| line.from().iter().any(|from| from.to_lowercase() == name))
        };
        lines.map(|(_, line)| line).filter(has_name).collect()
    }

    /// Returns the records that its lines pin, by their ids or slugs.
    pub fn pinned_records(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match line {
            LexiconLine::Pin(_, record) => Some(record.as_str()),
            _ => None,
        })
    }

    /// Returns the names that find others by its lines.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let names = self.lines.iter().flat_map(LexiconLine::from);
        names.map(String::as_str).collect()
    }

    /// Returns the lexicon that bans what this one adds.
    #[must_use]
    pub fn opposite(&self) -> Self {
        let lines = self.lines.iter().filter_map(|line| match line {
            LexiconLine::Same(names) => Some(LexiconLine::Ban(names.clone(), names.clone())),
            LexiconLine::OneWay(from, to) | LexiconLine::Ban(from, to) => {
                Some(LexiconLine::Ban(from.clone(), to.clone()))
            }
            LexiconLine::Pin(..) => None,
        });
        Self {
            lines: lines.collect(),
            text: String::new(),
        }
    }

    /// Returns the text that it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Returns the lines that say something, with their indices.
fn rules(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().map(str::trim).enumerate();
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn parse_line(line: &str) -> Result<LexiconLine, String> {
    let (rule, reason) = line.split_once('|').unwrap_or((line, ""));
    if reason.trim().is_empty() {
        return Err("no reason: the form is `names | why`".to_owned());
    }
    if let Some(pin) = rule.strip_prefix("+ ") {
        return parse_pin(pin);
    }
    let (is_ban, rule) = match rule.strip_prefix("- ") {
        Some(rule) => (true, rule),
        None => (false, rule),
    };
    let sides: Vec<&str> = rule.split('>').collect();
    match (sides.as_slice(), is_ban) {
        ([both], false) => Ok(LexiconLine::Same(names(both)?)),
        ([from, to], false) => Ok(LexiconLine::OneWay(names(from)?, names(to)?)),
        ([from], true) => Ok(LexiconLine::Ban(names(from)?, Vec::new())),
        ([from, to], true) => Ok(LexiconLine::Ban(names(from)?, names(to)?)),
        _ => Err("more than one `>`".to_owned()),
    }
}

fn parse_pin(rule: &str) -> Result<LexiconLine, String> {
    let form = "the form of a pin is `+ names > id or slug | why`";
    let (from, record) = rule.split_once('>').ok_or(form)?;
    let record = record.trim();
    if record.is_empty() || record.contains(char::is_whitespace) || record.contains([',', '>']) {
        return Err(format!("`{record}` is no id and no slug: {form}"));
    }
    Ok(LexiconLine::Pin(names(from)?, record.to_lowercase()))
}

fn names(text: &str) -> Result<Vec<String>, String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        return Err("a name is empty".to_owned());
    }
    Ok(names)
}

/// Checks that each name has a word that is searched, that none stands twice, and that the line changes anything.
fn check(analyzer: &mut FrenchAnalyzer, line: &LexiconLine) -> Result<(), String> {
    let (from, to) = match line {
        LexiconLine::Same(names) | LexiconLine::Pin(names, _) => (names, &Vec::new()),
        LexiconLine::OneWay(from, to) | LexiconLine::Ban(from, to) => (from, to),
    };
    let mut seen = HashSet::new();
    let mut keys = HashSet::new();
    for name in from.iter().chain(to) {
        let words = analyzer.words(name);
        if words.is_empty() {
            return Err(format!("`{name}` has no word that is searched"));
        }
        if !seen.insert(name.to_lowercase()) {
            return Err(format!("`{name}` stands twice"));
        }
        let terms: Vec<String> = words.into_iter().map(|word| word.term).collect();
        keys.insert(terms.join(" "));
    }
    if keys.len() < 2 && !matches!(line, LexiconLine::Ban(..) | LexiconLine::Pin(..)) {
        return Err("without effect: its names are the same to the search".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_theme_can_be_used() {
        let mut told = Vec::new();
        for theme in &THEMES {
            let errors = Lexicon::parse(theme.file, theme.text).err();
            told.extend(errors.into_iter().flatten().map(|error| error.to_string()));
        }
        assert!(told.is_empty(), "{}", told.join("\n"));
    }

    #[test]
    fn a_line_that_cannot_be_used_is_told_with_its_file_its_number_and_why() {
        for (line, reason) in [
            ("vélo, bicyclette", "no reason: the form is `names | why`"),
            (
                "vélo, bicyclette | ",
                "no reason: the form is `names | why`",
            ),
            ("vélo > | nothing", "a name is empty"),
            ("a vélo, , bus | nothing", "a name is empty"),
            ("vélo > bus > train | two", "more than one `>`"),
            ("bus, de la | small", "`de la` has no word that is searched"),
            ("vélo, Vélo | same", "`Vélo` stands twice"),
            (
                "vélo, velo | same",
                "without effect: its names are the same to the search",
            ),
            (
                "+ vélo | no record",
                "the form of a pin is `+ names > id or slug | why`",
            ),
            (
                "+ vélo > une fiche | no id",
                "`une fiche` is no id and no slug: the form of a pin is `+ names > id or slug | why`",
            ),
        ] {
            let errors = Lexicon::parse("ours.txt", &format!("# ours\n\n{line}")).unwrap_err();
            let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
            assert_eq!(told, [format!("ours.txt:3: {reason}")], "{line}");
        }
    }

    #[test]
    fn a_lexicon_keeps_its_text() {
        let text = "# ours\nvélo > bus | because\n- car | no bus here\n+ vélo > pistes | ours\n";
        let lexicon = Lexicon::parse("ours.txt", text).unwrap();
        assert_eq!(lexicon.text(), text);
        assert_eq!(lexicon.lines.len(), 3);
        assert_eq!(lexicon.pinned_records().collect::<Vec<_>>(), ["pistes"]);
    }
}
