//! Citations: which records link to a record in their descriptions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use catalogue::links;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::facet_column::FacetColumn;
use super::segment::SegmentColumns;
use crate::deleted_terms::DeletedTerms;
use crate::error::{EngineContext, Error};
use crate::identifier::{keys_of_reference, link_term};
use crate::schema::{Fields, NumberField};
use crate::stored::stored_markdown;

/// A segment and a document in it.
pub(crate) type Place = (usize, u32);

/// The records that link to a record, by that.
pub(crate) struct Citations(HashMap<Place, Citing>);

/// The records that link to one.
pub(crate) struct Citing {
    /// Those of other producers first, then by how often their pages are viewed.
    pub records: Vec<CitingAt>,
    /// How many producers they have, its own apart.
    pub n_producers: u32,
}

/// A record that links to another one.
pub(crate) struct CitingAt {
    pub place: Place,
    /// What it calls the other one: the text of its first link there that names anything.
    pub text: Option<String>,
}

/// What of the documents tells who cites whom.
pub(super) struct Linking<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub segments: &'a [SegmentColumns],
    pub organizations: &'a FacetColumn,
    pub owners: &'a FacetColumn,
    pub deleted: &'a DeletedTerms,
}

/// A link's text that is longer says what the sentence says, and is left out.
const MAX_TEXT_CHARS: usize = 150;

/// A name that more records have names none of them.
const MAX_NAMED: u32 = 20;

impl Citations {
    /// Finds the citations. Records that are archived, and those that say that they are dead, cite nobody; an address that leads
    /// to several records leads to none.
    pub(super) fn load(
        linking: &Linking<'_>,
        is_live: impl Fn(usize, u32) -> bool,
    ) -> Result<Self, Error> {
        // By the record that links, by the address, where that leads.
        let mut found: HashMap<Place, HashMap<String, Place>> = HashMap::new();
        let mut targets: HashMap<Vec<u8>, Option<Place>> = HashMap::new();
        let links = linking.fields.links;
        let n_segments = linking.searcher.segment_readers().len();
        for (segment, reader) in linking.searcher.segment_readers().iter().enumerate() {
            let index = reader.inverted_index(links).to("read links")?;
            let mut terms = index.terms().stream().to("read links")?;
            while terms.advance() {
                let known = targets.get(terms.key()).copied();
                let target = if let Some(target) = known {
                    target
                } else {
                    let target = linking.target(terms.key(), &is_live)?;
                    // Most addresses lead nowhere here; only in several segments may one come again.
                    if n_segments > 1 {
                        targets.insert(terms.key().to_owned(), target);
                    }
                    target
                };
                let Some(target) = target else {
                    continue;
                };
                let postings =
                    index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                let mut postings = postings.to("read links")?;
                while postings.doc() != TERMINATED {
                    let place = (segment, postings.doc());
                    if place != target && linking.may_cite(place, &is_live) {
                        let address = String::from_utf8_lossy(terms.key()).into_owned();
                        found.entry(place).or_default().insert(address, target);
                    }
                    postings.advance();
                }
            }
        }
        let mut citing: HashMap<Place, Vec<CitingAt>> = HashMap::new();
        for (place, targets) in found {
            for (target, text) in linking.texts(place, &targets)? {
                citing
                    .entry(target)
                    .or_default()
                    .push(CitingAt { place, text });
            }
        }
        let citing = citing.into_iter();
        let citing = citing.map(|(target, records)| (target, linking.ordered(target, records)));
        Ok(Self(citing.collect()))
    }

    /// Returns the texts of all links, each with the document that it leads to.
    pub fn texts(&self) -> impl Iterator<Item = (Place, &str)> {
        self.0.iter().flat_map(|(target, citing)| {
            let texts = citing.records.iter().filter_map(|it| it.text.as_deref());
            texts.map(|text| (*target, text))
        })
    }

    /// Returns the records that link to a document's; `None` where none does.
    pub fn of(&self, segment: usize, document: u32) -> Option<&Citing> {
        self.0.get(&(segment, document))
    }

    /// Returns how many other producers have records that link to a document's.
    pub fn n_producers(&self, segment: usize, document: u32) -> u32 {
        let citing = self.of(segment, document);
        citing.map_or(0, |citing| citing.n_producers)
    }
}

impl Linking<'_> {
    /// Returns the one record that an address leads to; `None` where there is none or more than one.
    fn target(
        &self,
        address: &[u8],
        is_live: impl Fn(usize, u32) -> bool,
    ) -> Result<Option<Place>, Error> {
        let Ok(address) = std::str::from_utf8(address) else {
            return Ok(None);
        };
        for key in keys_of_reference(address) {
            let named = self.named(&key)?;
            if named.is_empty() {
                continue;
            }
            let live = named
                .iter()
                .filter(|(segment, document)| is_live(*segment, *document));
            let live: Vec<&Place> = live.collect();
            return Ok(match (live.as_slice(), named.as_slice()) {
                ([live], _) => Some(**live),
                ([], [archived]) => Some(*archived),
                _ => None,
            });
        }
        Ok(None)
    }

    /// Returns the documents that have a key of a name, unless these are very many.
    fn named(&self, key: &str) -> Result<Vec<Place>, Error> {
        let identifiers = self.fields.identifiers;
        let term = Term::from_field_text(identifiers, key);
        let mut named = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let index = reader.inverted_index(identifiers).to("look up a record")?;
            let Some(info) = index.get_term_info(&term).to("look up a record")? else {
                continue;
            };
            if info.doc_freq > MAX_NAMED {
                continue;
            }
            let postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic);
            let mut postings = postings.to("look up a record")?;
            while postings.doc() != TERMINATED {
                if !self.deleted.is_deleted(segment, postings.doc()) {
                    named.push((segment, postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(named)
    }

    fn may_cite(&self, (segment, document): Place, is_live: impl Fn(usize, u32) -> bool) -> bool {
        let is_dead = self
            .number(NumberField::Retired, (segment, document))
            .is_some();
        !self.deleted.is_deleted(segment, document) && is_live(segment, document) && !is_dead
    }

    /// Returns the records that a record links to, given where its addresses lead, each with the first text that names it.
    fn texts(
        &self,
        (segment, document): Place,
        targets: &HashMap<String, Place>,
    ) -> Result<BTreeMap<Place, Option<String>>, Error> {
        let address = DocAddress::new(segment as u32, document);
        let stored: TantivyDocument = self.searcher.doc(address).to("read a document")?;
        let markdown = stored_markdown(self.fields, &stored)?;
        let mut texts: BTreeMap<Place, Option<String>> = BTreeMap::new();
        for link in links(&markdown) {
            let term = link_term(&link.url);
            if let Some(target) = term.and_then(|term| targets.get(&term)) {
                let is_short = |text: &String| text.chars().count() <= MAX_TEXT_CHARS;
                let text = texts.entry(*target).or_default();
                *text = text.take().or(link.text.filter(is_short));
            }
        }
        Ok(texts)
    }

    fn ordered(&self, target: Place, mut records: Vec<CitingAt>) -> Citing {
        let own = self.producer(target);
        let producers = records.iter().map(|it| self.producer(it.place));
        let mut producers: HashSet<_> = producers.collect();
        producers.remove(&own);
        // Wherever in the index they stand, they come in one order.
        records.sort_by_key(|CitingAt { place, .. }| {
            let views = self.number(NumberField::Views, *place).unwrap_or(0);
            let key_rank = self.segments[place.0].key_rank[place.1 as usize];
            (self.producer(*place) == own, Reverse(views), key_rank)
        });
        Citing {
            records,
            n_producers: producers.len() as u32,
        }
    }

    fn producer(&self, place: Place) -> (u32, u32) {
        let set = |column: &FacetColumn| column.documents(place.0)[place.1 as usize];
        (set(self.organizations), set(self.owners))
    }

    fn number(&self, field: NumberField, (segment, document): Place) -> Option<i64> {
        self.segments[segment].number(field, document)
    }
}
