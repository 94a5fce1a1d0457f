//! Made-up callers: probabilities of speech go in, the model's answers are given.

use super::*;

/// A made-up caller: (frames, probability of speech) one after the other; questions get the next answer,
/// the last one again and again. The events as text, in frames.
fn call(settings: TurnSettings, frames: &[(usize, f32)], answers: &[f32]) -> Vec<String> {
    judged(settings, frames, answers, None)
}

/// The same where the words of every pause are judged, as soon as it is one.
fn judged(
    settings: TurnSettings,
    frames: &[(usize, f32)],
    answers: &[f32],
    completeness: Option<Completeness>,
) -> Vec<String> {
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
                    TurnEvent::Paused { pause, speech_end } => {
                        completeness.into_iter().for_each(|completeness| finder.judge(pause, completeness));
                        format!("paused {}", in_frames(speech_end))
                    }
                    TurnEvent::StretchEnded(stretch) => format!("stretch {}", spans(&stretch)),
                    TurnEvent::NoSpeech { at } => format!("nobody {}", in_frames(at)),
                    TurnEvent::TooLong(turn) => format!("too long {}", spans(&turn)),
                    TurnEvent::TurnEnded(turn) => {
                        format!("ended {} at {}", spans(&turn), in_frames(turn.decided))
                    }
                    TurnEvent::AskEndOfTurn { ask, .. } => {
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
    ends_at(&hello, &[0.01], "ended 5-25 at 72"); // 1.5 s, the longest pause
    ends_at(&hello, &[], "ended 5-25 at 50"); // no model: 0.8 s
    ends_at(&hello, &[0.97, 0.5], "ended 5-25 at 57"); // a sure answer, then doubts
}

#[test]
fn words_and_voice_decide_together() {
    let hello = [(5, 0.0), (20, 0.9), (100, 0.0)];
    let ends_at = |completeness, answers: &[f32], expected: &str| {
        let events = judged(TurnSettings::default(), &hello, answers, Some(completeness));
        assert_eq!(events.last().map(String::as_str), Some(expected), "{completeness:?} {events:?}");
    };
    ends_at(Completeness::Final, &[0.97], "ended 5-25 at 34"); // 0.28 s
    ends_at(Completeness::Complete, &[0.97], "ended 5-25 at 46"); // 0.65 s
    ends_at(Completeness::Complete, &[0.75], "ended 5-25 at 52"); // 0.85 s
    ends_at(Completeness::Complete, &[0.1], "ended 5-25 at 66"); // 1.3 s: the voice stays up
    ends_at(Completeness::Open, &[0.97], "ended 5-25 at 54"); // 0.9 s
    ends_at(Completeness::Unfinished, &[0.97], "ended 5-25 at 61"); // 1.15 s, however sure the voice is
    ends_at(Completeness::Unfinished, &[0.1], "ended 5-25 at 72"); // the longest pause
    ends_at(Completeness::Dictating, &[0.97], "ended 5-25 at 72");
}

#[test]
fn a_slow_speaker_stretches_every_wait() {
    let settings = TurnSettings { max_pause: 3.0, ..TurnSettings::default() };
    let events = judged(settings, &[(20, 0.9), (100, 0.0)], &[0.97], Some(Completeness::Complete));
    assert_eq!(events.last().map(String::as_str), Some("ended 0-20 at 61")); // 1.3 s
    let settings = TurnSettings { max_pause: 0.3, ..TurnSettings::default() };
    let events = judged(settings, &[(20, 0.9), (100, 0.0)], &[0.97], Some(Completeness::Complete));
    assert_eq!(events.last().map(String::as_str), Some("ended 0-20 at 30")); // 0.3 s, whatever is said
}

#[test]
fn a_long_turn_is_cut_into_stretches() {
    // 3.2 s, a pause of 0.32 s, and more: the pause divides.
    let events = call(TurnSettings::default(), &[(100, 0.9), (10, 0.0), (40, 0.9), (60, 0.0)], &[0.97]);
    assert_eq!(
        events.iter().filter(|event| event.starts_with("stretch")).collect::<Vec<_>>(),
        ["stretch 0-100"]
    );
    assert_eq!(events.last().map(String::as_str), Some("ended 0-100 110-150 at 168"));
    // A second of speech before it is too little for a stretch of its own.
    let events = call(TurnSettings::default(), &[(30, 0.9), (10, 0.0), (40, 0.9), (60, 0.0)], &[0.97]);
    assert!(!events.iter().any(|event| event.starts_with("stretch")), "{events:?}");
    // Without a pause it is cut after 8 s, somewhere in the seconds before.
    let events = call(TurnSettings::default(), &[(400, 0.9), (60, 0.0)], &[0.97]);
    let cuts: Vec<_> = events.iter().filter(|event| event.starts_with("stretch")).collect();
    assert!(cuts.len() >= 2 && cuts[0].starts_with("stretch 0-"), "{events:?}");
}

#[test]
fn a_judgement_of_an_earlier_pause_is_passed_over() {
    let mut finder = TurnFinder::new(0.0, TurnSettings::default());
    let mut events = Vec::new();
    for probability in [vec![0.9; 10], vec![0.0; 3], vec![0.9; 10], vec![0.0; 3]].concat() {
        finder.take(&[0.0; crate::audio::FRAME], probability, &mut events);
    }
    let paused = events.iter().filter_map(|event| match event {
        TurnEvent::Paused { pause, .. } => Some(*pause),
        _ => None,
    });
    let pauses: Vec<u32> = paused.collect();
    finder.judge(pauses[0], Completeness::Complete);
    assert_eq!(finder.pause.judged, None);
    finder.judge(pauses[1], Completeness::Open);
    assert_eq!(finder.pause.judged, Some(Completeness::Open));
}

#[test]
fn a_thinking_pause_is_part_of_the_turn() {
    let thinking = [(5, 0.0), (20, 0.9), (35, 0.0), (20, 0.9), (60, 0.0)];
    ends_at(&thinking, &[0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.97], "ended 5-25 60-80 at 98");
    // Answers about the first pause say nothing about the second.
    ends_at(&thinking, &[0.02], "ended 5-25 60-80 at 127");
}

#[test]
fn a_click_does_not_end_or_extend_a_turn() {
    let events =
        call(TurnSettings::default(), &[(5, 0.0), (20, 0.9), (7, 0.0), (2, 0.9), (60, 0.0)], &[0.97]);
    assert_eq!(events, ["started 5", "paused 25", "ask", "ask", "ask", "ended 5-25 at 43"]);
}

#[test]
fn silence_and_rambling_have_limits() {
    let settings = TurnSettings { no_input_after: 2.0, rambling_after: 3.0, ..TurnSettings::default() };
    assert_eq!(call(settings, &[(100, 0.0)], &[]), ["nobody 63"]);
    assert_eq!(call(settings, &[(100, 0.0), (50, 0.9)], &[]), ["nobody 63"]);
    let rambled = call(settings, &[(10, 0.0), (300, 0.9)], &[]);
    assert_eq!(rambled, ["started 10", "too long 10-104"]);
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
    assert!(
        take(&mut finder, 8, 0.0).iter().any(|event| matches!(event, TurnEvent::AskEndOfTurn { ask: 0, .. }))
    );
    take(&mut finder, 10, 0.9);
    finder.answer(0, 1.0);
    assert_eq!(finder.pause.probability(), None, "about a pause that is over");
    assert!(
        take(&mut finder, 8, 0.0).iter().any(|event| matches!(event, TurnEvent::AskEndOfTurn { ask: 1, .. }))
    );
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
