//! Markdown with HTML in it, as producers write descriptions, to plain text.

mod html;
mod plain_text;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use self::plain_text::PlainText;

/// Returns the text that a reader of the rendered page would see.
///
/// Links keep their text and images their alternative text, both without the address; scripts and styles are gone.
/// Blanks are collapsed, blocks and line breaks are parted by one line feed, and control characters, soft hyphens and
/// zero-width blanks are left out, since they would cut words in two.
///
/// Takes time in proportion to the text's length.
pub(crate) fn plain_text(markdown: &str) -> String {
    // The Markdown reader would show a NUL as U+FFFD.
    if markdown.contains('\0') {
        return plain_text(&markdown.replace('\0', ""));
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options);
    let mut text = PlainText::with_capacity(markdown.len().min(16 << 10));
    // Without `<` there is no HTML (one description in forty has some), and the events' own text is all there is.
    if markdown.contains('<') {
        let mut html = String::with_capacity(markdown.len() + markdown.len() / 8);
        pulldown_cmark::html::push_html(&mut html, events);
        html::push_text(&mut text, html);
    } else {
        for event in events {
            push_event(&mut text, event);
        }
    }
    text.finish()
}

fn push_event(text: &mut PlainText, event: Event<'_>) {
    match event {
        Event::Text(part)
        | Event::Code(part)
        | Event::InlineMath(part)
        | Event::DisplayMath(part) => text.push(&part),
        Event::SoftBreak | Event::Start(Tag::TableCell) => text.blank(),
        Event::HardBreak | Event::Rule => text.line_feed(),
        Event::Start(tag) if is_block(&tag) => text.line_feed(),
        Event::End(tag) if ends_block(tag) => text.line_feed(),
        _ => {}
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    ends_block(tag.to_end())
}

fn ends_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_and_html_become_plain_text() {
        for (markdown, expected) in [
            ("", ""),
            (" \n\t ", ""),
            ("Qualité de l'eau", "Qualité de l'eau"),
            // Blanks and paragraphs.
            ("une   ligne\nencore  la même", "une ligne encore la même"),
            ("un\n\n\n\ndeux", "un\ndeux"),
            ("un\r\n\r\ndeux", "un\ndeux"),
            ("ligne  \ncoupée", "ligne\ncoupée"),
            ("espace\u{a0}insécable", "espace insécable"),
            // Markdown.
            ("# Titre\nSuite", "Titre\nSuite"),
            (
                "Un mot **gra**s et *penché*, ~~barré~~",
                "Un mot gras et penché, barré",
            ),
            ("[le site](https://exemple.fr/a?b=c) suit", "le site suit"),
            (
                "![une carte](https://exemple.fr/carte.png) suit",
                "une carte suit",
            ),
            ("![](data:image/png;base64,iVBORw0KGgo=)après", "après"),
            (
                "[le site][1] suit\n\n[1]: https://exemple.fr",
                "le site suit",
            ),
            ("voir <https://exemple.fr>", "voir https://exemple.fr"),
            ("- un\n- deux\n  - trois", "un\ndeux\ntrois"),
            ("1. un\n2. deux", "un\ndeux"),
            ("> cité", "cité"),
            ("`code` en ligne", "code en ligne"),
            ("```\nbloc de code\n```", "bloc de code"),
            ("avant\n\n---\n\naprès", "avant\naprès"),
            ("| a | b |\n|---|---|\n| c | d |", "a b\nc d"),
            ("l\\'eau \\*pure\\*", "l'eau *pure*"),
            // HTML.
            ("<p>un</p><p>deux</p>", "un\ndeux"),
            ("un<br>deux<br/>trois", "un\ndeux\ntrois"),
            ("<b>gra</b>s", "gras"),
            (
                "<a href=\"https://exemple.fr\">le site</a> suit",
                "le site suit",
            ),
            (
                "<img src=\"carte.png\" alt=\"une carte\"> suit",
                "une carte suit",
            ),
            ("<ul><li>un</li><li>deux</li></ul>", "un\ndeux"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            (
                "<div>\n<script>alert('non')</script>\n<style>p { color: red }</style>\noui</div>",
                "oui",
            ),
            ("<!-- caché -->\n\nvisible", "visible"),
            ("un <b>**deux**</b>", "un deux"),
            // Entities, with and without HTML about.
            (
                "l&#39;eau &amp; l&rsquo;air &eacute;t&eacute;",
                "l'eau & l’air été",
            ),
            ("<p>l&#39;eau &amp; l&rsquo;air</p>", "l'eau & l’air"),
            ("R&D et A&B", "R&D et A&B"),
            // What only looks like HTML.
            (
                "moins de < 10 ha, plus de > 5",
                "moins de < 10 ha, plus de > 5",
            ),
            ("si a<2 et c>d", "si a<2 et c>d"),
            ("remplacer <nom_de_fichier>", "remplacer <nom_de_fichier>"),
            // What nobody sees.
            (
                "hydro\u{ad}graphie et hydro\u{200b}logie",
                "hydrographie et hydrologie",
            ),
            ("a\0b\u{7}c", "abc"),
        ] {
            assert_eq!(plain_text(markdown), expected, "{markdown:?}");
        }
    }

    #[test]
    fn broken_html_is_survived() {
        for markdown in [
            "<p",
            "<p class=\"",
            "<script>",
            "<!--",
            "</",
            "<![CDATA[",
            "&#x110000;",
            "<a <b <c",
            "<p>&",
        ] {
            let text = plain_text(&format!("avant\n\n{markdown}"));
            assert!(text.starts_with("avant"), "{markdown}: {text}");
        }
    }

    /// Descriptions of the real catalogue hold whole images, as data, in Markdown and in HTML.
    #[test]
    fn an_image_within_the_text_leaves_only_its_alternative_text() {
        let data = "iVBORw0KGgo".repeat(100_000);
        assert_eq!(
            plain_text(&format!(
                "avant ![carte](data:image/png;base64,{data}) après"
            )),
            "avant carte après"
        );
        assert_eq!(
            plain_text(&format!(
                "avant <img alt='carte' src='data:image/png;base64,{data}'> après"
            )),
            "avant carte après"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_given_blanks_are_single_and_only_between_words(markdown in "[ -~\\n\u{a0}-\u{2060}<>&*\\[\\]`|]{0,300}") {
            let text = plain_text(&markdown);
            prop_assert_eq!(text.trim(), &text);
            prop_assert!(!text.contains("  ") && !text.contains(" \n") && !text.contains("\n ") && !text.contains("\n\n"));
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
