//! The types of records.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a record describes.
    pub enum RecordType {
        Dataset = "dataset", "Jeu de données";
        Dataservice = "dataservice", "API";
    }
}
