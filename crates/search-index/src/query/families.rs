//! Families of words: the catalogue's words that are made from one and the same root, by the endings of
//! `data/families.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::data_lines::data_lines;
use crate::analyzer::stem;

const FAMILIES: &str = include_str!("../../data/families.txt");

/// The root that two endings are added to has at least so many letters.
const LEAST_ROOT: usize = 3;

/// A verb has at least so many letters, whatever is left of its root: `vendre`, `naître`.
const LEAST_VERB: usize = 5;

/// At most so many relatives of a word are looked for, the most frequent first.
const MOST_RELATIVES: usize = 3;

/// A word that fewer documents have is nobody's relative.
const LEAST_DOCUMENTS: u32 = 3;

/// The endings of the data file.
struct Endings {
    /// A verb's, and one of its noun.
    of_verbs: Vec<(&'static str, &'static str)>,
    /// Of two words that share a stem; each pair in both orders.
    of_relatives: Vec<(&'static str, &'static str)>,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let mut endings = Endings {
        of_verbs: Vec::new(),
        of_relatives: Vec::new(),
    };
    let ending = |name: &'static str| match name.trim() {
        "-" => "",
        ending => ending,
    };
    for rule in data_lines(FAMILIES) {
        if let Some((verb, nouns)) = rule.split_once('>') {
            let nouns = nouns.split(',');
            let of_verb = nouns.map(|noun| (ending(verb), ending(noun)));
            endings.of_verbs.extend(of_verb);
        } else if let Some((one, other)) = rule.split_once(',') {
            let (one, other) = (ending(one), ending(other));
            endings.of_relatives.extend([(one, other), (other, one)]);
        }
    }
    endings
});

/// The base forms of the catalogue's titles and tags, by the stem that they share.
#[derive(Default)]
pub(crate) struct WordFamilies {
    doc_freqs: HashMap<Box<str>, u32>,
    by_stem: HashMap<Box<str>, Vec<Box<str>>>,
}

/// A word of another's family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relative {
    pub base: String,
    /// Whether it is the noun of the verb that was asked for.
    pub is_noun_of_verb: bool,
}

impl WordFamilies {
    /// Reads base forms, each with its document frequency.
    pub fn of(doc_freqs: HashMap<Box<str>, u32>) -> Self {
        let is_word =
            |base: &str| base.len() > LEAST_ROOT && base.bytes().all(|b| b.is_ascii_lowercase());
        let doc_freqs: HashMap<Box<str>, u32> = doc_freqs
            .into_iter()
            .filter(|(base, doc_freq)| is_word(base) && *doc_freq >= LEAST_DOCUMENTS)
            .collect();
        let mut by_stem: HashMap<Box<str>, Vec<Box<str>>> = HashMap::new();
        for base in doc_freqs.keys() {
            by_stem
                .entry(stem(base).into())
                .or_default()
                .push(base.clone());
        }
        Self { doc_freqs, by_stem }
    }

    /// Returns the relatives of a base form, a verb's nouns before all others, the most frequent first.
    pub fn relatives(&self, base: &str) -> Vec<Relative> {
        let mut relatives: Vec<Relative> = Vec::new();
        for (noun, is_noun_of_verb) in self
            .nouns_of_verb(base)
            .map(|noun| (noun, true))
            .chain(self.sharing_a_stem(base).map(|noun| (noun, false)))
        {
            if noun != base && !relatives.iter().any(|relative| relative.base == noun) {
                relatives.push(Relative {
                    base: noun,
                    is_noun_of_verb,
                });
            }
        }
        let doc_freq = |relative: &Relative| self.doc_freqs.get(relative.base.as_str()).copied();
        relatives.sort_by_cached_key(|relative| {
            let order = std::cmp::Reverse((relative.is_noun_of_verb, doc_freq(relative)));
            (order, relative.base.clone())
        });
        relatives.truncate(MOST_RELATIVES);
        relatives
    }

    fn nouns_of_verb<'a>(&'a self, verb: &'a str) -> impl Iterator<Item = String> + 'a {
        let nouns = ENDINGS
            .of_verbs
            .iter()
            .filter_map(move |(of_verb, of_noun)| {
                let root = verb.strip_suffix(of_verb)?;
                (verb.len() >= LEAST_VERB).then(|| format!("{root}{of_noun}"))
            });
        nouns.filter(|noun| self.doc_freqs.contains_key(noun.as_str()))
    }

    fn sharing_a_stem<'a>(&'a self, base: &'a str) -> impl Iterator<Item = String> + 'a {
        let family = self.by_stem.get(stem(base).as_str()).into_iter().flatten();
        let relatives = family.filter(move |other| differ_by_endings(base, other));
        relatives.map(ToString::to_string)
    }
}

/// Returns whether two words consist of one root and two endings of relatives.
fn differ_by_endings(one: &str, other: &str) -> bool {
    let mut endings = ENDINGS.of_relatives.iter();
    endings.any(|(ending, of_other)| {
        let root = one.strip_suffix(ending);
        root.is_some_and(|root| {
            root.len() >= LEAST_ROOT && other.strip_suffix(of_other) == Some(root)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(words: &[(&str, u32)]) -> WordFamilies {
        let words = words.iter().map(|(word, n)| (Box::from(*word), *n));
        WordFamilies::of(words.collect())
    }

    fn relatives(words: &[(&str, u32)], base: &str) -> Vec<String> {
        let relatives = families(words).relatives(base);
        relatives
            .into_iter()
            .map(|relative| relative.base)
            .collect()
    }

    #[test]
    fn a_verb_finds_its_nouns_that_the_catalogue_has() {
        let words = [
            ("vaccination", 80),
            ("vaccin", 40),
            ("naissance", 90),
            ("vente", 30),
            ("paiement", 20),
            ("nettoyage", 9),
            ("construction", 100),
        ];
        for (verb, nouns) in [
            ("vacciner", &["vaccination", "vaccin"][..]),
            ("naitre", &["naissance"]),
            ("vendre", &["vente"]),
            ("payer", &["paiement"]),
            ("nettoyer", &["nettoyage"]),
            ("construire", &["construction"]),
            ("recruter", &[]),
        ] {
            assert_eq!(relatives(&words, verb), nouns, "{verb}");
        }
    }

    #[test]
    fn words_that_share_nothing_but_a_stem_are_no_relatives() {
        let words = [
            ("delai", 300),
            ("delit", 40),
            ("loyer", 70),
            ("loi", 700),
            ("petition", 20),
            ("petit", 600),
            ("usager", 90),
            ("usage", 200),
            ("environ", 60),
            ("environnement", 900),
            ("commune", 900),
            ("communication", 900),
        ];
        for (word, _) in words {
            assert_eq!(relatives(&words, word), [""; 0], "{word}");
        }
    }

    #[test]
    fn adjectives_and_nouns_of_one_root_find_each_other() {
        for (one, other) in [
            ("economie", "economique"),
            ("climat", "climatique"),
            ("rural", "ruralite"),
            ("inondable", "inondation"),
        ] {
            let words = [(one, 50), (other, 40)];
            assert_eq!(relatives(&words, one), [other]);
            assert_eq!(relatives(&words, other), [one]);
        }
    }

    #[test]
    fn the_file_is_read_whole() {
        assert!(ENDINGS.of_verbs.len() > 20);
        assert!(ENDINGS.of_relatives.len() > 40);
    }
}
