//! How it is said: figures and what they are worth.

use super::Line::Them;
use super::*;

#[test]
fn delivery_is_none_when_typed_and_measured_when_spoken() {
    let typed = record(Kind::FollowUp, &golden());
    assert_eq!(measure_delivery(&typed), None);
    let spoken = spoken(&typed, 0.4, 0.3);
    let delivery = measure_delivery(&spoken).expect("spoken");
    let rate = delivery.words_per_minute.expect("words");
    assert!((rate - 150.0).abs() < 2.0, "{rate}");
    assert!((delivery.response_time.expect("answers") - 0.3).abs() < 1e-9);
    assert_eq!(delivery.fillers_per_minute, Some(0.0));
    assert!(delivery.pauses.is_empty());
    assert_eq!(delivery.pitch.map(|pitch| pitch.median_hz.round()), Some(120.0));
    assert!((delivery.loudness_lufs.expect("loudness") + 23.0).abs() < 1e-9);
    let card = score(&spoken, Some(&scenario()));
    assert_eq!(card.delivery, Some(100.0));
    assert!((card.score - (0.75 * card.content + 25.0)).abs() < 0.1);
    assert!(card.findings.iter().any(|finding| finding.section == Section::Delivery
        && finding.rule == "loudness"
        && finding.of == 0.0));
}

fn pace_points(beat: Seconds) -> f64 {
    let card = score(&spoken(&record(Kind::FollowUp, &golden()), beat, 0.3), Some(&scenario()));
    let pace = card.findings.iter().find(|finding| finding.rule == "pace").expect("long enough");
    pace.points / pace.of
}

#[test]
fn pace_is_judged_by_its_band() {
    assert_eq!(pace_points(60.0 / 150.0), 1.0);
    assert_eq!(pace_points(60.0 / 170.0), 1.0, "less than a tenth outside is not noticed");
    let (fast, faster) = (pace_points(60.0 / 205.0), pace_points(60.0 / 240.0));
    assert!(fast < 0.85 && faster < fast, "{fast} {faster}");
    let (slow, slower) = (pace_points(60.0 / 90.0), pace_points(60.0 / 60.0));
    assert!(slow < 0.8 && slower < slow, "{slow} {slower}");
}

#[test]
fn a_short_call_is_not_judged_by_its_pace() {
    let mut lines = golden();
    lines.truncate(2);
    let card = score(&spoken(&record(Kind::FollowUp, &lines), 0.15, 0.3), Some(&scenario()));
    let pace = card.findings.iter().find(|finding| finding.rule == "pace").expect("shown");
    assert_eq!(pace.of, 0.0);
    assert!(pace.advice.contains("Too short"));
}

fn with_words(words: &[&str]) -> CallRecord {
    let text = words.join(" ");
    spoken(&record(Kind::FollowUp, &[DANA, Line::You(text, Vec::new())]), 0.4, 0.3)
}

#[test]
fn fillers_are_sounds_anywhere_and_words_only_between_commas() {
    let heard = |text: &str| -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let delivery = measure_delivery(&with_words(&words)).expect("spoken");
        delivery.fillers.into_iter().map(|filler| filler.text).collect()
    };
    assert_eq!(
        heard("Um, hello, I, uh, wanted to, like, ask, you know, about it."),
        ["um", "uh", "like", "you know"]
    );
    assert!(heard("I would like to know how you know her, as you know her well. I like it.").is_empty());
    assert!(heard("Errors and umbrellas are no fillers, ahead of time.").is_empty());
}

#[test]
fn numbers_count_as_the_words_that_are_said() {
    let digits = measure_delivery(&with_words(&["Call", "612-555-1234"])).expect("spoken");
    assert_eq!(digits.words_per_minute.map(f64::round), Some((60.0f64 * 11.0 / 0.8).round()));
}

#[test]
fn words_far_from_any_speech_do_not_count() {
    let mut record = with_words(&["Hello", "there", "Thank", "you"]);
    let caller = record.turns[1].caller.as_mut().expect("the caller");
    caller.speech[0].end = caller.speech[0].start + 0.8;
    let careful = caller.careful.as_mut().expect("read again");
    for word in &mut careful.words[2..] {
        word.start += 5.0;
        word.end += 5.0;
    }
    let delivery = measure_delivery(&record).expect("spoken");
    assert_eq!(delivery.words_per_minute.map(f64::round), Some(150.0));
}

#[test]
fn fillers_are_not_measured_without_a_careful_reading() {
    let mut record = with_words(&["Hello", "there"]);
    record.turns[1].caller.as_mut().expect("the caller").careful = None;
    assert_eq!(measure_delivery(&record).expect("spoken").fillers_per_minute, None);
}

#[test]
fn a_line_repeated_into_silence_does_not_shorten_the_wait() {
    let hello = Them("Dana (receptionist)", "reception", "Hello? Are you there?");
    let mut record = spoken(&record(Kind::FollowUp, &[DANA, hello, you("Yes, hello.", &[])]), 0.4, 0.5);
    let gap = 5.0;
    for turn in &mut record.turns[1..] {
        turn.start += gap;
        turn.end += gap;
        if let Some(caller) = &mut turn.caller {
            caller.speech[0].start += gap;
            caller.speech[0].end += gap;
        }
    }
    let wait = measure_delivery(&record).and_then(|delivery| delivery.response_time).expect("an answer");
    assert!((wait - (gap + 2.0 + 0.5)).abs() < 1e-9, "{wait}");
}

#[test]
fn a_voicemails_number_is_written_down_from_the_line() {
    let text = "Hi, this is Mark Swann, my number is 612-555-0142, thanks so much for listening to me today.";
    let mut record = spoken(&record(Kind::Voicemail, &[DANA, you(text, &[])]), 0.4, 0.3);
    let mut number = |arrived: Option<&str>| {
        let caller = record.turns[1].caller.as_mut().expect("a caller");
        caller.careful.as_mut().expect("heard again").over_telephone = arrived.map(str::to_owned);
        let card = score(&record, Some(&scenario()));
        card.findings
            .into_iter()
            .find(|finding| finding.title.contains("over the line"))
            .map(|finding| (finding.points, finding.advice))
    };
    assert_eq!(number(None), None, "nobody listened over the line");
    let whole =
        number(Some("mark swan my number is six one two five five five oh one four two")).expect("judged");
    assert_eq!(whole, (25.0, String::new()));
    let other = number(Some("my number is 612-555-0192 thanks")).expect("judged");
    assert!(other.0 == 0.0 && other.1.contains("612-555-0192"), "{other:?}");
    assert!(number(Some("my number is")).expect("judged").1.contains("no number came out"));
}
