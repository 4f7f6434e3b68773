//! The European Union's vocabularies, by what the platform calls their terms (`data/README.md`).

use catalogue::{AccessType, Frequency, normalize_format};
use oxrdf::NamedNode;

use crate::graph::Graph;
use crate::terms::{dct, skos};

const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";
const IANA: &str = "https://www.iana.org/assignments/media-types/";
const HIGH_VALUE: &str = "http://data.europa.eu/bna/";

const ACCESS_RIGHTS: &str = include_str!("../data/access-rights.txt");
const COUNTRIES: &str = include_str!("../data/countries.txt");
const FILE_TYPES: &str = include_str!("../data/file-types.txt");
const FREQUENCIES: &str = include_str!("../data/frequencies.txt");
const HIGH_VALUE_CATEGORIES: &str = include_str!("../data/high-value.txt");
const THEMES: &str = include_str!("../data/themes.txt");

/// The families of media types that IANA registers.
const MEDIA_FAMILIES: [&str; 9] = [
    "application",
    "audio",
    "font",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
];

/// Returns the rows of a table: their cells, without what stands around them.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            cells.try_into().ok()
        })
}

/// Returns the second cell of the row whose first one is the name.
fn code(table: &'static str, name: &str) -> Option<&'static str> {
    rows::<2>(table)
        .find(|[own, _]| *own == name)
        .map(|[_, code]| code)
}

/// Returns a term of one of the European Union's authority tables.
fn term(table: &str, code: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{AUTHORITY}{table}/{code}"))
}

/// Returns how often something is updated.
pub(crate) fn frequency(graph: &mut Graph, frequency: &Frequency) -> Option<NamedNode> {
    let code = code(FREQUENCIES, frequency.id())?;
    Some(graph.thing(term("frequency", code), dct::FREQUENCY))
}

/// Returns who may get something.
pub(crate) fn access_right(graph: &mut Graph, access: &AccessType) -> Option<NamedNode> {
    let code = code(ACCESS_RIGHTS, access.id())?;
    Some(graph.thing(term("access-right", code), dct::RIGHTS_STATEMENT))
}

/// Returns the country that a zone is.
pub(crate) fn country(zone: &str) -> Option<NamedNode> {
    code(COUNTRIES, zone).map(|code| term("country", code))
}

/// Returns French, the language of the catalogue.
pub(crate) fn french(graph: &mut Graph) -> NamedNode {
    graph.thing(term("language", "FRA"), dct::LINGUISTIC_SYSTEM)
}

/// Returns the file type of a format, as it is spelled anywhere.
pub(crate) fn file_type(graph: &mut Graph, format: &str) -> Option<NamedNode> {
    let code = file_types(format)?.0?;
    Some(graph.thing(term("file-type", code), dct::MEDIA_TYPE_OR_EXTENT))
}

/// Returns the media type: the one that is told if it is of a registered family, else that of the format.
pub(crate) fn media_type(
    graph: &mut Graph,
    told: Option<&str>,
    format: Option<&str>,
) -> Option<NamedNode> {
    let told = told.and_then(registered);
    let of_format = || file_types(format?)?.1.map(str::to_owned);
    let name = told.or_else(of_format)?;
    let node = NamedNode::new(format!("{IANA}{name}")).ok()?;
    Some(graph.thing(node, dct::MEDIA_TYPE))
}

/// Returns the code of a format in the table of file types, and its media type.
fn file_types(format: &str) -> Option<(Option<&'static str>, Option<&'static str>)> {
    let format = normalize_format(format)?;
    let [_, code, media_type] = rows::<3>(FILE_TYPES).find(|[own, ..]| *own == format)?;
    let given = |cell: &'static str| (cell != "-").then_some(cell);
    Some((given(code), given(media_type)))
}

/// Returns a media type without its parameters, in small letters; `None` for what is no such name.
fn registered(told: &str) -> Option<String> {
    let name = told.split(';').next()?.trim().to_ascii_lowercase();
    let (family, kind) = name.split_once('/')?;
    let is_plain = kind
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c) && c != '#' && c != '^');
    (MEDIA_FAMILIES.contains(&family) && !kind.is_empty() && is_plain).then_some(name)
}

/// Returns the themes that tags say.
pub(crate) fn themes(graph: &mut Graph, tags: &[String]) -> Vec<NamedNode> {
    let said = rows::<3>(THEMES).filter(|[.., names]| {
        names
            .split(',')
            .any(|name| tags.iter().any(|tag| tag == name.trim()))
    });
    said.map(|[code, label, _]| concept(graph, term("data-theme", code), label))
        .collect()
}

/// Returns the categories of a high-value dataset that its tags say.
pub(crate) fn high_value_categories(graph: &mut Graph, tags: &[String]) -> Vec<NamedNode> {
    let said =
        rows::<3>(HIGH_VALUE_CATEGORIES).filter(|[.., name]| tags.iter().any(|tag| tag == name));
    said.map(|[id, label, _]| {
        let category = NamedNode::new_unchecked(format!("{HIGH_VALUE}{id}"));
        concept(graph, category, label)
    })
    .collect()
}

fn concept(graph: &mut Graph, node: NamedNode, label: &str) -> NamedNode {
    graph.describe(node, skos::CONCEPT, |node| {
        node.link(
            skos::PREF_LABEL,
            oxrdf::Literal::new_language_tagged_literal_unchecked(label, "fr"),
        );
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use catalogue::known_formats;

    use super::*;

    fn n_lines(table: &str) -> usize {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        lines.count()
    }

    #[test]
    fn every_line_of_every_table_is_a_row_with_a_name_of_its_own() {
        for table in [ACCESS_RIGHTS, COUNTRIES, FREQUENCIES] {
            let names: HashSet<&str> = rows::<2>(table).map(|[name, _]| name).collect();
            assert_eq!(names.len(), n_lines(table));
        }
        for table in [FILE_TYPES, HIGH_VALUE_CATEGORIES, THEMES] {
            let names: HashSet<&str> = rows::<3>(table).map(|[name, ..]| name).collect();
            assert_eq!(names.len(), n_lines(table));
        }
    }

    #[test]
    fn the_tables_name_what_the_catalogue_knows() {
        for frequency in Frequency::all() {
            assert!(code(FREQUENCIES, frequency.id()).is_some(), "{frequency:?}");
        }
        for access in AccessType::all() {
            assert!(code(ACCESS_RIGHTS, access.id()).is_some(), "{access:?}");
        }
        let formats: HashSet<&str> = known_formats().collect();
        for [format, ..] in rows::<3>(FILE_TYPES) {
            assert!(formats.contains(format), "{format}");
        }
        let zones = catalogue::Gazetteer::france();
        for [zone, _] in rows::<2>(COUNTRIES) {
            assert!(zones.get(zone).is_some(), "{zone}");
        }
    }

    #[test]
    fn a_media_type_is_the_one_that_is_told_or_that_of_the_format() {
        let mut graph = Graph::default();
        for (told, format, expected) in [
            (
                Some("text/CSV; charset=utf-8"),
                Some("xls"),
                Some("text/csv"),
            ),
            (Some("csv"), Some("csv"), Some("text/csv")),
            (
                Some("x-nonsense/a"),
                Some("GeoJSON"),
                Some("application/geo+json"),
            ),
            (Some("text/<b>"), None, None),
            (None, Some("shp"), Some("application/vnd.shp")),
            (None, Some("wms"), None),
        ] {
            let found = media_type(&mut graph, told, format);
            let found = found
                .as_ref()
                .and_then(|node| node.as_str().strip_prefix(IANA));
            assert_eq!(found, expected, "{told:?} {format:?}");
        }
    }
}
