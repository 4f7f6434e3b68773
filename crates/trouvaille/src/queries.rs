//! `trouvaille queries`: what people looked for, what they did not find, and what was mended for them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use catalogue::Date;
use jiff::civil;
use query::LoggedSearch;
use serde::Serialize;

use crate::config::QueriesOptions;

/// A search, over all days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Search {
    words: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    filters: String,
    /// How often it was asked.
    asked: u64,
    /// How many records had all the words, the last time.
    complete: u64,
    /// How many more were found then.
    approximate: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<String>,
}

/// The lists, each by how often a search was asked.
#[derive(Debug, Serialize)]
struct Lists<'a> {
    most_frequent: Vec<&'a Search>,
    without_complete_match: Vec<&'a Search>,
    mended: Vec<&'a Search>,
}

/// Returns the folder of an index directory in which a server keeps the searches.
pub fn folder(index: &Path) -> PathBuf {
    index.join("queries")
}

/// Returns the days that a folder has searches of, the earliest first.
pub fn days_of(folder: &Path) -> io::Result<Vec<String>> {
    let mut days = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let day = name.strip_suffix(".jsonl");
        days.extend(
            day.filter(|day| day.parse::<civil::Date>().is_ok())
                .map(str::to_owned),
        );
    }
    days.sort_unstable();
    Ok(days)
}

/// Reads the searches of a day. Lines that are none, such as one that was cut, are left out.
pub fn read_day(folder: &Path, day: &str) -> io::Result<Vec<LoggedSearch>> {
    let text = fs::read_to_string(folder.join(format!("{day}.jsonl")))?;
    Ok(text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect())
}

/// Prints the lists.
pub fn run(options: &QueriesOptions) -> anyhow::Result<()> {
    let folder = folder(&options.index.directory);
    let days = days_of(&folder).with_context(|| {
        format!(
            "no searches in `{}`: a server keeps them with `--query-log DAYS`",
            folder.display()
        )
    })?;
    let first = options.days.map(|n| {
        Date::now()
            .day()
            .saturating_sub(jiff::Span::new().days(n as i64 - 1))
            .to_string()
    });
    let mut logged = Vec::new();
    for day in days
        .iter()
        .filter(|day| first.as_ref().is_none_or(|first| *day >= first))
    {
        logged.extend(read_day(&folder, day).with_context(|| format!("cannot read `{day}`"))?);
    }
    let searches = together(logged);
    let lists = Lists::of(&searches, options.size);
    let mut out = io::stdout().lock();
    let written = if options.json {
        let json = serde_json::to_string(&lists).context("cannot write JSON")?;
        writeln!(out, "{json}")
    } else {
        lists.print(&mut out)
    };
    written.context("cannot write to standard output")
}

/// Returns each search once, the most frequent first.
fn together(logged: Vec<LoggedSearch>) -> Vec<Search> {
    let mut by_search: BTreeMap<(String, String), Search> = BTreeMap::new();
    for one in logged {
        let search = Search {
            words: one.words,
            filters: one.filters,
            asked: one.asked,
            complete: one.complete,
            approximate: one.approximate,
            mended: one.mended,
        };
        let key = (search.words.clone(), search.filters.clone());
        let n_before = by_search.get(&key).map_or(0, |before| before.asked);
        // The hours come in order: what was found last counts.
        let asked = search.asked + n_before;
        by_search.insert(key, Search { asked, ..search });
    }
    let mut searches: Vec<Search> = by_search.into_values().collect();
    searches.sort_by_key(|search| std::cmp::Reverse(search.asked));
    searches
}

impl<'a> Lists<'a> {
    fn of(searches: &'a [Search], size: usize) -> Self {
        let first = |wanted: fn(&Search) -> bool| {
            searches
                .iter()
                .filter(|search| wanted(search))
                .take(size)
                .collect()
        };
        Self {
            most_frequent: first(|_| true),
            without_complete_match: first(|search| search.complete == 0),
            mended: first(|search| search.mended.is_some()),
        }
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for (title, searches) in [
            ("most frequent", &self.most_frequent),
            ("without a complete match", &self.without_complete_match),
            ("mended", &self.mended),
        ] {
            writeln!(out, "{title}:")?;
            for search in searches {
                search.print(out)?;
            }
        }
        Ok(())
    }
}

impl Search {
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Self {
            asked,
            words,
            complete,
            approximate,
            ..
        } = self;
        write!(out, "{asked:>8}  {words}")?;
        if !self.filters.is_empty() {
            write!(out, "  [{}]", self.filters)?;
        }
        if let Some(mended) = &self.mended {
            write!(out, "  -> {mended}")?;
        }
        writeln!(out, "  ({complete} complete, {approximate} approximate)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(hour: &str, words: &str, asked: u64, complete: u64) -> LoggedSearch {
        LoggedSearch {
            hour: hour.to_owned(),
            words: words.to_owned(),
            filters: String::new(),
            asked,
            complete,
            approximate: 0,
            mended: (words == "covoiturrage").then(|| "covoiturage".to_owned()),
        }
    }

    #[test]
    fn searches_are_counted_over_all_hours_with_what_they_found_last() {
        let searches = together(vec![
            logged("2026-01-30T10", "eau", 3, 0),
            logged("2026-01-31T10", "covoiturrage", 7, 0),
            logged("2026-01-31T11", "eau", 5, 2),
        ]);
        let lists = Lists::of(&searches, 10);
        let words = |list: &[&Search]| -> Vec<(String, u64)> {
            list.iter()
                .map(|search| (search.words.clone(), search.asked))
                .collect()
        };
        let [eau, covoiturage] = [("eau".to_owned(), 8), ("covoiturrage".to_owned(), 7)];
        let mended = [covoiturage.clone()];
        assert_eq!(words(&lists.most_frequent), [eau, covoiturage]);
        assert_eq!(words(&lists.without_complete_match), mended);
        assert_eq!(words(&lists.mended), mended);
        assert_eq!(Lists::of(&searches, 1).most_frequent.len(), 1);
    }
}
