//! The families of formats.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a format is good for.
    pub enum FormatFamily {
        Tabular = "tabular", "Tabulaires";
        MachineReadable = "machine_readable", "Structurées";
        Geographical = "geographical", "Géographiques";
        Documents = "documents", "Documents";
        Unspecified = "other", "Autre";
    }
}
