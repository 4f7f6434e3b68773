//! What the heads of answers say: to browsers, to caches, and to who has the answer already.

mod caching;
mod nginx;
mod observatory;
mod own_answers;
