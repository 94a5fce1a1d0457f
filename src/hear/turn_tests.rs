//! Made-up callers: probabilities of speech go in, the model's answers are given.

use super::*;

/// A made-up caller: (frames, probability of speech) one after the other; questions get the next answer,
/// the last one again and again. The events as text, in frames.
fn call(settings: TurnSettings, frames: &[(usize, f32)], answers: &[f32]) -> Vec<String> {
    let mut finder = TurnFinder::new(10.0, settings);
    let mut answers = answers.iter().copied();
    let mut last = None;
    let mut seen = Vec::new();
    let in_frames = |time: Seconds| ((time - 10.0) / FRAME_SECONDS).round() as i64;
    let spans = |turn: &TurnAudio| {
        let span = |s: &Span| format!("{}-{}", in_frames(s.start), in_frames(s.end));
        turn.speech.iter().map(span).collect::<Vec<_>>().join(" ")
    };
    for (count, probability) in frames {
        for _ in 0..*count {
            let mut events = Vec::new();
            if !finder.over {
                finder.take(&[0.1; crate::audio::FRAME], *probability, &mut events);
            }
            for event in events {
                seen.push(match event {
                    TurnEvent::SpeechStarted { at } => format!("started {}", in_frames(at)),
                    TurnEvent::PartialDue => "partial".to_owned(),
                    TurnEvent::Paused { speech_end } => format!("paused {}", in_frames(speech_end)),
                    TurnEvent::NoSpeech { at } => format!("nobody {}", in_frames(at)),
                    TurnEvent::TooLong(turn) => format!("too long {}", spans(&turn)),
                    TurnEvent::TurnEnded(turn) => {
                        format!("ended {} at {}", spans(&turn), in_frames(turn.decided))
                    }
                    TurnEvent::AskEndOfTurn { ask } => {
                        last = answers.next().or(last);
                        last.into_iter().for_each(|answer| finder.answer(ask, answer));
                        "ask".to_owned()
                    }
                });
            }
        }
    }
    seen
}

#[track_caller]
fn ends_at(frames: &[(usize, f32)], answers: &[f32], expected: &str) {
    let events = call(TurnSettings::default(), frames, answers);
    assert_eq!(events.last().map(String::as_str), Some(expected), "{events:?}");
}

#[test]
fn the_surer_the_model_the_shorter_the_wait() {
    let hello = [(5, 0.0), (20, 0.9), (60, 0.0)];
    ends_at(&hello, &[0.97], "ended 5-25 at 43"); // 0.55 s
    ends_at(&hello, &[0.75], "ended 5-25 at 49"); // 0.75 s
    ends_at(&hello, &[0.5], "ended 5-25 at 57"); // 1.0 s
    ends_at(&hello, &[0.01], "ended 5-25 at 66"); // 1.3 s, the longest pause
    ends_at(&hello, &[], "ended 5-25 at 50"); // no model: 0.8 s
    ends_at(&hello, &[0.97, 0.5], "ended 5-25 at 57"); // a sure answer, then doubts
}

#[test]
fn a_thinking_pause_is_part_of_the_turn() {
    let thinking = [(5, 0.0), (20, 0.9), (35, 0.0), (20, 0.9), (60, 0.0)];
    ends_at(&thinking, &[0.02, 0.02, 0.02, 0.02, 0.97], "ended 5-25 60-80 at 98");
    // Answers about the first pause say nothing about the second.
    ends_at(&thinking, &[0.02], "ended 5-25 60-80 at 121");
}

#[test]
fn a_click_does_not_end_or_extend_a_turn() {
    let events =
        call(TurnSettings::default(), &[(5, 0.0), (20, 0.9), (7, 0.0), (2, 0.9), (60, 0.0)], &[0.97]);
    assert_eq!(events, ["started 5", "paused 25", "ask", "ask", "ended 5-25 at 43"]);
}

#[test]
fn silence_and_rambling_have_limits() {
    let settings = TurnSettings { no_input_after: 2.0, rambling_after: 3.0, ..TurnSettings::default() };
    assert_eq!(call(settings, &[(100, 0.0)], &[]), ["nobody 63"]);
    assert_eq!(call(settings, &[(100, 0.0), (50, 0.9)], &[]), ["nobody 63"]);
    let rambled = call(settings, &[(10, 0.0), (300, 0.9)], &[]);
    assert_eq!(rambled, ["started 10", "partial", "partial", "too long 10-104"]);
}

#[test]
fn a_voicemail_is_one_take() {
    let settings = TurnSettings { one_take: true, max_pause: 2.0, ..TurnSettings::default() };
    let events = call(settings, &[(5, 0.0), (10, 0.9), (50, 0.0), (10, 0.9), (90, 0.0)], &[1.0]);
    assert_eq!(events, ["started 5", "paused 15", "paused 75", "ended 5-15 65-75 at 138"]);
}

#[test]
fn late_answers_are_passed_over() {
    let mut finder = TurnFinder::new(0.0, TurnSettings::default());
    let take = |finder: &mut TurnFinder, count: usize, probability| {
        let mut events = Vec::new();
        for _ in 0..count {
            finder.take(&[0.0; crate::audio::FRAME], probability, &mut events);
        }
        events
    };
    take(&mut finder, 10, 0.9);
    assert!(take(&mut finder, 8, 0.0).contains(&TurnEvent::AskEndOfTurn { ask: 0 }));
    take(&mut finder, 10, 0.9);
    finder.answer(0, 1.0);
    assert_eq!(finder.pause.probability(), None, "about a pause that is over");
    assert!(take(&mut finder, 8, 0.0).contains(&TurnEvent::AskEndOfTurn { ask: 1 }));
    finder.answer(7, 1.0);
    assert_eq!(finder.pause.probability(), None, "never asked");
    finder.answer(1, 0.5);
    assert_eq!(finder.pause.probability(), Some(0.5));
    finder.listen(20.0, TurnSettings::default());
    finder.answer(1, 1.0);
    assert_eq!(finder.pause.probability(), None, "about another turn");
}

#[test]
fn waiting_keeps_a_second_of_sound_and_times_stay_true() {
    let mut finder = TurnFinder::new(100.0, TurnSettings { no_input_after: 900.0, ..Default::default() });
    let mut events = Vec::new();
    for _ in 0..1000 {
        finder.take(&[0.0; crate::audio::FRAME], 0.0, &mut events);
    }
    assert!(finder.samples.len() <= 2 * BEFORE_SPEECH);
    for _ in 0..10 {
        finder.take(&[0.5; crate::audio::FRAME], 0.9, &mut events);
    }
    let turn = finder.so_far();
    let at = ((turn.speech_start() - turn.start) * f64::from(RATE)).round() as usize;
    assert!((turn.speech_start() - 132.0).abs() < 1e-9, "{}", turn.speech_start());
    assert_eq!((turn.samples[at - 1], turn.samples[at]), (0.0, 0.5));
    assert_eq!(finder.finish().map(|turn| turn.speech.len()), Some(1));
    assert_eq!(finder.finish(), None);
}
