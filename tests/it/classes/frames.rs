//! Frames: what people put around a topic keeps its best-known record in the first ten hits.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use catalogue::{Gazetteer, Record, Resolution, canonical_formats, is_known_format};
use search_index::{Form, FrenchAnalyzer, Hit, base_form};

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::shuffled;
use super::report::{Report, share};

/// What people put around a topic, at `{}`.
const FRAMES: [&str; 15] = [
    "{} par commune",
    "{} par ville",
    "{} par département",
    "{} en France",
    "nombre de {}",
    "liste des {}",
    "carte des {}",
    "open data {}",
    "données de {}",
    "combien de {}",
    "où trouver {}",
    "c'est quoi {}",
    "je cherche {}",
    "{} svp",
    "télécharger {}",
];

/// Topics that are drawn, at most.
const N_TOPICS: usize = 100;

/// How deep a failure's reference is looked for.
const DEPTH: usize = 100;

/// Letters of a failure's title that are shown, at most.
const MAX_SHOWN: usize = 50;

/// The base forms of the frames' own words.
static FRAME_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| FRAMES.iter().flat_map(|frame| base_forms(frame)).collect());

/// What may be asked for: tags, and short titles of records that are much used.
#[derive(Default)]
pub struct Topics {
    /// How many live records have a tag.
    tags: BTreeMap<String, u32>,
    titles: BTreeSet<String>,
}

/// A topic whose first hit is much used, and has it in its title or acronym.
#[derive(Debug)]
struct Topic {
    text: String,
    reference: Hit,
}

impl Topics {
    /// Takes the tags of a record, and its title up to the first mark.
    pub fn add(&mut self, record: &Record, least: &Least) {
        for tag in record.tags() {
            *self.tags.entry(as_typed(tag)).or_default() += 1;
        }
        let public_use = record.reuses().unwrap_or(0) + record.followers().unwrap_or(0);
        if public_use >= least.public_use {
            let is_mark = |c: char| !c.is_alphanumeric() && !" '’-".contains(c);
            let phrase = record.title().split(is_mark).next().unwrap_or_default();
            let phrase = phrase.split(" - ").next().unwrap_or_default();
            self.titles.insert(as_typed(phrase));
        }
    }

    /// Returns the topics of one to three words, none of them a frame's, sorted. Names of places and formats are none.
    fn candidates(&self, least: &Least) -> Vec<String> {
        let tags = self.tags.iter().filter(|(_, n)| **n >= least.tagged);
        let texts: BTreeSet<&String> = tags.map(|(tag, _)| tag).chain(&self.titles).collect();
        let is_topic = |text: &&String| {
            let words = base_forms(text);
            let is_short = (1..=3).contains(&words.len());
            let has_letters = |word: &String| word.len() >= 3 && !word.contains(char::is_numeric);
            is_short
                && words.iter().any(has_letters)
                && !words.iter().any(|word| FRAME_WORDS.contains(word))
                && Gazetteer::france().resolve_name(text) == Resolution::Unknown
                && !canonical_formats(text)
                    .iter()
                    .any(|format| is_known_format(format))
        };
        texts.into_iter().filter(is_topic).cloned().collect()
    }
}

/// Returns a tag or a title as somebody types it.
fn as_typed(text: &str) -> String {
    let words = text.to_lowercase().replace(['-', '_'], " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn base_forms(text: &str) -> Vec<String> {
    let terms = FrenchAnalyzer::new(Form::Exact).terms(text);
    terms.iter().map(|term| base_form(term)).collect()
}

/// Measures for which share of the topics and frames the record that the bare topic finds first stays in the first ten.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let candidates = catalogue.topics.candidates(least);
    let n_members = candidates.len();
    let topics: Vec<Topic> = shuffled(candidates, seed)
        .into_iter()
        .filter_map(|text| topic(catalogue, least, text))
        .take(N_TOPICS)
        .collect();
    let mut n_kept = [0; FRAMES.len()];
    let mut failures = Vec::new();
    for topic in &topics {
        let mut lost = Vec::new();
        for (frame, n_kept) in FRAMES.iter().zip(&mut n_kept) {
            match rank(catalogue, &frame.replace("{}", &topic.text), topic) {
                Some(1..=10) => *n_kept += 1,
                Some(rank) => lost.push(format!("{frame} {rank}").replace("{}", "…")),
                None => lost.push(format!("{frame} >{DEPTH}").replace("{}", "…")),
            }
        }
        if !lost.is_empty() {
            let title: String = topic.reference.title.chars().take(MAX_SHOWN).collect();
            let text = &topic.text;
            let ranks = format!("{text} ({title}): {}", lost.join(", "));
            failures.push((lost.len(), ranks));
        }
    }
    failures.sort_unstable_by(|a, b| b.cmp(a));
    let by_frame = FRAMES.iter().zip(n_kept);
    let by_frame = by_frame.map(|(frame, n)| format!("{frame}: {:.2}", share(n, topics.len())));
    Report {
        class: "frames",
        figure: share(n_kept.iter().sum(), topics.len() * FRAMES.len()),
        wanted: 0.95,
        n_members,
        n_drawn: topics.len(),
        seed,
        notes: by_frame.collect(),
        failures: failures.into_iter().map(|(_, ranks)| ranks).collect(),
    }
}

/// Returns a topic with its reference; `None` where its first hit is little used, or has another name.
fn topic(catalogue: &CatalogueScan, least: &Least, text: String) -> Option<Topic> {
    let reference = catalogue.first(&text, 1).hits.pop()?.hit;
    let metrics = &reference.metrics;
    let public_use = metrics.reuses.unwrap_or(0) + metrics.followers.unwrap_or(0);
    let acronym = reference.acronym.iter();
    let names = [&reference.title].into_iter().chain(acronym);
    let names: HashSet<String> = names.flat_map(|name| base_forms(name)).collect();
    let is_named = base_forms(&text).iter().all(|word| names.contains(word));
    let is_reference = public_use >= least.public_use && is_named;
    is_reference.then_some(Topic { text, reference })
}

/// Returns the rank of a topic's reference.
fn rank(catalogue: &CatalogueScan, query: &str, topic: &Topic) -> Option<usize> {
    let is_reference = |hit: &Hit| {
        (&hit.record_type, &hit.id) == (&topic.reference.record_type, &topic.reference.id)
    };
    let rank_within = |n: usize| {
        let hits = catalogue.first(query, n).hits;
        hits.iter()
            .position(|found| is_reference(&found.hit))
            .map(|at| at + 1)
    };
    rank_within(10).or_else(|| rank_within(DEPTH))
}
