//! `trouvaille verify`: checks that generations hold what was written.

use std::io::{self, Write};

use anyhow::Context;
use search_index::Generations;
use serde::Serialize;

use crate::config::VerifyOptions;

/// What was found of one generation.
#[derive(Serialize)]
struct Verified {
    generation: String,
    live: bool,
    damages: Vec<String>,
}

/// Checks the generations and prints what is wrong with each.
pub fn run(options: &VerifyOptions) -> anyhow::Result<()> {
    let index = &options.index.directory;
    let generations = Generations::at(index);
    let live = generations.live();
    let names = if options.generations.is_empty() {
        generations.once_live()?
    } else {
        options.generations.clone()
    };
    if names.is_empty() && matches!(live, Ok(None)) {
        return Err(search_index::Error::NoIndex(index.clone()).into());
    }
    let verified: Vec<Verified> = names
        .into_iter()
        .map(|generation| Verified {
            live: live
                .as_ref()
                .is_ok_and(|live| live.as_ref() == Some(&generation)),
            damages: generations.verify(&generation),
            generation,
        })
        .collect();
    print(&verified, options.json).context("cannot write to standard output")?;
    // A `current` that names nothing is in no list.
    if !verified.iter().any(|verified| verified.live) && options.generations.is_empty() {
        match live? {
            Some(name) => anyhow::bail!("the live generation `{name}` is missing"),
            None => return Err(search_index::Error::CurrentLost(index.clone()).into()),
        }
    }
    let n_damaged = verified
        .iter()
        .filter(|verified| !verified.damages.is_empty())
        .count();
    anyhow::ensure!(
        n_damaged == 0,
        "{n_damaged} damaged: `trouvaille rollback` makes a sound one live, `trouvaille rebuild-index` a new one"
    );
    Ok(())
}

fn print(verified: &[Verified], as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        return writeln!(out, "{}", serde_json::to_string(verified)?);
    }
    for Verified {
        generation,
        live,
        damages,
    } in verified
    {
        let live = if *live { " (live)" } else { "" };
        let verdict = if damages.is_empty() {
            "sound"
        } else {
            "damaged"
        };
        writeln!(out, "{generation}{live}: {verdict}")?;
        for damage in damages {
            writeln!(out, "  {damage}")?;
        }
    }
    Ok(())
}
