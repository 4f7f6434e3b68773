//! `trouvaille lexicon`: what lines of the lexicon add to the first results of their names.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use search_index::{Lexicon, LexiconError, SearchRequest, SearchResults, Searcher};

use crate::config::LexiconOptions;

/// Reads an operator's lexicon.
pub fn read(path: &Path) -> anyhow::Result<Lexicon> {
    let file = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{file}`"))?;
    Lexicon::parse(&file, &text).map_err(|errors| told(&errors))
}

/// Searches the names of the lines with the lines and without them, and prints what differs.
pub fn run(options: &LexiconOptions) -> anyhow::Result<()> {
    let mut searcher = Searcher::open(&options.index.directory)?;
    let mut out = io::stdout().lock();
    for line in lines(&options.line_or_name)? {
        let lexicon = Lexicon::parse("the line", &line).map_err(|errors| told(&errors))?;
        writeln!(out, "{line}")?;
        for name in lexicon.names() {
            let request = SearchRequest {
                page_size: 10,
                ..SearchRequest::new(name)
            };
            searcher.use_lexicon(&lexicon.opposite());
            let without = searcher.search(&request)?;
            searcher.use_lexicon(&lexicon);
            let with = searcher.search(&request)?;
            print(&mut out, name, &without, &with)?;
        }
    }
    Ok(())
}

/// Returns the lines to try: the given one, or those of the bundled lexicon in which a name finds others.
fn lines(line_or_name: &str) -> anyhow::Result<Vec<String>> {
    if line_or_name.contains('|') {
        return Ok(vec![line_or_name.to_owned()]);
    }
    if line_or_name.contains([',', '>']) {
        return Ok(vec![format!("{line_or_name} | tried")]);
    }
    let lines = Lexicon::bundled_lines_of(line_or_name);
    anyhow::ensure!(
        !lines.is_empty(),
        "no line of the lexicon has the name `{line_or_name}` on its left"
    );
    Ok(lines.into_iter().map(str::to_owned).collect())
}

fn print(
    out: &mut impl Write,
    name: &str,
    without: &SearchResults,
    with: &SearchResults,
) -> io::Result<()> {
    writeln!(
        out,
        "\n  {name}: {} hits, {} without the line",
        with.total, without.total
    )?;
    let has = |results: &SearchResults, id: &str| results.hits.iter().any(|it| it.hit.id == id);
    let mut is_any = false;
    for (mark, these, others) in [('+', with, without), ('-', without, with)] {
        for (rank, found) in these.hits.iter().enumerate() {
            if !has(others, &found.hit.id) {
                writeln!(out, "  {mark} {:>2}. {}", rank + 1, found.hit.title)?;
                is_any = true;
            }
        }
    }
    if !is_any {
        writeln!(out, "    the same records in the first ten")?;
    }
    Ok(())
}

fn told(errors: &[LexiconError]) -> anyhow::Error {
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("{}", told.join("\n"))
}
