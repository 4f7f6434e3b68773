//! Inferred extents and grains over the real catalogue: how many records have which, and how often they are right.

use std::collections::BTreeMap;
use std::io::Write;

use catalogue::{KnownExtent, KnownGrain, Owner, inferred_geozones};
use search_index::Searcher;
use sha2::{Digest, Sha256};

use crate::naive::stored_records;

/// Judged by hand: `fixtures/README.md` says how.
const JUDGED: &str = include_str!("../fixtures/extent-judged.tsv");

/// What is known of a record, and whether its words say it.
struct Known {
    id: String,
    title: String,
    producer: String,
    description: String,
    /// The values of `extent` and `grain`, with what says them; nothing where they are declared.
    values: [Option<(String, Option<String>)>; 2],
}

const KINDS: [&str; 2] = ["extent", "grain"];

/// Returns what is known of all live records of an index.
fn all_known(index: &std::path::Path) -> Vec<Known> {
    let searcher = Searcher::open(index).unwrap();
    let live = stored_records(&searcher).filter(|record| record.archived_at().is_none());
    live.map(|record| {
        let extent = KnownExtent::of(&record, &inferred_geozones(&record)).map(|known| {
            let why = known
                .evidence
                .map(|it| format!("{}: {}", it.field.name(), it.words));
            (known.extent.to_string(), why)
        });
        let grain = KnownGrain::of(&record).map(|known| {
            let why = known
                .evidence
                .map(|it| format!("{}: {}", it.field.name(), it.words));
            (known.grain.to_string(), why)
        });
        Known {
            id: record.id().to_owned(),
            title: record.title().to_owned(),
            producer: record.owner().map(Owner::name).unwrap_or_default(),
            description: record.description().text.chars().take(300).collect(),
            values: [extent, grain],
        }
    })
    .collect()
}

/// Returns the records of which a value of that kind is inferred, in the order of the SHA-256 of seed and id.
fn drawn<'a>(known: &'a [Known], kind: usize, seed: &str) -> Vec<&'a Known> {
    let is_inferred = |it: &&Known| matches!(&it.values[kind], Some((_, Some(_))));
    let mut drawn: Vec<&Known> = known.iter().filter(is_inferred).collect();
    drawn.sort_by_cached_key(|it| Sha256::digest(format!("{seed}:{}:{}", KINDS[kind], it.id)));
    drawn
}

/// `just extents SEED COUNT` prints how many live records have which extent and grain, a sample to judge by hand, and how often
/// the rules are right on the sample that was judged.
#[test]
#[ignore = "reads an index of the real catalogue, named by the environment: `just extents`"]
fn extents_and_grains_over_the_real_catalogue_are_right() {
    let index = std::env::var_os("TROUVAILLE_EXTENTS_INDEX").unwrap();
    let seed = std::env::var("TROUVAILLE_EXTENTS_SEED").unwrap_or_default();
    let count = std::env::var("TROUVAILLE_EXTENTS_COUNT").ok();
    let count: usize = count.and_then(|count| count.parse().ok()).unwrap_or(0);
    let known = all_known(index.as_ref());
    let mut report = std::io::stdout();
    for (kind, name) in KINDS.into_iter().enumerate() {
        let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for (value, why) in known.iter().filter_map(|it| it.values[kind].as_ref()) {
            let source = if why.is_some() {
                "inferred"
            } else {
                "declared"
            };
            *counts.entry((source, value)).or_default() += 1;
        }
        for ((source, value), n) in counts {
            writeln!(
                report,
                "{name} {source} {value}: {n} of {} live records",
                known.len()
            )
            .unwrap();
        }
        for it in drawn(&known, kind, &seed).into_iter().take(count) {
            let (value, why) = it.values[kind].as_ref().unwrap();
            writeln!(
                report,
                "{}\t{name}\t{value}\t{}\t{}\t{}\t{}",
                it.id,
                why.as_deref().unwrap_or_default(),
                it.title,
                it.producer,
                it.description.replace(['\n', '\r', '\t'], " "),
            )
            .unwrap();
        }
        let (n_right, wrong) = judged(&known, kind);
        let n_inferred = n_right + wrong.len();
        let precision = n_right as f64 / n_inferred as f64;
        writeln!(
            report,
            "{name}: {n_right} right of {n_inferred} ({precision:.3})"
        )
        .unwrap();
        assert!(precision >= 0.9, "{wrong:#?}");
    }
}

/// Returns how many inferred values of the judged sample are right, and those that are not.
fn judged(known: &[Known], kind: usize) -> (usize, Vec<String>) {
    let by_id: BTreeMap<&str, &Known> = known.iter().map(|it| (it.id.as_str(), it)).collect();
    let (mut n_right, mut wrong) = (0, Vec::new());
    for (id, _, right, _) in judgements().filter(|(_, of, _, _)| *of == KINDS[kind]) {
        let inferred = by_id.get(id).and_then(|it| it.values[kind].as_ref());
        match inferred {
            Some((value, Some(_))) if right.split(' ').any(|right| right == value) => n_right += 1,
            Some((value, Some(why))) => wrong.push(format!("{id}: {value} ({why}), not {right}")),
            _ => {}
        }
    }
    (n_right, wrong)
}

/// Returns the lines of the judged sample: id, kind, the values that are right (`-` for none), and why.
fn judgements() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    JUDGED.lines().skip(1).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, kind, right, why] = columns[..] else {
            panic!("not four columns: {line}");
        };
        (id, kind, right, why)
    })
}

#[test]
fn every_judgement_is_of_a_known_value() {
    for (id, kind, right, why) in judgements() {
        assert!(
            id.len() == 24 && KINDS.contains(&kind) && !why.is_empty(),
            "{id}"
        );
        for value in right.split(' ').filter(|value| *value != "-") {
            let is_known = if kind == "extent" {
                catalogue::Extent::all().contains(&catalogue::Extent::from(value))
            } else {
                catalogue::Grain::all().contains(&catalogue::Grain::from(value))
            };
            assert!(is_known, "{id}: `{value}`");
        }
    }
    let n_of = |kind: &str| judgements().filter(|(_, of, ..)| *of == kind).count();
    assert!(KINDS.into_iter().all(|kind| n_of(kind) >= 150));
}
