//! The platform's own dates.

use serde::{Deserialize, Serialize};

use crate::Date;

/// The platform's own dates of an object, beside those of its origin.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InternalDates {
    /// When the platform created it.
    pub created_at_internal: Option<Date>,
    /// When the platform last changed it.
    pub last_modified_internal: Option<Date>,
}
