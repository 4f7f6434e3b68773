//! Moments before and after others, and how far clocks may differ.

use catalogue::Date;
use jiff::SignedDuration;

/// How much before what is known a change may be dated and still be looked at: clocks differ, and a record is dated before
/// it can be seen.
pub(super) const OVERLAP: SignedDuration = SignedDuration::from_mins(10);

/// Returns the moment so long before.
pub(super) fn before(date: Date, duration: SignedDuration) -> Date {
    let earlier = date.timestamp().checked_sub(duration);
    earlier.map_or(date, Date::from)
}

/// Returns the moment so long after.
pub(super) fn after(date: Date, duration: SignedDuration) -> Date {
    let later = date.timestamp().checked_add(duration);
    later.map_or(date, Date::from)
}
