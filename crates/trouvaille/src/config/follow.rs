//! How an API is followed, by `sync` and by `serve`.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use ingest::ClientOptions;
use search_index::BuildOptions;
use url::Url;

use super::values::{api, at_least_one, duration, seconds, share};

/// How an API is followed.
#[derive(Debug, Clone, Args)]
pub struct FollowOptions {
    /// The API's base URL; without it, the one that was followed last, or from which the index was built.
    #[arg(long = "sync-source", visible_alias = "source", value_name = "URL", env = "TROUVAILLE_SYNC_SOURCE", value_parser = api)]
    pub api: Option<Url>,
    /// How often all ids are compared, for what is gone and for what no list tells: about 1,200 requests of the whole
    /// catalogue.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_IDS_EVERY", default_value = "24h", value_parser = duration)]
    pub ids_every: Duration,
    /// How often the sitemaps are looked at.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_SITEMAPS_EVERY", default_value = "1h", value_parser = duration)]
    pub sitemaps_every: Duration,
    /// The longest time for fetching, such as `90s` or `2h`. Then the sync fails.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_SYNC_DEADLINE", default_value = "6h", value_parser = duration)]
    pub sync_deadline: Duration,
    /// Records a page, for pages of ids and of whole records.
    #[arg(long, value_name = "N", env = "TROUVAILLE_PAGE_SIZE", default_value_t = 100, value_parser = at_least_one)]
    pub page_size: usize,
    /// Requests made at the same time.
    #[arg(long, value_name = "N", env = "TROUVAILLE_SYNC_IN_FLIGHT", default_value_t = 4, value_parser = at_least_one)]
    pub in_flight: usize,
    /// The longest time for one request, in seconds.
    #[arg(long, value_name = "SECONDS", env = "TROUVAILLE_SYNC_TIMEOUT", default_value = "60", value_parser = seconds)]
    pub sync_timeout: Duration,
    /// How often a failed request is made again.
    #[arg(
        long,
        value_name = "N",
        env = "TROUVAILLE_SYNC_RETRIES",
        default_value_t = 6
    )]
    pub sync_retries: usize,
    /// The generations to keep, the live one included: so many whole builds, and so many updates by `sync`.
    #[arg(long, value_name = "N", env = "TROUVAILLE_KEEP", default_value_t = 2, value_parser = at_least_one)]
    pub keep: usize,
    /// The share of the records that may be gone, 0 to 1: of those that a list has, and of the most that the index had in the
    /// last 30 days.
    #[arg(long, value_name = "SHARE", env = "TROUVAILLE_MAX_SHRINK", default_value_t = 0.1, value_parser = share)]
    pub max_shrink: f64,
}

impl FollowOptions {
    /// Returns them as the library takes them, for that index.
    pub fn to_library(&self, index: &Path) -> ingest::SyncOptions {
        ingest::SyncOptions {
            index: index.to_owned(),
            api: self.api.clone(),
            client: ClientOptions {
                pages_in_flight: self.in_flight,
                page_size: self.page_size,
                request_timeout: self.sync_timeout,
                max_retries: self.sync_retries,
                ..ClientOptions::default()
            },
            deadline: self.sync_deadline,
            ids_every: self.ids_every,
            sitemaps_every: self.sitemaps_every,
            build: BuildOptions {
                keep_generations: self.keep,
                max_shrink: self.max_shrink,
                ..BuildOptions::default()
            },
        }
    }
}
