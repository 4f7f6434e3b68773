//! Ids and addresses that are pasted: whoever pastes one means its record.

/// So many ids are looked up at most.
const MAX_IDS: usize = 10;

/// What comes before an id or a slug in an address of the platform, or of this server.
const BEFORE_IDS: [&str; 5] = ["datasets", "dataset", "dataservices", "resources", "r"];

/// Returns the ids and slugs that a text names: it is one, has one among its words, or the address of a record.
pub(super) fn identifiers(text: &str) -> Vec<String> {
    let mut words = text.split_whitespace();
    let is_one_word = words.next().is_some() && words.next().is_none();
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word
            .trim_matches(|c: char| "\"'«»“”„’()[]{}<>,;.!".contains(c))
            .to_lowercase();
        if word.contains('/') {
            found.extend(in_address(&word));
        } else if (is_one_word && !word.is_empty()) || is_id(&word) {
            found.push(word);
        }
    }
    found.truncate(MAX_IDS);
    found
}

/// Returns the ids and slugs in an address.
fn in_address(address: &str) -> Vec<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let pairs = segments.iter().zip(segments.iter().skip(1));
    let after = pairs.filter(|(before, _)| BEFORE_IDS.contains(before));
    let names = after.map(|(_, name)| {
        let endings = [".json", ".jsonld", ".rdf", ".ttl", ".xml", ".n3"];
        let ending = endings
            .into_iter()
            .find_map(|ending| name.strip_suffix(ending));
        ending.unwrap_or(name).to_owned()
    });
    names
        .filter(|name| !BEFORE_IDS.contains(&&**name))
        .collect()
}

/// Returns whether a word is an id of the platform: 24 hexadecimal digits of a record, or a UUID of a file.
fn is_id(word: &str) -> bool {
    let is_hexadecimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    word.split('-').all(is_hexadecimal) && matches!(lengths[..], [24] | [8, 4, 4, 4, 12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_bare_among_words_and_in_addresses() {
        const ID: &str = "53699233a3a729239d203e98";
        const FILE: &str = "0a2b6b1c-1111-4222-8333-444455556666";
        for (text, expected) in [
            (ID, &[ID][..]),
            ("\"53699233a3a729239d203e98\"", &[ID]),
            ("(53699233A3A729239D203E98)", &[ID]),
            ("jeu de données 53699233a3a729239d203e98 svp", &[ID]),
            ("base-adresse-nationale", &["base-adresse-nationale"]),
            (
                "https://www.data.gouv.fr/fr/datasets/base-adresse-nationale/",
                &["base-adresse-nationale"],
            ),
            (
                "www.data.gouv.fr/datasets/base-adresse-nationale?x=1#resources",
                &["base-adresse-nationale"],
            ),
            (
                "data.gouv.fr/api/1/datasets/53699233a3a729239d203e98/",
                &[ID],
            ),
            (
                "https://www.data.gouv.fr/api/2/datasets/53699233a3a729239d203e98/resources/",
                &[ID],
            ),
            (
                "https://www.data.gouv.fr/fr/datasets/r/0a2b6b1c-1111-4222-8333-444455556666",
                &[FILE],
            ),
            (
                "http://localhost:8080/datasets/base-adresse-nationale.json",
                &["base-adresse-nationale"],
            ),
            (
                "voir https://www.data.gouv.fr/dataservices/api-adresse.",
                &["api-adresse"],
            ),
            ("eau potable", &[]),
            ("base adresse-nationale", &[]),
            ("https://www.data.gouv.fr/", &[]),
            ("eau/assainissement", &[]),
        ] {
            assert_eq!(identifiers(text), expected, "{text}");
        }
    }
}
