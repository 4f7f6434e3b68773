//! Formats of resources, as producers spell them, and the families that they belong to.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a format is good for.
    pub enum FormatFamily {
        Tabular = "tabular", "Tabulaires";
        MachineReadable = "machine_readable", "Structurées";
        Geographical = "geographical", "Géographiques";
        Documents = "documents", "Documents";
        Unspecified = "other", "Autre";
    }
}

/// Returns the format as it is counted and compared, or `None` if the text names no format.
///
/// White space is trimmed and collapsed, letters are lower case, a leading dot goes (`.CSV` is `csv`). What is left is
/// the producer's own spelling: `esri shapefile (shp)` and `shp` stay two formats.
///
/// # Examples
///
/// ```
/// assert_eq!(catalogue::normalize_format(" .CSV "), Some("csv".to_owned()));
/// assert_eq!(catalogue::normalize_format("Web  Page"), Some("web page".to_owned()));
/// assert_eq!(catalogue::normalize_format("n66353a6e7ea642eab0b293ee43efd4e7"), None);
/// ```
#[must_use]
pub fn normalize_format(format: &str) -> Option<String> {
    let words: Vec<&str> = format.split_whitespace().collect();
    let collapsed = words.join(" ").to_lowercase();
    let spelling = collapsed
        .strip_prefix('.')
        .unwrap_or(&collapsed)
        .trim_start();
    if spelling.is_empty() || is_blank_node(spelling) {
        return None;
    }
    Some(spelling.to_owned())
}

/// Returns the family of a format, normalized or not. Any format without a family is `other`, and so are archives: a
/// `zip` may hold anything.
#[must_use]
pub fn format_family(format: &str) -> FormatFamily {
    let format = normalize_format(format).unwrap_or_default();
    match format.as_str() {
        "csv" | "csv.gz" | "ods" | "parquet" | "tsv" | "xls" | "xlsx" => FormatFamily::Tabular,
        "json" | "jsonl" | "ndjson" | "rdf" | "sql" | "xml" => FormatFamily::MachineReadable,
        "geojson" | "gpkg" | "gpx" | "kml" | "kmz" | "mbtiles" | "ogc:wfs" | "ogc:wms" | "ovr"
        | "pmtiles" | "shp" | "shx" | "wfs" | "wms" => FormatFamily::Geographical,
        "doc" | "docx" | "htm" | "html" | "md" | "odt" | "pdf" | "rtf" | "txt" => {
            FormatFamily::Documents
        }
        _ => FormatFamily::Unspecified,
    }
}

/// Returns whether the lower-case text is the name of an RDF blank node: `n`, 32 hexadecimal digits, perhaps a suffix.
///
/// Harvesting DCAT left these where a format has no name: 13,014 of the 13,531 spellings of the catalogue of January
/// 2026, each of them used once.
fn is_blank_node(spelling: &str) -> bool {
    let digits = spelling.strip_prefix('n').and_then(|rest| rest.get(..32));
    digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_normalized() {
        for (raw, expected) in [
            ("csv", Some("csv")),
            ("  CSV\n", Some("csv")),
            (".zip", Some("zip")),
            (". zip", Some("zip")),
            ("Esri  Shapefile\t(SHP)", Some("esri shapefile (shp)")),
            ("csv.gz", Some("csv.gz")),
            ("OGC:WMS", Some("ogc:wms")),
            ("n3", Some("n3")),
            ("netcdf", Some("netcdf")),
            ("", None),
            (" . ", None),
            ("n66353a6e7ea642eab0b293ee43efd4e7", None),
            ("N66353A6E7EA642EAB0B293EE43EFD4E7", None),
            ("n66353a6e7ea642eab0b293ee43efd4e7b12", None),
            (
                "n66353a6e7ea642eab0b293ee43efd4",
                Some("n66353a6e7ea642eab0b293ee43efd4"),
            ),
            (
                "né à côté de trente-deux caractères",
                Some("né à côté de trente-deux caractères"),
            ),
        ] {
            assert_eq!(normalize_format(raw).as_deref(), expected, "{raw:?}");
        }
    }

    #[test]
    fn normalizing_twice_changes_nothing() {
        for raw in [" .Shp.Zip", "Page  Web", "XML et PDF"] {
            let once = normalize_format(raw).unwrap();
            assert_eq!(normalize_format(&once).as_ref(), Some(&once), "{raw:?}");
        }
    }

    #[test]
    fn a_format_has_one_family() {
        for (family, formats) in [
            (
                FormatFamily::Tabular,
                "csv parquet xls xlsx ods tsv csv.gz .CSV",
            ),
            (
                FormatFamily::MachineReadable,
                "json xml rdf sql jsonl ndjson",
            ),
            (
                FormatFamily::Geographical,
                "shp kml kmz gpx shx ovr geojson gpkg pmtiles mbtiles wms wfs ogc:wms OGC:WFS",
            ),
            (
                FormatFamily::Documents,
                "pdf doc docx md txt html htm rtf odt",
            ),
            (
                FormatFamily::Unspecified,
                "zip api n3 n66353a6e7ea642eab0b293ee43efd4e7",
            ),
        ] {
            for format in formats.split(' ') {
                assert_eq!(format_family(format), family, "{format}");
            }
        }
    }
}
