//! A catalogue read record by record: what the index must agree with, by the plainest means.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use catalogue::{Gazetteer, Owner, Record, RecordType, strip_validity};
use search_index::{Facet, Form, FrenchAnalyzer, SearchRequest, Searcher};
use support::application::real_index;

use crate::chance::Chance;

/// All records of a catalogue, archived ones too.
pub struct NaiveCatalogue {
    pub records: Vec<NaiveRecord>,
    stems: HashMap<String, u32>,
    places: HashMap<(RecordType, String), usize>,
}

/// What a search can ask of one record.
pub struct NaiveRecord {
    pub record_type: RecordType,
    pub id: String,
    pub facets: BTreeMap<Facet, Vec<String>>,
    identifiers: Vec<String>,
    stems: Vec<u32>,
}

impl NaiveCatalogue {
    /// Reads these records.
    pub fn read(records: impl Iterator<Item = Record>) -> Self {
        let mut analyzer = FrenchAnalyzer::new(Form::Stemmed);
        let mut catalogue = Self {
            records: Vec::new(),
            stems: HashMap::new(),
            places: HashMap::new(),
        };
        for record in records {
            // Words are looked for in what is not archived.
            let texts = if record.archived_at().is_none() {
                texts(&record)
            } else {
                Vec::new()
            };
            let mut stems: Vec<u32> = texts
                .iter()
                .flat_map(|text| analyzer.terms(text))
                .map(|stem| catalogue.number(stem))
                .collect();
            stems.sort_unstable();
            stems.dedup();
            catalogue.places.insert(
                (record.record_type(), record.id().to_owned()),
                catalogue.records.len(),
            );
            catalogue.records.push(NaiveRecord {
                record_type: record.record_type(),
                id: record.id().to_owned(),
                facets: Facet::ALL
                    .into_iter()
                    .map(|facet| (facet, facet_values(&record, facet)))
                    .collect(),
                identifiers: identifiers(&record),
                stems,
            });
        }
        catalogue
    }

    /// Returns the bundled sample.
    pub fn sample() -> &'static Self {
        static SAMPLE: OnceLock<NaiveCatalogue> = OnceLock::new();
        SAMPLE.get_or_init(|| Self::read(ingest::sample_records()))
    }

    /// Returns the real catalogue of that folder, from the records that its index keeps.
    pub fn real(folder: &Path) -> &'static Self {
        static REAL: OnceLock<NaiveCatalogue> = OnceLock::new();
        REAL.get_or_init(|| {
            Self::read(stored_records(&Searcher::open(real_index(folder)).unwrap()))
        })
    }

    fn number(&mut self, stem: String) -> u32 {
        let next = self.stems.len() as u32;
        *self.stems.entry(stem).or_insert(next)
    }

    /// Returns a record by type and id.
    pub fn record(&self, record_type: &RecordType, id: &str) -> &NaiveRecord {
        let key = (record_type.clone(), id.to_owned());
        &self.records[*self
            .places
            .get(&key)
            .unwrap_or_else(|| panic!("no {record_type} `{id}`"))]
    }

    /// Counts the records that are not archived and have all these words, in whichever field; a text without blanks
    /// may also be the name of a record.
    pub fn count(&self, words: &str) -> u64 {
        let stems: Vec<Option<u32>> = FrenchAnalyzer::new(Form::Stemmed)
            .terms(words)
            .iter()
            .map(|stem| self.stems.get(stem).copied())
            .collect();
        assert!(!stems.is_empty(), "`{words}` has no words");
        let has_all = |record: &NaiveRecord| {
            stems
                .iter()
                .all(|stem| stem.is_some_and(|stem| record.stems.binary_search(&stem).is_ok()))
        };
        let name = words.to_lowercase();
        let is_live = |record: &&NaiveRecord| record.facets[&Facet::Archived] == ["false"];
        let live = self.records.iter().filter(is_live);
        live.filter(|record| has_all(record) || record.identifiers.contains(&name))
            .count() as u64
    }
}

/// Returns every record of a generation.
pub fn stored_records(searcher: &Searcher) -> impl Iterator<Item = Record> {
    let everything = SearchRequest {
        page_size: usize::MAX,
        facets: Vec::new(),
        ..SearchRequest::default().without(Facet::Archived)
    };
    let hits = searcher.search(&everything).unwrap().hits;
    hits.into_iter().map(|found| {
        searcher
            .record(&found.hit.record_type, &found.hit.id)
            .unwrap()
            .unwrap()
    })
}

/// Returns the texts of a record that words are looked for in.
pub fn texts(record: &Record) -> Vec<String> {
    let mut texts = vec![record.title().to_owned(), record.description().text.clone()];
    texts.extend(record.acronym().map(str::to_owned));
    texts.extend_from_slice(record.tags());
    match record.owner() {
        Some(Owner::Organization(organization)) => {
            texts.push(organization.name.clone());
            texts.extend(organization.acronym.clone());
        }
        Some(owner) => texts.push(owner.name()),
        None => {}
    }
    let zones = record
        .geozones()
        .iter()
        .filter_map(|zone| Gazetteer::france().name(zone));
    texts.extend(zones.map(str::to_owned));
    if let Record::Dataset(dataset) = record {
        texts.extend(
            dataset
                .resources
                .iter()
                .flatten()
                .filter_map(|resource| resource.title.clone()),
        );
        texts.extend(dataset.schemas());
        texts.extend(
            dataset
                .spatial
                .iter()
                .flat_map(|spatial| spatial.unresolved_names.clone()),
        );
    }
    texts
}

/// Returns a record's distinct values in a facet.
fn facet_values(record: &Record, facet: Facet) -> Vec<String> {
    let mut values: Vec<String> = match facet {
        Facet::License => record
            .license()
            .map(|license| license.id().to_owned())
            .into_iter()
            .collect(),
        Facet::Badge => record
            .badges()
            .iter()
            .map(|badge| badge.id().to_owned())
            .collect(),
        Facet::Geozone => record
            .geozones()
            .iter()
            .map(|zone| strip_validity(zone).to_owned())
            .collect(),
        Facet::Format => record.formats(),
        Facet::Tag => record.tags().to_vec(),
        Facet::Organization => {
            let organization = record.owner().and_then(Owner::organization);
            organization
                .map(|them| them.id.clone().unwrap_or_else(|| them.name.clone()))
                .into_iter()
                .collect()
        }
        Facet::AccessType => record
            .access_type()
            .map(|access| access.id().to_owned())
            .into_iter()
            .collect(),
        Facet::Type => vec![record.record_type().id().to_owned()],
        Facet::Archived => vec![record.archived_at().is_some().to_string()],
    };
    values.retain(|value| !value.is_empty());
    values.sort();
    values.dedup();
    values
}

fn identifiers(record: &Record) -> Vec<String> {
    let mut identifiers = vec![record.id().to_lowercase(), record.slug().to_lowercase()];
    if let Record::Dataset(dataset) = record {
        let ids = dataset
            .resources
            .iter()
            .flatten()
            .filter_map(|resource| resource.id.as_ref());
        identifiers.extend(ids.map(|id| id.to_lowercase()));
    }
    identifiers
}

/// Returns a word of one of a record's texts, as it is written there; `None` where the text chosen has none.
pub fn word(record: &Record, chance: &mut Chance) -> Option<String> {
    let texts = texts(record);
    let text = chance.pick(&texts);
    let words = FrenchAnalyzer::new(Form::Stemmed).words(text);
    if words.is_empty() {
        return None;
    }
    let word = chance.pick(&words);
    Some(text[word.start..word.end].to_owned())
}
