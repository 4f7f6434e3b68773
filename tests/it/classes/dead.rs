//! Dead records: none comes first where a living one has the words too.

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::drawn;
use super::report::Report;
use super::tally::Tally;

/// Words by which a title says that its record is dead. Those that other titles have too are left out.
const DEAD: [&str; 8] = [
    "[obsolète]",
    "(obsolète)",
    "[archive]",
    "(archive)",
    "(archives)",
    "(déprécié)",
    "[old]",
    "non maintenu",
];

/// How many hits are looked through.
const DEPTH: usize = 20;

/// A word that so many letters long says something of a topic.
const LEAST_LETTERS: usize = 5;

/// Measures topics of dead records: the two longest words of their titles.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members: Vec<String> = catalogue
        .records
        .iter()
        .filter(|record| is_dead(&record.title))
        .filter_map(|record| topic(&record.title))
        .filter(|topic| has_living(catalogue, topic))
        .collect();
    let n_members = members.len();
    let drawn = drawn(members, least.drawn, seed);
    let mut tally = Tally::default();
    for topic in &drawn {
        let hits = catalogue.first(topic, 1).hits;
        let dead = hits.first().filter(|first| is_dead(&first.hit.title));
        tally.add(
            "topic",
            dead.map(|first| format!("{topic}: {}", first.hit.title)),
        );
    }
    tally.report("topics of dead records", n_members, drawn.len(), seed)
}

fn is_dead(title: &str) -> bool {
    let title = title.to_lowercase();
    DEAD.iter().any(|words| title.contains(words))
}

/// Returns the two longest words of a title, in its order; `None` where it has no two of some length.
fn topic(title: &str) -> Option<String> {
    let mut title = title.to_lowercase();
    for words in DEAD {
        title = title.replace(words, " ");
    }
    let words = title.split(|c: char| !c.is_alphabetic());
    let mut words: Vec<(usize, &str)> = words
        .enumerate()
        .filter(|(_, word)| word.chars().count() >= LEAST_LETTERS)
        .collect();
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.chars().count()));
    words.truncate(2);
    words.sort_unstable();
    let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    (words.len() == 2).then(|| words.join(" "))
}

/// Returns whether a living record has the words in its title or description.
fn has_living(catalogue: &CatalogueScan, topic: &str) -> bool {
    let hits = catalogue.first(topic, DEPTH).hits;
    hits.iter().any(|found| {
        found.missing.is_empty() && !is_dead(&found.hit.title) && found.hit.retired.is_none()
    })
}
