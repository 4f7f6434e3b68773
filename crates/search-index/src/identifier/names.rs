//! Names that tell what they name. *Strong* ones are found wherever they stand in a text, because nothing else looks like
//! them: UUIDs, items of `ArcGIS`, ids of the platform, DOIs.

/// Returns whether a name at the origin tells what it names to whoever reads it without its portal. `arbres` and `2023` are
/// what people type as words.
pub(super) fn is_telling(name: &str) -> bool {
    let n_separators = name.chars().filter(|c| "-_:.".contains(*c)).count();
    let has_letter = name.chars().any(char::is_alphabetic);
    let has_digit = name.chars().any(|c| c.is_ascii_digit());
    let n_chars = name.chars().count();
    let is_word = name.chars().any(char::is_whitespace);
    let is_long = n_separators > 1 || (n_separators == 1 && n_chars >= 12) || name.contains('_');
    let is_mixed = has_letter && has_digit && n_separators == 0 && n_chars >= 8;
    !is_word && ((has_letter && is_long) || is_mixed || (has_digit && n_chars >= 10))
}

/// Returns whether a name cannot be a word or a number: it has letters and something beside them.
pub(super) fn is_no_word(name: &str) -> bool {
    let has_letter = name.chars().any(char::is_alphabetic);
    let has_other = !name.chars().all(char::is_alphabetic);
    let is_blank = name.chars().any(char::is_whitespace);
    !is_blank && (is_telling(name) || (has_letter && has_other && name.len() > 3))
}

/// Returns the strong names in a normalized text, in their order. A layer of an item (`…_12`) comes behind its item.
pub(super) fn strong_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut end = 0;
    let bytes = text.as_bytes();
    for start in 0..bytes.len() {
        if start < end || !text.is_char_boundary(start) {
            continue;
        }
        if let Some(n_bytes) = uuid(&bytes[start..]) {
            names.push(text[start..start + n_bytes].to_owned());
            end = start + n_bytes;
        } else if start == 0 || !bytes[start - 1].is_ascii_alphanumeric() {
            if let Some(n_bytes) = digits_of_id(&bytes[start..]) {
                end = start + n_bytes;
                names.push(text[start..end].to_owned());
                names.extend(
                    layer(&text[end..]).map(|layer| format!("{}_{layer}", &text[start..end])),
                );
            } else if let Some(doi) = doi(text, start) {
                names.push(doi.to_owned());
                end = start + doi.len();
                // Some DOIs end with a UUID.
                names.extend(strong_names_within(doi));
            }
        }
    }
    names
}

fn strong_names_within(doi: &str) -> Vec<String> {
    let suffix = doi.split_once('/').map_or("", |(_, suffix)| suffix);
    let is_doi = suffix.starts_with("10.");
    if is_doi {
        Vec::new()
    } else {
        strong_names(suffix)
    }
}

/// Returns whether a normalized text is a strong name, with no more than a prefix (`doi:`, `urn:uuid:`,
/// `fr-120066022-jdd-`) or an ending.
pub(super) fn is_strong(text: &str) -> bool {
    let longest = strong_names(text).into_iter().map(|name| name.len()).max();
    longest.is_some_and(|n_bytes| text.len() <= n_bytes + 40) && !text.contains(char::is_whitespace)
}

/// Returns the length of the UUID that a text begins with.
fn uuid(bytes: &[u8]) -> Option<usize> {
    const LENGTH: usize = 36;
    let candidate = bytes.get(..LENGTH)?;
    let fits = candidate.iter().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    let goes_on = bytes.get(LENGTH).is_some_and(u8::is_ascii_hexdigit);
    (fits && !goes_on).then_some(LENGTH)
}

/// Returns the length of the id that a text begins with: 24 hexadecimal digits (`MongoDB`, as the platform has them) or 32
/// (`ArcGIS`), and nothing of a word behind them.
fn digits_of_id(bytes: &[u8]) -> Option<usize> {
    let n_digits = bytes.iter().take_while(|byte| byte.is_ascii_hexdigit());
    let n_digits = n_digits.count();
    let goes_on = bytes.get(n_digits).is_some_and(u8::is_ascii_alphanumeric);
    (matches!(n_digits, 24 | 32) && !goes_on).then_some(n_digits)
}

/// Returns the number of a layer behind an item's id: `_12`.
fn layer(after: &str) -> Option<&str> {
    let rest = after.strip_prefix('_')?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let layer = &rest[..end.unwrap_or(rest.len())];
    (1..=3).contains(&layer.len()).then_some(layer)
}

/// Returns the DOI that begins here: `10.`, the digits of a registrant, a slash, and the rest up to what ends an address.
fn doi(text: &str, start: usize) -> Option<&str> {
    let text = &text[start..];
    let (registrant, _) = text.strip_prefix("10.")?.split_once('/')?;
    let n_digits = registrant.len();
    let is_registrant = registrant
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let name = "10.".len() + n_digits + 1;
    let ends = |c: char| c.is_whitespace() || "?#&\"<>".contains(c);
    let end = text[name..].find(ends).map_or(text.len(), |at| name + at);
    let doi = text[..end].trim_end_matches(['/', '.', ',', ';', ')']);
    ((4..=9).contains(&n_digits) && is_registrant && doi.len() > name).then_some(doi)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "0a2b6b1c-1111-4222-8333-444455556666";
    const ITEM: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn names_are_found_wherever_they_stand() {
        for (text, expected) in [
            (UUID.to_owned(), vec![UUID]),
            (format!("{{{UUID}}}"), vec![UUID]),
            (format!("fr-120066022-jdd-{UUID}"), vec![UUID]),
            (format!("srv/resources{UUID}.xml"), vec![UUID]),
            (format!("{UUID}0"), vec![]),
            (ITEM.to_owned(), vec![ITEM]),
            (format!("sync-x{ITEM}"), vec![]),
            (
                format!("maps/{ITEM}_12"),
                vec![ITEM, "0123456789abcdef0123456789abcdef_12"],
            ),
            (
                "53699233a3a729239d203e98".to_owned(),
                vec!["53699233a3a729239d203e98"],
            ),
            ("53699233a3a729239d203e9".to_owned(), vec![]),
            ("doi:10.57745/abc.12".to_owned(), vec!["10.57745/abc.12"]),
            ("doi.org/10.57745/abc?x=1".to_owned(), vec!["10.57745/abc"]),
            ("version 10.2/3".to_owned(), vec![]),
            (
                format!("metadata/10.15148/{UUID}"),
                vec!["10.15148/0a2b6b1c-1111-4222-8333-444455556666", UUID],
            ),
        ] {
            assert_eq!(strong_names(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_strong_name_stands_nearly_alone() {
        for text in [UUID, ITEM, "doi:10.57745/abc"] {
            assert!(is_strong(text), "{text}");
        }
        for text in ["agriculture", "base-adresse-nationale", "10.2/3", "2023"] {
            assert!(!is_strong(text), "{text}");
        }
    }
}
