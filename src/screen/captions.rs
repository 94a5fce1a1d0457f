//! Captions, a line for each thing that happened.

use super::live::sound_name;
use crate::call::{CallEvent, EventSink};
use anstyle::{AnsiColor, Style};
use std::io::Write;

/// Whose words the caller already sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// Typed at a terminal: the terminal shows them, so captions give a prompt and no echo.
    Prompt,
    /// Typed through a pipe: captions show them.
    Lines,
    /// Spoken at a terminal: captions show the words so far in place, then the turn.
    Live,
    /// Spoken, captions to a pipe: only whole turns.
    Turns,
}

const GATEKEEPER: Style = AnsiColor::Cyan.on_default().bold();
const CALLER: Style = AnsiColor::Green.on_default().bold();
const PROMPT: Style = AnsiColor::Yellow.on_default();
const ASIDE: Style = Style::new().dimmed();

/// Clears the line that the cursor is on.
const CLEAR: &str = "\r\x1b[2K";

/// Writes captions. Where the screen is gone the call goes on without them.
pub struct Captions<W: Write> {
    out: W,
    echo: Echo,
    width: usize,
    partial_shown: bool,
}

impl<W: Write> Captions<W> {
    /// `width` is the terminal's, in columns; lines are wrapped to at most 100.
    pub fn new(out: W, echo: Echo, width: usize) -> Self {
        Self { out, echo, width: width.clamp(30, 100), partial_shown: false }
    }

    /// What the caller wanted to say next, and where in their script that is.
    pub fn prompt(&mut self, place: &str, words: &str) {
        self.say(PROMPT, place, words);
    }

    fn say(&mut self, style: Style, name: &str, words: &str) {
        let indent = "    ";
        let first = format!("{name}: ");
        let room = textwrap::Options::new(self.width).initial_indent("  ").subsequent_indent(indent);
        // A telephone number that is read back stays in one piece.
        let room = room.word_splitter(textwrap::WordSplitter::NoHyphenation);
        let wrapped = textwrap::fill(&format!("{first}{words}"), room);
        // The name is coloured after wrapping, so that escape sequences take no columns.
        let painted = wrapped.replacen(&first, &format!("{style}{first}{style:#}"), 1);
        self.line(&painted);
    }

    fn aside(&mut self, words: &str) {
        let room = textwrap::Options::new(self.width).initial_indent("  ").subsequent_indent("  ");
        let wrapped = textwrap::fill(&format!("[{words}]"), room);
        self.line(&format!("{ASIDE}{wrapped}{ASIDE:#}"));
    }

    fn line(&mut self, text: &str) {
        let clear = if std::mem::take(&mut self.partial_shown) { CLEAR } else { "" };
        let _ = writeln!(self.out, "{clear}{text}");
        let _ = self.out.flush();
    }
}

/// Said under the line that was not said to its end.
pub(super) const CUT_IN: &str = "you cut in";

impl<W: Write> EventSink for Captions<W> {
    fn event(&mut self, event: &CallEvent) {
        match event {
            CallEvent::Sounded { sound, .. } => self.aside(sound_name(*sound)),
            CallEvent::Spoke { name, text, .. } => self.say(GATEKEEPER, name, text),
            CallEvent::SpokeUntil { heard: Some(_), .. } => self.aside(CUT_IN),
            CallEvent::Heard { heard } if heard.text.is_empty() => {
                self.aside("you spoke, but no words came through")
            }
            CallEvent::Heard { heard } if self.echo != Echo::Prompt => self.say(CALLER, "You", &heard.text),
            CallEvent::Silence { .. } => self.aside("silence"),
            CallEvent::Noticed { message, .. } => self.aside(message),
            _ => {}
        }
    }

    /// Whoever typed it then does not see it now.
    fn retold(&mut self, event: &CallEvent) {
        let echo = std::mem::replace(&mut self.echo, Echo::Lines);
        self.event(event);
        self.echo = echo;
    }

    fn listening(&mut self) {
        if self.echo == Echo::Prompt {
            let _ = write!(self.out, "  {CALLER}You: {CALLER:#}");
            let _ = self.out.flush();
        }
    }

    fn partial(&mut self, text: &str) {
        if self.echo != Echo::Live {
            return;
        }
        // Only the end fits on one line, and the end is what is new.
        let room = self.width.saturating_sub(10);
        let skip = text.chars().count().saturating_sub(room);
        let tail: String = text.chars().skip(skip).collect();
        let more = if skip > 0 { "…" } else { "" };
        let _ = write!(self.out, "{CLEAR}  {ASIDE}You: {more}{tail}{ASIDE:#}");
        let _ = self.out.flush();
        self.partial_shown = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Heard;

    fn screen(echo: Echo, width: usize, play: impl Fn(&mut Captions<&mut Vec<u8>>)) -> String {
        let mut out = Vec::new();
        play(&mut Captions::new(&mut out, echo, width));
        anstream::adapter::strip_str(&String::from_utf8(out).expect("captions are text")).to_string()
    }

    fn spoke(text: &str) -> CallEvent {
        CallEvent::Spoke {
            speaker: "dana".into(),
            name: "Dana".into(),
            text: text.into(),
            state: "reception".into(),
            start: 0.0,
            end: 1.0,
            synthesize_ms: 0.0,
        }
    }

    #[test]
    fn long_lines_are_wrapped_under_the_name() {
        let shown = screen(Echo::Lines, 30, |captions| {
            captions.event(&spoke("Good morning, Meridian Design, Dana speaking."))
        });
        assert_eq!(shown, "  Dana: Good morning, Meridian\n    Design, Dana speaking.\n");
    }

    #[test]
    fn a_typed_turn_at_a_terminal_is_prompted_for_and_not_repeated() {
        let typed = CallEvent::Heard { heard: Heard::typed("Hello", 0.0) };
        let play = |captions: &mut Captions<&mut Vec<u8>>| {
            captions.listening();
            captions.event(&typed);
        };
        assert_eq!(screen(Echo::Prompt, 80, play), "  You: ");
        assert_eq!(screen(Echo::Lines, 80, play), "  You: Hello\n");
    }

    #[test]
    fn only_a_live_screen_shows_the_words_so_far() {
        let play = |captions: &mut Captions<&mut Vec<u8>>| captions.partial("Hello I am");
        assert_eq!(screen(Echo::Turns, 80, play), "");
        assert!(screen(Echo::Live, 80, play).contains("You: Hello I am"));
    }
}
