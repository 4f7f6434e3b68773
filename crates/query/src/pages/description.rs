//! Descriptions as their authors wrote them, Markdown with HTML in it -> HTML that can do no harm.
//!
//! Two libraries do it: pulldown-cmark reads the Markdown, ammonia keeps of the result what is on a list of elements and
//! attributes, and closes what was left open. Nothing is loaded from elsewhere: a picture is a link to it.
//!
//! Both take time in proportion to a text, but for ammonia's tree, which elements in elements make grow with the square of it
//! in time, and addresses that are opened again in each paragraph in size. What may do so is [`bounded()`] first: of
//! 121,000 real descriptions some dozen, long tables mostly.

mod bounded;

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use bounded::bounded;
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

/// What as many tags can make of as many bytes, where each tag is opened again in each paragraph: a fragment with more is
/// bounded before it becomes a tree.
const MAX_TAGS_TIMES_BYTES: usize = 16_000_000;

/// Tags that may lie in each other without being bounded before: some milliseconds.
const MAX_TAGS: usize = 1000;

/// Returns a description as HTML; empty where it says nothing.
pub(crate) fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut raw = String::with_capacity(markdown.len() + markdown.len() / 4);
    html::push_html(&mut raw, Lowered::new(Parser::new_ext(markdown, options)));
    if may_grow(&raw) {
        raw = bounded(&raw);
    }
    CLEANER.clean(&raw).to_string().trim().to_owned()
}

/// Returns whether the tree of a fragment may take far more time or space than the fragment.
fn may_grow(html: &str) -> bool {
    let n_tags = html.bytes().filter(|byte| *byte == b'<').count();
    n_tags > MAX_TAGS || n_tags.saturating_mul(html.len()) > MAX_TAGS_TIMES_BYTES
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

    /// Pieces that lie in each other, are opened again or refer to each other, where many follow each other.
    const PIECES: [&str; 44] = [
        "> ",
        "- ",
        "* ",
        "1. ",
        "+ ",
        "# ",
        "[",
        "![",
        "](",
        "](x)",
        "[a]",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "<",
        "&",
        "|",
        "|-",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "<!--",
        "<?",
        "<![CDATA[",
        "<ul><li>",
        "<p>",
        "<b>",
        "<i><b>",
        "<a href=x>",
        "</a>",
        "</b>",
        "<table>",
        "<tr><td>",
        "<br>",
        "<div>",
        "<blockquote>",
        "<em><p>",
        "</p>",
        "<script>",
        "mot",
    ];

    /// Makes a description of 100 kB of a few pieces that repeat, drawn with a seed.
    fn drawn(seed: u64) -> String {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut draw = |n: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % n as u64) as usize
        };
        let mut text = String::new();
        while text.len() < 100_000 {
            let n_pieces = 1 + draw(4);
            let pieces: String = (0..n_pieces).map(|_| PIECES[draw(PIECES.len())]).collect();
            let n_times = 1 << draw(17);
            let left = 100_000_usize.saturating_sub(text.len()) / pieces.len() + 1;
            text.push_str(&pieces.repeat(n_times.min(left)));
        }
        text
    }

    /// Returns how deep elements lie in each other at most.
    fn depth(html: &str) -> usize {
        let (mut depth, mut most) = (0_usize, 0);
        for tag in html.split('<').skip(1) {
            let is_void = tag.starts_with("br") || tag.starts_with("hr");
            match tag.strip_prefix('/') {
                Some(_) => depth = depth.saturating_sub(1),
                None => depth += usize::from(!is_void),
            }
            most = most.max(depth);
        }
        most
    }

    #[test]
    fn whatever_repeats_is_bounded_in_depth_and_size() {
        let n_descriptions = std::env::var("TROUVAILLE_DESCRIPTIONS");
        let n_descriptions = n_descriptions
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(20);
        for seed in 0..n_descriptions {
            let text = drawn(seed);
            let html = to_html(&text);
            let begin: String = text.chars().take(60).collect();
            assert!(depth(&html) <= 1000, "{seed}: {begin}");
            assert!(
                html.len() < 3_000_000,
                "{seed}: {} bytes of {begin}",
                html.len()
            );
        }
    }

    #[test]
    fn a_long_address_is_not_repeated_in_each_paragraph() {
        let address = format!("<a href=\"https://a.test/{}\">", "x".repeat(50_000));
        let html = to_html(&format!("{address}{}", "<p>mot".repeat(8_000)));
        assert!(html.len() < 300_000, "{} bytes", html.len());
    }

    #[test]
    fn what_people_write_is_not_changed_by_the_bound() {
        for written in [
            "# Titre\n\n- a\n- b\n  1. c\n\n> cité\n\n`code` **gras** [lien](https://a.test/?a=1&b=2)",
            "<div><p>un<p>deux <b>trois</b></div><ul><li>a<li>b</ul>",
            "|a|b|\n|-|-|\n|c|d|\n",
            "<table><tbody><tr><td>a</td><td><p>b</p></td></tr></tbody></table>",
        ] {
            let mut raw = String::new();
            let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
            html::push_html(&mut raw, Lowered::new(Parser::new_ext(written, options)));
            let cleaned = |raw: &str| CLEANER.clean(raw).to_string();
            assert_eq!(cleaned(&bounded(&raw)), cleaned(&raw), "{written}");
        }
    }
}
