//! Lines of a page, wrapped to its width.
//!
//! What enters: styled texts. What leaves: one text with ANSI colours, each line's style closed at its end. This
//! file must not know what the lines say.

use super::view;
use anstyle::Style;

pub(super) struct Page {
    pub text: String,
    width: usize,
}

impl Page {
    pub fn new(width: usize) -> Self {
        Self { text: String::new(), width }
    }

    /// One line, wrapped; the style ends before each break so that wrapped lines can be cut anywhere.
    pub fn line(&mut self, style: Style, text: &str) {
        self.hanging(style, "", text, usize::MAX);
    }

    /// `head` once, and under it as many columns in; at most `most` lines, the last one cut.
    pub fn hanging(&mut self, style: Style, head: &str, text: &str, most: usize) {
        let indent = head.chars().count();
        let room = self.width.saturating_sub(indent).max(20);
        let whole_words = textwrap::Options::new(room).word_splitter(textwrap::WordSplitter::NoHyphenation);
        let mut lines: Vec<String> =
            textwrap::wrap(text, whole_words).into_iter().map(|line| line.into_owned()).collect();
        if lines.len() > most {
            let rest = lines[most - 1..].join(" ");
            lines.truncate(most - 1);
            lines.push(view::cut(&rest, room));
        }
        for (at, line) in lines.iter().enumerate() {
            let margin = if at == 0 { head.to_owned() } else { " ".repeat(indent) };
            self.text.push_str(&format!("{margin}{style}{line}{style:#}\n"));
        }
    }

    pub fn gap(&mut self) {
        self.text.push('\n');
    }
}
