//! `trouvaille search`.

use std::io::{self, Write};

use anyhow::Context;
use catalogue::Owner;
use query::{SearchAnswer, params};
use search_index::{Fragment, SearchHit, SearchRequest, SearchResults, Searcher};

use crate::config::SearchOptions;

/// What `--filter` takes beside the names of facets.
const OTHER_PARAMETERS: [&str; 9] = [
    "sort",
    "facets",
    "facet_size",
    "all_of",
    "temporal_coverage",
    "include_geozone_ancestors",
    "inferred",
    "collapse",
    "copies_of",
];

/// Searches and prints the hits.
pub fn run(options: &SearchOptions) -> anyhow::Result<()> {
    let request = request(options)?;
    let searcher = Searcher::open(&options.index.directory)?;
    let results = searcher.search(&request)?;
    let written = if options.json {
        let answer = SearchAnswer::new(&request, results, "");
        let json = serde_json::to_string(&answer).context("cannot write JSON")?;
        writeln!(io::stdout(), "{json}")
    } else {
        print(&request, &results, options.explain)
    };
    match written {
        // Whoever reads has seen enough: `trouvaille search … | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Reads the options as the parameters of a URL are read, so that both refuse the same values with the same words.
fn request(options: &SearchOptions) -> anyhow::Result<SearchRequest> {
    let mut parameters = vec![
        ("q", options.query.as_str()),
        ("page", &options.page),
        ("page_size", &options.page_size),
    ];
    parameters.extend(
        options
            .filters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    let known = search_index::Facet::ALL.map(search_index::Facet::name);
    for (name, _) in &options.filters {
        if !known.contains(&name.as_str()) && !OTHER_PARAMETERS.contains(&name.as_str()) {
            anyhow::bail!("unknown filter `{name}`: one of {}, sort", known.join(", "));
        }
    }
    params::parse(&params::encode(&parameters)).map_err(|errors| {
        let reasons: Vec<String> = errors
            .into_iter()
            .map(|(name, reason)| format!("{name}: {reason}"))
            .collect();
        anyhow::anyhow!("{}", reasons.join("; "))
    })
}

fn print(request: &SearchRequest, results: &SearchResults, explain: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} hits in {:.1} ms",
        results.total,
        results.took.as_secs_f64() * 1000.0
    )?;
    let first_rank = request
        .page
        .saturating_sub(1)
        .saturating_mul(request.page_size)
        + 1;
    for (rank, found) in results.hits.iter().enumerate() {
        print_hit(&mut out, first_rank.saturating_add(rank), found, explain)?;
    }
    Ok(())
}

fn print_hit(
    out: &mut impl Write,
    rank: usize,
    found: &SearchHit,
    explain: bool,
) -> io::Result<()> {
    let hit = &found.hit;
    writeln!(out, "\n{rank:>3}. {}", marked(&found.title))?;
    let owner = hit.owner.as_ref().map(Owner::name).unwrap_or_default();
    let license = hit.license.as_ref().map_or("", |license| license.id());
    writeln!(
        out,
        "     {} {} | {owner} | {license} | {}",
        hit.record_type,
        hit.id,
        hit.formats.join(", ")
    )?;
    if !found.description.is_empty() {
        writeln!(out, "     {}", marked(&found.description))?;
    }
    if explain {
        let explanation = found.explanation;
        let (words, public_use) = (explanation.words, explanation.public_use);
        writeln!(
            out,
            "     score {:.2} = words {words:.2} × public use {public_use:.2}",
            found.score
        )?;
    }
    Ok(())
}

fn marked(fragments: &[Fragment]) -> String {
    let mark = |fragment: &Fragment| {
        if fragment.mark {
            format!("[{}]", fragment.text)
        } else {
            fragment.text.clone()
        }
    };
    fragments.iter().map(mark).collect()
}
