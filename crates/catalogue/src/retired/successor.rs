//! What replaces a dead record: the link that its description gives.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::rules::words_before_links;

/// What replaces a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// Its address.
    pub url: String,
    /// The text of the link; `None` where the address stands alone.
    pub title: Option<String>,
}

/// A Markdown link, or an address alone.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\[([^\[\]]{1,200})\]\(\s*<?(https?://[^\s)>]+)|(https?://[^\s)\]<>"]+)"#)
        .unwrap_or_else(|error| panic!("{error}"))
});

/// So many characters after the words that lead on, a link still belongs to them.
const MAX_DISTANCE: usize = 300;

/// The words must stand so near to the beginning: what comes later tells of other data.
const MAX_START: usize = 1_500;

/// Returns what a dead record's description leads on to: a record of the platform before any other address.
pub(super) fn find(markdown: &str) -> Option<Successor> {
    let beginning = &markdown[..markdown.floor_char_boundary(MAX_START)];
    let mut first = None;
    for words in words_before_links().find_iter(beginning) {
        let end = markdown.floor_char_boundary(words.end() + MAX_DISTANCE);
        let Some(link) = LINK.captures(&markdown[words.end()..end]) else {
            continue;
        };
        let url = link
            .get(2)
            .or(link.get(3))?
            .as_str()
            .trim_end_matches(['.', ',', ';', '*', '_']);
        let title = link
            .get(1)
            .map(|title| title.as_str().trim_matches(['*', '_', ' ', '"']));
        let is_address = |title: &&str| !title.starts_with("http") && !title.is_empty();
        let successor = Successor {
            url: url.to_owned(),
            title: title.filter(is_address).map(str::to_owned),
        };
        if url.contains("data.gouv.fr/") && url.contains("/datasets/") {
            return Some(successor);
        }
        first.get_or_insert(successor);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_after_words_that_lead_on_is_the_successor() {
        let found = find(
            "**Ce jeu est remplacé par [le nouveau](https://www.data.gouv.fr/datasets/nouveau/).** Voir <https://example.org/aide>.",
        );
        let found = found.unwrap();
        assert_eq!(found.url, "https://www.data.gouv.fr/datasets/nouveau/");
        assert_eq!(found.title.as_deref(), Some("le nouveau"));
    }

    #[test]
    fn a_record_of_the_platform_comes_before_other_addresses() {
        let found = find(
            "Désormais disponible ici : https://example.org/a. Consultez https://www.data.gouv.fr/fr/datasets/b.",
        );
        assert_eq!(found.unwrap().url, "https://www.data.gouv.fr/fr/datasets/b");
    }

    #[test]
    fn without_such_words_or_links_there_is_none() {
        assert_eq!(find("Ce jeu n'est plus tenu. https://example.org"), None);
        assert_eq!(find("Ce jeu est remplacé."), None);
    }
}
