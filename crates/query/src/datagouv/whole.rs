//! Answers with all that the source of a record says, whether or not this server knows what it means.

use catalogue::add_others;
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// An answer, and what the source of its record says beyond the fields of the answer.
#[derive(Debug)]
pub(crate) struct Whole<T> {
    answer: T,
    others: Value,
}

impl<T> Whole<T> {
    /// Completes an answer with fields at their places.
    pub(crate) fn new(answer: T, others: Value) -> Self {
        Self { answer, others }
    }
}

impl<T: Serialize> Serialize for Whole<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let says_more = self.others.as_object().is_some_and(|it| !it.is_empty());
        if !says_more {
            return self.answer.serialize(serializer);
        }
        let mut whole = serde_json::to_value(&self.answer).map_err(S::Error::custom)?;
        add_others(&mut whole, &self.others);
        whole.serialize(serializer)
    }
}
