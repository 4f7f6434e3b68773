//! Whom to ask about a record.

use serde::{Deserialize, Serialize};

/// Whom to ask about a record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactPoint {
    /// 24 hexadecimal digits.
    pub id: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// The address of a form.
    pub contact_form: Option<String>,
    /// Their role, such as `contact` or `publisher`.
    pub role: Option<String>,
}
