//! The options of `trouvaille serve`.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use clap::Args;
use ipnet::IpNet;

use super::follow::FollowOptions;
use super::index::IndexOption;
use super::values::{at_least_one, duration, network, public_url, seconds};

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
    /// Without it they are made from each request's `Host`, or `X-Forwarded-Host` and `X-Forwarded-Proto` of a trusted proxy.
    #[arg(long, value_name = "URL", env = "TROUVAILLE_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// A proxy, or a network of proxies, such as `127.0.0.1` or `10.0.0.0/8`, whose word is taken for who asks
    /// (`X-Forwarded-For`) and at which address (`X-Forwarded-Host`, `X-Forwarded-Proto`); repeatable, or with commas.
    ///
    /// Nobody else's is. The proxy must set these headers itself: whatever it passes on of a stranger's is believed.
    #[arg(long = "trusted-proxy", value_name = "CIDR", env = "TROUVAILLE_TRUSTED_PROXY", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
    /// So many requests a client may make at once, and as many a minute, evenly; more are answered with 429. As many as it likes
    /// unless given. Health, figures and what pages load are not counted.
    #[arg(long, value_name = "N", env = "TROUVAILLE_REQUESTS_PER_MINUTE")]
    pub requests_per_minute: Option<NonZeroU32>,
    /// So many searches, pages of records and the like are worked on at once; more wait in order. One a processor unless given.
    #[arg(long, value_name = "N", env = "TROUVAILLE_MAX_SEARCHES", value_parser = at_least_one)]
    pub max_searches: Option<usize>,
    /// The longest time that a search waits for its turn, in seconds; then it is answered with 503.
    #[arg(long, value_name = "SECONDS", env = "TROUVAILLE_QUEUE_WAIT", default_value = "2", value_parser = seconds)]
    pub queue_wait: Duration,
    /// The longest time for a request, in seconds; then it is stopped, and answered with 503.
    #[arg(long, value_name = "SECONDS", env = "TROUVAILLE_REQUEST_TIMEOUT", default_value = "10", value_parser = seconds)]
    pub request_timeout: Duration,
    /// Log searches that take longer, such as `500ms` or `2s`, with their words, phases and plan. None unless given: what people
    /// look for is in it.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_SLOW_SEARCH", value_parser = duration)]
    pub slow_search: Option<Duration>,
    /// Keep what people look for in the index directory, for so many days: words, filters, counts of hits and the hour, of
    /// searches that at least three clients have asked on a day. Never an address. `trouvaille queries` shows them. Nothing is
    /// kept unless given. The index directory must be writable.
    #[arg(long, value_name = "DAYS", env = "TROUVAILLE_QUERY_LOG", value_parser = at_least_one)]
    pub query_log: Option<usize>,
    /// An address and port of its own for health and figures; then `/metrics` is told there alone.
    #[arg(long, value_name = "ADDRESS:PORT", env = "TROUVAILLE_ADMIN_LISTEN")]
    pub admin_listen: Option<SocketAddr>,
    /// So many connections at once; more are closed. One client may hold as many as are left free: half of them, alone.
    #[arg(long, value_name = "N", env = "TROUVAILLE_MAX_CONNECTIONS", default_value_t = 4096, value_parser = at_least_one)]
    pub max_connections: usize,
    /// The longest time in which a request's head must come, in seconds; then its connection is closed.
    #[arg(long, value_name = "SECONDS", env = "TROUVAILLE_IDLE_TIMEOUT", default_value = "15", value_parser = seconds)]
    pub idle_timeout: Duration,
    /// The bytes a second that a reader must take at least; then its connection is closed.
    #[arg(
        long,
        value_name = "BYTES",
        env = "TROUVAILLE_MIN_RATE",
        default_value_t = 8192
    )]
    pub min_rate: u64,
    /// Sync with an API in this process, so often, such as `10m` or `1h`. The index directory must be writable.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_SYNC_EVERY", value_parser = duration)]
    pub sync_every: Option<Duration>,
    /// How to sync.
    #[command(flatten)]
    pub sync: FollowOptions,
}
