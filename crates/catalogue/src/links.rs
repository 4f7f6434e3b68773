//! The links of a description: where each leads, and what it is called.

use std::sync::LazyLock;

use regex::Regex;

/// A link of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub url: String,
    /// Its text; `None` where an address stands alone, or the text names nothing (`ici`, `ce lien`).
    pub text: Option<String>,
}

/// A Markdown link, an HTML one, or an address alone.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"\[([^\[\]]{1,300})\]\(\s*<?(https?://[^\s)>]+)",
        r#"|(?is:<a\s[^<>]{0,300}?href\s*=\s*["'](https?://[^"'<>\s]+)["'][^<>]{0,300}>(.{0,300}?)</a>)"#,
        r#"|(https?://[^\s)\]<>"'`]+)"#,
    ))
});

/// A tag of HTML in the text of a link.
static TAG: LazyLock<Regex> = LazyLock::new(|| regex("<[^<>]*>"));

/// Texts of links that name nothing.
static POINTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(cliquez )?(ici|lien|ce lien|la|cette page|jeu de données|ce jeu de données|\d+)$|^https?:",
    )
});

/// Of a description with more links the first ones are read.
const MAX_LINKS: usize = 300;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the links of a text in Markdown, which may hold HTML, in their order: the first ones where there are very many.
#[must_use]
pub fn links(markdown: &str) -> Vec<Link> {
    // Most descriptions have none, which is told sooner so.
    if !markdown.contains("http") {
        return Vec::new();
    }
    let found = LINK.captures_iter(markdown).take(MAX_LINKS);
    let link = |captures: regex::Captures<'_>| {
        let group = |at: usize| captures.get(at).map(|group| group.as_str());
        let url = group(2).or(group(3)).or(group(5))?;
        Some(Link {
            url: trimmed_address(url).to_owned(),
            text: group(1).or(group(4)).and_then(name_of_link),
        })
    };
    found.filter_map(link).collect()
}

/// Returns an address without what ends the sentence that it stands in.
pub(crate) fn trimmed_address(url: &str) -> &str {
    url.trim_end_matches(['.', ',', ';', ':', '!', '*', '_', '\\'])
}

/// Returns what a link's text calls what it leads to; `None` where it only points there.
pub(crate) fn name_of_link(text: &str) -> Option<String> {
    let text = TAG.replace_all(text, " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let name = text.trim_matches(['*', '_', ' ', '"', '\\']);
    (!name.is_empty() && !POINTER.is_match(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(url: &str, text: Option<&str>) -> Link {
        Link {
            url: url.to_owned(),
            text: text.map(str::to_owned),
        }
    }

    #[test]
    fn links_of_markdown_of_html_and_alone_are_found_with_their_texts() {
        for (markdown, expected) in [
            (
                "Voir [la **base** des arbres](https://a.test/datasets/arbres/).",
                vec![link(
                    "https://a.test/datasets/arbres/",
                    Some("la **base** des arbres"),
                )],
            ),
            (
                "Voir <a class=\"x\" href='https://a.test/b' target=_blank>les <b>bancs</b>\npublics</a> !",
                vec![link("https://a.test/b", Some("les bancs publics"))],
            ),
            (
                "Voir https://a.test/c. Et <https://a.test/d>, (https://a.test/e)",
                vec![
                    link("https://a.test/c", None),
                    link("https://a.test/d", None),
                    link("https://a.test/e", None),
                ],
            ),
            (
                "[ici](https://a.test/f), [**Arbres**](https://a.test/g)",
                vec![
                    link("https://a.test/f", None),
                    link("https://a.test/g", Some("Arbres")),
                ],
            ),
            (
                "[https://a.test/h](https://a.test/h)",
                vec![link("https://a.test/h", None)],
            ),
            ("[courriel](mailto:a@b.test) ftp://a.test", vec![]),
        ] {
            assert_eq!(links(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn of_very_many_links_the_first_ones_are_read() {
        let markdown = "https://a.test/x ".repeat(MAX_LINKS + 5);
        assert_eq!(links(&markdown).len(), MAX_LINKS);
    }
}
