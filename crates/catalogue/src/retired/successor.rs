//! What replaces a dead record: the links and titles that its description gives.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::rules::{Lead, ends_of};
use crate::links::{name_of_link, trimmed_address};

/// What may replace a record, as its description says. It has an address or a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// Its address.
    pub url: Option<String>,
    /// The text of the link, or a title in quotation marks; `None` where an address stands alone.
    pub title: Option<String>,
    /// Whether the description says so whatever is found there; else what it names replaces the record only where that is a
    /// record of the catalogue.
    pub is_certain: bool,
}

/// A Markdown link, or an address alone.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(r#"\[([^\[\]]{1,200})\]\(\s*<?(https?://[^\s)>]+)|(https?://[^\s)\]<>"]+)"#)
});

/// A text in quotation marks.
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"^["«“]\s*([^"»”\[\n]{8,200}?)\s*["»”]"#));

/// Which words lead on, in the order in which what they lead to is looked up, and whether that is certain.
const LEADS: [(Lead, bool); 4] = [
    (Lead::Link, true),
    (Lead::Name, true),
    (Lead::Mention, false),
    (Lead::Hint, false),
];

/// So many characters after the words that lead on, a link still belongs to them.
const MAX_DISTANCE: usize = 200;

/// The words must stand so near to the beginning: what comes later tells of other data.
const MAX_START: usize = 1_500;

/// More than so many are not kept.
const MAX_SUCCESSORS: usize = 4;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns what a dead record's description leads on to, what is certain first.
pub(super) fn find(markdown: &str) -> Vec<Successor> {
    let beginning = &markdown[..markdown.floor_char_boundary(MAX_START)];
    let mut found: Vec<Successor> = Vec::new();
    let mut add = |successor: Successor| {
        let is_known = |known: &Successor| {
            known.url == successor.url
                && (successor.url.is_some() || known.title == successor.title)
        };
        if found.len() < MAX_SUCCESSORS && !found.iter().any(is_known) {
            found.push(successor);
        }
    };
    for (lead, is_certain) in LEADS {
        for end in ends_of(lead, beginning) {
            let successor = match lead {
                Lead::Name | Lead::Mention => named(&markdown[end..], is_certain),
                Lead::Link | Lead::Hint => linked(markdown, end, is_certain),
            };
            successor.into_iter().for_each(&mut add);
        }
    }
    found
}

fn linked(markdown: &str, start: usize, is_certain: bool) -> Option<Successor> {
    let end = markdown.floor_char_boundary(start + MAX_DISTANCE);
    // A link that begins there may end later.
    let link = LINK.captures_at(markdown, start)?;
    if link.get(0)?.start() > end {
        return None;
    }
    let url = link.get(2).or(link.get(3))?.as_str();
    Some(Successor {
        url: Some(trimmed_address(url).to_owned()),
        title: link.get(1).and_then(|title| name_of_link(title.as_str())),
        is_certain,
    })
}

fn named(text: &str, is_certain: bool) -> Option<Successor> {
    let title = QUOTED.captures(text)?.get(1)?.as_str();
    Some(Successor {
        url: None,
        title: Some(title.to_owned()),
        is_certain,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(url: &str, title: Option<&str>, is_certain: bool) -> Successor {
        Successor {
            url: Some(url.to_owned()),
            title: title.map(str::to_owned),
            is_certain,
        }
    }

    #[test]
    fn a_link_after_words_that_lead_on_is_a_successor() {
        let found = find(
            "À consulter : <https://example.org/aide>. **Ce jeu est remplacé par [le nouveau](https://www.data.gouv.fr/datasets/nouveau/).**",
        );
        let expected = [
            link(
                "https://www.data.gouv.fr/datasets/nouveau/",
                Some("le nouveau"),
                true,
            ),
            link("https://example.org/aide", None, false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_link_that_is_called_here_has_no_title() {
        let found = find("Désormais disponible [ici](https://example.org/a).");
        assert_eq!(found, [link("https://example.org/a", None, true)]);
    }

    #[test]
    fn a_title_in_quotation_marks_is_a_successor() {
        for description in [
            "Il est remplacé par le jeu de données \"Emprises des espaces verts\".",
            "Remplacé par « Emprises des espaces verts »",
        ] {
            let found = find(description);
            assert_eq!(found.len(), 1, "{description}");
            assert_eq!(
                found[0].title.as_deref(),
                Some("Emprises des espaces verts")
            );
            assert_eq!(found[0].url, None);
        }
    }

    #[test]
    fn without_such_words_there_is_none() {
        for description in [
            "Ce jeu n'est plus tenu. https://example.org",
            "Ce jeu est remplacé.",
            "Il n’est désormais plus mis à jour : https://example.org",
            "Voir également : https://example.org",
        ] {
            assert_eq!(find(description), [], "{description}");
        }
    }
}
