//! Whether a record is found by what its text has, asked of the posting lists and not of the query language.

use catalogue::RecordType;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Term};

use super::Searcher;
use crate::document::key;
use crate::error::{EngineContext, Error};
use crate::schema::TextField;

impl Searcher {
    /// Returns the words of a title by which its record is not found; `None` where its id finds no record, or several.
    pub(crate) fn missing_title_words(
        &self,
        record_type: &RecordType,
        id: &str,
        title: &str,
    ) -> Result<Option<Vec<String>>, Error> {
        let found = self.find(self.fields.key, &key(record_type, id))?;
        let [address] = found.as_slice() else {
            return Ok(None);
        };
        let fields = self.fields.text(TextField::Title);
        let mut missing = Vec::new();
        for field in [fields.base, fields.exact] {
            missing.extend(self.missing_words(*address, field, title)?);
        }
        Ok(Some(missing))
    }

    /// Returns what is wrong with the first record that cannot be read, or is not found by its id; `None` where all can.
    pub(crate) fn unreadable_record(&self) -> Result<Option<String>, Error> {
        for (segment, reader) in (0..).zip(self.engine.segment_readers()) {
            for document in reader.doc_ids_alive() {
                let address = DocAddress::new(segment, document);
                let record = match self.read_record(address) {
                    Ok(record) => record,
                    Err(error) => return Ok(Some(format!("record {document}: {error}"))),
                };
                let key = key(&record.record_type(), record.id());
                if self.find(self.fields.key, &key)? != [address] {
                    return Ok(Some(format!("record `{key}` is not found by its id")));
                }
            }
        }
        Ok(None)
    }

    fn missing_words(
        &self,
        address: DocAddress,
        field: Field,
        text: &str,
    ) -> Result<Vec<String>, Error> {
        let mut analyzer = self
            .engine
            .index()
            .tokenizer_for_field(field)
            .to("find the analyzer of a field")?;
        let index = self
            .engine
            .segment_reader(address.segment_ord)
            .inverted_index(field)
            .to("read the words")?;
        let mut missing = Vec::new();
        let mut tokens = analyzer.token_stream(text);
        while let Some(token) = tokens.next() {
            let term = Term::from_field_text(field, &token.text);
            let postings = index.read_postings(&term, IndexRecordOption::Basic);
            let has_it = match postings.to("read the words")? {
                Some(mut postings) => {
                    postings.doc() <= address.doc_id
                        && postings.seek(address.doc_id) == address.doc_id
                }
                None => false,
            };
            if !has_it {
                missing.push(token.text.clone());
            }
        }
        Ok(missing)
    }
}
