//! The formats in which a graph is written, and which of them a caller asks for.

use oxrdfio::{JsonLdProfileSet, RdfFormat};

/// A format in which a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON-LD.
    JsonLd,
    /// Turtle.
    Turtle,
    /// RDF/XML.
    RdfXml,
    /// N-Triples.
    NTriples,
    /// Notation3, of which Turtle is a part.
    N3,
    /// `TriG`, of which Turtle is a part too.
    TriG,
}

/// The ends of names: the first one of each format is the one that links have.
const EXTENSIONS: [(&str, Format); 11] = [
    ("json", Format::JsonLd),
    ("jsonld", Format::JsonLd),
    ("json-ld", Format::JsonLd),
    ("ttl", Format::Turtle),
    ("turtle", Format::Turtle),
    ("xml", Format::RdfXml),
    ("rdf", Format::RdfXml),
    ("owl", Format::RdfXml),
    ("nt", Format::NTriples),
    ("n3", Format::N3),
    ("trig", Format::TriG),
];

/// The media types: the first one of each format is its own. Those behind them say JSON or XML of any kind.
const MEDIA_TYPES: [(&str, Format); 7] = [
    ("application/ld+json", Format::JsonLd),
    ("text/turtle", Format::Turtle),
    ("application/x-turtle", Format::Turtle),
    ("application/rdf+xml", Format::RdfXml),
    ("application/n-triples", Format::NTriples),
    ("text/n3", Format::N3),
    ("application/trig", Format::TriG),
];
const VAGUE_MEDIA_TYPES: [(&str, Format); 3] = [
    ("application/json", Format::JsonLd),
    ("application/xml", Format::RdfXml),
    ("text/xml", Format::RdfXml),
];

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [
        Self::JsonLd,
        Self::Turtle,
        Self::RdfXml,
        Self::NTriples,
        Self::N3,
        Self::TriG,
    ];

    /// Returns the ends of names that a format may have, those of all formats.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        EXTENSIONS.into_iter().map(|(extension, _)| extension)
    }

    /// Returns the format whose files have that end; `None` where it is none's.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let known = EXTENSIONS.into_iter();
        known
            .filter(|(own, _)| *own == extension)
            .map(|(_, format)| format)
            .next()
    }

    /// Returns the end of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        first_of(&EXTENSIONS, self)
    }

    /// Returns the media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        first_of(&MEDIA_TYPES, self)
    }

    pub(crate) fn writer(self) -> RdfFormat {
        match self {
            Self::JsonLd => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
            Self::Turtle => RdfFormat::Turtle,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::NTriples => RdfFormat::NTriples,
            Self::N3 => RdfFormat::N3,
            Self::TriG => RdfFormat::TriG,
        }
    }
}

fn first_of(names: &[(&'static str, Format)], format: Format) -> &'static str {
    let mut own = names.iter().filter(|(_, it)| *it == format);
    own.next().map_or("", |(name, _)| name)
}

/// Returns the format that an `Accept` header likes best; `None` where it likes something else better.
///
/// Of several that it likes equally, the first one it names. `*/*` and what is no RDF stand for something else, as do
/// `application/json`, `application/xml` and `text/xml` unless `takes_vague`: a browser asks for XML too.
///
/// # Examples
///
/// ```
/// use dcat::{Format, preferred};
///
/// assert_eq!(preferred("text/turtle, */*;q=0.1", false), Some(Format::Turtle));
/// assert_eq!(preferred("text/html, application/xml;q=0.9", false), None);
/// ```
#[must_use]
pub fn preferred(accept: &str, takes_vague: bool) -> Option<Format> {
    let mut best: (u32, Option<Format>) = (0, None);
    for item in accept.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .filter_map(|parameter| parameter.strip_prefix("q="))
            .find_map(|weight| weight.parse::<f32>().ok())
            .unwrap_or(1.0);
        let weight = (weight.clamp(0.0, 1.0) * 1_000.0) as u32;
        if weight > best.0 {
            best = (weight, named(&name, takes_vague));
        }
    }
    best.1
}

fn named(media_type: &str, takes_vague: bool) -> Option<Format> {
    let vague = VAGUE_MEDIA_TYPES.into_iter().filter(|_| takes_vague);
    let known = MEDIA_TYPES.into_iter().chain(vague);
    known
        .filter(|(own, _)| *own == media_type)
        .map(|(_, format)| format)
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_names() {
        for format in Format::ALL {
            assert_eq!(Format::from_extension(format.extension()), Some(format));
            assert_eq!(preferred(format.media_type(), false), Some(format));
        }
        assert_eq!(Format::from_extension("html"), None);
    }

    #[test]
    fn the_best_liked_media_type_is_the_format() {
        for (accept, on_a_page, elsewhere) in [
            ("", None, None),
            ("*/*", None, None),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                None,
                None,
            ),
            ("text/turtle", Some(Format::Turtle), Some(Format::Turtle)),
            (
                "TEXT/TURTLE ; q=1.0",
                Some(Format::Turtle),
                Some(Format::Turtle),
            ),
            (
                "application/rdf+xml;q=0.5, application/ld+json",
                Some(Format::JsonLd),
                Some(Format::JsonLd),
            ),
            (
                "text/html;q=0.3, text/turtle;q=0.4",
                Some(Format::Turtle),
                Some(Format::Turtle),
            ),
            ("text/html, text/turtle", None, None),
            ("text/turtle;q=0", None, None),
            ("application/json", None, Some(Format::JsonLd)),
            ("application/xml", None, Some(Format::RdfXml)),
            (
                "application/ld+json;profile=\"x\";q=0.2, text/html;q=0.1",
                Some(Format::JsonLd),
                Some(Format::JsonLd),
            ),
            (
                "text/turtle;q=nonsense",
                Some(Format::Turtle),
                Some(Format::Turtle),
            ),
        ] {
            assert_eq!(preferred(accept, false), on_a_page, "{accept}");
            assert_eq!(preferred(accept, true), elsewhere, "{accept}");
        }
    }
}
