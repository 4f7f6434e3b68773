//! The header `Retry-After`: seconds, or the moment itself.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Returns how long to wait from now; `None` for what is neither seconds nor an HTTP date.
pub(super) fn parse_retry_after(value: &str) -> Option<Duration> {
    wait_from(value.trim(), Timestamp::now())
}

fn wait_from(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::parse(value).ok()?.timestamp();
    // A moment gone by means now.
    Some(Duration::try_from(moment.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_http_dates_are_understood() {
        let now: Timestamp = "2026-01-16T08:00:00Z".parse().unwrap();
        for (value, expected) in [
            ("0", Some(0)),
            ("120", Some(120)),
            ("Fri, 16 Jan 2026 08:00:30 GMT", Some(30)),
            ("Fri, 16 Jan 2026 07:00:00 GMT", Some(0)),
            ("-3", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(
                wait_from(value, now).map(|wait| wait.as_secs()),
                expected,
                "{value}"
            );
        }
    }
}
