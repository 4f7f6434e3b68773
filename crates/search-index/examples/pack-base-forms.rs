//! Packs the table of base forms: lines of `form<TAB>base form` in, sorted, a map of `fst` out (`just base-forms`).
//!
//! The value of a form says how to make its base form: how many letters go (5 bits), then the letters that come in their
//! place (5 bits each, the first one lowest). A base form that this cannot say is an error.

use std::error::Error;
use std::io::{self, BufRead, Write};

use fst::MapBuilder;

fn main() -> Result<(), Box<dyn Error>> {
    let mut builder = MapBuilder::memory();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (form, base) = line.split_once('\t').ok_or("a line without a tab")?;
        builder.insert(form, change(form, base).ok_or(line.clone())?)?;
    }
    io::stdout().write_all(&builder.into_inner()?)?;
    Ok(())
}

fn change(form: &str, base: &str) -> Option<u64> {
    let pairs = form.bytes().zip(base.bytes());
    let n_common = pairs.take_while(|(a, b)| a == b).count();
    let n_stripped = form.len() - n_common;
    let added = &base.as_bytes()[n_common..];
    if n_stripped > 31 || added.len() > 11 {
        return None;
    }
    let letters = added.iter().rev().try_fold(0, |letters, letter| {
        let number = letter.is_ascii_lowercase().then(|| letter - b'a' + 1)?;
        Some(letters << 5 | u64::from(number))
    })?;
    Some(letters << 5 | n_stripped as u64)
}
