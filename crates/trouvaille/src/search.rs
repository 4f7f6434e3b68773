//! `trouvaille search`.

use std::io::{self, Write};

use anyhow::Context;
use catalogue::Owner;
use query::{SearchAnswer, params};
use search_index::{
    Explanation, Fragment, Interpretation, SearchHit, SearchRequest, SearchResults, Searcher,
    Understanding,
};

use crate::config::{SearchOptions, filter_names};

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
        print(&request, &results)
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
        ("explain", if options.explain { "true" } else { "false" }),
    ];
    parameters.extend(
        options
            .filters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    for (name, _) in &options.filters {
        if !filter_names().any(|known| known == name) {
            let known: Vec<&str> = filter_names().collect();
            anyhow::bail!("unknown filter `{name}`: one of {}", known.join(", "));
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

fn print(request: &SearchRequest, results: &SearchResults) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} hits in {:.1} ms",
        results.total,
        results.took.as_secs_f64() * 1000.0
    )?;
    print_understanding(&mut out, &results.understanding)?;
    print_totals(&mut out, request, results)?;
    let first_rank = request
        .page
        .saturating_sub(1)
        .saturating_mul(request.page_size)
        + 1;
    for (rank, found) in results.hits.iter().enumerate() {
        print_hit(&mut out, first_rank.saturating_add(rank), found)?;
    }
    Ok(())
}

/// Says what was made of the words, and which names are no record's.
fn print_understanding(out: &mut impl Write, understanding: &Understanding) -> io::Result<()> {
    for name in &understanding.not_found {
        writeln!(out, "no record is named `{name}`")?;
    }
    if let Some(correction) = &understanding.correction {
        writeln!(
            out,
            "searched for `{correction}` (as typed: --filter verbatim=true)"
        )?;
    }
    for interpretation in &understanding.interpretations {
        let Interpretation {
            kind, typed, meant, ..
        } = interpretation;
        writeln!(out, "`{typed}` also as {} `{meant}`", kind.name())?;
    }
    if let Some(relaxation) = &understanding.relaxation {
        for unknown in &relaxation.unknown {
            writeln!(out, "no record has `{unknown}`")?;
        }
    }
    Ok(())
}

/// Says how many hits are complete and approximate matches, where there are both or could be, and how many there are or could
/// be around the chosen zones.
fn print_totals(
    out: &mut impl Write,
    request: &SearchRequest,
    results: &SearchResults,
) -> io::Result<()> {
    if results.approximate_total() > 0 {
        let (complete, approximate) = (results.complete_total, results.approximate_total());
        writeln!(
            out,
            "{complete} have all the words, {approximate} most of them (without these: --filter match=all)"
        )?;
    }
    let n_more = results.total_with_most - results.total;
    if n_more > 0 {
        writeln!(
            out,
            "{n_more} more have most of the words (with these: --filter match=most)"
        )?;
    }
    if let Some(covering) = &results.covering
        && covering.total > 0
    {
        let zones = covering.zones.iter().filter(|it| it.count > 0);
        let zones: Vec<String> = zones
            .map(|it| format!("{} {}", it.zone.name, it.count))
            .collect();
        let (n, zones) = (covering.total, zones.join(", "));
        if request.include_geozone_ancestors {
            writeln!(out, "{n} of them cover the chosen zones: {zones}")?;
        } else {
            writeln!(
                out,
                "{n} more cover the chosen zones: {zones} (with these: --filter include_geozone_ancestors=true)"
            )?;
        }
    }
    let n_mentions = results.n_mentions_left_out(request);
    if n_mentions > 0 {
        writeln!(
            out,
            "{n_mentions} more only mention the words (with these: --filter mentions=true)"
        )?;
    }
    Ok(())
}

fn print_hit(out: &mut impl Write, rank: usize, found: &SearchHit) -> io::Result<()> {
    let hit = &found.hit;
    writeln!(out, "\n{rank:>3}. {}", marked(&found.title))?;
    let owner = hit.owner.as_ref().map(Owner::name).unwrap_or_default();
    let license = hit.license.as_ref().map_or("", |license| license.id());
    writeln!(
        out,
        "     {} {} | {owner} | {license} | {}",
        hit.record_type,
        hit.id,
        hit.formats.clone().unwrap_or_default().join(", ")
    )?;
    if !found.description.is_empty() {
        writeln!(out, "     {}", marked(&found.description))?;
    }
    if !found.missing.is_empty() {
        writeln!(out, "     without {}", found.missing.join(", "))?;
    }
    if let Some(explanation) = &found.explanation {
        print_explanation(out, found.score, explanation)?;
    }
    Ok(())
}

fn print_explanation(
    out: &mut impl Write,
    score: f32,
    explanation: &Explanation,
) -> io::Result<()> {
    writeln!(out, "     score {score:.2}: the sum of")?;
    for word in &explanation.words {
        let found_as = word.found_as.as_ref().map(|found| {
            let (kind, meant) = (found.kind.name(), &found.meant);
            format!(" as {kind} `{meant}`")
        });
        let found_as = found_as.unwrap_or_default();
        let place = match word.fields.as_slice() {
            [] if word.score == 0.0 => "nowhere".to_owned(),
            // A place, a format, a year.
            [] => "beyond the texts".to_owned(),
            fields => format!("in {}", fields.join(", ")),
        };
        writeln!(
            out,
            "     {:>10.2}  `{}`{found_as}, {place}",
            word.score, word.typed
        )?;
    }
    if explanation.other > 0.0 {
        writeln!(
            out,
            "     {:>10.2}  phrases, named fields, ids",
            explanation.other
        )?;
    }
    writeln!(out, "     multiplied by")?;
    for factor in explanation.factors.iter().chain(&explanation.prior) {
        writeln!(
            out,
            "     {:>10.2}  {}",
            factor.value,
            factor.kind.description()
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
