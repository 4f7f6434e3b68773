//! What the base of an update holds.

use std::collections::HashMap;

use catalogue::{Date, RecordType};

use super::GenerationUpdate;
use crate::document::parse_key;
use crate::error::{EngineContext, Error};
use crate::schema::NumberField;

/// What an update knows of a record without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownRecord {
    /// When the record's data or description last changed, by its source.
    pub last_update: Option<Date>,
    /// When the record was created.
    pub created_at: Option<Date>,
}

impl GenerationUpdate {
    /// Returns all records that the base holds, hidden ones too, by type and id.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn known(&self) -> Result<HashMap<(RecordType, String), KnownRecord>, Error> {
        let mut known = HashMap::new();
        for segment in self.engine.segment_readers() {
            let columns = segment.fast_fields();
            let Some(keys) = columns.str("key").to("read the ids")? else {
                continue;
            };
            let date = |field: NumberField| {
                let column = columns.column_opt::<i64>(field.name());
                column.to("read the dates")
            };
            let (updates, creations) =
                (date(NumberField::LastUpdate)?, date(NumberField::Created)?);
            let mut key = String::new();
            for document in segment.doc_ids_alive() {
                let Some(ordinal) = keys.ords().first(document) else {
                    continue;
                };
                key.clear();
                keys.ord_to_str(ordinal, &mut key).to("read the ids")?;
                let Some((record_type, id)) = parse_key(&key) else {
                    continue;
                };
                let date = |column: &Option<tantivy::columnar::Column<i64>>| {
                    let microseconds = column.as_ref().and_then(|column| column.first(document));
                    microseconds.and_then(Date::from_microseconds)
                };
                let record = KnownRecord {
                    last_update: date(&updates),
                    created_at: date(&creations),
                };
                known.insert((record_type, id.to_owned()), record);
            }
        }
        Ok(known)
    }
}
