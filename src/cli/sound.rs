//! Which microphone and speaker, and whether the speaker is a headphone: told once, kept in `sound.toml`.

use super::ask::{Answer, Asker};
use crate::audio::{AudioError, LiveMicrophone, LiveSpeaker, open_microphone, open_speaker};
use crate::drawer::{Drawer, DrawerError};
use serde::{Deserialize, Serialize};
use std::io::Write;

/// Names are parts of a device's name, as `coldcall doctor --devices` lists them. What was not told is the system's choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sound {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub microphone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The microphone does not hear the speaker: the caller can cut in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headphones: Option<bool>,
}

/// An answer on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

impl YesNo {
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

impl Sound {
    /// What was kept; nothing where nothing was, or no folder is there.
    ///
    /// # Errors
    /// A file that is no such settings.
    pub fn kept() -> anyhow::Result<Self> {
        let Ok(drawer) = Drawer::of_user() else { return Ok(Self::default()) };
        let Some(text) = drawer.sound()? else { return Ok(Self::default()) };
        toml::from_str(&text).map_err(|error| {
            let path = drawer.sound_path().display();
            anyhow::anyhow!("{path} cannot be read: {}; mend it, or delete it", error.message())
        })
    }

    pub fn keep(&self) -> anyhow::Result<()> {
        let text = toml::to_string(self)?;
        Ok(Drawer::of_user()?.keep_sound(&text)?)
    }

    /// What is told now, else what was kept.
    #[must_use]
    pub fn or(self, kept: Self) -> Self {
        Self {
            microphone: self.microphone.or(kept.microphone),
            speaker: self.speaker.or(kept.speaker),
            headphones: self.headphones.or(kept.headphones),
        }
    }

    /// An empty name is the system's choice.
    #[must_use]
    pub fn with_names(mut self) -> Self {
        for name in [&mut self.microphone, &mut self.speaker] {
            name.take_if(|name| name.is_empty());
        }
        self
    }

    /// Opens both. A kept device that is gone (a headset left at home) is no reason to stop: the system's own is used, and
    /// that is said. One that was asked for now is missed.
    ///
    /// # Errors
    /// Where one does not open.
    pub fn open(&self) -> anyhow::Result<(LiveMicrophone, LiveSpeaker)> {
        let kept = Self::kept()?;
        let microphone = or_usual("microphone", &self.microphone, &kept.microphone, open_microphone)?;
        let speaker = or_usual("speaker", &self.speaker, &kept.speaker, open_speaker)?;
        Ok((microphone, speaker))
    }

    /// Asks once whether there are headphones, where somebody can answer.
    pub fn asked(mut self, asker: &mut Asker<'_>) -> anyhow::Result<Self> {
        if self.headphones.is_some() || !asker.terminal {
            return Ok(self);
        }
        let question = "Do you wear headphones? Then you can cut in while somebody speaks. [y/N] ";
        let said = match asker.ask(question)? {
            Answer::Over => return Ok(self),
            Answer::Said(said) => said.to_lowercase(),
            Answer::Keep | Answer::Clear => String::new(),
        };
        self.headphones = Some(matches!(said.as_str(), "y" | "yes"));
        let kept = Self { headphones: self.headphones, ..Self::kept()? };
        match kept.keep() {
            // It is asked again next time.
            Err(error) if error.downcast_ref::<DrawerError>().is_some() => {}
            kept => kept?,
        }
        Ok(self)
    }
}

fn or_usual<D>(
    what: &str,
    name: &Option<String>,
    kept: &Option<String>,
    open: impl Fn(Option<&str>) -> Result<D, AudioError>,
) -> anyhow::Result<D> {
    match open(name.as_deref()) {
        Err(error) if name.is_some() && name == kept => {
            writeln!(anstream::stderr(), "coldcall: {error}")?;
            writeln!(
                anstream::stderr(),
                "coldcall: the system's own {what} is used instead of the one you keep"
            )?;
            Ok(open(None)?)
        }
        opened => Ok(opened?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_now_counts_and_what_was_kept_fills_the_rest() {
        let told = Sound { microphone: Some("usb".to_owned()), ..Sound::default() };
        let kept: Sound = toml::from_str("microphone = \"built-in\"\nheadphones = true\n").expect("settings");
        let sound = told.or(kept);
        assert_eq!(sound.microphone.as_deref(), Some("usb"));
        assert_eq!((sound.speaker, sound.headphones), (None, Some(true)));
        assert!(toml::from_str::<Sound>("headphone = true").is_err());
    }

    #[test]
    fn nobody_is_asked_who_cannot_answer_or_has_answered() {
        let mut out = Vec::new();
        let told = Sound { headphones: Some(false), ..Sound::default() };
        assert_eq!(told.clone().asked(&mut Asker::typed("y\n", &mut out)).expect("an answer"), told);
        let untold = Sound::default();
        assert_eq!(untold.clone().asked(&mut Asker::typed("y\n", &mut out)).expect("none"), untold);
        assert!(out.is_empty());
    }

    #[test]
    fn a_kept_device_that_is_gone_is_replaced_and_a_wanted_one_is_missed() {
        let open = |name: Option<&str>| match name {
            None => Ok("the system's"),
            Some(name) => Err(AudioError::NoMicrophone { why: format!("no '{name}'") }),
        };
        let usb = Some("usb".to_owned());
        assert_eq!(or_usual("microphone", &usb, &usb, open).expect("the system's"), "the system's");
        assert!(or_usual("microphone", &usb, &None, open).is_err());
    }
}
