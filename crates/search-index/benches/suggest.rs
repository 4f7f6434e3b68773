//! Measures the time of suggestions for every beginning of names drawn at random from an index, as typed and mistyped.
//!
//! `cargo bench --bench suggest -- INDEX` prints the median, the 99th percentile and the longest time in
//! microseconds. With texts behind the index it shows the suggestions for these texts instead. `just bench-suggest` runs
//! it on the real catalogue.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail by panicking")]

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use catalogue::Gazetteer;
use search_index::{SearchRequest, Searcher, SuggestRequest};

/// The number of records whose title, organization and first tag are drawn, and of places.
const N_NAMES: usize = 200;

/// The longest beginning of a name that is typed, in characters.
const LONGEST: usize = 60;

fn main() -> io::Result<()> {
    // cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let Some((index, texts)) = arguments.split_first() else {
        return writeln!(io::stdout(), "skipped: names no index (just bench-suggest)");
    };
    let searcher = Searcher::open(Path::new(index)).unwrap();
    for text in texts {
        show(&searcher, text)?;
    }
    if texts.is_empty() {
        measure(&searcher)?;
    }
    Ok(())
}

fn show(searcher: &Searcher, text: &str) -> io::Result<()> {
    let mut out = io::stdout();
    let started = Instant::now();
    let suggestions = searcher.suggest(&SuggestRequest::new(text));
    writeln!(out, "{text} ({} µs)", started.elapsed().as_micros())?;
    for suggestion in suggestions {
        let marked: String = suggestion
            .highlights
            .iter()
            .map(|fragment| {
                if fragment.mark {
                    format!("[{}]", fragment.text)
                } else {
                    fragment.text.clone()
                }
            })
            .collect();
        let detail = suggestion.detail.unwrap_or_default();
        let (kind, count) = (suggestion.kind.name(), suggestion.count);
        writeln!(out, "    {kind:12} {count:6}  {marked}  {detail}")?;
    }
    Ok(())
}

fn measure(searcher: &Searcher) -> io::Result<()> {
    let mut chance = Chance(20_260_116);
    let names = names(searcher, &mut chance);
    let n_names = names.len();
    let mut as_typed = Vec::new();
    let mut mistyped = Vec::new();
    for name in &names {
        let letters: Vec<char> = name.chars().take(LONGEST).collect();
        for n in 1..=letters.len() {
            as_typed.push(letters[..n].iter().collect());
            mistyped.push(mistake(&letters[..n], &mut chance));
        }
    }
    let sorts = [("as typed", as_typed), ("mistyped", mistyped)];
    let mut out = io::stdout();
    writeln!(out, "{n_names} names, every beginning of each:")?;
    for (sort, texts) in sorts {
        let mut times: Vec<(Duration, &String)> = texts
            .iter()
            .map(|text: &String| (time(searcher, text), text))
            .collect();
        times.sort_unstable();
        let at = |share: f64| {
            times[((times.len() - 1) as f64 * share) as usize]
                .0
                .as_micros()
        };
        writeln!(
            out,
            "{sort}: {} texts, median {} µs, p99 {} µs, max {} µs (`{}`)",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0),
            times[times.len() - 1].1
        )?;
    }
    Ok(())
}

fn time(searcher: &Searcher, text: &str) -> Duration {
    let request = SuggestRequest::new(text);
    let run = || {
        let started = Instant::now();
        let suggestions = searcher.suggest(&request);
        let took = started.elapsed();
        assert!(suggestions.len() <= request.size);
        took
    };
    // The faster of two: on a shared machine others take the processor in between.
    run().min(run())
}

/// Returns names drawn from records at random: titles, organizations, places and tags.
fn names(searcher: &Searcher, chance: &mut Chance) -> Vec<String> {
    let everything = SearchRequest {
        facets: Vec::new(),
        page_size: 1,
        ..SearchRequest::default()
    };
    let total = searcher.search(&everything).unwrap().total as usize;
    let (mut titles, mut owners, mut places, mut tags) = (vec![], vec![], vec![], vec![]);
    let zones: Vec<_> = Gazetteer::france().zones().collect();
    while titles.len() < N_NAMES {
        let request = SearchRequest {
            page: 1 + chance.below(total),
            ..everything.clone()
        };
        let hit = searcher.search(&request).unwrap().hits.remove(0).hit;
        owners.extend(hit.owner.map(|owner| owner.name()));
        tags.extend(hit.tags.into_iter().flatten().next());
        places.push(zones[chance.below(zones.len())].name.to_owned());
        titles.push(hit.title);
    }
    [titles, owners, places, tags].concat()
}

/// Returns the text with one letter lost, doubled, wrong, or swapped with the next.
fn mistake(letters: &[char], chance: &mut Chance) -> String {
    let mut letters = letters.to_vec();
    let place = chance.below(letters.len());
    match chance.below(4) {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, letters[place]),
        2 => letters[place] = 'z',
        _ => {
            let next = (place + 1).min(letters.len() - 1);
            letters.swap(place, next);
        }
    }
    letters.into_iter().collect()
}

/// A random number generator with a fixed seed, so that every run draws the same (`SplitMix64`).
struct Chance(u64);

impl Chance {
    /// Returns a random number less than `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}
