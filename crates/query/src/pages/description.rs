//! Descriptions as their authors wrote them, Markdown with HTML in it -> HTML that can do no harm.
//!
//! Two libraries do it: pulldown-cmark reads the Markdown, ammonia keeps of the result what is on a list of elements and
//! attributes, and closes what was left open. Nothing is loaded from elsewhere: a picture is a link to it.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// The elements and attributes that a description may have. Headings begin at the third level: the page's own are above.
const ELEMENTS: [&str; 28] = [
    "p",
    "br",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "strong",
    "b",
    "em",
    "i",
    "code",
    "pre",
    "blockquote",
    "sub",
    "sup",
    "del",
    "table",
    "tr",
    "th",
    "td",
];

/// The addresses that a link may lead to.
const SCHEMES: [&str; 4] = ["http", "https", "ftp", "mailto"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(ELEMENTS.into_iter().chain(["thead", "tbody"]).collect())
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "textarea", "iframe", "noscript",
        ]))
        .link_rel(Some("nofollow noopener"));
    cleaner
});

/// Returns a description as HTML; empty where it says nothing.
pub(super) fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut raw = String::with_capacity(markdown.len() + markdown.len() / 4);
    html::push_html(&mut raw, Lowered::new(Parser::new_ext(markdown, options)));
    CLEANER.clean(&raw).to_string().trim().to_owned()
}

/// The events of a description with its headings two levels lower, and links in the place of pictures.
struct Lowered<I> {
    events: I,
}

impl<'a, I: Iterator<Item = Event<'a>>> Lowered<I> {
    fn new(events: I) -> Self {
        Self { events }
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Lowered<I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        Some(match self.events.next()? {
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: lower(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
            Event::Start(Tag::Image { dest_url, .. }) => Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }),
            Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
            other => other,
        })
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from((level as usize + 2).min(6)).unwrap_or(HeadingLevel::H6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_what_it_means() {
        for (markdown, expected) in [
            (
                "Un *mot* et **deux**",
                "<p>Un <em>mot</em> et <strong>deux</strong></p>",
            ),
            (
                "# Titre\n\n## Sous-titre",
                "<h3>Titre</h3>\n<h4>Sous-titre</h4>",
            ),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("a < b & c", "<p>a &lt; b &amp; c</p>"),
            (
                "|a|\n|-|\n|b|",
                "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>",
            ),
            ("", ""),
        ] {
            assert_eq!(to_html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn links_lead_to_the_web_and_pictures_are_links() {
        assert_eq!(
            to_html("[ici](https://a.test/x?a=1&b=2)"),
            "<p><a href=\"https://a.test/x?a=1&amp;b=2\" rel=\"nofollow noopener\">ici</a></p>"
        );
        let picture = to_html("![plan](https://a.test/plan.png)");
        assert!(
            picture.contains("<a href=\"https://a.test/plan.png\""),
            "{picture}"
        );
        assert!(picture.contains(">plan</a>"), "{picture}");
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "/relative",
            "JaVaScRiPt:x",
            "//a.test",
        ] {
            let html = to_html(&format!("[ici]({address}) <a href=\"{address}\">là</a>"));
            assert!(!html.contains("href"), "{address}: {html}");
        }
    }

    #[test]
    fn html_keeps_what_it_says_and_nothing_that_it_does() {
        for (written, expected) in [
            ("<script>alert(1)</script>", ""),
            (
                "<p onclick=\"x()\" style=\"color:red\" id=\"q\" class=\"top\">mot</p>",
                "<p>mot</p>",
            ),
            ("<h1>Titre</h1>", "Titre"),
            ("<img src=x onerror=alert(1)>", ""),
            ("<iframe src=\"https://a.test\"></iframe>", ""),
            (
                "<svg/onload=alert(1)>",
                "<p>&lt;svg/onload=alert(1)&gt;</p>",
            ),
            ("<form action=\"https://a.test\"><input name=q></form>", ""),
            ("</main></body><b>gras", "<b>gras</b>"),
            (
                "<!-- --><a href=\"https://a.test\" target=_blank>x</a>",
                "<a href=\"https://a.test\" rel=\"nofollow noopener\">x</a>",
            ),
        ] {
            assert_eq!(to_html(written), expected, "{written}");
        }
    }
}
