//! Why a record is dead.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Why a record is dead.
    pub enum RetirementReason {
        Archived = "archived", "Archivé";
        Obsolete = "obsolete", "Obsolète";
        Replaced = "replaced", "Remplacé";
        OldVersion = "old_version", "Ancienne version";
        Unmaintained = "unmaintained", "Plus mis à jour";
        ToBeDeleted = "to_be_deleted", "À supprimer";
    }
}
