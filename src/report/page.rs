//! Lines of a page for a terminal, wrapped to its width.
//!
//! What enters: styled texts. What leaves: one text with ANSI colours, each line's style closed at its end. This
//! file must not know what the lines say.

use super::view;
use anstyle::{AnsiColor, Style};

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();

pub(super) struct Page {
    pub text: String,
    pub width: usize,
}

impl Page {
    /// 40 to 110 columns are used.
    pub fn new(width: usize) -> Self {
        Self { text: String::new(), width: width.clamp(40, 110) }
    }

    /// One line, wrapped; the style ends before each break so that wrapped lines can be cut anywhere.
    pub fn line(&mut self, style: Style, text: &str) {
        self.styled(style, "", text);
    }

    /// Under its own indent.
    pub fn plain(&mut self, text: &str) {
        let indent = text.len() - text.trim_start().len();
        self.styled(Style::new(), &" ".repeat(indent), text.trim_start());
    }

    /// `head` once, and what follows under the first word behind it.
    pub fn styled(&mut self, style: Style, head: &str, text: &str) {
        self.hanging(style, head, text, usize::MAX);
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

/// `1 dial`, `2 dials`.
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
