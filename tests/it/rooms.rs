//! How the crates are laid out: no files that use each other in a ring, and none too long to be read at once.

mod arrows;
mod modules;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use arrows::{Arrows, arrows, rings};
use modules::Modules;

/// Lines of a file before its tests, at most.
const MAX_LINES: usize = 400;
/// Nine files in ten have fewer.
const MOST_HAVE_FEWER: usize = 300;

#[test]
fn no_files_use_each_other_in_a_ring() {
    let mut told = String::new();
    let (mut n_files, mut n_arrows) = (0, 0);
    for (name, sources) in crates() {
        let modules = Modules::read(&sources);
        let arrows = arrows(&modules);
        n_files += modules.files.len();
        n_arrows += arrows.len();
        for ring in rings(modules.files.len(), &arrows) {
            writeln!(told, "{name}: a ring of {} files", ring.len()).unwrap();
            write_ring(&mut told, &ring, &arrows, &modules);
        }
    }
    assert!(n_arrows > 2 * n_files, "{n_arrows} arrows say little");
    assert!(told.is_empty(), "{told}");
}

#[test]
fn a_ring_is_seen_through_re_exports_and_in_macros_but_not_in_tests() {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [
        ("lib.rs", "mod eau; mod lac; mod pluie; pub use eau::Eau;"),
        ("eau.rs", "use crate::lac::*; pub struct Eau(Lac);"),
        (
            "lac.rs",
            "pub struct Lac; fn f() { drop(vec![super::Eau::new()]) }",
        ),
        (
            "pluie.rs",
            "use crate::Eau; #[cfg(test)] mod tests { use crate::lac::Lac; }",
        ),
    ] {
        fs::write(folder.path().join(file), text).unwrap();
    }
    let modules = Modules::read(folder.path());
    let arrows = arrows(&modules);
    let [ring] = rings(modules.files.len(), &arrows).try_into().unwrap();
    let mut told = String::new();
    write_ring(&mut told, &ring, &arrows, &modules);
    assert_eq!(
        told,
        "    eau.rs -> lac.rs: Lac\n    lac.rs -> eau.rs: Eau\n"
    );
    assert_eq!(arrows.len(), 3, "{arrows:?}");
}

/// Writes a line for each arrow within a ring, with the names that make it one.
fn write_ring(told: &mut String, ring: &BTreeSet<usize>, arrows: &Arrows, modules: &Modules) {
    for ((from, to), names) in arrows {
        if ring.contains(from) && ring.contains(to) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let [from, to] = [from, to].map(|file| modules.files[*file].display());
            writeln!(told, "    {from} -> {to}: {}", names.join(", ")).unwrap();
        }
    }
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    let mut lengths = Vec::new();
    for (name, sources) in crates() {
        for file in Modules::read(&sources).files {
            lengths.push((lines_before_tests(&sources.join(&file)), name.clone(), file));
        }
    }
    lengths.sort();
    let too_long = &lengths[lengths.partition_point(|(n_lines, ..)| *n_lines <= MAX_LINES)..];
    assert!(too_long.is_empty(), "{too_long:#?}");
    let long = &lengths[lengths.partition_point(|(n_lines, ..)| *n_lines < MOST_HAVE_FEWER)..];
    assert!(long.len() * 10 <= lengths.len(), "{long:#?}");
}

/// Returns the names of the crates with the folders of their sources.
fn crates() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut crates: Vec<(String, PathBuf)> = entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, entry.path().join("src"))
        })
        .filter(|(_, sources)| sources.is_dir())
        .collect();
    crates.sort();
    crates
}

/// Returns how many lines stand before the tests at a file's end.
fn lines_before_tests(file: &Path) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let starts_tests = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ");
    let start = lines.windows(2).rposition(starts_tests);
    start.unwrap_or(lines.len())
}
