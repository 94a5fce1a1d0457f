//! What the live screen shows, without a terminal: events and keys in, lines and a status out.

use crate::call::{CallEvent, LineSound, Seconds};
use crate::screen::captions::CUT_IN;

/// A caption, ready to be wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caption {
    Them { name: String, text: String },
    You(String),
    Aside(String),
}

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Floor {
    /// Nothing is said: it rings, or the machine works.
    Nobody,
    Them {
        name: String,
        until: Seconds,
    },
    You,
}

/// What a caller who asks for it sees of the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inside {
    pub patience: i32,
    pub mood: i32,
}

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub floor: Floor,
    pub now: Seconds,
    /// Loudest sample of the caller's, 0 to 1; falls slowly so that an eye can follow.
    pub level: f32,
    pub partial: String,
    pub inside: Option<Inside>,
    /// The place in the script, and its words.
    pub prompt: Option<(String, String)>,
    pub shows_captions: bool,
    pub shows_inside: bool,
    pub shows_help: bool,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            floor: Floor::Nobody,
            now: 0.0,
            level: 0.0,
            partial: String::new(),
            inside: None,
            prompt: None,
            shows_captions: true,
            shows_inside: false,
            shows_help: false,
        }
    }
}

/// What is left of a level each time it is looked at.
const FALL: f32 = 0.85;

impl Model {
    /// Takes an event in; what is to be said about it comes out.
    pub fn event(&mut self, event: &CallEvent) -> Option<Caption> {
        match event {
            CallEvent::Sounded { sound, .. } => {
                self.floor = Floor::Nobody;
                Some(Caption::Aside(sound_name(*sound).to_owned()))
            }
            CallEvent::Spoke { name, text, start, end, .. } => {
                // The call's own clock is right.
                self.now = *start;
                self.floor = Floor::Them { name: name.clone(), until: *end };
                self.partial.clear();
                let text = if self.shows_captions { text.clone() } else { "(captions are off)".to_owned() };
                Some(Caption::Them { name: name.clone(), text })
            }
            CallEvent::SpokeUntil { end, heard } => {
                self.now = *end;
                self.floor = Floor::Nobody;
                heard.as_ref().map(|_| Caption::Aside(CUT_IN.to_owned()))
            }
            CallEvent::Heard { heard } => {
                self.floor = Floor::Nobody;
                self.partial.clear();
                Some(match heard.text.as_str() {
                    "" => Caption::Aside("you spoke, but no words came through".to_owned()),
                    _ if !self.shows_captions => Caption::You("(captions are off)".to_owned()),
                    text => Caption::You(text.to_owned()),
                })
            }
            CallEvent::Silence { .. } => Some(Caption::Aside("silence".to_owned())),
            CallEvent::Noticed { message, .. } => Some(Caption::Aside(message.clone())),
            CallEvent::Moved { mood, patience, .. } => {
                self.inside = Some(Inside { patience: *patience, mood: *mood });
                None
            }
            _ => None,
        }
    }

    pub fn listening(&mut self) {
        self.floor = Floor::You;
    }

    pub fn partial(&mut self, text: &str) {
        text.clone_into(&mut self.partial);
    }

    /// Time goes by, `level` being the caller's now.
    pub fn pass(&mut self, seconds: Seconds, level: f32) {
        self.now += seconds;
        self.level = (self.level * FALL).max(level.clamp(0.0, 1.0));
        if let Floor::Them { until, .. } = &self.floor
            && self.now > *until
        {
            self.floor = Floor::Nobody;
        }
    }
}

pub(in crate::screen) fn sound_name(sound: LineSound) -> &'static str {
    match sound {
        LineSound::Ring => "the phone rings",
        LineSound::Hold => "on hold",
        LineSound::Transfer => "the extension rings",
        LineSound::Beep => "beep",
        LineSound::OtherPhone => "another phone rings",
        LineSound::HangUp => "they hang up",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Heard;

    fn spoke(end: Seconds) -> CallEvent {
        CallEvent::Spoke {
            speaker: "dana".into(),
            name: "Dana".into(),
            text: "Good morning.".into(),
            state: "desk".into(),
            start: 0.0,
            end,
            synthesize_ms: 0.0,
        }
    }

    #[test]
    fn the_floor_goes_from_one_to_the_other() {
        let mut model = Model::default();
        assert!(model.event(&spoke(2.0)).is_some());
        model.pass(1.0, 0.0);
        assert_eq!(model.floor, Floor::Them { name: "Dana".into(), until: 2.0 });
        model.pass(1.1, 0.0);
        assert_eq!(model.floor, Floor::Nobody);
        model.listening();
        model.partial("Hello I");
        assert_eq!((&model.floor, model.partial.as_str()), (&Floor::You, "Hello I"));
        let heard = CallEvent::Heard { heard: Heard::typed("Hello, I am Ann.", 3.0) };
        assert_eq!(model.event(&heard), Some(Caption::You("Hello, I am Ann.".into())));
        assert_eq!((&model.floor, model.partial.as_str()), (&Floor::Nobody, ""));
    }

    #[test]
    fn captions_that_are_off_give_no_words_away() {
        let mut model = Model { shows_captions: false, ..Model::default() };
        let heard = CallEvent::Heard { heard: Heard::typed("secret", 3.0) };
        for caption in [model.event(&spoke(2.0)), model.event(&heard)] {
            let shown = format!("{caption:?}");
            assert!(!shown.contains("Good morning") && !shown.contains("secret"), "{shown}");
        }
    }

    #[test]
    fn a_level_rises_at_once_and_falls_slowly() {
        let mut model = Model::default();
        model.pass(0.0, 0.8);
        assert_eq!(model.level, 0.8);
        model.pass(0.1, 0.1);
        assert!(model.level > 0.6 && model.level < 0.8);
        model.pass(0.1, f32::NAN);
        assert!(model.level.is_finite());
    }
}
