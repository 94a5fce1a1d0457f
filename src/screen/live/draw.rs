//! How the live screen looks: captions above, four lines below. Nothing is said by colour alone.

use super::model::{Caption, Floor, Model};
use crate::call::Controls;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

/// Lines at the bottom.
pub(super) const STATUS_LINES: u16 = 4;

/// Cells of the level meter, and the level below which it shows nothing.
const METER: usize = 12;
const QUIETEST_DB: f32 = -60.0;

const GATEKEEPER: Style = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
const CALLER: Style = Style::new().fg(Color::Green).add_modifier(Modifier::BOLD);
const ASIDE: Style = Style::new().add_modifier(Modifier::DIM);
const PROMPT: Style = Style::new().fg(Color::Yellow);
const WARN: Style = Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD);

const KEYS: &str = "m mute  h hold  r repeat  c captions  p patience  q hang up  ? help";
const HELP: &str = "m: they cannot hear you. h: the call stands still. r: they say it again, and it costs nothing. \
                    c: no words on the screen. p: their patience and mood. q: hang up.";

/// A caption's lines for a terminal of `width` columns.
pub(super) fn caption(caption: &Caption, width: u16) -> Vec<Line<'static>> {
    let (name, style, text) = match caption {
        Caption::Them { name, text } => (Some(name.clone()), GATEKEEPER, text.clone()),
        Caption::You(text) => (Some("You".to_owned()), CALLER, text.clone()),
        Caption::Aside(text) => (None, ASIDE, format!("[{text}]")),
    };
    let room = textwrap::Options::new(usize::from(width).clamp(20, 100))
        .initial_indent("  ")
        .subsequent_indent(if name.is_some() { "    " } else { "  " })
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let head = name.map(|name| format!("{name}: ")).unwrap_or_default();
    let mut lines = Vec::new();
    for (at, line) in textwrap::wrap(&format!("{head}{text}"), room).into_iter().enumerate() {
        let whole = line.into_owned();
        let cut = 2 + head.len();
        lines.push(match (at, whole.is_char_boundary(cut), head.is_empty()) {
            (0, true, false) if whole.len() >= cut => {
                let (front, rest) = whole.split_at(cut);
                Line::from(vec![Span::styled(front.to_owned(), style), Span::raw(rest.to_owned())])
            }
            (_, _, true) => Line::styled(whole, style),
            _ => Line::raw(whole),
        });
    }
    lines
}

/// The lines at the bottom.
pub(super) fn status(model: &Model, controls: &Controls, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let lines = vec![
        partial(model, width),
        prompter(model),
        floor(model, controls),
        Line::styled(if model.shows_help { HELP } else { KEYS }, ASIDE),
    ];
    let paragraph = Paragraph::new(lines);
    // Help is longer than a line: it takes the place of what is above it.
    if model.shows_help {
        let wrap = ratatui::widgets::Wrap { trim: true };
        Paragraph::new(HELP).style(ASIDE).wrap(wrap).render(area, buffer);
    } else {
        paragraph.render(area, buffer);
    }
}

/// The end of the words so far: the end is what is new.
fn partial(model: &Model, width: usize) -> Line<'static> {
    if model.partial.is_empty() || !model.shows_captions {
        return Line::default();
    }
    let room = width.saturating_sub(8);
    let skip = model.partial.chars().count().saturating_sub(room);
    let tail: String = model.partial.chars().skip(skip).collect();
    let more = if skip > 0 { "…" } else { "" };
    Line::styled(format!("  You: {more}{tail}"), ASIDE)
}

fn prompter(model: &Model) -> Line<'static> {
    match &model.prompt {
        Some((place, words)) => {
            Line::from(vec![Span::styled(format!("  {place}: "), WARN), Span::styled(words.clone(), PROMPT)])
        }
        None => Line::default(),
    }
}

fn floor(model: &Model, controls: &Controls) -> Line<'static> {
    let seconds = model.now.max(0.0) as u64;
    let mut spans = vec![Span::raw(format!("  {}:{:02}  ", seconds / 60, seconds % 60))];
    spans.push(match &model.floor {
        _ if controls.on_hold() => Span::styled("on hold: h goes on", WARN),
        Floor::Nobody => Span::styled("…", ASIDE),
        Floor::Them { name, .. } => Span::styled(format!("{name} speaks"), GATEKEEPER),
        Floor::You => Span::styled("your turn", CALLER),
    });
    spans.push(Span::raw(format!("  mic {}", meter(model.level))));
    if controls.muted() {
        spans.push(Span::styled("  muted", WARN));
    }
    if let (true, Some(inside)) = (model.shows_inside, model.inside) {
        spans.push(Span::raw(format!("  patience {}, mood {:+}", inside.patience, inside.mood)));
    }
    Line::from(spans)
}

/// `▮▮▮▮········`, over 60 dB.
fn meter(level: f32) -> String {
    let db = 20.0 * level.max(1e-6).log10();
    let filled = ((db - QUIETEST_DB) / -QUIETEST_DB * METER as f32).round().clamp(0.0, METER as f32) as usize;
    format!("{}{}", "▮".repeat(filled), "·".repeat(METER - filled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::live::model::Inside;

    fn shown(model: &Model, controls: &Controls, width: u16) -> String {
        let area = Rect::new(0, 0, width, STATUS_LINES);
        let mut buffer = Buffer::empty(area);
        status(model, controls, area, &mut buffer);
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>();
        (0..STATUS_LINES).map(|y| row(y).trim_end().to_owned() + "\n").collect()
    }

    #[test]
    fn the_status_says_whose_turn_it_is_and_how_loud_the_caller_is() {
        let model = Model {
            floor: Floor::You,
            now: 64.2,
            level: 1.0,
            partial: "Hello I am".into(),
            prompt: Some(("hook".into(), "Last year I".into())),
            inside: Some(Inside { patience: 2, mood: -1 }),
            ..Model::default()
        };
        let controls = Controls::default();
        let text = shown(&model, &controls, 80);
        assert_eq!(
            text,
            "  You: Hello I am\n  hook: Last year I\n  1:04  your turn  mic ▮▮▮▮▮▮▮▮▮▮▮▮\nm mute  h hold  r repeat  c captions  p patience  q hang up  ? help\n"
        );
        controls.toggle_mute();
        controls.toggle_hold();
        let asked = Model { shows_inside: true, ..model };
        let text = shown(&asked, &controls, 100);
        assert!(text.contains("on hold: h goes on") && text.contains("muted"), "{text}");
        assert!(text.contains("patience 2, mood -1"), "{text}");
    }

    #[test]
    fn any_width_and_any_words_are_drawn() {
        for width in [1, 5, 20, 300] {
            let model =
                Model { partial: "é漢字 ".repeat(60), shows_help: width == 20, ..Model::default() };
            shown(&model, &Controls::default(), width);
            for text in ["", "漢字".repeat(80).as_str(), "one"] {
                let text = text.to_owned();
                let lines = caption(&Caption::Them { name: "Zoë".into(), text: text.clone() }, width);
                assert!(!lines.is_empty());
                caption(&Caption::You(text), width);
            }
        }
    }

    #[test]
    fn silence_fills_no_cell_of_the_meter() {
        assert_eq!(meter(0.0), "·".repeat(METER));
        assert_eq!(meter(f32::NAN), "·".repeat(METER));
        assert_eq!(meter(0.0316).matches('▮').count(), 6);
    }
}
