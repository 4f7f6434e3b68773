//! What is counted and timed since the start: requests by route, and the phases of searches.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use search_index::SearchPhases;

/// The prefix of all names.
pub(crate) const PREFIX: &str = "trouvaille";

/// The bounds of histograms, in seconds.
const SECONDS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// What is counted and timed since the start.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Histogram>,
    phase_seconds: Family<PhaseLabels, Histogram>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PhaseLabels {
    phase: &'static str,
}

fn histogram() -> Histogram {
    Histogram::new(SECONDS)
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let requests = Family::default();
        let request_seconds: Family<RouteLabels, Histogram> =
            Family::new_with_constructor(histogram);
        let phase_seconds: Family<PhaseLabels, Histogram> = Family::new_with_constructor(histogram);
        registry.register(
            "requests",
            "Requests by route and status; a 304 has cost no work",
            requests.clone(),
        );
        registry.register(
            "request_seconds",
            "The time from a request's head to its answer's, by route",
            request_seconds.clone(),
        );
        registry.register(
            "search_phase_seconds",
            "The time of each phase of a search: wait (for a place), understand (the words), find (and count), read (the hits)",
            phase_seconds.clone(),
        );
        Self {
            registry,
            requests,
            request_seconds,
            phase_seconds,
        }
    }

    /// Counts a request that is answered.
    pub fn count_request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels {
            method: method.to_owned(),
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        let route = RouteLabels {
            route: route.to_owned(),
        };
        self.request_seconds
            .get_or_create(&route)
            .observe(took.as_secs_f64());
    }

    /// Counts the time that work waited for a place.
    pub fn count_wait(&self, waited: Duration) {
        self.count_phase("wait", waited);
    }

    /// Counts the phases of a search.
    pub fn count_search(&self, phases: &SearchPhases) {
        self.count_phase("understand", phases.understand);
        self.count_phase("find", phases.find);
        self.count_phase("read", phases.read);
    }

    fn count_phase(&self, phase: &'static str, took: Duration) {
        let phase = self.phase_seconds.get_or_create(&PhaseLabels { phase });
        phase.observe(took.as_secs_f64());
    }

    /// Returns all of it, to be told.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}
