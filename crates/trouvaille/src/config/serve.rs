//! The options of `trouvaille serve`.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;

use super::follow::FollowOptions;
use super::index::IndexOption;
use super::values::{duration, public_url, seconds};

/// `trouvaille serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// The address and port to listen on; port 0 takes a free one.
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "TROUVAILLE_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// The address that users see, such as `https://recherche.example.fr`, for the links in JSON answers.
    ///
    /// Without it they are made from each request's `Host` (or `X-Forwarded-Host`) and `X-Forwarded-Proto`.
    #[arg(long, value_name = "URL", env = "TROUVAILLE_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// The longest time for a request, in seconds; then it is answered with 503.
    #[arg(long, value_name = "SECONDS", env = "TROUVAILLE_REQUEST_TIMEOUT", default_value = "10", value_parser = seconds)]
    pub request_timeout: Duration,
    /// Sync with an API in this process, so often, such as `10m` or `1h`. The index directory must be writable.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_SYNC_EVERY", value_parser = duration)]
    pub sync_every: Option<Duration>,
    /// How to sync.
    #[command(flatten)]
    pub sync: FollowOptions,
}
