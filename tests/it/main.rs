//! The end-to-end tests, a file per subject.

#![allow(
    clippy::unwrap_used,
    reason = "a test may fail by panicking, and so may what its tests share"
)]
#![allow(clippy::too_many_lines, reason = "a test may be a table")]

mod api;
mod bad_values;
mod callers;
mod changes;
mod citations;
mod classes;
mod codes;
mod command;
mod complete_matches;
mod connections;
mod coverage;
mod datagouv;
mod draw;
mod equivalence;
mod evaluate;
mod extent;
mod facets;
mod fields;
mod first_guesses;
mod formats;
mod frames;
mod future;
mod fuzz;
mod fuzzed;
mod generations;
mod headers;
mod ids;
mod ingest;
mod leading;
mod lexicon;
mod load;
mod mentions;
mod naive;
mod observing;
mod open;
mod openapi;
mod operations;
mod operators;
mod out;
mod pages;
mod pasted;
mod periods;
mod publication;
mod random;
mod relevance;
mod rooms;
mod sample;
mod search;
mod shared_slugs;
mod since;
mod suggest;
mod sync;
mod trust;
mod understanding;
mod updates;
