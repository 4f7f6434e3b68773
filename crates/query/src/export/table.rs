//! Hits as rows of CSV (RFC 4180): commas, CRLF, a header, UTF-8 without a mark in front.

use std::fmt::Display;

use catalogue::{Badge, License, Owner};
use csv::{Terminator, Writer, WriterBuilder};
use search_index::{Export, ExportedHit, Hit};

use crate::error::Error;
use crate::fields::{of_fields, unknown};
use crate::params::{Fields, ParamErrors};

/// Separates the values of a cell: neither tags nor the ids of zones, badges and known formats contain it.
const SEPARATOR: &str = "|";

/// Returns a cell of a hit.
type Cell = fn(&ExportedHit) -> String;

/// The columns, in order.
static COLUMNS: [Column; 30] = [
    ("type", |it| it.hit.record_type.id().to_owned()),
    ("id", |it| it.hit.id.clone()),
    ("title", |it| it.hit.title.clone()),
    ("acronym", |it| text(it.hit.acronym.as_ref())),
    ("slug", |it| it.hit.slug.clone()),
    ("url", |it| text(it.hit.url.as_ref())),
    ("organization", |it| {
        text(organization(&it.hit).map(|organization| &organization.name))
    }),
    ("organization_id", |it| {
        text(organization(&it.hit).and_then(|organization| organization.id.as_ref()))
    }),
    ("owner", |it| match &it.hit.owner {
        Some(owner @ Owner::User(_)) => owner.name(),
        _ => String::new(),
    }),
    ("license", |it| {
        text(it.hit.license.as_ref().map(License::id))
    }),
    ("badges", |it| {
        let ids: Vec<&str> = it.hit.badges.iter().flatten().map(Badge::id).collect();
        ids.join(SEPARATOR)
    }),
    ("formats", |it| list(it.hit.formats.as_deref())),
    ("geozones", |it| list(it.hit.geozones.as_deref())),
    ("inferred_geozones", |it| {
        it.hit.inferred_geozones.join(SEPARATOR)
    }),
    ("tags", |it| list(it.hit.tags.as_deref())),
    ("created_at", |it| text(it.hit.created_at)),
    ("last_update", |it| text(it.hit.last_update)),
    ("archived", |it| text(it.hit.archived)),
    ("views", |it| text(it.hit.metrics.views)),
    ("downloads", |it| text(it.hit.metrics.resources_downloads)),
    ("reuses", |it| text(it.hit.metrics.reuses)),
    ("followers", |it| text(it.hit.metrics.followers)),
    ("resources_count", |it| text(it.hit.n_resources)),
    ("description", |it| it.description.clone()),
    ("missing_words", |it| it.missing.join(SEPARATOR)),
    ("granularity", |it| {
        text(it.hit.grain.as_ref().map(|known| known.grain.id()))
    }),
    ("period_start", |it| {
        text(it.hit.covered_period.as_ref().and_then(|it| it.start))
    }),
    ("period_end", |it| {
        text(it.hit.covered_period.as_ref().and_then(|it| it.end))
    }),
    ("source_portal", |it| text(it.hit.source_portal.as_ref())),
    ("remote_url", |it| text(it.hit.remote_url.as_ref())),
];

/// The columns of an export, in order.
pub(super) struct Columns(Vec<&'static Column>);

/// A column: its name, and what a hit has in it.
type Column = (&'static str, Cell);

impl Columns {
    /// Returns the columns that are named, in that order; all of them where none is.
    ///
    /// # Errors
    ///
    /// The first column that there is not.
    pub fn named(fields: &Fields) -> Result<Self, ParamErrors> {
        let Some(mask) = &fields.mask else {
            return Ok(Self(COLUMNS.iter().collect()));
        };
        let mut columns = Vec::new();
        for (name, nested) in mask.fields() {
            let known = COLUMNS.iter().find(|(known, _)| *known == name);
            let names = COLUMNS.iter().map(|(known, _)| *known);
            match known {
                Some(_) if nested.is_some() => {
                    return Err(of_fields(format!("the column `{name}` has no members")));
                }
                Some(column) => columns.push(column),
                None => return Err(of_fields(unknown(name, name, "", names))),
            }
        }
        Ok(Self(columns))
    }

    /// Writes rows until they have so many bytes, or there are no more.
    pub fn next_rows(
        &self,
        results: &mut Export,
        n_bytes: usize,
        with_header: bool,
    ) -> Result<Vec<u8>, Error> {
        let mut writer = writer();
        let mut written = 0;
        if with_header {
            write_row(&mut writer, self.0.iter().map(|(name, _)| *name))?;
        }
        while written < n_bytes
            && let Some(exported) = results.next_hit()?
        {
            let row = self.0.iter().map(|(_, cell)| inert(cell(&exported)));
            let row: Vec<String> = row.collect();
            written += row.iter().map(String::len).sum::<usize>() + row.len();
            write_row(&mut writer, row)?;
        }
        finished(writer)
    }
}

/// Returns a writer of rows.
pub(crate) fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new())
}

/// Writes a row.
pub(crate) fn write_row<T: AsRef<[u8]>>(
    writer: &mut Writer<Vec<u8>>,
    row: impl IntoIterator<Item = T>,
) -> Result<(), Error> {
    writer
        .write_record(row)
        .map_err(|error| Error::Internal(Box::new(error)))
}

/// Returns the rows that were written.
pub(crate) fn finished(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, Error> {
    writer
        .into_inner()
        .map_err(|error| Error::Internal(Box::new(error.into_error())))
}

fn text(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn list(values: Option<&[String]>) -> String {
    values.unwrap_or_default().join(SEPARATOR)
}

fn organization(hit: &Hit) -> Option<&catalogue::Organization> {
    hit.owner.as_ref().and_then(Owner::organization)
}

/// Puts `'` in front of a cell that a spreadsheet would take for a formula: anybody may publish a title, and a formula
/// may send the rest of the sheet away. Also replaces NUL, at which some readers of CSV stop.
pub(crate) fn inert(mut cell: String) -> String {
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
