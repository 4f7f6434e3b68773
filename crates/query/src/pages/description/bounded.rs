//! HTML as it was written -> the same with its nesting bounded and every element closed, in one pass over its tokens.
//!
//! What builds a tree of HTML asks at a tag for the elements that are open, and opens those again that were left open in
//! the paragraph before: time and size can grow with the square of the text. Here a stack of open elements is kept that never
//! holds more than [`MAX_DEPTH`], what is deeper loses its tags and keeps its text, and what a tag closes is closed in so many
//! words. It is no parser of HTML, and need not be: what a page may show is decided behind it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult,
    Tokenizer, TokenizerOpts,
};

/// Elements in elements; browsers stop at 512.
const MAX_DEPTH: usize = 100;

/// What comes behind so many bytes is left out, and told by `[…]`.
const MAX_BYTES: usize = 400_000;

/// An address that is longer leads nowhere: it is a picture that somebody pasted.
const MAX_ADDRESS_BYTES: usize = 8_000;

/// Returns a fragment with its nesting bounded.
pub(super) fn bounded(html: &str) -> String {
    let sink = Sink(RefCell::new(Bounded {
        html: String::with_capacity(html.len() + html.len() / 4),
        ..Bounded::default()
    }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // The sink never asks for a script to be run, so one call consumes all of the input.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut bounded = tokenizer.sink.0.into_inner();
    if bounded.is_full() {
        bounded.html.push_str(" […]");
    }
    bounded.close_from(0);
    bounded.html
}

/// The tokenizer hands out tokens by shared reference.
struct Sink(RefCell<Bounded>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line_number: u64) -> TokenSinkResult<()> {
        let mut bounded = self.0.borrow_mut();
        if bounded.is_full() {
            return TokenSinkResult::Continue;
        }
        match token {
            CharacterTokens(text) if bounded.hidden.is_none() => bounded.push_text(&text),
            TagToken(tag) if tag.kind == StartTag => return bounded.open(&tag),
            TagToken(tag) => bounded.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The fragment so far.
#[derive(Default)]
struct Bounded {
    html: String,
    /// The elements that are open.
    open: Vec<String>,
    /// How many elements that lie too deep have begun and not ended.
    n_too_deep: usize,
    /// The element whose content nobody sees, where one is open: a script, a style.
    hidden: Option<String>,
}

impl Bounded {
    fn is_full(&self) -> bool {
        self.html.len() >= MAX_BYTES
    }

    fn open(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if let Some(kind) = kind_of_hidden(name) {
            self.hidden = Some(name.to_owned());
            return TokenSinkResult::RawData(kind);
        }
        while let Some(closed) = self.closed_by(name) {
            self.close_from(closed);
        }
        let parent = self.open.last().map_or("", String::as_str);
        if is_of_table(parent) && !is_part_of_table(name) {
            // A browser would put it before the table.
            return TokenSinkResult::Continue;
        }
        if self.open.len() >= MAX_DEPTH {
            self.n_too_deep += usize::from(!is_void(name));
            return TokenSinkResult::Continue;
        }
        self.push_start(tag);
        if !is_void(name) {
            self.open.push(name.to_owned());
        }
        TokenSinkResult::Continue
    }

    /// Returns the innermost of the open elements that end where another one begins.
    fn closed_by(&self, name: &str) -> Option<usize> {
        let closed = self
            .open
            .iter()
            .rposition(|open| is_closed_by(open, name))?;
        let mut inside = self.open[closed + 1..].iter();
        inside.all(|open| !holds(open, name)).then_some(closed)
    }

    fn close(&mut self, name: &str) {
        if self.hidden.is_some() {
            self.hidden = None;
        } else if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
        } else if let Some(index) = self.open.iter().rposition(|open| open == name) {
            self.close_from(index);
        }
    }

    /// Closes the element with that index, and those in it.
    fn close_from(&mut self, index: usize) {
        for name in self.open.drain(index..).rev() {
            self.html.push_str("</");
            self.html.push_str(&name);
            self.html.push('>');
        }
    }

    /// Of attributes, only an address says anything.
    fn push_start(&mut self, tag: &Tag) {
        self.html.push('<');
        self.html.push_str(&tag.name);
        let mut attributes = tag.attrs.iter();
        if &*tag.name == "a"
            && let Some(address) = attributes.find(|attribute| &*attribute.name.local == "href")
            && address.value.len() <= MAX_ADDRESS_BYTES
        {
            self.html.push_str(" href=\"");
            self.push_text(&address.value);
            self.html.push('"');
        }
        self.html.push('>');
    }

    fn push_text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '&' => self.html.push_str("&amp;"),
                '"' => self.html.push_str("&quot;"),
                other => self.html.push(other),
            }
        }
    }
}

/// Returns how the content of an element is read that nobody sees.
fn kind_of_hidden(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "iframe" => Some(RawKind::Rawtext),
        "textarea" | "title" => Some(RawKind::Rcdata),
        _ => None,
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "wbr"
            | "col"
            | "area"
            | "embed"
            | "link"
            | "meta"
            | "source"
            | "track"
    )
}

/// Returns whether an open element ends where another one begins.
fn is_closed_by(open: &str, next: &str) -> bool {
    match open {
        "p" => is_block(next),
        "li" | "a" => next == open,
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "thead" | "tbody" | "tfoot"),
        "tr" => matches!(next, "tr" | "thead" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" => matches!(next, "thead" | "tbody" | "tfoot"),
        _ => false,
    }
}

/// Returns whether an element that is open keeps one that begins in it from ending what is open around it.
fn holds(open: &str, next: &str) -> bool {
    match next {
        "li" => matches!(open, "ul" | "ol" | "td" | "th"),
        "dt" | "dd" => matches!(open, "dl" | "td" | "th"),
        "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => open == "table",
        _ => matches!(open, "td" | "th"),
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "blockquote"
            | "pre"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "figure"
            | "center"
            | "form"
            | "address"
    )
}

/// Returns whether an element holds nothing but parts of a table.
fn is_of_table(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr")
}

fn is_part_of_table(name: &str) -> bool {
    is_of_table(name) || matches!(name, "td" | "th")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_closed_where_it_ends() {
        for (written, expected) in [
            ("", ""),
            ("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;"),
            ("<p>un<p>deux", "<p>un</p><p>deux</p>"),
            (
                "<ul><li>a<li>b<ul><li>c</ul></ul>d",
                "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d",
            ),
            ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
            (
                "<a href=\"x?a&amp;b\" onclick=y>a<a href=z>b</a>",
                "<a href=\"x?a&amp;b\">a</a><a href=\"z\">b</a>",
            ),
            (
                "<table><tr><td>a<td>b<tr><td><p>c</table>",
                "<table><tr><td>a</td><td>b</td></tr><tr><td><p>c</p></td></tr></table>",
            ),
            (
                "<table><p>a<tr><td>b",
                "<table>a<tr><td>b</td></tr></table>",
            ),
            ("a<br>b<hr/>c</br></q>", "a<br>b<hr>c"),
            (
                "a<script>b<p></script>c<style>d</style>e<title>f</title>",
                "ace",
            ),
            ("<script>a", ""),
            ("a<!-- b -->c<![CDATA[d]]>", "ac"),
        ] {
            assert_eq!(bounded(written), expected, "{written}");
        }
    }

    #[test]
    fn what_lies_too_deep_keeps_its_text() {
        let deep = format!(
            "{}mot{}suite",
            "<ul><li>".repeat(1000),
            "</li></ul>".repeat(1000)
        );
        let html = bounded(&deep);
        assert_eq!(html.matches("<ul>").count(), MAX_DEPTH / 2);
        assert!(html.contains("mot"), "{html}");
        assert!(html.ends_with("</ul>suite"), "{html}");
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let html = bounded(&"<p>mot</p>".repeat(100_000));
        assert!(
            (MAX_BYTES..MAX_BYTES + 100).contains(&html.len()),
            "{}",
            html.len()
        );
        assert!(html.contains("[…]"));
        let picture = format!(
            "<p>a<a href=\"data:{}\">plan</a>b</p>",
            "x".repeat(1_000_000)
        );
        assert_eq!(bounded(&picture), "<p>a<a>plan</a>b</p>");
    }
}
