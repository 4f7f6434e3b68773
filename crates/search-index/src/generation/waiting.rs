//! Documents on their way from the threads that make them to those that write them: tantivy's queue has room for ten
//! thousand, whatever their size, which is hundreds of megabytes. Here they are bounded by the bytes of their texts.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::{Document, Value};

/// The documents that wait have so many bytes of text together, or there is one.
const MAX_BYTES: usize = 8 << 20;

/// A document comes in after this time, room or not. The threads that write may have ended, and leave what waits in the queue:
/// then only whoever adds to it is told.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Lets documents in, and makes others wait while there are too many.
#[derive(Debug, Clone)]
pub(super) struct WaitingRoom {
    inside: Arc<Inside>,
    longest_wait: Duration,
}

#[derive(Debug, Default)]
struct Inside {
    n_bytes: Mutex<usize>,
    has_left: Condvar,
}

/// A document that takes room until it is written, or given up.
#[derive(Debug)]
pub(super) struct WaitingDocument {
    document: TantivyDocument,
    n_bytes: usize,
    inside: Arc<Inside>,
}

impl Default for WaitingRoom {
    fn default() -> Self {
        Self {
            inside: Arc::default(),
            longest_wait: LONGEST_WAIT,
        }
    }
}

impl WaitingRoom {
    /// Takes a document in, once there is room for it.
    pub fn enter(&self, document: TantivyDocument) -> WaitingDocument {
        let n_bytes = document
            .field_values()
            .filter_map(|(_, value)| value.as_str().map(str::len))
            .sum();
        let is_full = |inside: &mut usize| *inside > 0 && *inside + n_bytes > MAX_BYTES;
        let has_left = &self.inside.has_left;
        let waited = has_left.wait_timeout_while(self.inside.lock(), self.longest_wait, is_full);
        let (mut inside, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *inside += n_bytes;
        WaitingDocument {
            document,
            n_bytes,
            inside: Arc::clone(&self.inside),
        }
    }
}

impl Inside {
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.n_bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for WaitingDocument {
    fn drop(&mut self) {
        *self.inside.lock() -= self.n_bytes;
        self.inside.has_left.notify_all();
    }
}

impl Document for WaitingDocument {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::schema::Fields;

    fn document(n_bytes: usize) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(Fields::new().record, "x".repeat(n_bytes));
        document
    }

    fn room(longest_wait: Duration) -> WaitingRoom {
        WaitingRoom {
            longest_wait,
            ..WaitingRoom::default()
        }
    }

    #[test]
    fn a_document_waits_until_those_before_it_leave_room() {
        let room = room(Duration::from_mins(10));
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            let first = room.enter(document(MAX_BYTES / 2));
            let second = room.enter(document(MAX_BYTES / 2));
            scope.spawn(|| sender.send(room.enter(document(2 * MAX_BYTES)).n_bytes));
            drop(first);
            assert!(receiver.try_recv().is_err(), "it came in beside another");
            drop(second);
            assert_eq!(receiver.recv(), Ok(2 * MAX_BYTES));
        });
        assert_eq!(*room.inside.lock(), 0);
    }

    #[test]
    fn a_document_comes_in_where_nobody_leaves() {
        let room = room(Duration::ZERO);
        let stays = room.enter(document(MAX_BYTES));
        let other = room.enter(document(2 * MAX_BYTES));
        assert_eq!(*room.inside.lock(), stays.n_bytes + other.n_bytes);
    }
}
