//! HTML to plain text: the tokens of html5ever, without building a tree.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult,
    Tokenizer, TokenizerOpts,
};

use super::plain_text::PlainText;

/// Adds the text of an HTML fragment.
pub(super) fn push_text(text: &mut PlainText, html: String) {
    let sink = TextSink {
        state: RefCell::new(State {
            text,
            hidden: false,
        }),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // The sink never asks for a script to be run, so one call consumes all of the input.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct TextSink<'a> {
    // The tokenizer hands out tokens by shared reference.
    state: RefCell<State<'a>>,
}

struct State<'a> {
    text: &'a mut PlainText,
    /// Whether the text that follows is that of a script, a style …, which no reader sees.
    hidden: bool,
}

impl TokenSink for TextSink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line_number: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            CharacterTokens(characters) if !state.hidden => state.text.push(&characters),
            TagToken(tag) => return state.push_tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State<'_> {
    fn push_tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "script" => return self.hide(tag, RawKind::ScriptData),
            "style" | "iframe" => return self.hide(tag, RawKind::Rawtext),
            "textarea" | "title" if tag.kind == StartTag => {
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "img" => self.push_alternative_text(tag),
            "td" | "th" => self.text.blank(),
            name if is_block(name) => self.text.line_feed(),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    /// Hides the text between the start and the end tag, which the tokenizer is told to take as a whole.
    fn hide(&mut self, tag: &Tag, kind: RawKind) -> TokenSinkResult<()> {
        self.hidden = tag.kind == StartTag;
        self.text.blank();
        if self.hidden {
            TokenSinkResult::RawData(kind)
        } else {
            TokenSinkResult::Continue
        }
    }

    fn push_alternative_text(&mut self, tag: &Tag) {
        if let Some(alternative) = tag
            .attrs
            .iter()
            .find(|attribute| &*attribute.name.local == "alt")
        {
            self.text.push(&alternative.value);
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "br"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}
