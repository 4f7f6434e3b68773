//! What names a record: its id and slug in this catalogue, and in the catalogue that it was harvested from its
//! identifier, its page's address, its DOI, its files' addresses.
//!
//! A name is looked up by *keys*, terms of one field of the index. The functions here make them of a text: of what a
//! record says of its origin when it is indexed, and of what somebody pasted when it is looked for. Scheme, `www.`, case,
//! accents, percent-encoding, language, slashes at the end and what tells where a visitor comes from make no difference.
//!
//! | key | of |
//! |---|---|
//! | the text in lower case | an id, a slug, a file's id in this catalogue |
//! | `@` and a checksum | an address; a name on a host |
//! | `o:` and a name | a name at the record's origin, wherever it stands |
//! | `l:` and a name | a name in the address of a file of the record, which may be another record's |

mod address;
mod names;
mod parts;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use address::Address;
use names::{is_no_word, is_strong, is_telling, strong_names};

/// A longer address is none of a record's page.
const MAX_LINK_BYTES: usize = 500;

/// What may stand around a name in a text.
const AROUND: &str = "\"'«»“”„‘’`()[]{}<>,;.!|*";

/// A name at the origin of a record.
const ORIGIN: &str = "o:";

/// A name in the address of a file counts as one of the record only where no other has it as its own.
const LINKED: &str = "l:";

/// Returns the key of an id, a slug or a file's id in this catalogue.
pub(crate) fn own_key(name: &str) -> String {
    name.to_lowercase()
}

/// Returns the keys of what identifies a record at its origin: its identifier there, or its page's address.
pub(crate) fn keys_of_origin(text: &str) -> Vec<String> {
    let text = normalized(text);
    let mut keys = Vec::new();
    let name = match Address::read(&text) {
        Some(address) => {
            keys.push(address.key());
            let name = address.name();
            keys.extend(name.as_ref().map(|name| address.key_of(name, "")));
            name
        }
        None => Some(text.clone()),
    };
    let name = name.filter(|name| is_no_word(name));
    let names = name.into_iter().chain(strong_names(&text));
    keys.extend(names.map(|name| at_origin(&name)));
    without_repetitions(keys)
}

/// Returns the keys of the address of a file of a record, or of an API.
pub(crate) fn keys_of_link(text: &str) -> Vec<String> {
    let text = normalized(text);
    let Some(address) = Address::read(&text) else {
        return Vec::new();
    };
    let mut keys = vec![address.key()];
    let names = address.named();
    keys.extend(names.iter().map(|name| address.key_of(name, LINKED)));
    keys.extend(strong_names(&text).iter().map(|name| linked(name)));
    without_repetitions(keys)
}

/// Returns the keys that a pasted word may be, the most telling one first: the first that a record has is meant.
pub(crate) fn keys_of_pasted(word: &str) -> Vec<String> {
    let text = normalized(word);
    let strong = strong_names(&text);
    let mut keys = Vec::new();
    let address = Address::read(&text);
    let names = address.as_ref().map(Address::names).unwrap_or_default();
    if let Some(address) = &address {
        keys.push(address.key());
        keys.extend(names.iter().map(|name| address.key_of(name, "")));
        // `fr-120066022-jdd-…`, a layer of an item: more telling than the strong name in it.
        for name in names.iter().filter(|name| !strong_names(name).is_empty()) {
            keys.extend([name.clone(), at_origin(name)]);
        }
    } else {
        keys.push(text.clone());
        keys.push(at_origin(&text));
    }
    for name in strong.iter().rev() {
        keys.push(name.clone());
        keys.push(at_origin(name));
    }
    if let Some(address) = &address {
        keys.extend(names.iter().map(|name| address.key_of(name, LINKED)));
        // Names of this catalogue, or of a portal that is known by another host.
        if address.is_certain() {
            keys.extend(address.named());
        }
        let telling = names.iter().filter(|name| is_telling(name));
        keys.extend(telling.map(|name| at_origin(name)));
    }
    keys.extend(strong.iter().rev().map(|name| linked(name)));
    if let Some(address) = &address {
        keys.extend(address.shorter().iter().map(Address::key));
    }
    without_repetitions(keys)
}

/// Returns the keys of the record that a text links to: of its page here, or at its origin.
pub(crate) fn keys_of_reference(url: &str) -> Vec<String> {
    let text = normalized(url);
    let Some(address) = Address::read(&text) else {
        return Vec::new();
    };
    let mut keys = if address.is_of_platform() {
        address.named()
    } else {
        let names = address.names();
        let on_host = names.iter().map(|name| address.key_of(name, ""));
        [address.key()].into_iter().chain(on_host).collect()
    };
    for name in strong_names(&text) {
        keys.push(at_origin(&name));
        keys.push(name);
    }
    without_repetitions(keys)
}

/// Returns an address as it is indexed to tell whether it leads to a record ([`keys_of_reference`] takes it as well as the
/// address itself); `None` where it names nothing: the start page of a site, say.
pub(crate) fn link_term(url: &str) -> Option<String> {
    let text = normalized(url);
    let is_telling = text.len() <= MAX_LINK_BYTES && Address::read(&text)?.has_path();
    is_telling.then_some(text)
}

/// Returns whether a text is the address of a page of data.gouv.fr about one record.
pub(crate) fn is_page_of_platform(url: &str) -> bool {
    let address = Address::read(&normalized(url));
    address.is_some_and(|address| address.is_of_platform() && !address.named().is_empty())
}

/// Returns whether a word is an address: it has a scheme, or the name of a host and a path, or a path of this catalogue.
pub(crate) fn is_address(word: &str) -> bool {
    Address::read(&normalized(word)).is_some_and(|address| address.is_certain())
}

/// Returns whether a word is, whatever stands around it, an identifier that nobody types as a word: a UUID, an id of the
/// platform, a DOI.
pub(crate) fn is_identifier(word: &str) -> bool {
    is_strong(&normalized(word))
}

/// Returns whether a name tells what it names to whoever reads it without its portal: one of one or two short parts
/// (`covid-19`, `mnt2023`) may be words before it is a name.
pub(crate) fn is_telling_name(word: &str) -> bool {
    is_telling(&normalized(word))
}

/// Returns the key of a name at the origin of a record.
pub(crate) fn origin_key(word: &str) -> String {
    at_origin(&normalized(word))
}

/// Returns whether a key is that of a name at the origin, and the other one that of the same name here.
pub(crate) fn is_same_at_origin(origin: &str, own: &str) -> bool {
    origin.strip_prefix(ORIGIN) == Some(own)
}

/// Returns whether a word looks like the name of a record and like no word: `communes-d-ile-de-france`, `laposte_hexasmal`.
pub(crate) fn looks_like_name(word: &str) -> bool {
    let text = normalized(word);
    let n_parts = text.split(['-', '_']).filter(|part| !part.is_empty());
    !word.starts_with('-') && (n_parts.count() > 2 || text.contains('_') || text.contains("::"))
}

/// Returns the words by which the record of an address may be found where no record has the address: the words that were
/// looked for, its last name, or its host.
pub(crate) fn words_of_address(word: &str) -> String {
    let address = Address::read(&normalized(word));
    address.map_or_else(|| word.to_owned(), |address| address.words())
}

/// Returns the names in a text: they are parted by blanks and commas. A comma in the query of an address belongs to it,
/// unless an address or an id follows.
#[must_use]
pub fn names_in(text: &str) -> Vec<String> {
    let words = text.split_whitespace().flat_map(parted_by_commas);
    let words = words.map(|word| word.trim_matches(|c: char| ",;".contains(c)));
    words
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

fn parted_by_commas(word: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut start, mut is_in_query) = (0, false);
    for (at, c) in word.char_indices() {
        match c {
            '?' => is_in_query = true,
            ',' | ';' => {
                let after = &word[at + 1..];
                let next = after.split([',', ';']).next().unwrap_or_default();
                if !is_in_query || next.contains("://") || is_identifier(next) {
                    names.push(&word[start..at]);
                    (start, is_in_query) = (at + 1, false);
                }
            }
            _ => {}
        }
    }
    names.push(&word[start..]);
    names
}

fn at_origin(name: &str) -> String {
    format!("{ORIGIN}{}", without_source(name))
}

fn linked(name: &str) -> String {
    format!("{LINKED}{name}")
}

/// Returns a name without the portal that it comes from: Opendatasoft's network writes `velib@parisdata`.
fn without_source(name: &str) -> &str {
    match name.split_once('@') {
        Some((own, _)) if !own.is_empty() => own,
        _ => name,
    }
}

/// Returns a text in lower case, decoded, without accents and without what stands around it.
fn normalized(text: &str) -> String {
    let text = text.trim().trim_matches(|c: char| AROUND.contains(c));
    let decoded = decoded(text);
    if decoded.is_ascii() {
        return decoded.to_ascii_lowercase();
    }
    let lowered = decoded.to_lowercase();
    lowered.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Returns a text without percent-encoding. What is none stays as it is, and so does an encoded `%`, `&`, `?` or `#`: it
/// would part what belongs together.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = digits
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(|byte| !b"%&?#".contains(byte));
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn without_repetitions(keys: Vec<String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::with_capacity(keys.len());
    for key in keys {
        // The dictionary has no term that is longer than this, and no name is.
        if key.len() <= 500 && !distinct.contains(&key) {
            distinct.push(key);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "0a2b6b1c-1111-4222-8333-444455556666";

    /// Returns whether a record with this identifier of its origin is meant by a pasted word.
    fn finds(origin: &str, pasted: &str) -> bool {
        let keys = keys_of_origin(origin);
        keys_of_pasted(pasted).iter().any(|key| keys.contains(key))
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        const ADDRESS: &str =
            "https://data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=3";
        for same in [
            ADDRESS,
            "http://data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=3",
            "data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux?lot=2&an=3",
            "HTTPS://WWW.Data.Ville.test/explorer/FR/jeux-de-donnees/Zones-à-enjeux?lot=2&an=3",
            "https://data.ville.test:443/explorer/en/jeux-de-donnees/zones-à-enjeux/?an=3&lot=2",
            "https://data.ville.test/explorer/jeux-de-donnees/zones-%C3%A0-enjeux/?lot=2&an=3",
            "https://data.ville.test//explorer/fr/jeux-de-donnees/zones-a-enjeux/?lot=2&an=3#carte",
            "https://data.ville.test/explorer/fr/jeux-de-donnees/zones-a%CC%80-enjeux/?lot=2&an=3&utm_source=x",
            "<https://data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=3>.",
            "[Zones](https://data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=3)",
            "« https://data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=3&lang=fr »",
            "(data.ville.test/explorer/fr/jeux-de-donnees/zones-%c3%a0-enjeux/?&lot=2&an=3)",
        ] {
            assert_eq!(
                keys_of_pasted(same)[0],
                keys_of_origin(ADDRESS)[0],
                "{same}"
            );
        }
        for other in [
            "https://data.ville.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=4",
            "https://data.ville.test/explorer/fr/jeux-de-donnees/zones/?lot=2&an=3",
            "https://data.autre.test/explorer/fr/jeux-de-donnees/zones-à-enjeux/?lot=2&an=3",
        ] {
            assert_ne!(
                keys_of_pasted(other)[0],
                keys_of_origin(ADDRESS)[0],
                "{other}"
            );
        }
    }

    #[test]
    fn every_address_of_a_portal_means_its_record() {
        for (origin, pasted) in [
            // GeoNetwork.
            (
                "https://geo.test/geonetwork/srv/fre/catalog.search#/metadata/UUID",
                &[
                    "https://geo.test/geonetwork/srv/eng/catalog.search#/metadata/UUID/formatters/xsl-view?root=div",
                    "geo.test/geonetwork/srv/api/records/UUID",
                    "https://geo.test/geonetwork/srv/api/records/UUID/formatters/xml?approved=true",
                    "https://geo.test/geonetwork?uuid=UUID",
                    "https://www.geocatalogue.test/datahub/dataset/UUID",
                    "{UUID}",
                    "fr-120066022-jdd-UUID",
                    "urn:isogeo:metadata:uuid:UUID",
                ][..],
            ),
            (
                "http://geo.test/catalogue/srv/fre/catalog.search#/metadata/fr-120066022-jdd-UUID",
                &["fr-120066022-jdd-UUID", "FR-120066022-JDD-UUID", "UUID"],
            ),
            (
                "https://geo.test/geonetwork/srv/fre/catalog.search#/metadata/FR-130008915_SUP_PM3",
                &[
                    "https://geo.test/geonetwork/srv/api/records/FR-130008915_SUP_PM3",
                    "fr-130008915_sup_pm3",
                ],
            ),
            // Opendatasoft.
            (
                "https://data.ville.test/explore/dataset/arbres/",
                &[
                    "https://data.ville.test/explore/dataset/arbres/table/?sort=date&refine.x=1",
                    "data.ville.test/explore/dataset/arbres/api/",
                    "https://data.ville.test/api/explore/v2.1/catalog/datasets/arbres/exports/csv?lang=fr",
                    "https://data.ville.test/explore/embed/dataset/arbres/map/?location=1,2,3",
                ],
            ),
            (
                "https://data.ville.test/explore/dataset/arbres_urbains@metropole/information/",
                &[
                    "arbres_urbains",
                    "https://autre.test/explore/dataset/arbres_urbains/",
                ],
            ),
            // ArcGIS Hub and Online.
            (
                "https://ville.hub.arcgis.test/maps/ville::bornes-incendie",
                &[
                    "https://ville.hub.arcgis.test/datasets/ville::bornes-incendie/about",
                    "https://ville.hub.arcgis.test/datasets/ville::bornes-incendie/explore?location=1,2",
                    "ville::bornes-incendie",
                ],
            ),
            (
                "https://www.arcgis.test/home/item.html?id=0123456789abcdef0123456789abcdef&sublayer=5",
                &[
                    "https://ville.opendata.arcgis.test/datasets/0123456789abcdef0123456789abcdef_5",
                    "https://ville.opendata.arcgis.test/maps/0123456789abcdef0123456789abcdef",
                    "0123456789abcdef0123456789abcdef_5",
                ],
            ),
            // CKAN, Drupal, Prodige.
            (
                "https://ckan.test/dataset/sync-cd11_colleges",
                &[
                    "https://ckan.test/fr/dataset/sync-cd11_colleges/resource/UUID",
                    "https://ckan.test/dataset/sync-cd11_colleges.rdf",
                    "sync-cd11_colleges",
                ],
            ),
            (
                "https://dkan.test/?q=dataset/pass-numerique-2022",
                &[
                    "https://dkan.test/dataset/pass-numerique-2022",
                    "pass-numerique-2022",
                ],
            ),
            (
                "https://prodige.test/visualisation/information/?id=metz_fdp_voi",
                &[
                    "https://prodige.test/visualisation/table/?id=metz_fdp_voi&lang=en",
                    "metz_fdp_voi",
                ],
            ),
            // Dataverse, DOI.
            (
                "https://doi.org/10.57745/ABC123",
                &[
                    "10.57745/abc123",
                    "doi:10.57745/ABC123",
                    "http://dx.doi.org/10.57745/ABC123",
                    "https://entrepot.test/dataset.xhtml?persistentId=doi:10.57745/ABC123",
                ],
            ),
            // An INSPIRE identifier.
            (
                "https://www.geo.test/jeux/FR-200053742/2024/festivals",
                &["www.geo.test/jeux/FR-200053742/2024/festivals"],
            ),
            (
                "fr-200053742/2024/festivals",
                &["FR-200053742/2024/festivals"],
            ),
        ] {
            let origin = origin.replace("UUID", UUID);
            for pasted in pasted {
                let pasted = pasted.replace("UUID", UUID);
                assert!(finds(&origin, &pasted), "{origin}: {pasted}");
            }
        }
    }

    #[test]
    fn the_layer_of_an_item_is_meant_before_the_item() {
        let keys = keys_of_pasted("https://x.test/maps/0123456789abcdef0123456789abcdef_5");
        let place = |key: &str| keys.iter().position(|known| known == key).unwrap();
        let item = "o:0123456789abcdef0123456789abcdef";
        assert!(place(&format!("{item}_5")) < place(item));
    }

    #[test]
    fn a_word_is_no_name_of_a_record_elsewhere() {
        for name in ["arbres", "2023", "12", "Paris", "eau potable", "a/b"] {
            let keys = keys_of_origin(name);
            assert!(
                keys.iter().all(|key| key.starts_with('@')),
                "{name}: {keys:?}"
            );
        }
        for name in ["covid-19", "mnt2023", "arbres"] {
            assert!(!is_telling_name(name), "{name}");
        }
    }

    #[test]
    fn the_address_of_a_file_names_a_record_less_than_its_own() {
        let address = format!("https://geo.test/dataset/{UUID}/resource/x/download/f.csv");
        let keys = keys_of_link(&address);
        assert_eq!(keys_of_pasted(&address)[0], keys[0]);
        assert!(keys.contains(&format!("l:{UUID}")), "{keys:?}");
        assert!(!keys.contains(&format!("o:{UUID}")), "{keys:?}");
    }

    #[test]
    fn addresses_identifiers_and_names_are_told_from_words() {
        for text in [
            "https://x.test/a",
            "www.x.test",
            "data.x.test/",
            "/fr/datasets/abc",
            "localhost:8080/datasets/abc",
        ] {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "eau/assainissement",
            "data.gouv",
            "12/2020",
            "et/ou",
            "a.b",
            "24.12/2020",
            "abc",
        ] {
            assert!(!is_address(text), "{text}");
        }
        for text in [
            "base-adresse-nationale",
            "laposte_hexasmal",
            "ville::arbres",
        ] {
            assert!(looks_like_name(text), "{text}");
        }
        for text in ["covid-19", "saint-brieuc", "-a-b-c", "eau", "a--b"] {
            assert!(!looks_like_name(text), "{text}");
        }
    }

    #[test]
    fn names_are_parted_by_blanks_and_commas() {
        for (text, expected) in [
            ("a,b c\n d ;e", &["a", "b", "c", "d", "e"][..]),
            ("", &[]),
            (" , ", &[]),
            (
                "https://x.test/a?p=1,2,b c",
                &["https://x.test/a?p=1,2,b", "c"],
            ),
            (
                "https://x.test/a?p=1,2,https://y.test/b,c",
                &["https://x.test/a?p=1,2", "https://y.test/b", "c"],
            ),
            (
                "https://x.test/a?p=1,53699233a3a729239d203e98",
                &["https://x.test/a?p=1", "53699233a3a729239d203e98"],
            ),
        ] {
            assert_eq!(names_in(text), expected, "{text}");
            for name in names_in(text) {
                assert_eq!(names_in(&name), [name.as_str()]);
            }
        }
    }

    #[test]
    fn an_address_that_nobody_has_is_looked_for_by_its_words() {
        for (address, words) in [
            (
                "https://www.data.gouv.fr/fr/datasets/arbres-d-alignement/",
                "arbres d alignement",
            ),
            (
                "https://www.data.gouv.fr/datasets/?q=velo+libre",
                "velo libre",
            ),
            ("https://data.x.test/", "data x test"),
            ("https://www.data.gouv.fr/organizations/insee/", "insee"),
        ] {
            assert_eq!(words_of_address(address), words);
        }
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in [
            "",
            "/",
            "//",
            "://",
            "%",
            "%zz/%e9",
            "?",
            "#/",
            "https://",
            "https:///?=&",
            "é/é",
            "10./",
            "www.",
            "\u{301}://x",
            "a%2Fb?c%3Fd",
        ] {
            let _ = (
                keys_of_origin(text),
                keys_of_link(text),
                keys_of_pasted(text),
            );
            let _ = (
                is_address(text),
                is_identifier(text),
                words_of_address(text),
                names_in(text),
            );
        }
    }
}
