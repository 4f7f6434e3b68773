//! What documents store, read back.

use catalogue::{Description, Record};
use serde::Deserialize;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, TantivyDocument, Term};

use crate::error::{EngineContext, Error};
use crate::schema::Fields;

/// Returns the text that a document stores in a field; empty where it stores none.
pub(crate) fn stored_text(document: &TantivyDocument, field: Field) -> &str {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
}

/// The first text that a document stores; what it stores behind that is not read.
pub(crate) struct FirstText(Option<(Field, String)>);

impl FirstText {
    /// Returns the text if it is that field's, else an empty one.
    pub fn of(&self, field: Field) -> &str {
        match &self.0 {
            Some((of, text)) if *of == field => text,
            _ => "",
        }
    }
}

impl DocumentDeserialize for FirstText {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(
        mut deserializer: D,
    ) -> Result<Self, DeserializeError> {
        deserializer.next_field().map(Self)
    }
}

/// Returns the documents that have a term, in their order.
pub(crate) fn find(
    engine: &tantivy::Searcher,
    field: Field,
    text: &str,
) -> Result<Vec<DocAddress>, Error> {
    let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic);
    let found = engine.search(&query, &DocSetCollector);
    let found = found.to("look up a record")?;
    let mut addresses: Vec<DocAddress> = found.into_iter().collect();
    addresses.sort_unstable();
    Ok(addresses)
}

/// Returns the description of the record that a document stores, in Markdown if its source gives that.
pub(crate) fn stored_markdown(
    fields: &Fields,
    document: &TantivyDocument,
) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Described {
        description: Description,
    }
    let record = stored_text(document, fields.record);
    let described: Described = serde_json::from_str(record).to("read a record")?;
    let text = || stored_text(document, fields.description_text).to_owned();
    Ok(described.description.markdown.unwrap_or_else(text))
}

/// Returns the record that a document stores.
pub(crate) fn stored_record(fields: &Fields, document: &TantivyDocument) -> Result<Record, Error> {
    let mut record: Record =
        serde_json::from_str(stored_text(document, fields.record)).to("read a record")?;
    let text = stored_text(document, fields.description_text).to_owned();
    match &mut record {
        Record::Dataset(dataset) => dataset.description.text = text,
        Record::Dataservice(dataservice) => dataservice.description.text = text,
    }
    Ok(record)
}
