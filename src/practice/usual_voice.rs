//! How a caller's voice usually is: what enthusiasm is measured by.
//!
//! Earlier calls go in, oldest first; a baseline comes out, or none where there are too few. Others' voices are no
//! measure: melody differs from person to person more than from mood to mood.

use crate::call::{CallRecord, Delivery, VoiceBaseline};

/// Calls that a baseline stands on, and how many of the last it looks at.
const FEWEST: usize = 3;
const LAST: usize = 10;

/// The middle of the last spoken calls.
pub fn usual_voice<'r>(records: impl Iterator<Item = &'r CallRecord>) -> Option<VoiceBaseline> {
    let measured = |record: &'r CallRecord| figures(record.scorecard.as_ref()?.measured.as_ref()?);
    let mut voices: Vec<VoiceBaseline> = records.filter_map(measured).collect();
    voices.drain(..voices.len().saturating_sub(LAST));
    if voices.len() < FEWEST {
        return None;
    }
    let middle = |figure: fn(&VoiceBaseline) -> f64| {
        let mut figures: Vec<f64> = voices.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Some(VoiceBaseline {
        pitch_median_hz: middle(|voice| voice.pitch_median_hz),
        pitch_sd_semitones: middle(|voice| voice.pitch_sd_semitones),
        intensity_sd_db: middle(|voice| voice.intensity_sd_db),
    })
}

fn figures(delivery: &Delivery) -> Option<VoiceBaseline> {
    let pitch = delivery.pitch?;
    Some(VoiceBaseline {
        pitch_median_hz: pitch.median_hz,
        pitch_sd_semitones: pitch.sd_semitones,
        intensity_sd_db: delivery.intensity?.sd_db,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{
        CallEvent, CallStart, Channel, Difficulty, Intensity, Kind, Pitch, RECORD_VERSION, Scorecard,
    };

    fn spoken(semitones: f64) -> CallRecord {
        let measured = Delivery {
            pitch: Some(Pitch { median_hz: 120.0, sd_semitones: semitones }),
            intensity: Some(Intensity { mean_db: 60.0, sd_db: 8.0 }),
            ..Delivery::default()
        };
        let scorecard = Scorecard { measured: Some(measured), ..empty() };
        record(vec![CallEvent::Scored { scorecard: Box::new(scorecard) }])
    }

    fn empty() -> Scorecard {
        Scorecard {
            score: 0.0,
            content: 0.0,
            delivery: None,
            findings: Vec::new(),
            measured: None,
            coaching: Default::default(),
        }
    }

    fn record(events: Vec<CallEvent>) -> CallRecord {
        let start = CallEvent::Started(CallStart {
            version: RECORD_VERSION,
            scenario: "x".into(),
            title: "X".into(),
            kind: Kind::Cold,
            seed: 1,
            difficulty: Difficulty::Normal,
            channel: Channel::Spoken,
            started_at: String::new(),
            brief: Default::default(),
            needs: Vec::new(),
            research: Vec::new(),
            campaign: None,
            origin: Default::default(),
        });
        CallRecord::from_events(&[vec![start], events].concat()).expect("started")
    }

    #[test]
    fn the_middle_of_the_last_ten_calls_is_the_usual_voice() {
        let usual = |calls: &[CallRecord]| usual_voice(calls.iter()).map(|voice| voice.pitch_sd_semitones);
        let typed = record(Vec::new());
        assert_eq!(usual(&[spoken(2.0), spoken(3.0), typed.clone()]), None);
        assert_eq!(usual(&[spoken(2.0), typed, spoken(9.0), spoken(3.0)]), Some(3.0));
        let old: Vec<CallRecord> = (0..20).map(|_| spoken(9.0)).collect();
        let new: Vec<CallRecord> = (0..10).map(|_| spoken(2.0)).collect();
        assert_eq!(usual(&[old, new].concat()), Some(2.0));
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written() {
        let voice = usual_voice([spoken(2.0), spoken(2.5), spoken(3.0)].iter()).expect("three calls");
        assert_eq!(voice.to_string(), "120.0 Hz, 2.50 semitones, 8.00 dB");
        assert_eq!(voice.to_string().parse(), Ok(voice));
        assert!("120 Hz, 0 semitones, 8 dB".parse::<VoiceBaseline>().is_err());
        assert!("loud".parse::<VoiceBaseline>().is_err());
    }
}
