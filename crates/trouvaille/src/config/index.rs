//! Where the index is, for every command.

use std::path::PathBuf;

use clap::Args;

/// Where the index is.
#[derive(Debug, Clone, Args)]
pub struct IndexOption {
    /// The index directory.
    #[arg(
        long = "index",
        value_name = "DIR",
        env = "TROUVAILLE_INDEX",
        default_value = "index"
    )]
    pub directory: PathBuf,
}
