//! Places that nobody can take all of: connections, exports.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The address of whoever asks, as far as it tells one client from another: of IPv6, the network that a client has for
/// itself (64 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl From<IpAddr> for ClientAddress {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & (u128::MAX << 64);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

impl Default for ClientAddress {
    fn default() -> Self {
        Self(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }
}

/// A number of places. One client may hold as many as are left free: half of them alone, and however many clients hold all
/// that they may, some are left for others.
#[derive(Debug)]
pub struct Places {
    n_places: usize,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    n_held: usize,
    by_client: HashMap<ClientAddress, usize>,
}

/// A place that is held until this is dropped.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    client: ClientAddress,
}

impl Places {
    /// Returns so many places, all free.
    #[must_use]
    pub fn new(n_places: usize) -> Arc<Self> {
        Arc::new(Self {
            n_places,
            held: Mutex::default(),
        })
    }

    /// Takes a place for a client; `None` where there is none for it.
    #[must_use]
    pub fn take(self: &Arc<Self>, client: ClientAddress) -> Option<Place> {
        self.take_where(client, |n_of_client, n_free| n_of_client < n_free)
    }

    /// Takes a place for somebody who stands for many clients, and may hold all of them; `None` where there is none.
    #[must_use]
    pub fn take_for_many(self: &Arc<Self>, who: ClientAddress) -> Option<Place> {
        self.take_where(who, |_, n_free| n_free > 0)
    }

    /// Takes a place, if it may be taken by whoever holds so many while so many are free.
    fn take_where(
        self: &Arc<Self>,
        client: ClientAddress,
        may_take: impl FnOnce(usize, usize) -> bool,
    ) -> Option<Place> {
        let mut held = self.held();
        let n_free = self.n_places.saturating_sub(held.n_held);
        let n_of_client = held.by_client.get(&client).copied().unwrap_or(0);
        if !may_take(n_of_client, n_free) {
            return None;
        }
        held.n_held += 1;
        held.by_client.insert(client, n_of_client + 1);
        Some(Place {
            places: Arc::clone(self),
            client,
        })
    }

    /// Returns how many places are held.
    #[must_use]
    pub fn n_held(&self) -> usize {
        self.held().n_held
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.held();
        held.n_held -= 1;
        if let Entry::Occupied(mut of_client) = held.by_client.entry(self.client) {
            *of_client.get_mut() -= 1;
            if *of_client.get() == 0 {
                of_client.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientAddress {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn one_client_has_half_and_many_leave_some() {
        let places = Places::new(100);
        let take_all = |address: &str| {
            std::iter::from_fn(|| places.take(client(address))).collect::<Vec<Place>>()
        };
        let first = take_all("192.0.2.1");
        assert_eq!(first.len(), 50);
        let others: Vec<Vec<Place>> = (2..=20)
            .map(|n| take_all(&format!("192.0.2.{n}")))
            .collect();
        assert!(others.iter().take(5).all(|held| !held.is_empty()));
        drop(first);
        assert!(!take_all("192.0.2.99").is_empty());
        drop(others);
        assert_eq!(places.n_held(), 0);
        assert!(places.held().by_client.is_empty());
    }

    #[test]
    fn who_stands_for_many_may_hold_all() {
        let places = Places::new(10);
        let proxy = client("192.0.2.1");
        let held: Vec<Place> = std::iter::from_fn(|| places.take_for_many(proxy)).collect();
        assert_eq!(held.len(), 10);
        assert!(places.take(client("192.0.2.2")).is_none());
    }

    #[test]
    fn a_client_of_ipv6_is_its_network() {
        assert_eq!(client("2001:db8:1:2:3:4:5:6"), client("2001:db8:1:2::1"));
        assert_ne!(client("2001:db8:1:2::1"), client("2001:db8:1:3::1"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
    }
}
