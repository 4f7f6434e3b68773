//! How many requests a client may make.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::places::ClientAddress;

/// After so many requests, clients are forgotten that may make all their requests again.
const FORGET_EVERY: u64 = 4096;

/// A limit for each client: so many requests at once, and as many a minute, evenly.
pub(crate) struct RateLimit {
    limiter: RateLimiter<ClientAddress, HashMapStateStore<ClientAddress>, DefaultClock>,
    n_asked: AtomicU64,
}

impl RateLimit {
    /// Returns a limit of so many requests a minute.
    pub fn per_minute(n_requests: NonZeroU32) -> Self {
        Self {
            limiter: RateLimiter::hashmap(Quota::per_minute(n_requests)),
            n_asked: AtomicU64::new(0),
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    ///
    /// The time after which the client may ask again, where it may not now.
    pub fn check(&self, client: ClientAddress) -> Result<(), Duration> {
        if self.n_asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let checked = self.limiter.check_key(&client);
        checked.map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn each_client_has_a_limit_of_its_own_and_is_told_when_to_ask_again() {
        let limit = RateLimit::per_minute(NonZeroU32::new(2).unwrap());
        let [one, other] = ["192.0.2.1", "192.0.2.2"]
            .map(|address| ClientAddress::from(address.parse::<IpAddr>().unwrap()));
        assert_eq!(limit.check(one), Ok(()));
        assert_eq!(limit.check(one), Ok(()));
        let wait = limit.check(one).unwrap_err();
        assert!(
            wait > Duration::ZERO && wait <= Duration::from_secs(30),
            "{wait:?}"
        );
        assert_eq!(limit.check(other), Ok(()));
    }

    #[test]
    fn clients_are_forgotten() {
        let limit = RateLimit::per_minute(NonZeroU32::MAX);
        for n in 0..FORGET_EVERY {
            let address = IpAddr::from((n as u32).to_be_bytes());
            let _ = limit.check(address.into());
        }
        assert!(limit.limiter.len() < FORGET_EVERY as usize / 2);
    }
}
