//! What an answer warns of, as JSON: values that nothing has, and a page behind the last one.

use search_index::{MeantValue, UnknownValue};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that was asked for and is not there, which is no mistake: a value whose last record has gone, a page behind the
/// last one.
#[derive(Serialize, ToSchema)]
pub(crate) struct WarningAnswer {
    /// The parameter.
    parameter: String,
    /// Its value, as it was asked for.
    value: String,
    /// What is the matter, in one line.
    message: String,
    /// The values nearest to it, the nearest first; empty where none is near.
    nearest: Vec<NearestAnswer>,
}

/// A value that may have been meant.
#[derive(Serialize, ToSchema)]
struct NearestAnswer {
    /// The value, as the parameter takes it.
    name: String,
    /// The French label.
    label: String,
}

impl From<UnknownValue> for WarningAnswer {
    fn from(unknown: UnknownValue) -> Self {
        let UnknownValue {
            parameter,
            value,
            nearest,
            ..
        } = unknown;
        let message = match nearest.first() {
            Some(near) => format!(
                "no record has the {parameter} `{value}`: did you mean `{}`?",
                near.value
            ),
            None => format!("no record has the {parameter} `{value}`"),
        };
        Self {
            parameter: parameter.to_owned(),
            value,
            message,
            nearest: nearest.into_iter().map(NearestAnswer::from).collect(),
        }
    }
}

impl From<MeantValue> for NearestAnswer {
    fn from(meant: MeantValue) -> Self {
        Self {
            name: meant.value,
            label: meant.label,
        }
    }
}

impl WarningAnswer {
    /// Returns the warning that a page lies behind the last one, where it does.
    pub fn of_page(page: usize, n_pages: usize) -> Option<Self> {
        if page <= n_pages.max(1) {
            return None;
        }
        let last = n_pages.max(1).to_string();
        Some(Self {
            parameter: "page".to_owned(),
            value: page.to_string(),
            message: format!("page {page} lies behind the last one, {last}: it is empty"),
            nearest: vec![NearestAnswer {
                name: last.clone(),
                label: last,
            }],
        })
    }
}
