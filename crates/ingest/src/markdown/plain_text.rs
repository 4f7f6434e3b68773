//! Plain text that is made piece by piece.

/// Plain text in the making. Blanks are collapsed as they come.
pub(super) struct PlainText {
    text: String,
    gap: Gap,
}

/// What parts the next word from the text before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    LineFeed,
}

impl PlainText {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            gap: Gap::None,
        }
    }

    /// Adds text within a line.
    pub(super) fn push(&mut self, part: &str) {
        for c in part.chars() {
            if c.is_whitespace() {
                self.blank();
            } else if !is_invisible(c) {
                self.close_gap();
                self.text.push(c);
            }
        }
    }

    /// Parts the text that follows by a blank at least.
    pub(super) fn blank(&mut self) {
        self.gap = self.gap.max(Gap::Blank);
    }

    /// Parts the text that follows by a line feed.
    pub(super) fn line_feed(&mut self) {
        self.gap = Gap::LineFeed;
    }

    fn close_gap(&mut self) {
        if !self.text.is_empty() {
            match self.gap {
                Gap::None => {}
                Gap::Blank => self.text.push(' '),
                Gap::LineFeed => self.text.push('\n'),
            }
        }
        self.gap = Gap::None;
    }

    pub(super) fn finish(mut self) -> String {
        self.text.shrink_to_fit();
        self.text
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}
