//! Codes that name a place: INSEE and postal codes, SIREN, numbers of départements, arrondissements by their ordinal.
//!
//! A code is read as its zone beside the number that it is. Numbers mean many things (`covid 19`, `1/25000`), so a number
//! that nothing calls a code is none where documents write it beside the same word.

use std::ops::Range;
use std::sync::LazyLock;

use catalogue::{Gazetteer, Geozone};

use super::rewriter::Rewriter;
use crate::analyzer::{Word, ordinal};
use crate::error::Error;
use crate::query::data_lines::data_lines;
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::{Phrase, Target};
use crate::understanding::InterpretationKind;

const CODE_WORDS: &str = include_str!("../../../data/code_words.txt");

/// A number means something else where more documents than this have it beside the word that stands there in the query.
const FEW: u64 = 3;

/// Of more communes than this, the names are not looked for.
const MAX_NAMES: usize = 3;

/// What joins a number of a département: `CD35`.
const JOINED: [&str; 4] = ["cd", "dept", "dpt", "dep"];

/// Words for an arrondissement behind its ordinal, exact.
const ARRONDISSEMENT: [&str; 5] = ["arrondissement", "arrondissements", "arr", "ardt", "arrdt"];

/// What may stand between an arrondissement and its town, exact.
const SMALL_WORDS: [&str; 3] = ["de", "d", "a"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CodeKind {
    Insee,
    Postal,
    Siren,
    Departement,
}

/// A phrase that says of what kind the code behind it is.
struct CodeWords {
    terms: Vec<String>,
    kind: CodeKind,
    /// Whether the words are content all the same.
    are_kept: bool,
}

static DATA: LazyLock<Vec<CodeWords>> = LazyLock::new(|| {
    let mut analyzer = QueryAnalyzer::new();
    let mut all = Vec::new();
    for rule in data_lines(CODE_WORDS) {
        let Some((phrases, kind)) = rule.split_once('=') else {
            continue;
        };
        let (kind, are_kept) = match kind.trim().strip_suffix(" kept") {
            Some(kind) => (kind, true),
            None => (kind.trim(), false),
        };
        let kind = match kind {
            "insee" => CodeKind::Insee,
            "postal" => CodeKind::Postal,
            "siren" => CodeKind::Siren,
            _ => CodeKind::Departement,
        };
        for phrase in phrases.split(',') {
            let words = analyzer.with_stop_words(phrase);
            all.push(CodeWords {
                terms: words.into_iter().map(|word| word.term).collect(),
                kind,
                are_kept,
            });
        }
    }
    all
});

/// A code in a text, by the indexes of its words, small words counted.
struct Code {
    /// The words that say what it is, and are no content.
    frame: Range<usize>,
    words: Range<usize>,
    /// The ordinal of an arrondissement.
    ordinal: Option<usize>,
    zones: Vec<&'static str>,
    certainty: Certainty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// Something says that it is a code: the number is looked for in titles and tags alone.
    Said,
    /// It is a code and the number of an organization: looked for everywhere.
    Number,
    /// It may be any number.
    Possible,
}

impl Rewriter<'_> {
    /// Adds the zones whose codes are among the words.
    pub(super) fn add_codes(&mut self) -> Result<(), Error> {
        // Most queries have neither digits nor Roman numbers.
        let mut words = self.query.words.iter();
        let may_be_code =
            |exact: &str| exact.contains(|c: char| c.is_ascii_digit()) || ordinal(exact).is_some();
        if !words.any(|word| may_be_code(&word.exact)) {
            return Ok(());
        }
        let text = self.query.text.clone();
        let words = self.analyzer.with_stop_words(&text);
        for index in 0..words.len() {
            if let Some(code) = arrondissement(&words, index).or_else(|| code(&text, &words, index))
            {
                self.add_code(&words, code)?;
            }
        }
        Ok(())
    }

    fn add_code(&mut self, words: &[Word], code: Code) -> Result<(), Error> {
        let span = |range: &Range<usize>| words[range.start].start..words[range.end - 1].end;
        let Some(covers) = self.words_in(&span(&code.words)) else {
            return Ok(());
        };
        if code.certainty == Certainty::Possible && self.is_said_otherwise(&covers, &code.zones)? {
            return Ok(());
        }
        if let Some(ordinal) = code.ordinal {
            self.add_ordinal(&words[ordinal]);
        } else if code.certainty == Certainty::Said {
            // Descriptions that have the number mostly mean something else by it, or are full of addresses.
            self.query.is_literal[covers.start] = false;
            let number = Target::WordInName(self.query.words[covers.start].clone());
            self.add(covers.clone(), number, InterpretationKind::Place);
        }
        if !code.frame.is_empty()
            && let Some(frame) = self.words_in(&span(&code.frame))
        {
            for index in frame {
                self.query.is_frame[index] = true;
                self.query.importance[index] = self.context.ranking.weights.frames;
                self.code_words.insert(self.query.words[index].span.start);
            }
        }
        if let (Some(_), Some(typed)) = (code.ordinal, self.target_of(&covers)) {
            self.add(covers.clone(), typed, InterpretationKind::Place);
        }
        let zones: Vec<String> = code.zones.into_iter().map(str::to_owned).collect();
        // The name of a commune (`Le Val`, `L’Union`) stands in texts about anything: it says something beside a topic.
        let is_commune = zones.iter().any(|zone| zone.starts_with("fr:commune:"));
        let is_topic = |index: usize| !self.query.is_frame[index] && !covers.contains(&index);
        let is_alone = !(0..self.query.words.len()).any(is_topic);
        if is_commune && (is_alone || zones.len() > MAX_NAMES) {
            self.add(covers, Target::Zone(zones), InterpretationKind::Place);
        } else {
            self.add_unnamed_zones(&covers, zones);
        }
        Ok(())
    }

    /// Returns words of the query as they were typed, in a row; `None` for a single one.
    fn target_of(&self, range: &Range<usize>) -> Option<Target> {
        (range.len() > 1).then(|| {
            Target::Phrase(Phrase {
                words: self.query.words[range.clone()].to_vec(),
                shown: self.query.typed_words(range),
            })
        })
    }

    /// Has the ordinal of an arrondissement looked for as that alone: other things are eleventh too.
    fn add_ordinal(&mut self, word: &Word) {
        let Some(covers) = self.words_in(&(word.start..word.end)) else {
            return;
        };
        self.query.is_literal[covers.start] = false;
        let name = format!("{} {}", word.term, ARRONDISSEMENT[0]);
        if let Some(name) = self.analyzer.target(&name) {
            self.add(covers, name, InterpretationKind::Place);
        }
    }

    /// Returns whether documents have a number of the query beside one of its neighbours, in a row or joined (`RN12`), so that
    /// it means something else than zones. A neighbour that is part of a zone's name says nothing: `35000 Rennes`, and so
    /// does one before a town: `arbres paris 11e`.
    fn is_said_otherwise(&mut self, covers: &Range<usize>, zones: &[&str]) -> Result<bool, Error> {
        let names = zones
            .iter()
            .filter_map(|zone| Gazetteer::france().name(zone));
        let names = self.analyzer.words(&names.collect::<Vec<_>>().join(" "));
        let is_named = |index: usize| {
            let base = &self.query.words[index].base;
            names.iter().any(|word| word.base == *base)
        };
        let before = covers.start.checked_sub(1);
        let before = before.filter(|at| covers.len() == 1 && !is_named(*at));
        let after = Some(covers.end).filter(|at| *at < self.query.words.len() && !is_named(*at));
        let pairs = [
            before.map(|before| before..covers.start + 1),
            after.map(|after| after - 1..after + 1),
        ];
        for pair in pairs.into_iter().flatten() {
            if let Some(phrase) = self.target_of(&pair)
                && self.n_documents(&phrase)? > FEW
            {
                return Ok(true);
            }
            let words = self.query.words[pair].iter();
            let joined: String = words.map(|word| &*word.exact).collect();
            let joined = self.analyzer.single_word(&joined).map(Target::Word);
            if let Some(joined) = joined
                && self.n_documents(&joined)? > 0
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns the code that the word at this index is, with the words before it that say so.
fn code(text: &str, words: &[Word], index: usize) -> Option<Code> {
    let number = words[index].term.to_uppercase();
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return joined_code(&words[index].term, index);
    }
    said_code(&number, words, index).or_else(|| bare_code(text, &number, words, index))
}

/// Returns the number of a département with what is joined to it: `CD35`.
fn joined_code(word: &str, index: usize) -> Option<Code> {
    let number = JOINED.iter().find_map(|before| word.strip_prefix(before))?;
    let zone = Gazetteer::france().with_departement_number(&number.to_uppercase())?;
    Some(Code {
        frame: index..index,
        words: index..index + 1,
        ordinal: None,
        zones: vec![zone.id],
        certainty: Certainty::Number,
    })
}

/// Returns the code that the words before a number say that it is.
fn said_code(number: &str, words: &[Word], index: usize) -> Option<Code> {
    let said = words_before(words, index)?;
    let zones = zones_of_kind(number, said.kind);
    let start = index - said.terms.len();
    (!zones.is_empty()).then_some(Code {
        frame: if said.are_kept {
            index..index
        } else {
            start..index
        },
        words: index..index + 1,
        ordinal: None,
        zones,
        certainty: match said.kind {
            CodeKind::Siren => Certainty::Number,
            _ => Certainty::Said,
        },
    })
}

/// Returns the code that a number may be by its length.
fn bare_code(text: &str, number: &str, words: &[Word], index: usize) -> Option<Code> {
    let word = &words[index];
    let zones = match number.len() {
        2 | 3 => ids(Gazetteer::france().with_departement_number(number)),
        5 => {
            let mut zones = ids(Gazetteer::france().with_insee_code(number));
            for zone in Gazetteer::france().with_postal_code(number) {
                if !zones.contains(&zone.id) {
                    zones.push(zone.id);
                }
            }
            zones
        }
        _ => ids(Gazetteer::france().with_siren(number)),
    };
    let is_alone = words.len() == 1;
    let in_brackets = text[..word.start].ends_with('(') && text[word.end..].starts_with(')');
    let certainty = match number.len() {
        9.. => Certainty::Number,
        _ if is_alone || in_brackets => Certainty::Said,
        _ => Certainty::Possible,
    };
    let is_code = certainty != Certainty::Possible || !is_measure(text, word);
    (is_code && !zones.is_empty()).then_some(Code {
        frame: index..index,
        words: index..index + 1,
        ordinal: None,
        zones,
        certainty,
    })
}

/// Returns whether a number is a scale or a sum: `1/25000`, `23000 €`.
fn is_measure(text: &str, word: &Word) -> bool {
    let is_scale = text[..word.start]
        .trim_end()
        .ends_with(['/', ':', '<', '>']);
    is_scale || text[word.end..].trim_start().starts_with(['€', '%', '/'])
}

fn ids(zones: impl IntoIterator<Item = &'static Geozone>) -> Vec<&'static str> {
    zones.into_iter().map(|zone| zone.id).collect()
}

/// Returns the longest phrase of the data file that stands right before a word.
fn words_before(words: &[Word], index: usize) -> Option<&'static CodeWords> {
    let stands_before = |said: &&CodeWords| {
        let start = index.checked_sub(said.terms.len());
        start.is_some_and(|start| {
            let before = words[start..index].iter();
            before.map(|word| &word.term).eq(&said.terms)
        })
    };
    let said = DATA.iter().filter(stands_before);
    said.max_by_key(|said| said.terms.len())
}

/// Returns the zones of a code that is said to be of a kind. People mix up INSEE's codes with those of the post.
fn zones_of_kind(code: &str, kind: CodeKind) -> Vec<&'static str> {
    let gazetteer = Gazetteer::france();
    let insee = || ids(gazetteer.with_insee_code(code));
    let postal = || ids(gazetteer.with_postal_code(code));
    let either = |zones: Vec<&'static str>, other: &dyn Fn() -> Vec<&'static str>| {
        if zones.is_empty() { other() } else { zones }
    };
    match kind {
        CodeKind::Insee => either(insee(), &postal),
        CodeKind::Postal => either(postal(), &insee),
        CodeKind::Siren => ids(gazetteer.with_siren(code)),
        CodeKind::Departement => ids(gazetteer.with_departement_number(code)),
    }
}

/// Returns the arrondissement whose ordinal is the word at this index, with its town before or behind it: `paris 11e`,
/// `3e arrondissement de Lyon`.
fn arrondissement(words: &[Word], index: usize) -> Option<Code> {
    let number = ordinal(&words[index].term)?;
    let term = |index: usize| words.get(index).map_or("", |word| &*word.term);
    let is_said = ARRONDISSEMENT.contains(&term(index + 1));
    let end = index + 1 + usize::from(is_said);
    let behind = end + usize::from(SMALL_WORDS.contains(&term(end)));
    let before = index.checked_sub(1).map(|before| (before, before..end));
    let places = [before, Some((behind, index..behind + 1))];
    places.into_iter().flatten().find_map(|(town, range)| {
        let zone = arrondissement_of(term(town), number)?;
        let is_certain = is_said || range.end > end;
        Some(Code {
            frame: index..index,
            words: range,
            ordinal: Some(index),
            zones: vec![zone],
            certainty: if is_certain {
                Certainty::Number
            } else {
                Certainty::Possible
            },
        })
    })
}

fn arrondissement_of(town: &str, number: u32) -> Option<&'static str> {
    let gazetteer = Gazetteer::france();
    let towns = gazetteer.named(town).into_iter();
    let mut communes = towns.filter(|zone| zone.id.starts_with("fr:commune:"));
    communes.find_map(|town| {
        gazetteer
            .arrondissement(town.id, number)
            .map(|zone| zone.id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the zones that the codes of a text may mean, each with the words of the code, and how certain it is.
    fn codes(text: &str) -> Vec<(String, Vec<&'static str>, Certainty)> {
        let words = QueryAnalyzer::new().with_stop_words(text);
        let at = |index| arrondissement(&words, index).or_else(|| code(text, &words, index));
        let found = (0..words.len()).filter_map(at);
        let shown = |range: &Range<usize>| {
            let terms = words[range.clone()].iter().map(|word| &*word.term);
            terms.collect::<Vec<_>>().join(" ")
        };
        found
            .map(|code| {
                (
                    shown(&(code.frame.start.min(code.words.start)..code.words.end)),
                    code.zones,
                    code.certainty,
                )
            })
            .collect()
    }

    #[test]
    fn codes_are_read_with_the_words_that_say_what_they_are() {
        use Certainty::{Number, Possible, Said};
        for (text, words, zones, certainty) in [
            ("35238", "35238", &["fr:commune:35238"][..], Said),
            ("2a004", "2a004", &["fr:commune:2A004"], Said),
            ("75056", "75056", &["fr:commune:75056"], Said),
            ("75011", "75011", &["fr:arrondissement:75111"], Said),
            ("écoles 35238", "35238", &["fr:commune:35238"], Possible),
            (
                "code INSEE 35238",
                "code insee 35238",
                &["fr:commune:35238"],
                Said,
            ),
            ("insee 35000", "insee 35000", &["fr:commune:35238"], Said),
            (
                "code postal : 35000",
                "code postal 35000",
                &["fr:commune:35238"],
                Said,
            ),
            ("écoles CP 35000", "cp 35000", &["fr:commune:35238"], Said),
            (
                "siren 200 066 389",
                "siren 200066389",
                &["fr:epci:200066389"],
                Number,
            ),
            (
                "20006638900012",
                "20006638900012",
                &["fr:epci:200066389"],
                Number,
            ),
            ("dans le 35", "dans le 35", &["fr:departement:35"], Said),
            (
                "département 2a",
                "departement 2a",
                &["fr:departement:2A"],
                Said,
            ),
            ("dept. 974", "dept 974", &["fr:departement:974"], Said),
            ("CD 35", "35", &["fr:departement:35"], Said),
            ("CD35", "cd35", &["fr:departement:35"], Number),
            ("Rennes (35)", "35", &["fr:departement:35"], Said),
            ("35", "35", &["fr:departement:35"], Said),
            ("covid 19", "19", &["fr:departement:19"], Possible),
            (
                "paris 11e",
                "paris 11e",
                &["fr:arrondissement:75111"],
                Possible,
            ),
            (
                "Paris XIe",
                "paris xie",
                &["fr:arrondissement:75111"],
                Possible,
            ),
            (
                "paris 19ème siècle",
                "paris 19eme",
                &["fr:arrondissement:75119"],
                Possible,
            ),
            (
                "lyon 3e arrondissement",
                "lyon 3e arrondissement",
                &["fr:arrondissement:69383"],
                Number,
            ),
            (
                "1er arrondissement de Marseille",
                "1er arrondissement de marseille",
                &["fr:arrondissement:13201"],
                Number,
            ),
        ] {
            let expected = (words.to_owned(), zones.to_vec(), certainty);
            assert_eq!(codes(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_codes() {
        for text in [
            "dans le 99",
            "2023",
            "le 2023",
            "code insee 99999",
            "1/25000",
            "plus de 23000 €",
            "356 000 000",
            "3e trimestre",
            "rennes 2e",
            "paris 21e",
            "zone 3",
            "pm2.5",
        ] {
            assert_eq!(codes(text), [], "{text}");
        }
    }

    #[test]
    fn a_code_shared_by_two_kinds_means_both() {
        let all = codes("35200");
        let [(_, zones, _)] = all.as_slice() else {
            panic!("{all:?}");
        };
        assert_eq!(zones[..], ["fr:commune:35200", "fr:commune:35238"]);
    }
}
