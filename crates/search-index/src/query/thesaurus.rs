//! The thesaurus: acronyms and the lexicon by the words under which they are found, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::query_analyzer::QueryAnalyzer;
use super::rewritten_query::{QueryWord, Target};
use crate::lexicon::{Lexicon, LexiconLine, THEMES};
use crate::understanding::InterpretationKind;

/// An acronym, its words, how many producers write both together, and whether it is a word too; see `data/make-acronyms.py`.
const ACRONYMS: &str = include_str!("../../data/acronyms.tsv");

/// The mark of an acronym that is a word of the language too.
const WORD: &str = "word";

/// What words are read as beside themselves.
pub(crate) struct Thesaurus {
    /// By the base forms of their words, with blanks between them.
    entries: HashMap<Box<str>, Vec<ThesaurusEntry>>,
    /// The ids or slugs of the records that come first, by the base forms of the words, with blanks between them.
    pins: HashMap<Box<str>, Vec<String>>,
    /// The number of words of the longest key.
    pub max_words: usize,
}

/// An alternative for the words of a key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ThesaurusEntry {
    pub target: Target,
    pub kind: InterpretationKind,
    /// Where the key is an acronym: its exact form. Other words with the same base form do not mean it.
    form: Option<Box<str>>,
    /// Whether that is a word of the language too (`été`, `bac`), which only means the acronym in capitals.
    is_word_too: bool,
}

/// A name of the data files: the key under which entries are found, and the target that finds it.
struct Name {
    key: String,
    n_words: usize,
    target: Target,
}

impl Name {
    fn of(text: &str, analyzer: &mut QueryAnalyzer) -> Option<Self> {
        let target = analyzer.target(text)?;
        let words = match &target {
            Target::Phrase(phrase) => phrase.words.as_slice(),
            Target::Word(word) => std::slice::from_ref(word),
            _ => return None,
        };
        Some(Self {
            key: key(words),
            n_words: words.len(),
            target,
        })
    }

    /// Returns whether the target is this name, whatever its forms.
    fn finds_as(&self, target: &Target) -> bool {
        match target {
            Target::Word(word) => self.key == word.base,
            Target::Phrase(phrase) => self.key == key(&phrase.words),
            _ => false,
        }
    }
}

static BUNDLED: LazyLock<Thesaurus> = LazyLock::new(Thesaurus::read);

impl Thesaurus {
    /// Returns the thesaurus that the program brings along.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Returns the bundled thesaurus with the lines of another lexicon: first its additions, then its bans.
    pub fn with(lexicon: &Lexicon) -> Self {
        let mut analyzer = QueryAnalyzer::new();
        let mut thesaurus = Self::read();
        let is_ban = |line: &&LexiconLine| matches!(line, LexiconLine::Ban(..));
        let (bans, additions): (Vec<_>, Vec<_>) = lexicon.lines.iter().partition(is_ban);
        for line in additions.into_iter().chain(bans) {
            thesaurus.apply(line, InterpretationKind::Synonym, &mut analyzer);
        }
        thesaurus
    }

    fn read() -> Self {
        let mut analyzer = QueryAnalyzer::new();
        let mut thesaurus = Self {
            entries: HashMap::new(),
            pins: HashMap::new(),
            max_words: 0,
        };
        for line in ACRONYMS.lines() {
            let mut columns = line.split('\t');
            if let (Some(acronym), Some(expansion)) = (columns.next(), columns.next()) {
                let is_word_too = columns.nth(1) == Some(WORD);
                let both = [acronym, expansion].map(|name| Name::of(name, &mut analyzer));
                if let [Some(acronym), Some(expansion)] = both {
                    thesaurus.add_acronym(&acronym, &expansion, is_word_too);
                }
            }
        }
        for theme in &THEMES {
            for line in Lexicon::parse_checked(theme.text) {
                thesaurus.apply(&line, theme.kind, &mut analyzer);
            }
        }
        thesaurus
    }

    fn apply(
        &mut self,
        line: &LexiconLine,
        kind: InterpretationKind,
        analyzer: &mut QueryAnalyzer,
    ) {
        let mut names = |names: &[String]| -> Vec<Name> {
            let names = names.iter();
            names.filter_map(|name| Name::of(name, analyzer)).collect()
        };
        match line {
            LexiconLine::Same(both) => {
                let both = names(both);
                self.add_all(&both, &both, kind);
            }
            LexiconLine::OneWay(from, to) => self.add_all(&names(from), &names(to), kind),
            LexiconLine::Ban(from, to) => self.ban(&names(from), &names(to)),
            LexiconLine::Pin(from, record) => {
                for name in names(from) {
                    let pins = self.pins.entry(name.key.into()).or_default();
                    pins.push(record.clone());
                }
            }
        }
    }

    fn ban(&mut self, from: &[Name], to: &[Name]) {
        for from in from {
            if let Some(entries) = self.entries.get_mut(from.key.as_str()) {
                entries.retain(|entry| {
                    let is_banned = to.is_empty() || to.iter().any(|to| to.finds_as(&entry.target));
                    !is_banned
                });
            }
        }
    }

    fn add_all(&mut self, from: &[Name], to: &[Name], kind: InterpretationKind) {
        for from in from {
            for to in to {
                self.add(from, to, kind);
            }
        }
    }

    fn add(&mut self, from: &Name, to: &Name, kind: InterpretationKind) {
        if from.key == to.key {
            return;
        }
        self.insert(
            from,
            ThesaurusEntry {
                target: to.target.clone(),
                kind,
                form: None,
                is_word_too: false,
            },
        );
    }

    /// Adds an acronym for its words, and the words for it.
    fn add_acronym(&mut self, acronym: &Name, expansion: &Name, is_word_too: bool) {
        self.add(expansion, acronym, InterpretationKind::Expansion);
        let Target::Word(word) = &acronym.target else {
            return self.add(acronym, expansion, InterpretationKind::Expansion);
        };
        self.insert(
            acronym,
            ThesaurusEntry {
                target: expansion.target.clone(),
                kind: InterpretationKind::Expansion,
                form: Some(word.exact.as_str().into()),
                is_word_too,
            },
        );
    }

    fn insert(&mut self, from: &Name, entry: ThesaurusEntry) {
        self.max_words = self.max_words.max(from.n_words);
        let entries = self.entries.entry(from.key.as_str().into()).or_default();
        let is_same =
            |other: &ThesaurusEntry| other.target == entry.target && other.form == entry.form;
        if !entries.iter().any(is_same) {
            entries.push(entry);
        }
    }

    /// Returns the ids or slugs of the records that come first for these words.
    pub fn pinned(&self, words: &[QueryWord]) -> &[String] {
        self.pins
            .get(key(words).as_str())
            .map_or(&[], Vec::as_slice)
    }

    /// Returns the entries of words that follow each other.
    pub fn entries<'a>(
        &'a self,
        words: &'a [QueryWord],
    ) -> impl Iterator<Item = &'a ThesaurusEntry> {
        let entries = self.entries.get(key(words).as_str());
        let has_form = |entry: &&ThesaurusEntry| {
            let mut form = entry.form.iter();
            form.all(|form| match words {
                [word] => word.exact == **form && (!entry.is_word_too || word.is_in_capitals()),
                _ => false,
            })
        };
        entries.into_iter().flatten().filter(has_form)
    }
}

fn key(words: &[QueryWord]) -> String {
    let bases: Vec<&str> = words.iter().map(|word| &*word.base).collect();
    bases.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Vec<String> {
        found_in(Thesaurus::bundled(), name)
    }

    fn found_in(thesaurus: &Thesaurus, name: &str) -> Vec<String> {
        let words = QueryAnalyzer::new().words(name);
        let entries = thesaurus.entries(&words);
        let shown = entries.map(|entry| match &entry.target {
            Target::Word(word) => word.shown.clone(),
            Target::Phrase(phrase) => phrase.shown.clone(),
            _ => String::new(),
        });
        shown.collect()
    }

    #[test]
    fn names_find_each_other_in_any_form() {
        for (from, to) in [
            ("DVF", "demandes de valeurs foncières"),
            ("demande de valeur fonciere", "DVF"),
            ("prisonniers", "détenu"),
            ("Maisons de retraite", "ehpad"),
            ("caméra de surveillance", "vidéoprotection"),
        ] {
            assert!(
                found(from).contains(&to.to_owned()),
                "{from}: {:?}",
                found(from)
            );
        }
    }

    #[test]
    fn an_acronym_is_no_other_word_of_its_stem() {
        // ECOLI has the base form of écoles.
        let found = found("école");
        assert!(!found.contains(&"escherichia coli".to_owned()), "{found:?}");
    }

    #[test]
    fn an_everyday_word_is_no_acronym_unless_in_capitals() {
        for (word, in_capitals, expansion) in [
            ("été", "ETE", "estimations trimestrielles d'emploi"),
            ("bac", "BAC", "bassins d'alimentation de captages"),
        ] {
            assert!(!found(word).contains(&expansion.to_owned()), "{word}");
            assert!(found(in_capitals).contains(&expansion.to_owned()), "{word}");
        }
        assert!(found("plu").contains(&"plan local d'urbanisme".to_owned()));
    }

    #[test]
    fn what_is_asked_for_in_common_words_finds_the_narrower_and_not_the_other_way_round() {
        assert!(found("note").contains(&"évaluation".to_owned()));
        assert!(!found("évaluation").contains(&"note".to_owned()));
    }

    #[test]
    fn no_word_gets_the_readings_of_another_that_shares_its_stem() {
        for (word, others) in [
            ("général", &["médecin traitant", "généraliste"][..]),
            ("affectation", &["maladie"]),
            ("paiement", &["salaire"]),
            ("important", &["douane"]),
            ("gouvernance", &["ministre"]),
        ] {
            let found = found(word);
            for other in others {
                assert!(!found.contains(&(*other).to_owned()), "{word}: {found:?}");
            }
        }
    }

    #[test]
    fn another_lexicon_adds_and_bans() {
        let text = "- prisonnier > détenu | here\n- ehpad | nothing\nvélo, petite reine | here\n";
        let thesaurus = Thesaurus::with(&Lexicon::parse("ours.txt", text).unwrap());
        let found = |name: &str| found_in(&thesaurus, name);
        assert!(found("petites reines").contains(&"vélo".to_owned()));
        let prisoners = found("prisonniers");
        assert!(!prisoners.contains(&"détenu".to_owned()), "{prisoners:?}");
        assert!(prisoners.contains(&"personne détenue".to_owned()));
        assert_eq!(found("EHPAD"), [""; 0]);
    }

    #[test]
    fn acronyms_have_four_columns() {
        for line in ACRONYMS.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 4, "{line}");
            assert!(columns[2].parse::<u32>().is_ok(), "{line}");
            assert!(["acronym", WORD].contains(&columns[3]), "{line}");
        }
    }
}
