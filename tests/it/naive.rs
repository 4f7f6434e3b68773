//! A catalogue read record by record: what the index must agree with, by the plainest means.

mod series;
mod zones;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use catalogue::{
    CoveredPeriod, Dataset, Date, Gazetteer, KnownExtent, KnownGrain, KnownUpdate, Owner, Record,
    RecordType, Retirement, format_family, inferred_geozones, strip_validity, tag_family,
};
use jiff::{Span, civil};
use search_index::{Collapse, Facet, Form, FrenchAnalyzer, SearchRequest, Searcher};
use support::application::real_index;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use series::{NaiveEdition, series};
use zones::{AskedZones, own_zones};

pub use zones::NaiveCovering;

/// All records of a catalogue, archived ones too.
pub struct NaiveCatalogue {
    pub records: Vec<NaiveRecord>,
    bases: HashMap<String, u32>,
    /// The values of all facets, by number.
    values: Vec<String>,
    value_numbers: HashMap<String, u32>,
    titles: HashMap<String, u32>,
}

/// The facets of which values are inferred.
const INFERRED: [Facet; 4] = [
    Facet::Geozone,
    Facet::Coverage,
    Facet::Granularity,
    Facet::Extent,
];

/// What a search can ask of one record.
pub struct NaiveRecord {
    pub record_type: RecordType,
    pub id: String,
    /// The numbers of its values, by facet in the order of [`Facet::ALL`].
    values: Vec<Vec<u32>>,
    /// The same where nothing is inferred, of the facets of [`INFERRED`] in their order.
    declared: Vec<Vec<u32>>,
    /// The numbers of the zones that it is about, those apart that these lie in; and the same where nothing is inferred.
    own_geozones: Vec<u32>,
    own_declared_geozones: Vec<u32>,
    /// The number of its folded title; near-copies have the same.
    title: Option<u32>,
    /// The number of the series that it is an edition of.
    series: Option<u32>,
    identifiers: Vec<String>,
    bases: Vec<u32>,
}

/// What a search must find.
#[derive(Debug, PartialEq, Eq)]
pub struct NaiveResults {
    pub total: u64,
    pub total_records: u64,
    /// The counts of the values that have one, of the facets that are asked for.
    pub facets: BTreeMap<Facet, BTreeMap<String, u64>>,
    pub covering: Option<NaiveCovering>,
}

impl NaiveCatalogue {
    /// Reads these records.
    pub fn read(records: impl Iterator<Item = Record>) -> Self {
        let mut analyzer = FrenchAnalyzer::new(Form::Base);
        let mut catalogue = Self {
            records: Vec::new(),
            bases: HashMap::new(),
            values: Vec::new(),
            value_numbers: HashMap::new(),
            titles: HashMap::new(),
        };
        let (mut editions, mut updates) = (Vec::new(), Vec::new());
        for record in records {
            editions.push(NaiveEdition::of(&record, folded(record.title())));
            updates.push(Update::of(&record));
            let texts = texts(&record);
            let mut bases: Vec<u32> = texts
                .iter()
                .flat_map(|text| analyzer.terms(text))
                .map(|base| number(&mut catalogue.bases, base))
                .collect();
            bases.sort_unstable();
            bases.dedup();
            let inferred = inferred_geozones(&record);
            let values = Facet::ALL.map(|facet| facet_values(&record, facet, Some(&inferred)));
            let declared =
                INFERRED.map(|facet| catalogue.numbers(facet_values(&record, facet, None)));
            let [own_geozones, own_declared_geozones] =
                [&inferred[..], &[]].map(|it| catalogue.numbers(own_zones(&record, it)));
            let title = folded(record.title());
            let title = (!title.is_empty()).then(|| {
                number(
                    &mut catalogue.titles,
                    format!("{} {title}", record.record_type()),
                )
            });
            let record = NaiveRecord {
                record_type: record.record_type(),
                id: record.id().to_owned(),
                values: values
                    .into_iter()
                    .map(|of_facet| catalogue.numbers(of_facet))
                    .collect(),
                declared: declared.to_vec(),
                own_geozones,
                own_declared_geozones,
                title,
                series: None,
                identifiers: identifiers(&record),
                bases,
            };
            catalogue.records.push(record);
        }
        catalogue.replace_stamps(&updates);
        catalogue.join_tags();
        let series = series(&editions);
        for (record, series) in catalogue.records.iter_mut().zip(series) {
            record.series = series;
        }
        catalogue
    }

    /// Counts by the best date that is known otherwise where twenty records of one producer or more were updated on a day.
    fn replace_stamps(&mut self, updates: &[Update]) {
        let mut n_updated: HashMap<(&String, civil::Date), usize> = HashMap::new();
        for day in updates.iter().filter_map(Update::producer_day) {
            *n_updated.entry(day).or_default() += 1;
        }
        for (place, update) in updates.iter().enumerate() {
            let day = update.producer_day();
            if day.is_none_or(|day| n_updated[&day] < 20) {
                continue;
            }
            let counted = update.known.or(update.stated);
            let ranges = self.numbers(update_ranges(counted));
            let years = self.numbers(year_of(counted));
            let values = &mut self.records[place].values;
            values[Facet::LastUpdate as usize] = ranges;
            values[Facet::LastUpdateYear as usize] = years;
        }
    }

    /// Puts the spelling of a tag that most records have in the place of the others.
    fn join_tags(&mut self) {
        let place = Facet::Tag as usize;
        let spellings: BTreeSet<u32> = self
            .records
            .iter()
            .flat_map(|record| record.values[place].iter().copied())
            .collect();
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for spelling in self.records.iter().flat_map(|record| &record.values[place]) {
            *counts.entry(*spelling).or_default() += 1;
        }
        let name = |spelling: u32| self.values[spelling as usize].as_str();
        let mut shown: HashMap<String, u32> = HashMap::new();
        for spelling in spellings {
            let rank = |it: u32| (counts[&it], Reverse(name(it)));
            let shown = shown.entry(tag_family(name(spelling))).or_insert(spelling);
            if rank(spelling) > rank(*shown) {
                *shown = spelling;
            }
        }
        let shown_for = |spelling: &u32| shown[&tag_family(name(*spelling))];
        let tags: Vec<Vec<u32>> = self
            .records
            .iter()
            .map(|record| {
                let mut tags: Vec<u32> = record.values[place].iter().map(shown_for).collect();
                tags.sort_unstable();
                tags.dedup();
                tags
            })
            .collect();
        for (record, tags) in self.records.iter_mut().zip(tags) {
            record.values[place] = tags;
        }
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
            let searcher = Searcher::open(real_index(folder)).unwrap();
            let mut catalogue = Self::read(stored_records(&searcher));
            catalogue.add_texts_of_links(searcher.texts_of_links().unwrap());
            catalogue
        })
    }

    /// Adds the words that others say of records.
    fn add_texts_of_links(&mut self, texts: Vec<(RecordType, String, String)>) {
        let records = self.records.iter().enumerate();
        let places: HashMap<(RecordType, String), usize> = records
            .map(|(place, record)| ((record.record_type.clone(), record.id.clone()), place))
            .collect();
        let mut analyzer = FrenchAnalyzer::new(Form::Base);
        for (record_type, id, text) in texts {
            let place = places[&(record_type, id)];
            for base in analyzer.terms(&text) {
                let base = number(&mut self.bases, base);
                let bases = &mut self.records[place].bases;
                if let Err(at) = bases.binary_search(&base) {
                    bases.insert(at, base);
                }
            }
        }
    }

    fn numbers(&mut self, values: Vec<String>) -> Vec<u32> {
        let number = |value: String| {
            let next = self.values.len() as u32;
            *self.value_numbers.entry(value).or_insert_with_key(|value| {
                self.values.push(value.clone());
                next
            })
        };
        values.into_iter().map(number).collect()
    }

    /// Returns the record of a number, as the index that it was read from keeps it.
    pub fn stored(&self, number: usize, searcher: &Searcher) -> Record {
        let record = &self.records[number];
        let stored = searcher.record(&record.record_type, &record.id);
        stored.unwrap().unwrap()
    }

    /// Returns a record's values in a facet.
    pub fn values(&self, record: &NaiveRecord, facet: Facet) -> Vec<&str> {
        let numbers = record.values(facet, true).iter();
        numbers
            .map(|number| self.values[*number as usize].as_str())
            .collect()
    }

    /// Returns what a search must find and count, one record after the other: words, filters, what all must have, and
    /// what is folded.
    pub fn results(&self, request: &SearchRequest) -> NaiveResults {
        let numbers = |values: &Vec<String>| -> Vec<Option<u32>> {
            values
                .iter()
                .map(|value| self.value_numbers.get(value).copied())
                .collect()
        };
        let zones = AskedZones::of(self, request);
        let has = |record: &NaiveRecord, facet: Facet, value: &Option<u32>| {
            value.is_some_and(|value| match facet {
                Facet::Geozone => zones.finds(record, value),
                facet => record.values(facet, request.inferred).contains(&value),
            })
        };
        let selected: Vec<(Facet, Vec<Option<u32>>)> = request
            .filters
            .iter()
            .map(|(facet, values)| (*facet, numbers(values)))
            .collect();
        let required: Vec<(Facet, Vec<Option<u32>>)> = request
            .all_of
            .iter()
            .map(|(facet, values)| (*facet, numbers(values)))
            .collect();
        let has_words = self.has_words(&request.query);
        let mut hits = Vec::new();
        let mut total_records = 0;
        // By facet: value and what counts once in it, a record or a group of them, in one number that is sorted soon.
        let mut counted: Vec<Vec<u64>> = vec![Vec::new(); request.facets.len()];
        let mut met_but_for_zones = Vec::new();
        let pair = |value: u32, group: u32| (u64::from(value) << 32) | u64::from(group);
        let value_of = |pair: u64| (pair >> 32) as usize;
        for (place, record) in self.records.iter().enumerate() {
            let has_all = required
                .iter()
                .all(|(facet, values)| values.iter().all(|value| has(record, *facet, value)));
            if !has_all || !has_words(record) {
                continue;
            }
            let is_selected = |(facet, values): &(Facet, Vec<Option<u32>>)| {
                values.iter().any(|value| has(record, *facet, value))
            };
            let mut failing = selected.iter().filter(|selection| !is_selected(selection));
            let failed = failing.next().map(|(facet, _)| *facet);
            if failing.next().is_some() {
                continue;
            }
            let group = self.group(request.collapse, record);
            let group = group.unwrap_or(place as u32);
            if failed.is_none() {
                hits.push(group);
                total_records += 1;
            }
            if failed.is_none_or(|failed| failed == Facet::Geozone) {
                met_but_for_zones.push((record, group));
            }
            for (at, facet) in request.facets.iter().enumerate() {
                // It would be found without this facet's selection.
                if failed.is_none_or(|failed| failed == *facet) {
                    let values = match facet {
                        Facet::Geozone => zones.values_of(record),
                        facet => record.values(*facet, request.inferred).to_vec(),
                    };
                    counted[at].extend(values.iter().map(|value| pair(*value, group)));
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
        let facets = request
            .facets
            .iter()
            .copied()
            .zip(counted)
            .map(|(facet, mut pairs)| {
                pairs.sort_unstable();
                pairs.dedup();
                let of_value = pairs.chunk_by(|a, b| value_of(*a) == value_of(*b));
                let counts = of_value
                    .map(|pairs| (self.values[value_of(pairs[0])].clone(), pairs.len() as u64));
                (facet, counts.collect())
            });
        NaiveResults {
            total: hits.len() as u64,
            total_records,
            facets: facets.collect(),
            covering: zones.covering(&met_but_for_zones),
        }
    }

    /// Returns the number of the group that a record is folded into, which is no record's place; `None` where it is alone.
    fn group(&self, collapse: Collapse, record: &NaiveRecord) -> Option<u32> {
        let first = self.records.len() as u32;
        let copies = record.title.map(|title| first + title);
        let series = record.series;
        let series = series.map(|series| first + self.titles.len() as u32 + series);
        match collapse {
            Collapse::Nothing => None,
            Collapse::Copies => copies,
            Collapse::Series => series.or(copies),
        }
    }

    /// Returns whether a record has all these words; where there are none, all have.
    fn has_words(&self, words: &str) -> impl Fn(&NaiveRecord) -> bool {
        let bases: Vec<Option<u32>> = FrenchAnalyzer::new(Form::Base)
            .terms(words)
            .iter()
            .map(|base| self.bases.get(base).copied())
            .collect();
        let name = words.to_lowercase();
        move |record| {
            let has = |base: u32| record.bases.binary_search(&base).is_ok();
            let has_all = bases.iter().all(|base| base.is_some_and(has));
            has_all || record.identifiers.contains(&name)
        }
    }

    /// Counts the records that are not archived and have all these words, in whichever field; a text without blanks
    /// may also be the name of a record.
    pub fn count(&self, words: &str) -> u64 {
        let bases = FrenchAnalyzer::new(Form::Base).terms(words);
        assert!(!bases.is_empty(), "`{words}` has no words");
        let has_words = self.has_words(words);
        let live = self
            .records
            .iter()
            .filter(|record| self.values(record, Facet::Archived) == ["false"]);
        live.filter(|record| has_words(record)).count() as u64
    }
}

impl NaiveRecord {
    /// Returns the numbers of its values in a facet, with or without what is inferred.
    fn values(&self, facet: Facet, inferred: bool) -> &[u32] {
        let place = INFERRED.iter().position(|other| *other == facet);
        match place {
            Some(place) if !inferred => &self.declared[place],
            _ => &self.values[facet as usize],
        }
    }
}

/// When a record was last updated, by whom.
struct Update {
    producer: Option<String>,
    stated: Option<Date>,
    /// The best date that is known otherwise.
    known: Option<Date>,
}

impl Update {
    fn producer_day(&self) -> Option<(&String, civil::Date)> {
        Some((self.producer.as_ref()?, self.stated?.day()))
    }

    fn of(record: &Record) -> Self {
        let producer = match record.owner() {
            Some(Owner::Organization(them)) => them.id.clone().or(Some(them.name.clone())),
            Some(Owner::User(user)) => user.id.clone().or(user.slug.clone()),
            None => None,
        };
        Self {
            stated: record.last_update(),
            producer,
            known: KnownUpdate::beside_stamp(record).map(|known| known.date),
        }
    }
}

fn year_of(date: Option<Date>) -> Vec<String> {
    let years = date.map(|date| date.day().year().to_string());
    years.into_iter().collect()
}

/// Returns the years from the first to the last that a record covers.
fn covered_years(record: &Record) -> Vec<String> {
    let Some(period) = CoveredPeriod::of(record) else {
        return Vec::new();
    };
    let last = period.known_end(record).map(civil::Date::year);
    let first = period.start.map(civil::Date::year).or(last);
    match (first, last) {
        (Some(first), Some(last)) => (first.max(1800)..=last.min(2100))
            .map(|year| year.to_string())
            .collect(),
        _ => Vec::new(),
    }
}

fn number(numbers: &mut HashMap<String, u32>, text: String) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(text).or_insert(next)
}

/// Returns a title's letters and digits, in lower case without accents, word by word.
pub fn folded(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(|word| {
        let letters = word
            .to_lowercase()
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .collect::<String>();
        let plain = [
            ("œ", "oe"),
            ("æ", "ae"),
            ("ß", "ss"),
            ("ø", "o"),
            ("ł", "l"),
            ("đ", "d"),
            ("ð", "d"),
            ("ı", "i"),
        ];
        let letters = plain
            .iter()
            .fold(letters, |letters, (from, to)| letters.replace(from, to));
        letters
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    });
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
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
    texts.extend(record.raw_formats());
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

/// Returns a record's distinct values in a facet: those that choosing would find it by. The zones that are inferred for it are
/// given; none where nothing that is inferred counts.
pub fn facet_values(record: &Record, facet: Facet, inferred: Option<&[String]>) -> Vec<String> {
    let is_inferring = inferred.is_some();
    let inferred = inferred.unwrap_or_default();
    let owned = |value: &str| vec![value.to_owned()];
    let organization = record.owner().and_then(Owner::organization);
    let badges = organization.and_then(|organization| organization.badges.as_ref());
    let dataset = match record {
        Record::Dataset(dataset) => Some(dataset),
        Record::Dataservice(_) => None,
    };
    let spatial = dataset.and_then(|dataset| dataset.spatial.as_ref());
    let mut values: Vec<String> = match facet {
        Facet::License => record
            .license()
            .map(|license| owned(license.id()))
            .unwrap_or_default(),
        Facet::Badge => record
            .badges()
            .iter()
            .map(|badge| badge.id().to_owned())
            .collect(),
        Facet::Geozone => record
            .geozones()
            .iter()
            .chain(inferred)
            .flat_map(|zone| zone_and_above(zone))
            .collect(),
        Facet::Format => record.formats(),
        Facet::FormatFamily => match record.formats() {
            formats if formats.is_empty() && dataset.is_some() => owned("other"),
            formats => formats
                .iter()
                .map(|format| format_family(format).to_string())
                .collect(),
        },
        Facet::Tag => record.tags().to_vec(),
        Facet::Organization => organization
            .map(|them| owned(them.id.as_ref().unwrap_or(&them.name)))
            .unwrap_or_default(),
        Facet::ProducerType => producer_types(record),
        Facet::AccessType => record
            .access_type()
            .map(|access| owned(access.id()))
            .unwrap_or_default(),
        Facet::Schema => dataset.map(|dataset| dataset.schemas()).unwrap_or_default(),
        Facet::Granularity => {
            let declared = spatial.and_then(|spatial| spatial.granularity.as_ref());
            let known = KnownGrain::of(record).filter(|_| is_inferring);
            known
                .map(|known| owned(known.grain.id()))
                .or_else(|| declared.map(|granularity| owned(granularity.id())))
                .unwrap_or_default()
        }
        Facet::Extent => {
            let known = KnownExtent::of(record, inferred);
            let known = known.filter(|known| is_inferring || !known.is_inferred());
            known
                .map(|known| owned(known.extent.id()))
                .unwrap_or_default()
        }
        Facet::Frequency => dataset
            .and_then(|dataset| dataset.frequency.as_ref())
            .map(|frequency| owned(frequency.id()))
            .unwrap_or_default(),
        Facet::LastUpdate => update_ranges(record.last_update()),
        Facet::LastUpdateYear => year_of(record.last_update()),
        Facet::Status => match Retirement::of(record) {
            Some(retired) => owned(retired.reason.id()),
            None => owned("current"),
        },
        Facet::CoveredYear => covered_years(record),
        Facet::Coverage => {
            let declares = spatial.is_some_and(|spatial| {
                spatial.geom.is_some()
                    || spatial.zones.iter().flatten().next().is_some()
                    || !spatial.unresolved_names.is_empty()
            });
            match (declares, inferred.is_empty()) {
                (true, true) => owned("declared"),
                (false, false) => owned("inferred"),
                (true, false) => vec!["declared".to_owned(), "inferred".to_owned()],
                (false, true) => owned("none"),
            }
        }
        Facet::Type => owned(record.record_type().id()),
        Facet::Archived => vec![record.archived_at().is_some().to_string()],
        Facet::OrganizationBadge => badges
            .into_iter()
            .flatten()
            .map(|badge| badge.id().to_owned())
            .collect(),
        Facet::Owner => match record.owner() {
            Some(Owner::User(user)) => user.id.clone().or(user.slug.clone()).into_iter().collect(),
            _ => Vec::new(),
        },
        Facet::Featured => match record {
            Record::Dataset(dataset) => dataset.featured,
            Record::Dataservice(dataservice) => dataservice.featured,
        }
        .map(|featured| featured.to_string())
        .into_iter()
        .collect(),
        Facet::SourcePortal => {
            let harvest = match record {
                Record::Dataset(dataset) => &dataset.harvest,
                Record::Dataservice(dataservice) => &dataservice.harvest,
            };
            let domain = harvest.as_ref().and_then(|it| it.domain.as_ref());
            domain
                .map(|domain| owned(&domain.trim().to_lowercase()))
                .unwrap_or_default()
        }
        Facet::SchemaVersion => dataset
            .map(|dataset| schema_versions(dataset))
            .unwrap_or_default(),
    };
    values.retain(|value| !value.is_empty());
    values.sort();
    values.dedup();
    values
}

/// Returns a zone's id of today and those of the zones that it lies in.
fn zone_and_above(id: &str) -> Vec<String> {
    let gazetteer = Gazetteer::france();
    let Some(zone) = gazetteer.get(id) else {
        return vec![strip_validity(id).to_owned()];
    };
    let above = gazetteer
        .ancestors(id)
        .into_iter()
        .map(|zone| zone.id.to_owned());
    above.chain([zone.id.to_owned()]).collect()
}

fn producer_types(record: &Record) -> Vec<String> {
    let badges = match record.owner() {
        Some(Owner::User(_)) => return vec!["user".to_owned()],
        Some(Owner::Organization(organization)) => organization.badges.as_ref(),
        None => None,
    };
    let Some(badges) = badges else {
        return Vec::new();
    };
    let kinds = [
        "public-service",
        "local-authority",
        "company",
        "association",
    ];
    let given = badges
        .iter()
        .map(catalogue::OrganizationBadge::id)
        .filter(|badge| kinds.contains(badge));
    let given: Vec<String> = given.map(str::to_owned).collect();
    if given.is_empty() {
        vec!["not-specified".to_owned()]
    } else {
        given
    }
}

/// Returns the ranges of days up to today in which a record last changed.
fn update_ranges(last_update: Option<Date>) -> Vec<String> {
    let Some(changed) = last_update else {
        return Vec::new();
    };
    let today = Date::now().day();
    let ranges = [
        ("last_30_days", Span::new().days(30)),
        ("last_12_months", Span::new().months(12)),
        ("last_3_years", Span::new().years(3)),
    ];
    let within = ranges
        .into_iter()
        .filter(|(_, span)| changed.day() >= today - *span);
    within.map(|(name, _)| name.to_owned()).collect()
}

fn schema_versions(dataset: &Dataset) -> Vec<String> {
    let of_resources = dataset
        .resources
        .iter()
        .flatten()
        .filter_map(|resource| resource.schema.as_ref());
    let schemas = dataset.schema.iter().chain(of_resources);
    schemas
        .filter_map(|schema| schema.version.clone())
        .collect()
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
