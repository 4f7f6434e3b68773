//! Random queries: each follows from the seed and its number.

use super::words::QueryWords;
use crate::classes::draw::{pick, random};
use proptest::prelude::*;
use proptest::test_runner::TestRng;
use query::params::MAX_QUERY_CHARS;

/// What a query is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words of any titles.
    Words,
    /// A title, or a piece of it from any letter to any other.
    Title,
    /// Characters of any script.
    Unicode,
    /// Words with operators between them.
    Operators,
    /// Values in fields.
    Fields,
    /// Addresses, ids and slugs.
    Address,
    /// Codes and numbers.
    Code,
    /// As long as may be.
    Long,
    /// One word again and again.
    Repeated,
    /// Words that most records have.
    Frequent,
    /// Operators and brackets in each other.
    Nested,
    /// Words with letters lost, doubled and changed.
    Mistyped,
}

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::Words,
        Self::Title,
        Self::Unicode,
        Self::Operators,
        Self::Fields,
        Self::Address,
        Self::Code,
        Self::Long,
        Self::Repeated,
        Self::Frequent,
        Self::Nested,
        Self::Mistyped,
    ];
}

/// Each kind as often as it stands here: what people type is more often words than anything else.
const KINDS: [Kind; 16] = [
    Kind::Words,
    Kind::Words,
    Kind::Words,
    Kind::Title,
    Kind::Title,
    Kind::Unicode,
    Kind::Operators,
    Kind::Operators,
    Kind::Fields,
    Kind::Address,
    Kind::Code,
    Kind::Long,
    Kind::Repeated,
    Kind::Frequent,
    Kind::Nested,
    Kind::Mistyped,
];

const OPERATORS: [&str; 24] = [
    "\"", "«", "»", "“", "”", "„", "-", "- ", "+", "OR", "AND", "NOT", "OU", "ET", "SAUF", "(",
    ")", "[", "]", ":", "*", "~", "|", "&&",
];

const FIELDS: [&str; 22] = [
    "titre",
    "title",
    "sigle",
    "description",
    "tag",
    "mot-clé",
    "org",
    "organisation",
    "producteur",
    "ressource",
    "schema",
    "territoire",
    "geozone",
    "licence",
    "license",
    "format",
    "formats",
    "badge",
    "type",
    "granularité",
    "fréquence",
    "inconnu",
];

const VALUES: [&str; 16] = [
    "csv",
    "odbl",
    "lov2",
    "api",
    "jeu de données",
    "commune",
    "annuelle",
    "bretagne",
    "insee",
    "fr:region:53",
    "hvd",
    "ouvert",
    "xlsx",
    "*",
    "",
    "\"",
];

const ADDRESSES: [&str; 8] = [
    "https://www.data.gouv.fr/fr/datasets/{}/",
    "data.gouv.fr/datasets/{}?x=1#/resources",
    "https://www.data.gouv.fr/api/1/datasets/{}/",
    "https://www.data.gouv.fr/fr/datasets/r/{}",
    "http://127.0.0.1:8080/datasets/{}",
    "({})",
    "«{}»",
    "{}",
];

/// Returns a query of a random kind.
pub fn random_query(words: &QueryWords, seed: u64, number: u64) -> (Kind, String) {
    // Neighbouring seeds and numbers must not make the same queries.
    let mut random = random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
    let random = &mut random;
    let kind = *pick(random, &KINDS);
    let query = match kind {
        Kind::Words => join(random, 1..=8, |random| pick(random, &words.words).clone()),
        Kind::Title => piece_of(random, &words.titles),
        Kind::Unicode => unicode(random),
        Kind::Operators => join(random, 2..=14, |random| operator_or_word(random, words)),
        Kind::Fields => join(random, 1..=6, |random| field(random, words)),
        Kind::Address => address(random, words),
        Kind::Code => join(random, 1..=5, code),
        Kind::Long => join(random, 60..=250, |random| operator_or_word(random, words)),
        Kind::Repeated => {
            let word = pick(random, &words.words).clone();
            join(random, 2..=200, |_| word.clone())
        }
        Kind::Frequent => join(random, 1..=40, |random| {
            pick(random, &words.frequent).clone()
        }),
        Kind::Nested => nested(random, words),
        Kind::Mistyped => join(random, 1..=8, |random| {
            let word = pick(random, &words.words).clone();
            mistyped(random, &word)
        }),
    };
    (kind, query.trim().chars().take(MAX_QUERY_CHARS).collect())
}

/// Returns so many of what is made, with blanks between.
fn join(
    random: &mut TestRng,
    n: std::ops::RangeInclusive<usize>,
    mut make: impl FnMut(&mut TestRng) -> String,
) -> String {
    let n = random.random_range(n);
    let parts: Vec<String> = (0..n).map(|_| make(random)).collect();
    parts.join(" ")
}

fn piece_of(random: &mut TestRng, texts: &[String]) -> String {
    let text: Vec<char> = pick(random, texts).chars().collect();
    let n = text.len();
    if n < 2 || random.random_bool(0.3) {
        return text.into_iter().collect();
    }
    let start = if random.random_bool(0.6) {
        0
    } else {
        random.random_range(0..n)
    };
    let end = random.random_range(start..=n);
    text[start..end].iter().collect()
}

fn unicode(random: &mut TestRng) -> String {
    let n = random.random_range(0..60);
    let character = |_| {
        let range = match random.random_range(0..6) {
            0 => 0x20..0x7f,
            1 => 0xa0..0x250,
            2 => 0x300..0x370,
            3 => 0x2000..0x2100,
            4 => 0..0xd800,
            _ => 0xe000..0x11_0000,
        };
        char::from_u32(random.random_range(range)).unwrap_or(' ')
    };
    (0..n).map(character).collect()
}

fn operator_or_word(random: &mut TestRng, words: &QueryWords) -> String {
    match random.random_range(0..8) {
        0 => (*pick(random, &OPERATORS)).to_owned(),
        1 => {
            let operator = *pick(random, &OPERATORS);
            format!("{operator}{}", pick(random, &words.words))
        }
        2 => format!(
            "\"{} {}\"",
            pick(random, &words.words),
            pick(random, &words.words)
        ),
        3 => format!("-{}", pick(random, &words.words)),
        4 => field(random, words),
        _ => pick(random, &words.words).clone(),
    }
}

fn field(random: &mut TestRng, words: &QueryWords) -> String {
    let name = *pick(random, &FIELDS);
    let value = match random.random_range(0..5) {
        0 => pick(random, &words.tags).clone(),
        1 => format!("\"{}\"", pick(random, &words.organizations)),
        2 => pick(random, &words.words).clone(),
        3 if !words.zones.is_empty() => pick(random, &words.zones).clone(),
        _ => (*pick(random, &VALUES)).to_owned(),
    };
    let sign = if random.random_bool(0.1) { "-" } else { "" };
    format!("{sign}{name}:{value}")
}

fn address(random: &mut TestRng, words: &QueryWords) -> String {
    let name = match random.random_range(0..3) {
        0 => pick(random, &words.ids),
        1 => pick(random, &words.slugs),
        _ => return piece_of(random, &words.addresses),
    };
    let address = pick(random, &ADDRESSES).replace("{}", name);
    match random.random_range(0..4) {
        0 => address.to_uppercase(),
        1 => format!(
            "{} {address} {}",
            pick(random, &words.words),
            pick(random, &words.words)
        ),
        _ => address,
    }
}

fn code(random: &mut TestRng) -> String {
    match random.random_range(0..6) {
        0 => format!("{:05}", random.random_range(1_000..98_900)),
        1 => format!(
            "2{}{:03}",
            pick(random, &["A", "B", "a"]),
            random.random_range(1..360)
        ),
        2 => format!("{}", random.random_range(0..u64::MAX)),
        3 => {
            let part = |random: &mut TestRng| random.random_range(0..1_000);
            format!(
                "{:03} {:03} {:03}",
                part(random),
                part(random),
                part(random)
            )
        }
        4 => format!("insee {:02}", random.random_range(1..99)),
        _ => format!("{}e siècle", random.random_range(1..22)),
    }
}

/// Returns operators and brackets in each other, a hundred deep at most.
fn nested(random: &mut TestRng, words: &QueryWords) -> String {
    let mut query = pick(random, &words.words).clone();
    for _ in 0..random.random_range(1..=100) {
        let word = pick(random, &words.words);
        query = match random.random_range(0..7) {
            0 => format!("({query})"),
            1 => format!("({query} OR {word})"),
            2 => format!("NOT {query}"),
            3 => format!("\"{query}\""),
            4 => format!("{word} AND {query}"),
            5 => format!("-{query}"),
            _ => format!("titre:{query}"),
        };
    }
    query
}

/// Returns a word with a letter lost, doubled, changed or exchanged with the next.
fn mistyped(random: &mut TestRng, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 2 {
        return word.to_owned();
    }
    let at = random.random_range(0..letters.len() - 1);
    match random.random_range(0..4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = (b'a' + random.random_range(0..26)) as char,
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}
