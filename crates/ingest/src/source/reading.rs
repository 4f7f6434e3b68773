//! What a source needs while it is read.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::raw_record::RawRecord;
use crate::client::Client;
use crate::progress::Progress;

/// What a source needs to be read.
pub(crate) struct Reading {
    pub(crate) client: Client,
    pub(crate) progress: Arc<dyn Progress>,
    /// The folder in which what came is kept.
    pub(crate) snapshots: PathBuf,
    pub(crate) stop: CancellationToken,
    pub(crate) sender: mpsc::Sender<Vec<RawRecord>>,
}
