//! Judged queries, as their files hold them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

/// A query and the records that answer it.
#[derive(Debug, PartialEq)]
pub struct JudgedQuery {
    pub query: String,
    /// Further parameters of the search, as in a URL.
    pub params: String,
    pub category: Option<String>,
    /// The ids of the expected records and their grades: 1 relevant, 2 the thing itself. Empty for nonsense.
    pub expected: BTreeMap<String, u8>,
    /// The ids of the records that must not stand above a reference: superseded or dead ones, copies of others.
    pub stale: BTreeSet<String>,
}

impl JudgedQuery {
    /// Returns whether it expects a reference.
    pub fn has_reference(&self) -> bool {
        self.expected.values().any(|grade| *grade >= REFERENCE)
    }
}

/// The queries of one file.
#[derive(Debug)]
pub struct JudgedSet {
    /// The file's name, without its ending.
    pub name: String,
    pub queries: Vec<JudgedQuery>,
    /// The number of lines that were left out: they expect no record, no live one, or another model than a dataset.
    pub n_left_out: usize,
}

/// The category of the queries that no record answers.
pub const NONSENSE: &str = "nonsense";

/// The grade of the records that are the thing itself; others are relevant only.
pub const REFERENCE: u8 = 2;

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    query: String,
    #[serde(default)]
    params: String,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    category: Option<String>,
    expected: Vec<Expected>,
    #[serde(default)]
    stale: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expected {
    Id(String),
    Graded { id: String, grade: u8 },
}

impl JudgedSet {
    /// Reads a file of JSON objects, one a line: `query`, `expected` (ids, or objects with `id` and `grade`), and where
    /// there are any `category`, `params`, `stale` (ids) and `model` (only `Dataset` is judged). Queries that differ in case only are
    /// one, with the records expected of each.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let name = path.file_stem().unwrap_or(path.as_os_str());
        let mut set = Self {
            name: name.to_string_lossy().into_owned(),
            queries: Vec::new(),
            n_left_out: 0,
        };
        let mut indexes = HashMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let line: Line = serde_json::from_str(line)
                .with_context(|| format!("`{}`, line {number}", path.display()))?;
            set.add(line, &mut indexes);
        }
        Ok(set)
    }

    fn add(&mut self, line: Line, indexes: &mut HashMap<(String, String), usize>) {
        let is_nonsense = line.category.as_deref() == Some(NONSENSE);
        let is_other_model = line
            .model
            .as_deref()
            .is_some_and(|model| model != "Dataset");
        if is_other_model || line.expected.is_empty() != is_nonsense {
            self.n_left_out += 1;
            return;
        }
        let key = (line.query.to_lowercase(), line.params.clone());
        let index = *indexes.entry(key).or_insert(self.queries.len());
        if index == self.queries.len() {
            self.queries.push(JudgedQuery {
                query: line.query,
                params: line.params,
                category: line.category,
                expected: BTreeMap::new(),
                stale: BTreeSet::new(),
            });
        }
        let expected = line.expected.into_iter().map(|expected| match expected {
            Expected::Id(id) => (id, 1),
            Expected::Graded { id, grade } => (id, grade),
        });
        self.queries[index].expected.extend(expected);
        self.queries[index].stale.extend(line.stale);
    }

    /// Drops the expected records that are not live, and the queries that expect none any more.
    pub fn keep_live(
        &mut self,
        mut is_live: impl FnMut(&str) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let mut kept = Vec::new();
        for mut judged in self.queries.drain(..) {
            let is_nonsense = judged.expected.is_empty();
            for id in judged.expected.keys().cloned().collect::<Vec<_>>() {
                if !is_live(&id)? {
                    judged.expected.remove(&id);
                }
            }
            if is_nonsense || !judged.expected.is_empty() {
                kept.push(judged);
            } else {
                self.n_left_out += 1;
            }
        }
        self.queries = kept;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> JudgedSet {
        let file = tempfile::Builder::new()
            .prefix("set")
            .suffix(".jsonl")
            .tempfile()
            .unwrap();
        fs::write(file.path(), text).unwrap();
        JudgedSet::read(file.path()).unwrap()
    }

    #[test]
    fn both_shapes_of_expected_records_are_read() {
        let set = read(
            "{\"query\": \"eau\", \"expected\": [\"a\"]}\n\n\
             {\"query\": \"air\", \"category\": \"plain\", \"expected\": [{\"id\": \"b\", \"grade\": 2, \"title\": \"B\"}]}\n",
        );
        assert_eq!(set.queries[0].expected, BTreeMap::from([("a".into(), 1)]));
        assert_eq!(set.queries[1].expected, BTreeMap::from([("b".into(), 2)]));
        assert_eq!(set.queries[1].category.as_deref(), Some("plain"));
    }

    #[test]
    fn what_cannot_be_judged_is_left_out_and_counted() {
        let mut set = read(
            "{\"query\": \"eau\", \"expected\": []}\n\
             {\"query\": \"mairie\", \"model\": \"Organization\", \"expected\": [\"o\"]}\n\
             {\"query\": \"xyzzy\", \"category\": \"nonsense\", \"expected\": []}\n\
             {\"query\": \"feu\", \"model\": \"Dataset\", \"expected\": [\"gone\"]}\n\
             {\"query\": \"air\", \"expected\": [\"gone\", \"a\"]}\n",
        );
        set.keep_live(|id| Ok(id != "gone")).unwrap();
        let kept: Vec<&str> = set.queries.iter().map(|judged| &*judged.query).collect();
        assert_eq!(kept, ["xyzzy", "air"]);
        assert_eq!(set.n_left_out, 3);
        assert_eq!(set.queries[1].expected.len(), 1);
    }

    #[test]
    fn queries_that_differ_in_case_only_are_one() {
        let set = read(
            "{\"query\": \"DVF\", \"expected\": [\"a\"]}\n{\"query\": \"dvf\", \"expected\": [\"b\"]}\n",
        );
        assert_eq!(set.queries.len(), 1);
        assert_eq!(set.queries[0].expected.len(), 2);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "{\"query\": \"eau\", \"expected\": []}\n{}\n").unwrap();
        let error = format!("{:#}", JudgedSet::read(file.path()).unwrap_err());
        assert!(error.contains("line 2"), "{error}");
    }
}
