//! The table of alternate titles, `data/license-titles.txt`, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

const TITLES: &str = include_str!("../../data/license-titles.txt");

/// Returns the alternate titles of the licence with that id, in the order of the table.
pub(super) fn of(id: &str) -> &'static [&'static str] {
    static BY_ID: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
        let mut by_id: HashMap<&str, Vec<&str>> = HashMap::new();
        for (id, title) in rows() {
            by_id.entry(id).or_default().push(title);
        }
        by_id
    });
    BY_ID.get(id).map(Vec::as_slice).unwrap_or_default()
}

/// Returns the two columns of each line that is no comment: the id of a licence and a title.
pub(super) fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = TITLES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let (id, title) = line.split_once('|').unwrap_or((line, ""));
        (id.trim(), title.trim())
    })
}
