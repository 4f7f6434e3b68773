//! Which organizations some words name.

use std::collections::HashMap;

use super::{KnownOrganization, Organizations};
use crate::query::{QueryWord, RewrittenQuery, Target};

/// The share of its value that counts of a word that was mended by the names of organizations.
const MENDED: f32 = 0.8;

/// The share of a score that does not depend on how much of the name the words are.
const WHATEVER_NAME: f32 = 0.4;

/// What ten times as many records are worth.
const TENFOLD_RECORDS: f32 = 0.25;

/// What an organization that the platform vouches for is worth.
const CERTIFIED: f32 = 1.1;

/// What an organization has of the words.
#[derive(Default)]
struct Match {
    /// By word of the query: its idf times the share of it that counts.
    values: Vec<f32>,
    /// The words of the organization's names that were meant.
    words: Vec<u32>,
}

impl Organizations {
    /// Returns the organizations that have all words of a query in their names and acronyms, as typed or by an alternative,
    /// the best first; where none has, those with most of them, at least half.
    pub(crate) fn find(&self, query: &RewrittenQuery) -> Vec<&KnownOrganization> {
        let mut matches: HashMap<u32, Match> = HashMap::new();
        let n_words = query.words.len();
        for (at, word) in query.words.iter().enumerate() {
            self.add_word(&mut matches, (at, n_words), word, 1.0);
        }
        for alternative in &query.alternatives {
            match &alternative.target {
                Target::Word(word) | Target::WordInName(word) => {
                    for at in alternative.covers.clone() {
                        self.add_word(&mut matches, (at, n_words), word, alternative.share);
                    }
                }
                Target::Phrase(phrase) => {
                    let covers = alternative.covers.clone();
                    for at in covers {
                        let (words, share) = (&phrase.words, alternative.share);
                        self.add_phrase(&mut matches, (at, n_words), words, share);
                    }
                }
                Target::Zone(_) | Target::FacetValue(..) | Target::Year(_) | Target::Period(_) => {}
            }
        }
        self.add_mended(&mut matches, query);
        self.ordered(&matches, query)
    }

    fn add_word(
        &self,
        matches: &mut HashMap<u32, Match>,
        place: (usize, usize),
        word: &QueryWord,
        share: f32,
    ) {
        if let Some(number) = self.words.known(&word.base) {
            self.add(matches, place, number, share);
        }
    }

    fn add(
        &self,
        matches: &mut HashMap<u32, Match>,
        place: (usize, usize),
        number: u32,
        share: f32,
    ) {
        let value = share * self.words.idf(number);
        for organization in self.words.holders(number) {
            matches
                .entry(*organization)
                .or_default()
                .add(place, value, &[number]);
        }
    }

    /// Adds the organizations with words that follow each other in a name.
    fn add_phrase(
        &self,
        matches: &mut HashMap<u32, Match>,
        place: (usize, usize),
        words: &[QueryWord],
        share: f32,
    ) {
        let numbers = words.iter().map(|word| self.words.known(&word.base));
        let Some(numbers) = numbers.collect::<Option<Vec<u32>>>() else {
            return;
        };
        let rarest = numbers
            .iter()
            .min_by_key(|it| self.words.holders(**it).len());
        let Some(rarest) = rarest else {
            return;
        };
        let value = share * self.words.idf(*rarest);
        for organization in self.words.holders(*rarest) {
            let mut names = self.words.names(*organization).iter();
            if names.any(|name| name.windows(numbers.len()).any(|it| it == numbers)) {
                matches
                    .entry(*organization)
                    .or_default()
                    .add(place, value, &numbers);
            }
        }
    }

    /// Adds what was probably meant by words that no organization has in any way.
    fn add_mended(&self, matches: &mut HashMap<u32, Match>, query: &RewrittenQuery) {
        let n_words = query.words.len();
        for (at, word) in query.words.iter().enumerate() {
            let is_found = matches.values().any(|it| it.has(at));
            if is_found {
                continue;
            }
            if let Some(number) = self.words.nearest(&word.exact) {
                self.add(matches, (at, n_words), number, MENDED);
            }
        }
    }

    fn ordered(
        &self,
        matches: &HashMap<u32, Match>,
        query: &RewrittenQuery,
    ) -> Vec<&KnownOrganization> {
        let are_all_frames = query.is_frame.iter().all(|is_frame| *is_frame);
        let is_demanded = |at: usize| are_all_frames || !query.is_frame[at];
        let demanded: Vec<usize> = (0..query.words.len())
            .filter(|at| is_demanded(*at))
            .collect();
        let n_found = |it: &Match| demanded.iter().filter(|at| it.has(**at)).count();
        let most = matches.values().map(n_found).max().unwrap_or(0);
        if most == 0 || most * 2 < demanded.len() {
            return Vec::new();
        }
        let complete = matches.iter().filter(|(_, it)| n_found(it) == most);
        let mut scored: Vec<(f32, u32)> = complete
            .map(|(at, found)| (self.score(*at, found), *at))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = scored.into_iter();
        best.map(|(_, at)| &self.all[at as usize]).collect()
    }

    fn score(&self, at: u32, found: &Match) -> f32 {
        let known = &self.all[at as usize];
        let share_of = |name: &Vec<u32>| {
            let n_found = name
                .iter()
                .filter(|word| found.words.contains(word))
                .count();
            n_found as f32 / name.len().max(1) as f32
        };
        let names = self.words.names(at).iter().map(share_of);
        let share = names.fold(0.0, f32::max);
        let records = 1.0 + TENFOLD_RECORDS * (1.0 + known.n_records() as f32).log10();
        let vouched = if known.organization.is_certified() {
            CERTIFIED
        } else {
            1.0
        };
        let words: f32 = found.values.iter().sum();
        words * (WHATEVER_NAME + (1.0 - WHATEVER_NAME) * share) * records * vouched
    }
}

impl Match {
    /// Adds what a word of the query, by its place among so many, is worth here, unless it is worth more already.
    fn add(&mut self, (at, n_words): (usize, usize), value: f32, words: &[u32]) {
        self.values.resize(n_words, 0.0);
        self.values[at] = self.values[at].max(value);
        self.words.extend(words);
    }

    fn has(&self, at: usize) -> bool {
        self.values.get(at).is_some_and(|value| *value > 0.0)
    }
}
