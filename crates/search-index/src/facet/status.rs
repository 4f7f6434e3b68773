//! What records say of themselves: that they are dead, and why, or nothing of the kind.

use std::borrow::Cow;

use catalogue::{Retirement, RetirementReason};

/// The status of a record that says nothing of its end, and its label.
const CURRENT: (&str, &str) = ("current", "Actuel");

/// Returns the status of a record, given what it says of its own end.
pub(crate) fn status(retired: Option<&Retirement>) -> &str {
    retired.map_or(CURRENT.0, |retired| retired.reason.id())
}

/// Returns all statuses.
pub(super) fn statuses() -> Vec<&'static str> {
    let reasons = RetirementReason::all().iter().map(RetirementReason::id);
    [CURRENT.0].into_iter().chain(reasons).collect()
}

/// Returns the French label of a status.
pub(super) fn status_label(id: &str) -> Cow<'_, str> {
    if id == CURRENT.0 {
        return CURRENT.1.into();
    }
    RetirementReason::from(id).label().to_owned().into()
}
