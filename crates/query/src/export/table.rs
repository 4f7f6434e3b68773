//! Hits as rows of CSV (RFC 4180): commas, CRLF, a header, UTF-8 without a mark in front.

use std::fmt::Display;

use catalogue::{Badge, License, Owner};
use csv::{Terminator, Writer, WriterBuilder};
use search_index::{Export, Hit};

use crate::error::Error;

/// Separates the values of a cell: neither tags nor the ids of zones, badges and known formats contain it.
const SEPARATOR: &str = "|";

/// Returns a cell of a hit, given beside its description.
type Cell = fn(&Hit, &str) -> String;

/// The columns, in order.
const COLUMNS: [(&str, Cell); 24] = [
    ("type", |hit, _| hit.record_type.id().to_owned()),
    ("id", |hit, _| hit.id.clone()),
    ("title", |hit, _| hit.title.clone()),
    ("acronym", |hit, _| text(hit.acronym.as_ref())),
    ("slug", |hit, _| hit.slug.clone()),
    ("url", |hit, _| text(hit.url.as_ref())),
    ("organization", |hit, _| {
        text(organization(hit).map(|organization| &organization.name))
    }),
    ("organization_id", |hit, _| {
        text(organization(hit).and_then(|organization| organization.id.as_ref()))
    }),
    ("owner", |hit, _| match &hit.owner {
        Some(owner @ Owner::User(_)) => owner.name(),
        _ => String::new(),
    }),
    ("license", |hit, _| {
        text(hit.license.as_ref().map(License::id))
    }),
    ("badges", |hit, _| {
        let ids: Vec<&str> = hit.badges.iter().map(Badge::id).collect();
        ids.join(SEPARATOR)
    }),
    ("formats", |hit, _| hit.formats.join(SEPARATOR)),
    ("geozones", |hit, _| hit.geozones.join(SEPARATOR)),
    ("inferred_geozones", |hit, _| {
        hit.inferred_geozones.join(SEPARATOR)
    }),
    ("tags", |hit, _| hit.tags.join(SEPARATOR)),
    ("created_at", |hit, _| text(hit.created_at)),
    ("last_update", |hit, _| text(hit.last_update)),
    ("archived", |hit, _| text(hit.archived)),
    ("views", |hit, _| text(hit.metrics.views)),
    ("downloads", |hit, _| text(hit.metrics.resources_downloads)),
    ("reuses", |hit, _| text(hit.metrics.reuses)),
    ("followers", |hit, _| text(hit.metrics.followers)),
    ("resources_count", |hit, _| text(hit.n_resources)),
    ("description", |_, description| description.to_owned()),
];

/// Writes rows until they have so many bytes, or there are no more.
pub(super) fn next_rows(
    results: &mut Export,
    n_bytes: usize,
    with_header: bool,
) -> Result<Vec<u8>, Error> {
    let mut writer = writer();
    let mut written = 0;
    if with_header {
        write(&mut writer, COLUMNS.map(|(name, _)| name.to_owned()))?;
    }
    while written < n_bytes
        && let Some((hit, description)) = results.next_hit()?
    {
        let row = COLUMNS.map(|(_, cell)| inert(cell(&hit, &description)));
        written += row.iter().map(String::len).sum::<usize>();
        write(&mut writer, row)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::Internal(Box::new(error.into_error())))
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new())
}

fn write<const N: usize>(writer: &mut Writer<Vec<u8>>, row: [String; N]) -> Result<(), Error> {
    writer
        .write_record(row)
        .map_err(|error| Error::Internal(Box::new(error)))
}

fn text(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn organization(hit: &Hit) -> Option<&catalogue::Organization> {
    hit.owner.as_ref().and_then(Owner::organization)
}

/// Puts `'` in front of a cell that a spreadsheet would take for a formula: anybody may publish a title, and a formula
/// may send the rest of the sheet away. Also replaces NUL, at which some readers of CSV stop.
fn inert(mut cell: String) -> String {
    if cell.contains('\0') {
        cell = cell.replace('\0', "\u{FFFD}");
    }
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        cell.insert(0, '\'');
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (given, expected) in [
            ("=1+1", "'=1+1"),
            ("+33", "'+33"),
            ("- eau", "'- eau"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("eau = vie", "eau = vie"),
            ("a\0b", "a\u{FFFD}b"),
            ("", ""),
        ] {
            assert_eq!(inert(given.to_owned()), expected);
        }
    }

    #[test]
    fn column_names_are_distinct() {
        let mut names = COLUMNS.map(|(name, _)| name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
