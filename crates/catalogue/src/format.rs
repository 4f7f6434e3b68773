//! Formats of resources: the spellings of producers, the short list of formats that they mean, and their families.
//!
//! The list and its spellings are data (`data/formats.txt`); this file reads a value by them.

mod family;
mod rules;

use std::borrow::Cow;

pub use self::family::FormatFamily;
use self::rules::{Meaning, Rules};

/// A value of more words than this is a sentence, not a format.
const MAX_WORDS: usize = 8;

/// A text that no rule knows may be a format where it is one word of at most so many letters, as the extension of a file is:
/// `rinex`, `s57`. A longer one, or several words, is a title, an address or a remark that stands in the wrong field (`open data
/// gironde numérique`, `séparateur point-virgule)`).
const MAX_UNKNOWN_LETTERS: usize = 8;

/// At most so many extensions of a file name are read: `csv.tar.gz` has three.
const MAX_EXTENSIONS: usize = 4;

/// Returns the format as its producer spells it, tidied up, or `None` if the text names no format.
///
/// White space is trimmed and collapsed, letters are lower case, leading dots go (`.CSV` is `csv`). The rest is the
/// producer's own spelling: `esri shapefile (shp)` and `shp` stay two. [`canonical_formats`] makes them one.
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
    let spelling = collapsed.trim_start_matches(['.', ' ']);
    if spelling.is_empty() || is_blank_node(spelling) {
        return None;
    }
    Some(spelling.to_owned())
}

/// Returns the formats that a value means, as ids of the short list, distinct and in the order in which it names them.
///
/// There are several where the value names several (`xml et pdf`), and none where it names none (`inconnu`, `www:link`, a
/// sentence). A short word that the list does not know is a format that nobody described, and is returned as
/// [`normalize_format`] tidies it up.
///
/// # Examples
///
/// ```
/// use catalogue::canonical_formats;
///
/// assert_eq!(canonical_formats("Esri Shapefile (SHP)"), ["shp"]);
/// assert_eq!(canonical_formats("www:download:text/csv"), ["csv"]);
/// assert_eq!(canonical_formats("XML et PDF"), ["xml", "pdf"]);
/// assert_eq!(canonical_formats("csv.gz"), ["csv"]);
/// assert_eq!(canonical_formats("Rinex2"), ["rinex2"]);
/// assert!(canonical_formats("séparateur point-virgule)").is_empty());
/// assert!(canonical_formats("inconnu").is_empty());
/// ```
#[must_use]
pub fn canonical_formats(raw: &str) -> Vec<Cow<'static, str>> {
    let rules = Rules::get();
    // Most values are a spelling of the table as they come.
    let indices = if let Some(meaning) = rules.spelling(raw) {
        indices(&[meaning])
    } else {
        let Some(spelling) = normalize_format(raw) else {
            return Vec::new();
        };
        let Some(indices) = read_formats(rules, &spelling) else {
            return unknown_formats(rules, &spelling);
        };
        indices
    };
    let ids = indices.into_iter().map(|index| rules.formats[index].id);
    ids.map(Cow::Borrowed).collect()
}

/// Returns a tidy spelling that no rule knows, if it can be a format; without what stands in front of formats, it may be a
/// known one.
fn unknown_formats(rules: &Rules, spelling: &str) -> Vec<Cow<'static, str>> {
    let word = rules.strip(spelling);
    let is_short = (1..=MAX_UNKNOWN_LETTERS).contains(&word.chars().count());
    let is_in_word = |c: char| c.is_alphanumeric() || "-_.+:".contains(c);
    let is_word = word.chars().all(is_in_word) && word.chars().any(char::is_alphabetic);
    if !is_short || !is_word {
        return Vec::new();
    }
    if word == spelling {
        return vec![Cow::Owned(word.to_owned())];
    }
    canonical_formats(word)
}

/// Returns the ids of the short list, in the order of the table.
pub fn known_formats() -> impl Iterator<Item = &'static str> {
    Rules::get().formats.iter().map(|format| format.id)
}

/// Returns whether this is an id of the short list.
#[must_use]
pub fn is_known_format(id: &str) -> bool {
    Rules::get().format(id).is_some()
}

/// Returns the usual name of a format, for people: `CSV`, `Shapefile`, `Page web`. One that the short list does not know
/// is its own name, in capitals.
#[must_use]
pub fn format_label(id: &str) -> Cow<'static, str> {
    match Rules::get().format(id) {
        Some(format) => Cow::Borrowed(format.label),
        None => Cow::Owned(id.to_uppercase()),
    }
}

/// Returns the family of a format, canonical or not; of the first, where the value names several. Any format without a
/// family is `other`, and so are archives: a `zip` may hold anything.
#[must_use]
pub fn format_family(format: &str) -> FormatFamily {
    let rules = Rules::get();
    let canonical = canonical_formats(format);
    let known = canonical.first().and_then(|id| rules.format(id));
    known.map_or(FormatFamily::Unspecified, |format| format.family.clone())
}

/// Returns the distinct canonical formats of these values, in the order of their first appearance.
pub(crate) fn distinct_formats<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut formats: Vec<String> = Vec::new();
    for format in values.flat_map(canonical_formats) {
        if !formats.iter().any(|known| *known == format) {
            formats.push(format.into_owned());
        }
    }
    formats
}

/// Returns the distinct spellings of these values, tidied up, without those that are ids of the formats they mean.
pub(crate) fn distinct_raw_formats<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut spellings = Vec::new();
    for value in values {
        let Some(spelling) = normalize_format(value) else {
            continue;
        };
        let is_canonical = canonical_formats(value)
            .iter()
            .any(|format| *format == spelling);
        if !is_canonical && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// Returns the formats that a tidy spelling means, by their indices in the list, or `None` if it is unknown.
///
/// An address is read by the end of its path. Any other spelling is looked up whole, then by its beginning, its extension,
/// and its words.
fn read_formats(rules: &Rules, spelling: &str) -> Option<Vec<usize>> {
    if let Some((_, address)) = spelling.split_once("://") {
        return read_address(rules, address).map(|meaning| indices(&[meaning]));
    }
    if let Some(meaning) = read_one(rules, spelling) {
        return Some(indices(&[meaning]));
    }
    read_words(rules, rules.strip(spelling))
}

/// Returns the meaning of one word or name.
fn read_one(rules: &Rules, text: &str) -> Option<Meaning> {
    let whole = |text| rules.spelling(text).or_else(|| rules.beginning(text));
    whole(text).or_else(|| {
        let stripped = rules.strip(text);
        whole(stripped).or_else(|| read_extension(rules, stripped))
    })
}

/// Returns the meaning of an address, given without its scheme, by the end of its path: `…/file-type/csv`,
/// `…/14.09.20.csv`.
fn read_address(rules: &Rules, address: &str) -> Option<Meaning> {
    let path = address.split(['?', '#']).next()?;
    let (_, last) = path.trim_end_matches('/').rsplit_once('/')?;
    read_one(rules, last).filter(|meaning| *meaning != Meaning::Nothing)
}

/// Returns the meaning of a file name by its last extension, or by the extension before an archive's.
fn read_extension(rules: &Rules, name: &str) -> Option<Meaning> {
    if name.contains(' ') {
        return None;
    }
    let mut archive = None;
    let mut stem = name;
    for _ in 0..MAX_EXTENSIONS {
        let Some((rest, extension)) = stem.rsplit_once('.') else {
            break;
        };
        let Some(Meaning::Format(index)) = rules.spelling(extension) else {
            break;
        };
        if !rules.formats[index].is_vague {
            return Some(Meaning::Format(index));
        }
        if let Some(Meaning::Format(held)) = rules.spelling(rest) {
            return Some(Meaning::Format(held));
        }
        archive = Some(Meaning::Format(index));
        stem = rest;
    }
    archive
}

/// Returns the formats that the words of a text name, the longest names first: `siri lite - vehicle monitoring`, `csv,
/// json`. `None` if there is no format among them and not all of them are known to say nothing.
fn read_words(rules: &Rules, text: &str) -> Option<Vec<usize>> {
    let words = text
        .split(|c: char| c.is_whitespace() || ",;+/&()[]{}|−–—".contains(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MAX_WORDS + 1).collect();
    if words.len() > MAX_WORDS {
        return None;
    }
    let mut meanings = Vec::new();
    let mut is_anything_unknown = words.is_empty();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let longest = rest.len().min(rules.n_words_of_longest());
        let phrase = (2..=longest)
            .rev()
            .find_map(|n| Some((n, rules.spelling(&rest[..n].join(" "))?)));
        let found = phrase.or_else(|| Some((1, read_one(rules, rest[0])?)));
        is_anything_unknown |= found.is_none();
        let (n_words, meaning) = found.unwrap_or((1, Meaning::Nothing));
        meanings.push(meaning);
        rest = &rest[n_words..];
    }
    let indices = indices(&meanings);
    if indices.is_empty() && is_anything_unknown {
        return None;
    }
    let is_vague = |index: &usize| rules.formats[*index].is_vague;
    let telling: Vec<usize> = indices.iter().copied().filter(|it| !is_vague(it)).collect();
    Some(if telling.is_empty() { indices } else { telling })
}

/// Returns the distinct formats among the meanings, by their indices in the list.
fn indices(meanings: &[Meaning]) -> Vec<usize> {
    let mut indices = Vec::new();
    for meaning in meanings {
        if let Meaning::Format(index) = meaning
            && !indices.contains(index)
        {
            indices.push(*index);
        }
    }
    indices
}

/// Returns whether the lower-case text is the name of an RDF blank node: `n`, 32 hexadecimal digits, perhaps a suffix.
///
/// Harvesting DCAT left these where a format has no name: 13,014 of the 13,540 spellings of the catalogue of January
/// 2026, each of them used once.
fn is_blank_node(spelling: &str) -> bool {
    let digits = spelling.strip_prefix('n').and_then(|rest| rest.get(..32));
    digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a value means; a group for each rule.
    const MEANINGS: &[(&str, &[&str])] = &[
        // The whole, in any case and with any space.
        ("csv", &["csv"]),
        (" .XLSX\n", &["xlsx"]),
        ("Géojson", &["geojson"]),
        ("Microsoft  Excel", &["xls"]),
        ("Shapefile", &["shp"]),
        ("shx", &["shp"]),
        ("MapInfo TAB", &["tab"]),
        ("web page", &["html"]),
        ("ArcGIS GeoServices REST API", &["arcgis"]),
        ("Esri REST", &["arcgis"]),
        ("REST", &["api"]),
        ("ndjson", &["jsonl"]),
        ("other", &["other"]),
        ("divers", &["other"]),
        // Media types, whole or in part.
        ("text/csv", &["csv"]),
        ("text/csv; charset=utf-8", &["csv"]),
        ("text/plain", &["txt"]),
        ("plain", &["txt"]),
        ("application/vnd.ms-excel", &["xls"]),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &["xlsx"],
        ),
        ("vnd.oasis.opendocument.spreadsheet", &["ods"]),
        ("application/x-7z-compressed", &["7z"]),
        ("application/geo+json; charset=utf-8", &["geojson"]),
        ("application/vnd.geo+json", &["geojson"]),
        ("application/ld+json", &["json-ld"]),
        ("application/vnd.google-earth.kmz", &["kmz"]),
        ("image/svg+xml", &["svg"]),
        ("image/vnd.dwg", &["dwg"]),
        ("video/quicktime", &["video"]),
        // Protocols of catalogues.
        ("www:download:text/csv", &["csv"]),
        ("www:download:Cloud Optimized GeoTIFF", &["geotiff"]),
        ("www:download:x-gis/x-shapefile", &["shp"]),
        ("www:download:mif / mid", &["mif"]),
        ("www:link:landing_page", &["html"]),
        ("OGC:WMS-1.3.0-http-get-map", &["wms"]),
        ("ogc:wfs", &["wfs"]),
        ("ogc web map service", &["wms"]),
        ("ogc api - features", &["ogc-api-features"]),
        ("esri:aims--http-get-feature", &["arcgis"]),
        // Addresses.
        ("file:///srv/udata/ftype/json", &["json"]),
        (
            "http://publications.europa.eu/resource/authority/file-type/CSV",
            &["csv"],
        ),
        (
            "https://publications.europa.eu/resource/authority/file-type/RDF_TURTLE/",
            &["ttl"],
        ),
        (
            "http://www.iana.org/assignments/media-types/application/gml+xml",
            &["gml"],
        ),
        (
            "http://inspire.ec.europa.eu/media-types/application/xshapefile",
            &["shp"],
        ),
        ("https://example.org/plan.pdf?page=2#haut", &["pdf"]),
        // File names.
        ("14.09.20.csv", &["csv"]),
        ("Relevé du 14.09.20.csv", &["csv"]),
        ("schema.json", &["json"]),
        ("*.pdf", &["pdf"]),
        ("gtfsrt.pb", &["gtfs-rt"]),
        // Archives hold something, or not.
        ("csv.gz", &["csv"]),
        ("gpkg.tar.gz", &["gpkg"]),
        ("shp.zip", &["shp"]),
        ("shapefile (zip)", &["shp"]),
        ("zip (CSV UTF8)", &["csv"]),
        ("archive zip", &["zip"]),
        ("sauvegarde.zip", &["zip"]),
        ("tar.gz", &["tar"]),
        // Brackets and other words.
        ("adobe portable document format (pdf)", &["pdf"]),
        ("shp (wgs84)", &["shp"]),
        ("csv/utf8", &["csv"]),
        ("jpeg (téléchargement en dalles 20km*20km)", &["jpg"]),
        ("image png", &["png"]),
        ("siri lite - véhicle monitoring", &["siri"]),
        ("maquettes au format turtle", &["ttl"]),
        ("¨csv", &["csv"]),
        ("xls...", &["xls"]),
        // Several in one value.
        ("xml et pdf", &["xml", "pdf"]),
        ("csv, json, excel, shp", &["csv", "json", "xls", "shp"]),
        ("xls html csv", &["xls", "html", "csv"]),
        ("gpkg+odt+csv", &["gpkg", "odt", "csv"]),
        ("wmts - wms", &["wmts", "wms"]),
        ("zip (sql + jpeg)", &["sql", "jpg"]),
        ("csv csv", &["csv"]),
        // No format.
        ("", &[]),
        ("n66353a6e7ea642eab0b293ee43efd4e7", &[]),
        ("inconnu", &[]),
        ("document", &[]),
        ("application/octet-stream", &[]),
        ("www:link-1.0-http--metadata-url", &[]),
        ("www:download-1.0-ftp--download", &[]),
        ("fr/accueil", &[]),
        ("utf-8", &[]),
        ("lien (url)", &[]),
        // Unknown: a short word as it came, without what stands in front.
        ("§S1", &[]),
        (" Jamais ", &["jamais"]),
        ("www:download:jamais", &["jamais"]),
        ("s-101.2", &["s-101.2"]),
        // No format but a title, an address, a remark.
        ("Balances  comptables", &[]),
        ("open data gironde numérique", &[]),
        ("séparateur point-virgule)", &[]),
        ("lien vers le registre", &[]),
        ("subvention_donnees_essentielles", &[]),
        ("https://www.marches-securises.fr/", &[]),
        ("https://example.org/document", &[]),
        ("text/", &[]),
        ("§ / §", &[]),
        ("2021", &[]),
        ("une phrase de plus de huit mots au sujet de csv", &[]),
    ];

    #[test]
    fn a_format_is_normalized() {
        for (raw, expected) in [
            ("csv", Some("csv")),
            ("  CSV\n", Some("csv")),
            (".zip", Some("zip")),
            (". zip", Some("zip")),
            ("..zip", Some("zip")),
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
    fn a_value_means_formats_of_the_short_list() {
        for (raw, expected) in MEANINGS {
            assert_eq!(canonical_formats(raw), *expected, "{raw:?}");
        }
    }

    #[test]
    fn a_canonical_format_is_its_own() {
        for id in known_formats() {
            assert_eq!(canonical_formats(id), [id]);
            assert_eq!(canonical_formats(&id.to_uppercase()), [id]);
            assert!(is_known_format(id), "{id}");
        }
        assert!(!is_known_format("shapefile"));
        assert!(!is_known_format("inconnu"));
    }

    #[test]
    fn reading_what_was_read_changes_nothing_whatever_the_text() {
        const PIECES: [&str; 20] = [
            "csv",
            "ZIP",
            ".",
            " ",
            "/",
            ";",
            "=",
            "application/",
            "vnd.",
            "x-",
            "www:download:",
            "://",
            "inconnu",
            "n66353a6e7ea642eab0b293ee43efd4e7",
            "é",
            "İ",
            "\u{a0}",
            "+",
            "jamais",
            "(",
        ];
        let mut state = 1_u64;
        for _ in 0..20_000 {
            let mut raw = String::new();
            for _ in 0..6 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                raw.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
            }
            for format in canonical_formats(&raw) {
                assert_eq!(canonical_formats(&format), [format.as_ref()], "{raw:?}");
            }
        }
    }

    #[test]
    fn a_hostile_value_is_no_format_unless_it_ends_in_an_extension() {
        for piece in ["vnd.", "www:download:", "csv ", "a.", "(", "https://", "é"] {
            let raw = piece.repeat(100_000);
            assert!(canonical_formats(&raw).is_empty(), "{piece}");
        }
        assert_eq!(canonical_formats(&".zip".repeat(100_000)), ["zip"]);
    }

    #[test]
    fn a_format_has_a_label() {
        for (id, label) in [
            ("csv", "CSV"),
            ("geojson", "GeoJSON"),
            ("shp", "Shapefile"),
            ("html", "Page web"),
            ("tab", "MapInfo TAB"),
            ("arcgis", "API ArcGIS"),
            ("jamais vu", "JAMAIS VU"),
            ("shp (wgs84)", "SHP (WGS84)"),
        ] {
            assert_eq!(format_label(id), label);
        }
    }

    #[test]
    fn raw_formats_are_the_spellings_that_are_not_canonical() {
        let values = [
            "CSV",
            "csv",
            "SHP (WGS84)",
            "shp  (wgs84)",
            "Inconnu",
            "xlb",
            "",
            "csv.gz",
        ];
        assert_eq!(distinct_formats(values.into_iter()), ["csv", "shp", "xlb"]);
        assert_eq!(
            distinct_raw_formats(values.into_iter()),
            ["shp (wgs84)", "inconnu", "csv.gz"]
        );
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
                "zip api n3 geotiff inconnu other n66353a6e7ea642eab0b293ee43efd4e7",
            ),
        ] {
            for format in formats.split(' ') {
                assert_eq!(format_family(format), family, "{format}");
            }
        }
    }
}
