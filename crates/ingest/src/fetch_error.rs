//! Why a request to the upstream failed.

use std::io;
use std::time::Duration;

use reqwest::StatusCode;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The server answered with another status than 200.
    #[error("the server answered {status}")]
    Status {
        /// The status.
        status: StatusCode,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The server asks to stay away for longer than we wait.
    #[error("the server answered {status} and asks to come back in {} s, which is longer than we wait", .wait.as_secs())]
    ToldToStayAway {
        /// The status.
        status: StatusCode,
        /// How long the server asks to wait.
        wait: Duration,
    },
    /// The answer is too long to be held in memory, or on disk.
    #[error("the answer is longer than {limit_bytes} bytes")]
    TooLong {
        /// The limit, decompressed for a page.
        limit_bytes: u64,
    },
    /// No connection, no answer in time, or an answer that was cut short.
    #[error("{}", if .0.is_timeout() { "no answer in time" } else if .0.is_connect() { "no connection" } else if .0.is_redirect() {
        "the server sends elsewhere"
    } else {
        "the answer was cut short or damaged"
    })]
    Transport(#[source] reqwest::Error),
    /// The answer is not a page of records.
    #[error("the answer ({content_type}) is no page of records")]
    NotAPage {
        /// What the server says that it is.
        content_type: String,
        /// Why not.
        source: serde_json::Error,
    },
    /// The answer is no JSON object.
    #[error("the answer is no JSON object")]
    NotAnObject,
    /// The server has no such page, where the list has more records than the pages before it hold.
    #[error("the server has no such page")]
    NoSuchPage,
    /// The page has no records, where the list has more than the pages before it hold.
    #[error("the page is empty")]
    EmptyPage,
    /// The answer cannot be written to disk.
    #[error("cannot write it to disk")]
    Write(#[source] io::Error),
}

impl FetchError {
    /// Returns whether another attempt may succeed.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Status { status, .. } => {
                *status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
            }
            Self::Transport(error) => !error.is_builder() && !error.is_redirect(),
            Self::NotAPage { .. } | Self::NotAnObject | Self::NoSuchPage | Self::EmptyPage => true,
            Self::ToldToStayAway { .. } | Self::TooLong { .. } | Self::Write(_) => false,
        }
    }

    /// Returns whether the server wants no requests at all, for now.
    pub(crate) fn wants_no_more(&self) -> bool {
        matches!(self, Self::ToldToStayAway { .. })
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        // The address is named once, by the error around this one.
        Self::Transport(error.without_url())
    }
}
