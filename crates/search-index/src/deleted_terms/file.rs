//! The file of the terms of deleted documents.
//!
//! ```text
//! magic                8 bytes
//! segments             for each: its id (32 letters), the number of documents, the number of terms,
//!                      the documents (u32), for each term its hash (u64) and its count (u32)
//! ```
//!
//! Numbers are u32 unless said otherwise, little end first.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use tantivy::DocId;

use crate::error::Error;
use crate::files::write_file;

/// The file's name in the generation's directory; a generation without deleted documents has no such file.
pub(crate) const DELETED_TERMS_FILE: &str = "deleted_terms.bin";

const MAGIC: [u8; 8] = *b"TRVDEL01";

/// The number of letters of a segment's id.
const N_LETTERS: usize = 32;

/// What is deleted of one segment.
#[derive(Default)]
pub(super) struct OfSegment {
    /// Ascending.
    pub documents: Vec<DocId>,
    /// By hash of field and term, ascending: how many of the documents have it.
    pub counts: Vec<(u64, u32)>,
}

/// Writes the file, unless no segment has deleted documents.
pub(super) fn write<'a>(
    directory: &Path,
    segments: impl Iterator<Item = (String, &'a OfSegment)>,
) -> Result<(), Error> {
    let mut bytes = Vec::from(MAGIC);
    for (id, of) in segments.filter(|(_, of)| !of.documents.is_empty()) {
        bytes.extend(id.as_bytes());
        bytes.extend((of.documents.len() as u32).to_le_bytes());
        bytes.extend((of.counts.len() as u32).to_le_bytes());
        bytes.extend(
            of.documents
                .iter()
                .flat_map(|document| document.to_le_bytes()),
        );
        for (hash, count) in &of.counts {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(count.to_le_bytes());
        }
    }
    if bytes.len() == MAGIC.len() {
        return Ok(());
    }
    write_file(&directory.join(DELETED_TERMS_FILE), &bytes)
}

/// Reads the file, by id of the segment; nothing where there is none, or it cannot be read: what it would tell is computed.
pub(super) fn read(directory: &Path) -> BTreeMap<String, OfSegment> {
    let path = directory.join(DELETED_TERMS_FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return BTreeMap::new(),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the terms of deleted documents are computed anew");
            return BTreeMap::new();
        }
    };
    parse(&bytes).unwrap_or_else(|| {
        tracing::warn!(path = %path.display(), "the terms of deleted documents are computed anew: the file is cut");
        BTreeMap::new()
    })
}

fn parse(bytes: &[u8]) -> Option<BTreeMap<String, OfSegment>> {
    let mut rest = bytes.strip_prefix(&MAGIC)?;
    let mut segments = BTreeMap::new();
    while !rest.is_empty() {
        let id = String::from_utf8(take(&mut rest, N_LETTERS)?.to_vec()).ok()?;
        let (n_documents, n_terms) = (number(&mut rest)?, number(&mut rest)?);
        let mut of = OfSegment::default();
        for _ in 0..n_documents {
            of.documents.push(number(&mut rest)?);
        }
        for _ in 0..n_terms {
            let hash = u64::from_le_bytes(take(&mut rest, 8)?.try_into().ok()?);
            of.counts.push((hash, number(&mut rest)?));
        }
        segments.insert(id, of);
    }
    Some(segments)
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(n)?;
    *rest = left;
    Some(taken)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back_and_a_cut_file_tells_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let id = "d9434e7759a5429fb269fe2ac4cfb99d".to_owned();
        let none = OfSegment::default();
        write(directory.path(), [(id.clone(), &none)].into_iter()).unwrap();
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);

        let of = OfSegment {
            documents: vec![3, 70_000],
            counts: vec![(7, 2), (u64::MAX, 1)],
        };
        write(directory.path(), [(id.clone(), &of)].into_iter()).unwrap();
        let read_back = read(directory.path()).remove(&id).unwrap();
        assert_eq!(read_back.documents, of.documents);
        assert_eq!(read_back.counts, of.counts);

        let path = directory.path().join(DELETED_TERMS_FILE);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(read(directory.path()).is_empty());
    }
}
