//! What random queries are made of: what stands in the records.

use std::collections::HashMap;
use std::sync::Arc;

use catalogue::Record;
use search_index::{SearchRequest, Searcher};

/// Words that stand in most titles.
const N_FREQUENT: usize = 200;

/// What random queries are made of.
#[derive(Default)]
pub struct QueryWords {
    pub titles: Vec<String>,
    /// Words of titles, as often as they stand there.
    pub words: Vec<String>,
    /// The most frequent of them.
    pub frequent: Vec<String>,
    pub tags: Vec<String>,
    pub organizations: Vec<String>,
    pub ids: Vec<String>,
    pub slugs: Vec<String>,
    /// Addresses at the records' origins.
    pub addresses: Vec<String>,
    pub zones: Vec<String>,
}

impl QueryWords {
    /// Reads the live records.
    pub fn read(searcher: Arc<Searcher>) -> Self {
        let mut read = Self::default();
        let mut records = searcher.export(&SearchRequest::default()).unwrap();
        while let Some(record) = records.next_record().unwrap() {
            read.add(&record);
        }
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for word in &read.words {
            *counts.entry(word).or_default() += 1;
        }
        let mut counts: Vec<(u32, &str)> = counts.into_iter().map(|(word, n)| (n, word)).collect();
        counts.sort_unstable_by(|one, other| other.cmp(one));
        let frequent = counts.iter().take(N_FREQUENT);
        read.frequent = frequent.map(|(_, word)| (*word).to_owned()).collect();
        read
    }

    fn add(&mut self, record: &Record) {
        let title = record.title();
        let words = title.split_whitespace();
        self.words.extend(words.map(str::to_owned));
        self.titles.push(title.to_owned());
        self.ids.push(record.id().to_owned());
        self.slugs.push(record.slug().to_owned());
        self.tags.extend(record.tags().iter().take(3).cloned());
        self.organizations
            .extend(record.owner().map(catalogue::Owner::name));
        self.zones.extend(record.geozones().iter().take(2).cloned());
        if let Record::Dataset(dataset) = record {
            let harvest = dataset.harvest.as_ref();
            self.addresses
                .extend(harvest.and_then(|it| it.remote_url.clone()));
        }
    }
}
