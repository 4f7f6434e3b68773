//! The operator's lexicon, kept with the generation that it was given for.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Error, IoContext};
use crate::files::write_file;
use crate::lexicon::Lexicon;

/// The file's name in the generation's directory; a generation without such a lexicon has no such file.
const LEXICON_FILE: &str = "lexicon.txt";

/// Reads the lexicon of a generation; `None` where it has none.
///
/// # Errors
///
/// Where the file cannot be read, or a line of it can no longer be used.
pub(crate) fn read_lexicon(directory: &Path, generation: &str) -> Result<Option<Lexicon>, Error> {
    let path = directory.join(LEXICON_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).on("read", &path),
    };
    match Lexicon::parse(LEXICON_FILE, &text) {
        Ok(lexicon) => Ok(Some(lexicon)),
        Err(errors) => Err(Error::Damaged {
            generation: generation.to_owned(),
            reason: errors
                .into_iter()
                .map(|error| error.to_string())
                .collect::<Vec<_>>()
                .join("; "),
        }),
    }
}

pub(super) fn write_lexicon(directory: &Path, lexicon: &Lexicon) -> Result<(), Error> {
    let path = directory.join(LEXICON_FILE);
    write_file(&path, lexicon.text().as_bytes())
}
