//! Rows of an export by the record that they belong to, on disk: millions of rows in the memory of their addresses.
//!
//! Rows are written as they come, in compressed blocks of some thousand bytes. Rows of one record mostly stand together,
//! so that a block serves many look-ups; where they do not, each look-up decompresses a block.

use std::collections::VecDeque;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use csv::ByteRecord;

/// A block ends with the row that brings it to this many bytes.
const BLOCK_BYTES: usize = 32 << 10;

/// How many decompressed blocks are kept at hand: for each thread that looks up, the one in use and its neighbour.
const BLOCKS_AT_HAND: usize = 8;

/// Where a row lies, and a hash of the name that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Address {
    hash: u64,
    block: u32,
    offset: u32,
}

/// Takes rows, one after the other.
pub(super) struct RowsWriter {
    file: BufWriter<File>,
    n_bytes: u64,
    /// Where each block ends in the file.
    ends: Vec<u64>,
    block: Vec<u8>,
    addresses: Vec<Address>,
}

/// All rows, to be looked up by any thread.
pub(super) struct Rows {
    file: File,
    ends: Vec<u64>,
    addresses: Vec<Address>,
    /// Whether each row was asked for.
    found: Vec<AtomicBool>,
    at_hand: Mutex<VecDeque<(u32, Arc<Vec<u8>>)>>,
}

impl RowsWriter {
    /// Starts a file. It loses its name at once, so that nothing is left of it whatever ends the process.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(path)?;
        std::fs::remove_file(path)?;
        Ok(Self {
            file: BufWriter::new(file),
            n_bytes: 0,
            ends: Vec::new(),
            block: Vec::new(),
            addresses: Vec::new(),
        })
    }

    /// Adds a row that belongs to a record of that name.
    pub(super) fn push(&mut self, name: &[u8], row: &ByteRecord) -> io::Result<()> {
        let too_many = || io::Error::other("too many rows");
        self.addresses.push(Address {
            hash: hash(name),
            block: u32::try_from(self.ends.len()).map_err(|_| too_many())?,
            offset: u32::try_from(self.block.len()).map_err(|_| too_many())?,
        });
        write_length(&mut self.block, row.len());
        for cell in row {
            write_length(&mut self.block, cell.len());
        }
        self.block.extend_from_slice(row.as_slice());
        if self.block.len() >= BLOCK_BYTES {
            self.end_block()?;
        }
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        let compressed = zstd::bulk::compress(&self.block, 1)?;
        self.file
            .write_all(&(self.block.len() as u64).to_le_bytes())?;
        self.file.write_all(&compressed)?;
        self.n_bytes += 8 + compressed.len() as u64;
        self.ends.push(self.n_bytes);
        self.block.clear();
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> io::Result<Rows> {
        if !self.block.is_empty() {
            self.end_block()?;
        }
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        self.addresses.sort_unstable();
        self.addresses.shrink_to_fit();
        let found = self.addresses.iter().map(|_| AtomicBool::new(false));
        Ok(Rows {
            file,
            ends: self.ends,
            found: found.collect(),
            addresses: self.addresses,
            at_hand: Mutex::default(),
        })
    }
}

impl Rows {
    /// Returns how many rows there are.
    pub(super) fn len(&self) -> u64 {
        self.addresses.len() as u64
    }

    /// Returns how many rows nobody asked for.
    pub(super) fn n_not_found(&self) -> u64 {
        let found = self.found.iter();
        found.filter(|found| !found.load(Ordering::Relaxed)).count() as u64
    }

    /// Returns the rows of a record in their order, and whether these are all: the first ones that have no more than
    /// `most_bytes` together.
    ///
    /// `is_of` says whether a row belongs to the record: two names may have one hash.
    pub(super) fn of(
        &self,
        name: &[u8],
        most_bytes: usize,
        is_of: impl Fn(&ByteRecord) -> bool,
    ) -> io::Result<(Vec<ByteRecord>, bool)> {
        let hash = hash(name);
        let first = self
            .addresses
            .partition_point(|address| address.hash < hash);
        let (mut rows, mut n_bytes, mut are_all) = (Vec::new(), 0, true);
        for (address, found) in self.addresses[first..].iter().zip(&self.found[first..]) {
            if address.hash != hash {
                break;
            }
            let row = self.read(*address)?;
            if !is_of(&row) {
                continue;
            }
            found.store(true, Ordering::Relaxed);
            n_bytes += row.as_slice().len();
            if n_bytes > most_bytes {
                are_all = false;
            } else {
                rows.push(row);
            }
        }
        Ok((rows, are_all))
    }

    fn read(&self, address: Address) -> io::Result<ByteRecord> {
        let block = self.block(address.block)?;
        let mut rest = block.get(address.offset as usize..).unwrap_or_default();
        let n_cells = read_length(&mut rest)?;
        let mut lengths = Vec::with_capacity(n_cells.min(rest.len()));
        for _ in 0..n_cells {
            lengths.push(read_length(&mut rest)?);
        }
        let mut row = ByteRecord::new();
        for length in lengths {
            let (cell, behind) = rest.split_at_checked(length).ok_or_else(damaged)?;
            row.push_field(cell);
            rest = behind;
        }
        Ok(row)
    }

    fn block(&self, number: u32) -> io::Result<Arc<Vec<u8>>> {
        let lock = || self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, block)) = lock().iter().find(|(known, _)| *known == number) {
            return Ok(Arc::clone(block));
        }
        let index = number as usize;
        let end = *self.ends.get(index).ok_or_else(damaged)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut bytes = vec![0; (end - start) as usize];
        self.file.read_exact_at(&mut bytes, start)?;
        let (length, compressed) = bytes.split_at_checked(8).ok_or_else(damaged)?;
        let length = u64::from_le_bytes(length.try_into().map_err(|_| damaged())?);
        let block = Arc::new(zstd::bulk::decompress(compressed, length as usize)?);
        let mut at_hand = lock();
        at_hand.push_back((number, Arc::clone(&block)));
        if at_hand.len() > BLOCKS_AT_HAND {
            at_hand.pop_front();
        }
        Ok(block)
    }
}

fn hash(name: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

fn write_length(block: &mut Vec<u8>, length: usize) {
    // A row is shorter than 8 MiB, and has fewer cells than bytes.
    block.extend_from_slice(&(length as u32).to_le_bytes());
}

fn read_length(rest: &mut &[u8]) -> io::Result<usize> {
    let (length, behind) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    *rest = behind;
    Ok(u32::from_le_bytes(*length) as usize)
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a file of rows is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_name_in_their_order_wherever_they_stood() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows");
        let mut writer = RowsWriter::create(&path).unwrap();
        assert!(!path.exists(), "nothing is left");
        let long = "é".repeat(BLOCK_BYTES / 3);
        for number in 0..1_000 {
            let name = format!("n{}", number % 7);
            let row = ByteRecord::from(vec![&name, "", &number.to_string(), &long[..number * 2]]);
            writer.push(name.as_bytes(), &row).unwrap();
        }
        let rows = writer.finish().unwrap();
        assert_eq!((rows.len(), rows.n_not_found()), (1_000, 1_000));
        let of = |name: &str, most_bytes| {
            let is_of = |row: &ByteRecord| &row[0] == name.as_bytes();
            let (rows, are_all) = rows.of(name.as_bytes(), most_bytes, is_of).unwrap();
            let numbers = rows
                .iter()
                .map(|row| String::from_utf8(row[2].to_vec()).unwrap());
            (numbers.collect::<Vec<_>>(), are_all)
        };
        let expected: Vec<String> = (0..1_000)
            .step_by(7)
            .map(|number| number.to_string())
            .collect();
        assert_eq!(of("n0", usize::MAX), (expected.clone(), true));
        assert_eq!(of("n0", 60), (expected[..3].to_vec(), false));
        assert_eq!(of("nobody", usize::MAX), (vec![], true));
        assert_eq!(rows.n_not_found(), 1_000 - expected.len() as u64);
    }
}
