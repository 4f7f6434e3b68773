//! What the heads of answers say: to browsers, to caches, and to who has the answer already.

mod caching;
mod nginx;
mod observatory;
mod own_answers;

use support::application::{Server, command, sample_index};

/// Serves the sample with these options.
fn serve(options: &[&str]) -> Server {
    let mut serve = command();
    serve
        .args(["serve", "--listen", "127.0.0.1:0", "--index"])
        .arg(sample_index())
        .args(options);
    Server::run(serve)
}
