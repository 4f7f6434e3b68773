//! `trouvaille hide` and `trouvaille show`: what must not be shown, whatever the source says.

use std::io::{self, Write};
use std::path::Path;

use catalogue::{Date, RecordType};
use search_index::{Error, HiddenRecord, HiddenRecords, Searcher};

use crate::config::{HideOptions, ShowOptions};
use crate::report::warn_of_output;

/// Hides a record.
pub fn hide(options: &HideOptions) -> anyhow::Result<()> {
    let index = &options.index.directory;
    let records = meant(index, &options.id_or_slug, options.record_type.as_ref())?;
    let HideOptions { reason, .. } = options;
    let [record] = records.as_slice() else {
        anyhow::bail!(
            "`{}` names a dataset and a dataservice: say which with --type",
            options.id_or_slug
        );
    };
    let record = HiddenRecord {
        reason: reason.clone(),
        ..record.clone()
    };
    HiddenRecords::change(index, |list| list.hide(record.clone()))?;
    let (record_type, id) = (&record.record_type, &record.id);
    warn_of_output(writeln!(
        io::stdout(),
        "{record_type} {id} is hidden; a server that is running follows within a second"
    ));
    Ok(())
}

/// Returns the records that a name means: those of the index, or that are hidden already; else, where the type is given, one
/// that is still to come.
fn meant(
    index: &Path,
    id_or_slug: &str,
    record_type: Option<&RecordType>,
) -> anyhow::Result<Vec<HiddenRecord>> {
    let hidden = HiddenRecords::read(index)?;
    let is_type = |known: &RecordType| record_type.is_none_or(|asked| asked == known);
    let known = hidden.records().iter();
    let known = known.filter(|record| is_type(&record.record_type) && record.is_named(id_or_slug));
    let mut records: Vec<HiddenRecord> = known.cloned().collect();
    let new = |record_type: &RecordType, id: &str, slug: Option<&str>| HiddenRecord {
        record_type: record_type.clone(),
        id: id.to_owned(),
        slug: slug.map(str::to_owned),
        reason: String::new(),
        hidden_at: Date::now(),
    };
    match Searcher::open(index) {
        Ok(searcher) => {
            for record_type in RecordType::all().iter().filter(|known| is_type(known)) {
                if let Some(record) = searcher.record(record_type, id_or_slug)? {
                    records.push(new(record_type, record.id(), Some(record.slug())));
                }
            }
        }
        // What must not be shown is hidden before an index that can be served is there.
        Err(error) if record_type.is_none() => return Err(error.into()),
        Err(Error::NoIndex(_)) => std::fs::create_dir_all(index)?,
        Err(error) => {
            tracing::warn!(%error, "the index cannot be opened: the id is taken as it is");
        }
    }
    if records.is_empty() {
        let Some(record_type) = record_type else {
            anyhow::bail!(
                "no record `{id_or_slug}` in the index: one that is still to come is hidden by its id and --type"
            );
        };
        tracing::warn!(id = id_or_slug, "not in the index yet");
        records.push(new(record_type, id_or_slug, None));
    }
    Ok(records)
}

/// Shows a hidden record again.
pub fn show(options: &ShowOptions) -> anyhow::Result<()> {
    let ShowOptions { id_or_slug, .. } = options;
    let (index, record_type) = (&options.index.directory, options.record_type.as_ref());
    anyhow::ensure!(index.is_dir(), Error::NoIndex(index.clone()));
    let shown = HiddenRecords::change(index, |list| list.show(record_type, id_or_slug))?;
    anyhow::ensure!(
        !shown.is_empty(),
        "no record `{id_or_slug}` is hidden: `trouvaille status` lists those that are"
    );
    for record in shown {
        let (record_type, id) = (&record.record_type, &record.id);
        warn_of_output(writeln!(io::stdout(), "{record_type} {id} is shown again"));
    }
    Ok(())
}
