//! What replaces a dead record: a record of the catalogue where what its description names is one.

use catalogue::{RecordType, Retirement, Successor};
use tantivy::{DocAddress, TantivyDocument};

use super::Searcher;
use crate::columns::folded_words;
use crate::document::{Hit, key};
use crate::error::{EngineContext, Error};
use crate::identifier::{is_page_of_platform, keys_of_reference};

/// A name that more records have names none of them.
const MAX_NAMED: usize = 20;

/// What replaces a dead record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The title of the record, or what the dead one calls it.
    pub title: Option<String>,
    /// The address that the dead record gives.
    pub url: Option<String>,
    /// The record of the catalogue; `None` where it is elsewhere, or not found.
    pub record: Option<RecordReference>,
}

/// A record of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordReference {
    /// What it describes.
    pub record_type: RecordType,
    /// Its id.
    pub id: String,
    /// The last part of its page's address.
    pub slug: String,
    /// The name in the address of its page here: its slug, or its id where the slug leads to another record.
    pub name: String,
}

impl Searcher {
    /// Returns what replaces a dead record, given its type and id and what it says of its end. A record that is archived,
    /// hidden or gone replaces none.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn replacement(
        &self,
        record_type: &RecordType,
        id: &str,
        retired: &Retirement,
    ) -> Result<Option<Replacement>, Error> {
        if retired.successors.is_empty() {
            return Ok(None);
        }
        let own = self.find(self.fields.key, &key(record_type, id))?;
        for successor in &retired.successors {
            for address in self.named_by(successor)? {
                if !own.contains(&address) && self.is_live(address) {
                    return self.record_at(address, successor).map(Some);
                }
            }
        }
        let is_elsewhere = |successor: &&Successor| {
            let url = successor.url.as_deref();
            successor.is_certain && !url.is_some_and(is_page_of_platform)
        };
        let elsewhere = retired.successors.iter().find(is_elsewhere);
        Ok(elsewhere.map(|successor| Replacement {
            title: successor.title.clone(),
            url: successor.url.clone(),
            record: None,
        }))
    }

    /// Returns what replaces the record of a hit.
    pub(super) fn replacement_of(&self, hit: &Hit) -> Result<Option<Replacement>, Error> {
        let Some(retired) = &hit.retired else {
            return Ok(None);
        };
        self.replacement(&hit.record_type, &hit.id, retired)
    }

    fn record_at(&self, address: DocAddress, successor: &Successor) -> Result<Replacement, Error> {
        let document: TantivyDocument = self.engine.doc(address).to("read a document")?;
        let hit = self.read_hit(address, &document)?;
        Ok(Replacement {
            url: successor.url.clone(),
            record: Some(RecordReference {
                name: hit.name().to_owned(),
                record_type: hit.record_type,
                id: hit.id,
                slug: hit.slug,
            }),
            title: Some(hit.title),
        })
    }

    /// Returns the records that a link leads to, or that have a title.
    fn named_by(&self, successor: &Successor) -> Result<Vec<DocAddress>, Error> {
        let Some(url) = &successor.url else {
            let title = successor.title.as_deref().unwrap_or_default();
            return self.titled(title);
        };
        for key in keys_of_reference(url) {
            let found = self.find(self.fields.identifiers, &key)?;
            if (1..=MAX_NAMED).contains(&found.len()) {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Returns the records of a title, case, accents and punctuation apart.
    fn titled(&self, title: &str) -> Result<Vec<DocAddress>, Error> {
        let folded = |title: &str| folded_words(title).collect::<Vec<_>>();
        let mut titled = Vec::new();
        for address in self.with_words_of_title(title)? {
            let document: TantivyDocument = self.engine.doc(address).to("read a document")?;
            if folded(&self.read_hit(address, &document)?.title) == folded(title) {
                titled.push(address);
            }
        }
        Ok(titled)
    }

    fn is_live(&self, address: DocAddress) -> bool {
        let (segment, document) = (address.segment_ord as usize, address.doc_id);
        self.columns.is_live(segment, document)
    }
}
