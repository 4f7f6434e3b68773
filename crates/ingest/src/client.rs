//! HTTP: pages of lists and whole files, with time-outs and retries.

mod object;
mod page;
mod redirects;
mod retry_after;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use catalogue::Date;
use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;
use url::Url;

pub(crate) use self::object::{Answered, Refetched};
pub(crate) use self::page::{FetchedPage, FetchedRecord, WHOLE_RECORDS, Wanted, ids_only};
use self::retry_after::parse_retry_after;
use crate::error::Error;
use crate::fetch_error::FetchError;
use crate::limits::LONGEST_DOWNLOAD_BYTES;
use crate::part_file::PartFile;
use crate::progress::Progress;

/// How an API or a file is fetched: page size, retries, time-outs.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// How many pages are requested at the same time. 4.
    pub pages_in_flight: usize,
    /// How many records a page has. 100: the upstream's own client takes it for the most that is polite.
    pub page_size: usize,
    /// How long a page may take, from request to last byte; for a file, how long nothing may come. 60 s, for a median
    /// of 5.3 s.
    pub request_timeout: Duration,
    /// How long a connection may take. 10 s.
    pub connect_timeout: Duration,
    /// How often a failed request is made again. 6: with the waits below, an upstream may be away for a minute or two.
    pub max_retries: usize,
    /// The wait before the first retry, doubled for each further one. 1 s. To each wait a random part of up to its own
    /// length is added, so that requests that failed together do not come back together.
    pub first_wait: Duration,
    /// The longest wait, before the random part. 60 s.
    pub longest_wait: Duration,
    /// The longest wait that the upstream may ask for (`Retry-After`); where it asks for more, no more is asked of it. 5 min.
    pub longest_retry_after: Duration,
    /// The `User-Agent` of each request: the project and its version.
    pub user_agent: String,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            pages_in_flight: 4,
            page_size: 100,
            request_timeout: Duration::from_mins(1),
            connect_timeout: Duration::from_secs(10),
            max_retries: 6,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_mins(1),
            longest_retry_after: Duration::from_mins(5),
            user_agent: concat!(
                "trouvaille/",
                env!("CARGO_PKG_VERSION"),
                " (+data.gouv.fr catalogue search)"
            )
            .to_owned(),
        }
    }
}

/// Fetches pages of lists and files, with retries.
#[derive(Clone)]
pub(crate) struct Client {
    pages: reqwest::Client,
    files: reqwest::Client,
    /// Until when the upstream has asked for no requests, of whatever page.
    quiet_until: Arc<Mutex<Option<Instant>>>,
    /// What the clock of the upstream showed with its first answer.
    first_date: Arc<Mutex<Option<Date>>>,
    n_requests: Arc<AtomicU64>,
    options: ClientOptions,
    progress: Arc<dyn Progress>,
}

impl Client {
    pub(crate) fn new(options: ClientOptions, progress: Arc<dyn Progress>) -> Result<Self, Error> {
        static CRYPTO: Once = Once::new();
        CRYPTO.call_once(|| {
            // Fails where the program around us has chosen a provider already: that one will do.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let http = |redirects| {
            reqwest::Client::builder()
                .user_agent(&options.user_agent)
                .connect_timeout(options.connect_timeout)
                .read_timeout(options.request_timeout)
                .redirect(redirects)
                .build()
                .map_err(Error::Client)
        };
        Ok(Self {
            pages: http(redirects::on_the_same_host())?,
            files: http(redirects::anywhere_over_https())?,
            quiet_until: Arc::default(),
            first_date: Arc::default(),
            n_requests: Arc::default(),
            options,
            progress,
        })
    }

    pub(crate) fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Fetches a page of a list, of its records what the mask names, all if it is empty; `None` if there is no such page,
    /// unless it is due.
    pub(crate) async fn page(
        &self,
        url: &Url,
        mask: &str,
        wanted: Wanted,
    ) -> Result<Option<FetchedPage>, Error> {
        let attempt = || async {
            let mut request = self.pages.get(url.clone());
            if !mask.is_empty() {
                request = request.header("X-Fields", mask);
            }
            let request = request.timeout(self.options.request_timeout);
            let response = request.send().await?;
            self.note_date(&response);
            if response.status() == StatusCode::NOT_FOUND {
                return if wanted == Wanted::Due {
                    Err(FetchError::NoSuchPage)
                } else {
                    Ok(None)
                };
            }
            let response = self.check_status(response)?;
            page::check(page::read(response).await?, wanted)
        };
        self.with_retries(url, attempt).await
    }

    /// Fetches a file to `to`.
    pub(crate) async fn download(&self, url: &Url, to: PartFile) -> Result<PartFile, Error> {
        let attempt = || async {
            let response = self.check_status(self.files.get(url.clone()).send().await?)?;
            if response.url().host() != url.host() {
                tracing::info!(asked = %url, answered_by = response.url().host_str(), "the file lies elsewhere");
            }
            write_body(response, to.path()).await
        };
        self.with_retries(url, attempt).await?;
        Ok(to)
    }

    async fn with_retries<T, F: Future<Output = Result<T, FetchError>>>(
        &self,
        url: &Url,
        mut attempt: impl FnMut() -> F,
    ) -> Result<T, Error> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(self.options.first_wait)
            .with_max_delay(self.options.longest_wait)
            .with_max_times(self.options.max_retries)
            .with_jitter();
        let mut attempts = 0;
        let counted = || {
            attempts += 1;
            self.n_requests.fetch_add(1, Ordering::Relaxed);
            let attempt = attempt();
            async {
                self.keep_quiet().await;
                attempt.await
            }
        };
        let result = counted
            .retry(waits)
            .when(FetchError::is_passing)
            .adjust(|error, wait| wait.map(|wait| error.retry_after().unwrap_or(wait)))
            .notify(|error, wait| {
                tracing::warn!(%url, wait_ms = wait.as_millis() as u64, "retrying: {error}");
                self.progress.retrying(&error.to_string(), wait);
            })
            .await;
        result.map_err(|source| Error::Fetch {
            url: url.to_string(),
            attempts,
            source,
        })
    }

    /// Waits while the upstream wants no requests.
    async fn keep_quiet(&self) {
        let until = *lock(&self.quiet_until);
        if let Some(until) = until {
            tokio::time::sleep_until(until).await;
        }
    }

    /// Returns an answer that is a success, and else what it says of the next attempt.
    fn check_status(&self, response: Response) -> Result<Response, FetchError> {
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| parse_retry_after(value.to_str().ok()?));
        if let Some(wait) = retry_after {
            if wait > self.options.longest_retry_after {
                return Err(FetchError::ToldToStayAway { status, wait });
            }
            // What one request is told holds for all others too.
            let mut quiet_until = lock(&self.quiet_until);
            *quiet_until = (*quiet_until).max(Some(Instant::now() + wait));
        }
        Err(FetchError::Status {
            status,
            retry_after,
        })
    }
}

/// Locks a mutex, poisoned or not: what it holds is one value, whole at any time.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn write_body(mut response: Response, path: &std::path::Path) -> Result<(), FetchError> {
    let mut file = tokio::fs::File::create(path)
        .await
        .map_err(FetchError::Write)?;
    let mut n_bytes = 0;
    while let Some(chunk) = response.chunk().await? {
        n_bytes += chunk.len() as u64;
        if n_bytes > LONGEST_DOWNLOAD_BYTES {
            return Err(FetchError::TooLong {
                limit_bytes: LONGEST_DOWNLOAD_BYTES,
            });
        }
        file.write_all(&chunk).await.map_err(FetchError::Write)?;
    }
    file.flush().await.map_err(FetchError::Write)
}
