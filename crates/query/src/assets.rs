//! What pages load: part of the program, compressed once, under an address that changes with the content.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::conditional::{Asked, Validators};

/// The files, with their types.
const FILES: [(&str, &str, &str); 3] = [
    (
        "style.css",
        "text/css; charset=utf-8",
        include_str!("../../../web/static/style.css"),
    ),
    (
        "search.js",
        "text/javascript; charset=utf-8",
        include_str!("../../../web/static/search.js"),
    ),
    (
        "favicon.svg",
        "image/svg+xml",
        include_str!("../../../web/static/favicon.svg"),
    ),
];

/// A browser may keep a file for a year: another content has another address.
const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";
/// `/favicon.ico` stays where it is when the icon changes: a browser asks again after a day.
const CACHE_A_DAY: &str = "public, max-age=86400";
/// A page that was loaded before an update asks for files of then, and gets those of today for the moment.
const CACHE_NOT: &str = "no-cache";

/// The version in the addresses: a hash of the contents.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    FILES.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| FILES.map(Asset::new).into());

/// A file as it is sent.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    /// By encoding, the best one first; the last one is none.
    encodings: [(&'static str, Vec<u8>); 3],
}

/// Returns the address of a file.
pub(crate) fn path(file: &str) -> String {
    format!("/static/{}/{file}", *VERSION)
}

/// Compresses the files, so that nobody waits for it later.
pub(crate) fn prepare() {
    LazyLock::force(&ASSETS);
}

/// Answers a file. One of another version is answered with the present one, which is not to be kept under that address.
pub(crate) async fn file(
    Path((version, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let caching = if version == *VERSION {
        CACHE_FOREVER
    } else {
        CACHE_NOT
    };
    answer(&file, caching, &headers)
}

/// Answers browsers that ask for an icon by its old name.
pub(crate) async fn favicon(headers: HeaderMap) -> Response {
    answer("favicon.svg", CACHE_A_DAY, &headers)
}

fn answer(name: &str, caching: &'static str, headers: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = asset
        .encodings
        .iter()
        .find(|(encoding, _)| is_accepted(encoding, headers));
    let (encoding, bytes) = accepted.unwrap_or(&asset.encodings[2]);
    // Strong: these very bytes.
    let validators = Validators {
        etag: format!("\"{}-{name}-{encoding}\"", *VERSION),
        last_modified: None,
    };
    let mut response = if validators.compare(headers) == Asked::Needs {
        let content_type = [(header::CONTENT_TYPE, asset.content_type)];
        let mut response = (content_type, bytes.as_slice()).into_response();
        if *encoding != IDENTITY {
            let encoding = HeaderValue::from_static(encoding);
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, encoding);
        }
        response
    } else {
        StatusCode::NOT_MODIFIED.into_response()
    };
    validators.add_to(response.headers_mut());
    let caching = HeaderValue::from_static(caching);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, caching);
    response
}

const IDENTITY: &str = "identity";

impl Asset {
    fn new((name, content_type, content): (&'static str, &'static str, &'static str)) -> Self {
        Self {
            name,
            content_type,
            encodings: [
                ("br", with_brotli(content.as_bytes())),
                ("gzip", with_gzip(content.as_bytes())),
                (IDENTITY, content.as_bytes().to_vec()),
            ],
        }
    }
}

fn with_brotli(content: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)
        .expect("a vector can be written");
    compressed
}

fn with_gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let written = encoder.write_all(content);
    written
        .and_then(|()| encoder.finish())
        .expect("a vector can be written")
}

/// Returns whether `Accept-Encoding` names an encoding with a weight above 0 (RFC 9110 §12.5.3).
fn is_accepted(encoding: &str, headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut entries = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|entry| entry.split_once(';').unwrap_or((entry, "")));
    entries.any(|(name, parameters)| {
        let weight = parameters.trim().strip_prefix("q=").unwrap_or("1");
        name.trim().eq_ignore_ascii_case(encoding)
            && weight
                .trim()
                .parse::<f32>()
                .is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_where_it_is_named_with_a_weight() {
        for (value, expected) in [
            ("br", true),
            ("gzip, deflate, br", true),
            ("gzip;q=1.0, BR;q=0.5", true),
            ("br;q=0", false),
            ("br;q=0.000", false),
            ("gzip", false),
            ("br;q=x", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(is_accepted("br", &headers), expected, "{value}");
        }
    }

    #[test]
    fn compressed_files_are_smaller() {
        for asset in ASSETS.iter() {
            let [brotli, gzip, plain] = asset.encodings.each_ref().map(|(_, bytes)| bytes.len());
            assert!(brotli < gzip && gzip < plain, "{}", asset.name);
        }
    }
}
