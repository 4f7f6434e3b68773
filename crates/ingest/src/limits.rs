//! What is too long to be taken, so that memory stays bounded whatever comes.
//!
//! Of the real catalogue the longest record has 2 MB, and pages of 100 records have 1 MB in the mean.

/// A page of a list, decompressed. A longer one is asked for in parts.
pub(crate) const LONGEST_PAGE_BYTES: usize = 16 << 20;

/// A sitemap, decompressed: the protocol allows 50 MB.
pub(crate) const LONGEST_SITEMAP_BYTES: usize = 64 << 20;

/// A record, as JSON or as a row of an export. A longer one is set aside. As values in memory, numbers take sixteen times
/// the room that they have as text.
pub(crate) const LONGEST_RECORD_BYTES: usize = 8 << 20;

/// The rows of the files of one dataset, where they come from an export of their own. Those behind are left out.
pub(crate) const LONGEST_FILES_BYTES: usize = 16 << 20;

/// What is kept of all organizations of an export. Those behind are set aside.
pub(crate) const ALL_ORGANIZATIONS_BYTES: usize = 64 << 20;

/// What is kept of all reuses of a source: their descriptions are shortened before. Those behind are set aside.
pub(crate) const ALL_REUSES_BYTES: usize = 32 << 20;

/// So many characters of a reuse's description are kept.
pub(crate) const LONGEST_SAID_CHARS: usize = 240;

/// A text of a record. A longer one is left out.
pub(crate) const LONGEST_TEXT_BYTES: usize = 4 << 20;

/// A file that is fetched, as it travels. The longest export has 1.5 GB.
pub(crate) const LONGEST_DOWNLOAD_BYTES: u64 = 16 << 30;

/// How much of a record that is too long is shown with its reason.
pub(crate) const SHOWN_BYTES: usize = 200;
