//! Lines of a page for a terminal, wrapped to its width.

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

    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    pub fn line(&mut self, style: Style, text: &str) {
        self.styled(style, "", text);
    }

    pub fn plain(&mut self, text: &str) {
        let indent = text.len() - text.trim_start().len();
        self.hanging(&" ".repeat(indent), text.trim_start());
    }

    /// `head` once, and what follows under the first word behind it.
    pub fn hanging(&mut self, head: &str, text: &str) {
        self.styled(Style::new(), head, text);
    }

    /// The style ends before each break, so that lines can be cut anywhere.
    pub fn styled(&mut self, style: Style, head: &str, text: &str) {
        let indent = head.chars().count();
        let room = self.width.saturating_sub(indent).max(20);
        for (at, line) in textwrap::wrap(text, room).iter().enumerate() {
            let margin = if at == 0 { head.to_owned() } else { " ".repeat(indent) };
            self.text.push_str(&format!("{margin}{style}{line}{style:#}\n"));
        }
    }
}

/// `1 dial`, `2 dials`.
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
