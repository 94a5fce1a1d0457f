//! What holds for every call.

use super::*;
use proptest::prelude::*;

/// Makes the silence after a word of a caller turn longer: all that follows in the call moves.
fn with_silence(record: &CallRecord, turn: usize, word: usize, seconds: Seconds) -> CallRecord {
    let mut record = record.clone();
    let Some(at) = record.turns[turn].caller.as_ref().and_then(|caller| Some(caller.words.get(word)?.end))
    else {
        return record;
    };
    let moved = |time: &mut Seconds| {
        if *time >= at {
            *time += seconds;
        }
    };
    for (index, turn_now) in record.turns.iter_mut().enumerate().skip(turn) {
        let same = index == turn;
        if !same {
            turn_now.start += seconds;
        }
        turn_now.end += seconds;
        let Some(caller) = &mut turn_now.caller else { continue };
        let careful = caller.careful.as_mut().map(|careful| careful.words.iter_mut()).into_iter().flatten();
        for word in caller.words.iter_mut().chain(careful) {
            moved(&mut word.start);
            if word.end > at {
                word.end += seconds;
            }
        }
        let mut speech = Vec::new();
        for span in &caller.speech {
            if same && span.start < at && span.end > at + 0.01 {
                speech.push(Span::new(span.start, at));
                speech.push(Span::new(at + seconds, span.end + seconds));
            } else if span.start >= at {
                speech.push(Span::new(span.start + seconds, span.end + seconds));
            } else {
                speech.push(*span);
            }
        }
        caller.speech = speech;
    }
    record
}

const ELEMENTS: &[Element] = &[
    Element::Greeting,
    Element::SelfName,
    Element::Specialty,
    Element::YearsExperience,
    Element::Accomplishment,
    Element::Strength,
    Element::CompanyResearch,
    Element::StrongClose,
    Element::WeakClose,
    Element::Referral,
    Element::Reason,
    Element::FollowUp,
    Element::Thanks,
    Element::Question,
    Element::AskSpeak,
    Element::Rapport,
    Element::Acknowledge,
    Element::AskAgain,
    Element::AskLeads,
    Element::Farewell,
    Element::CallbackRequest,
];

fn some_call() -> impl Strategy<Value = Vec<Line>> {
    let theirs = prop_oneof![Just(DANA), Just(RUTH), Just(NO)];
    let text = "[a-z]{1,9}( [a-z]{1,9}){0,12}[.?]?";
    let own = (text, prop::collection::vec(0..ELEMENTS.len(), 0..4)).prop_map(|(text, elements)| {
        let whole: &'static str = Box::leak(text.clone().into_boxed_str());
        Line::You(text, elements.into_iter().map(|at| (ELEMENTS[at], whole)).collect())
    });
    prop::collection::vec(prop_oneof![theirs, own], 0..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn scores_stay_in_their_bounds_and_repeat(lines in some_call(), kind in prop::sample::select(Kind::ALL), beat in 0.05..2.0f64, wait in 0.0..9.0f64) {
        let record = spoken(&record(kind, &lines), beat, wait);
        let card = score(&record, Some(&scenario()));
        prop_assert_eq!(&card, &score(&record, Some(&scenario())));
        for value in [Some(card.score), Some(card.content), card.delivery].into_iter().flatten() {
            prop_assert!((0.0..=100.0).contains(&value), "{}", value);
        }
        for finding in &card.findings {
            prop_assert!(finding.points >= 0.0 && finding.points <= finding.of + 1e-9);
        }
    }

    #[test]
    fn the_same_words_typed_and_spoken_have_the_same_content(lines in some_call(), kind in prop::sample::select(Kind::ALL), beat in 0.05..2.0f64) {
        let typed = record(kind, &lines);
        let said = spoken(&typed, beat, 0.4);
        let (typed, said) = (score(&typed, Some(&scenario())), score(&said, Some(&scenario())));
        prop_assert_eq!(typed.content, said.content);
        prop_assert_eq!(typed.delivery, None);
    }

    #[test]
    fn a_longer_silence_never_raises_the_score(turn in prop::sample::select(vec![1usize, 3, 5]), word in 0..40usize, seconds in 1.01..20.0f64, beat in 0.2..0.7f64, more in 0.0..10.0f64) {
        let before = spoken(&record(Kind::FollowUp, &golden()), beat, 0.3);
        let silent = with_silence(&before, turn, word, seconds);
        let longer = with_silence(&before, turn, word, seconds + more);
        let total = |record: &CallRecord| score(record, Some(&scenario())).score;
        prop_assert!(total(&silent) <= total(&before) + 1e-9, "{} then {}", total(&before), total(&silent));
        prop_assert!(total(&longer) <= total(&silent) + 1e-9);
    }

    #[test]
    fn a_later_answer_never_raises_the_score(wait in 0.0..5.0f64, more in 0.0..5.0f64) {
        let total = |wait| score(&spoken(&record(Kind::FollowUp, &golden()), 0.4, wait), Some(&scenario())).score;
        prop_assert!(total(wait + more) <= total(wait));
    }

    #[test]
    fn one_more_good_element_never_lowers_the_content(lines in some_call(), at in 0..9usize, which in 0..GOOD.len()) {
        let (text, element) = GOOD[which];
        let before = content(&lines);
        let mut more = lines.clone();
        let own = more.iter_mut().filter_map(|line| match line { Line::You(text, elements) => Some((text, elements)), Them(..) => None });
        let own: Vec<_> = own.collect();
        let count = own.len();
        if let Some((words, elements)) = own.into_iter().nth(if count == 0 { 0 } else { at % count }) {
            // The question is the last beat (47): whatever else is good stands before it.
            let closes = elements.iter().any(|(element, _)| matches!(element, Element::StrongClose | Element::WeakClose));
            prop_assume!(!closes || element == Element::StrongClose);
            words.push_str(&format!(". {text}."));
            elements.push((element, text));
        }
        prop_assert!(content(&more) >= before, "{} fell to {}", before, content(&more));
    }
}

/// Elements that no rule of a follow-up call limits (44 limits strengths, 24 a pitch to human resources).
const GOOD: &[(&str, Element)] = &[
    ("good morning to you", Element::Greeting),
    ("my name is Quentin Zimmer", Element::SelfName),
    ("I am a bookbinder by training", Element::Specialty),
    ("with seventeen years of experience", Element::YearsExperience),
    ("I read about the harbor project", Element::CompanyResearch),
    ("when can I come in for an interview", Element::StrongClose),
    ("thank you for your time", Element::Thanks),
    ("I understand that very well", Element::Acknowledge),
    ("may I ask you once more", Element::AskAgain),
    ("could I speak with the manager", Element::AskSpeak),
    ("have a good day", Element::Farewell),
];
