//! The live records of an index, read one after the other: which record holds which word, in whatever form.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use catalogue::{Record, RecordType};
use search_index::{
    Form, FrenchAnalyzer, Hit, RequiredWords, SearchHit, SearchRequest, SearchResults, Searcher,
    base_form,
};

use super::Least;
use super::fields::FieldValues;
use super::frames::Topics;
use super::joined::Neighbours;
use super::known_record::KnownRecord;
use super::words::Words;
use crate::naive;

/// How deep a failure's record is looked for.
const FIRST_PAGE: usize = 10;

/// The live records of an index, by number.
pub struct CatalogueScan {
    searcher: Arc<Searcher>,
    numbers: HashMap<(RecordType, String), u32>,
    /// By record, the numbers of the base forms of its words, sorted.
    base_forms: Vec<Vec<u32>>,
    base_form_numbers: HashMap<String, u32>,
    /// The words of sentences.
    pub words: Words,
    /// How many titles hold a word, by the word as it is written in lower case.
    pub title_words: BTreeMap<String, u32>,
    /// What may be asked for in frames.
    pub topics: Topics,
    /// What people paste of each record.
    pub records: Vec<KnownRecord>,
    /// Words beside each other, and joined.
    pub neighbours: Neighbours,
    /// What may be asked for in a field.
    pub field_values: FieldValues,
}

impl CatalogueScan {
    /// Reads the live records of an index.
    pub fn read(searcher: Arc<Searcher>, least: &Least) -> Self {
        let mut scan = Self {
            searcher: Arc::clone(&searcher),
            numbers: HashMap::new(),
            base_forms: Vec::new(),
            base_form_numbers: HashMap::new(),
            words: Words::default(),
            title_words: BTreeMap::new(),
            topics: Topics::default(),
            records: Vec::new(),
            neighbours: Neighbours::default(),
            field_values: FieldValues::default(),
        };
        let mut analyzer = FrenchAnalyzer::new(Form::Exact);
        // Most words come again and again.
        let mut known = HashMap::new();
        let mut records = searcher.export(&SearchRequest::default()).unwrap();
        while let Some(record) = records.next_record().unwrap() {
            let of_record = scan.base_forms_of(&record, &mut analyzer, &mut known);
            scan.numbers.insert(
                (record.record_type(), record.id().to_owned()),
                scan.base_forms.len() as u32,
            );
            scan.base_forms.push(of_record);
            scan.count_title_words(record.title(), &mut analyzer);
            scan.words.add(&record);
            scan.topics.add(&record, least);
            scan.records.push(KnownRecord::from(&record));
            scan.neighbours.add(&record);
            scan.field_values.add(&record);
        }
        scan
    }

    fn base_forms_of(
        &mut self,
        record: &Record,
        analyzer: &mut FrenchAnalyzer,
        known: &mut HashMap<String, u32>,
    ) -> Vec<u32> {
        let texts = naive::texts(record);
        let terms = texts.iter().flat_map(|text| analyzer.terms(text));
        let mut numbers: Vec<u32> = terms
            .map(|term| {
                *known.entry(term).or_insert_with_key(|term| {
                    let next = self.base_form_numbers.len() as u32;
                    let numbers = &mut self.base_form_numbers;
                    *numbers.entry(base_form(term)).or_insert(next)
                })
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Counts a title for each of its words; those with anything but letters are none.
    fn count_title_words(&mut self, title: &str, analyzer: &mut FrenchAnalyzer) {
        let words = analyzer.words(title);
        let mut words: Vec<String> = words
            .iter()
            .map(|word| title[word.start..word.end].to_lowercase())
            .filter(|word| word.chars().count() >= 2 && word.chars().all(char::is_alphabetic))
            .collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            *self.title_words.entry(word).or_default() += 1;
        }
    }

    /// Returns the records that hold any form of a word, sorted.
    pub fn holders(&self, word: &str) -> Vec<u32> {
        let Some(number) = self.base_form_numbers.get(&base_form(word)) else {
            return Vec::new();
        };
        let records = (0..).zip(&self.base_forms);
        records
            .filter(|(_, base_forms)| base_forms.binary_search(number).is_ok())
            .map(|(record, _)| record)
            .collect()
    }

    /// Returns the complete matches of a search for these words, sorted.
    pub fn found(&self, query: &str) -> Vec<u32> {
        let mut results = Arc::clone(&self.searcher).export(&complete(query)).unwrap();
        let mut found = Vec::with_capacity(results.n_left());
        while let Some(result) = results.next_hit().unwrap() {
            found.push(self.number(&result.hit));
        }
        found.sort_unstable();
        found
    }

    /// Returns how many complete matches a search for these words has.
    pub fn n_found(&self, query: &str) -> u64 {
        let request = SearchRequest {
            page_size: 1,
            facets: Vec::new(),
            ..complete(query)
        };
        self.searcher.search(&request).unwrap().total
    }

    /// Searches as everybody does, for the first so many hits.
    pub fn first(&self, query: &str, n: usize) -> SearchResults {
        self.first_of(SearchRequest::new(query), n)
    }

    /// Searches for the first so many hits of a request.
    pub fn first_of(&self, request: SearchRequest, n: usize) -> SearchResults {
        let request = SearchRequest {
            page_size: n,
            facets: Vec::new(),
            ..request
        };
        self.searcher.search(&request).unwrap()
    }

    /// Returns what is found first instead, and at what rank what is wanted stands, where a search does not find it first.
    pub fn failure(&self, query: &str, is_wanted: impl Fn(&KnownRecord) -> bool) -> Option<String> {
        let hits = self.first(query, FIRST_PAGE).hits;
        let is_it = |found: &SearchHit| is_wanted(&self.records[self.number(&found.hit) as usize]);
        let rank = hits.iter().position(is_it);
        let first = hits.first().map_or("nothing", |first| &first.hit.title);
        match rank {
            Some(0) => None,
            Some(rank) => Some(format!("{query}: {}, after {first}", rank + 1)),
            None => Some(format!("{query}: {first}")),
        }
    }

    /// Reads the whole record of a hit.
    pub fn record(&self, hit: &Hit) -> Record {
        let record = self.searcher.record(&hit.record_type, &hit.id).unwrap();
        record.unwrap()
    }

    /// Returns the number of a hit's record.
    pub fn number(&self, hit: &Hit) -> u32 {
        self.numbers[&(hit.record_type.clone(), hit.id.clone())]
    }
}

fn complete(query: &str) -> SearchRequest {
    SearchRequest {
        required_words: Some(RequiredWords::All),
        ..SearchRequest::new(query)
    }
}

/// Returns how many numbers two sorted lists share.
pub fn n_shared(one: &[u32], other: &[u32]) -> usize {
    let is_shared = |number: &&u32| other.binary_search(number).is_ok();
    one.iter().filter(is_shared).count()
}
