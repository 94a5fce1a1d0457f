use super::*;
use crate::practice::cards::{card, cards};
use crate::replay::{Rehearsal, rehearse};
use crate::score::score_exercise;
use crate::understand::{Lexicon, Understander};
use std::path::Path;

fn known_caller() -> BTreeMap<String, String> {
    [
        ("caller", "Ann Baker"),
        ("caller_specialty", "pastry chef"),
        ("caller_years", "9"),
        ("caller_result", "I cut our waste by 30 percent."),
        ("caller_number", "(612) 555-0173"),
        ("referrer", "Somebody Else"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

fn understander() -> Understander {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/minilm-int8");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    Understander::new(&read("model.onnx"), &read("tokenizer.json"), Lexicon::builtin().unwrap()).unwrap()
}

/// The score of these turns, and where the exchange ended.
fn play(staged: &Staged, exercise: Exercise, turns: &[&str], mind: &mut Understander) -> (f64, String) {
    let lines: Vec<String> = turns.iter().map(|turn| format!("you: {turn}\n")).collect();
    let rehearsal = Rehearsal::parse(&lines.concat()).unwrap();
    let record = rehearse(&staged.scenario, &rehearsal, mind).record;
    let card = score_exercise(&record, &staged.scenario, exercise);
    (card.score, record.ending.unwrap_or_default())
}

/// A good answer is one for every wording: whoever says it well gets the points.
#[test]
fn each_good_answer_scores_as_good_and_opens_them() {
    let (mut mind, caller, mut wrong) = (understander(), known_caller(), Vec::new());
    for card in cards() {
        let staged = stage(card, 1, 0, &caller);
        let (score, ending) = play(&staged, card.exercise, &[&staged.better], &mut mind);
        if score < 85.0 || ending != WON {
            wrong.push(format!("{}: {score} {ending}: {}", card.id, staged.better));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cards().len(), wrong.join("\n"));
}

#[test]
fn giving_up_and_silence_score_as_weak() {
    let (mut mind, caller) = (understander(), known_caller());
    for card in cards() {
        let staged = stage(card, 3, 1, &caller);
        let (score, ending) = play(&staged, card.exercise, &["Oh. Okay. Never mind, then."], &mut mind);
        assert!(score <= 35.0, "{}: {score}", card.id);
        assert_eq!(ending, HELD, "{}", card.id);
        let (score, ending) = play(&staged, card.exercise, &["(silence)", "(silence)"], &mut mind);
        assert_eq!((score, ending.as_str()), (0.0, SILENT), "{}", card.id);
    }
}

#[test]
fn the_weak_question_is_worth_less_and_meets_a_no() {
    let mut mind = understander();
    let staged = stage(card("sounds-good").unwrap(), 1, 0, &BTreeMap::new());
    let (strong, won) = play(&staged, Exercise::Close, &["When can I come in for an interview?"], &mut mind);
    let (weak, held) = play(&staged, Exercise::Close, &["Can I come in for an interview?"], &mut mind);
    assert_eq!((strong, won.as_str(), held.as_str()), (100.0, WON, HELD));
    assert!((40.0..=65.0).contains(&weak), "{weak}");
}

#[test]
fn a_number_is_right_or_wrong() {
    let (mut mind, caller) = (understander(), known_caller());
    let staged = stage(card("pen-ready").unwrap(), 1, 0, &caller);
    let mut case = |said: &str, expected: std::ops::RangeInclusive<f64>| {
        let (score, _) = play(&staged, Exercise::Number, &[said], &mut mind);
        assert!(expected.contains(&score), "{said}: {score}");
    };
    case("It's 612, 555, 0173.", 100.0..=100.0);
    case("six one two, five five five, oh one seven three", 100.0..=100.0);
    case("6125550173", 80.0..=90.0);
    case("It's 612, 555, 0178.", 0.0..=30.0);
    case("It's 555-0173.", 30.0..=60.0);
    case("I'd rather not say.", 0.0..=0.0);
}

#[test]
fn they_read_back_the_number_that_they_understood() {
    let mut mind = understander();
    let staged = stage(card("pen-ready").unwrap(), 1, 0, &known_caller());
    let rehearsal = Rehearsal::parse("you: It's six one two, five five five, oh one seven eight.\n").unwrap();
    let record = rehearse(&staged.scenario, &rehearsal, &mut mind).record;
    let last = record.turns.last().unwrap();
    assert!(last.text.contains("612-555-0178"), "{}", last.text);
    let spoken = crate::words::spoken::spoken(&last.text);
    assert!(spoken.contains("six one two") && spoken.contains("one seven eight"), "{spoken}");
}

#[test]
fn the_same_seed_stages_the_same_and_a_card_that_returns_is_said_another_way() {
    for card in cards() {
        let [first, same, again] = [0, 0, 1].map(|round| stage(card, 7, round, &BTreeMap::new()));
        assert_eq!(first, same);
        assert_ne!(first.prompt, again.prompt, "{}", card.id);
        assert_eq!(first.scenario.cast["them"].name, again.scenario.cast["them"].name, "{}", card.id);
        assert!(!first.prompt.contains('{') && !first.situation.contains('{'), "{first:?}");
    }
}

#[test]
fn a_number_that_nobody_has_is_drawn_where_the_caller_gave_none() {
    for seed in 0..50 {
        let staged = stage(card("pen-ready").unwrap(), seed, 0, &BTreeMap::new());
        let number = &staged.scenario.brief[OWN_NUMBER];
        assert!(number.len() == 10 && number[3..].starts_with("55501"), "{number}");
        assert!(staged.situation.ends_with(&format!("Your number: {}.", grouped(number))), "{staged:?}");
    }
    let own = stage(card("pen-ready").unwrap(), 1, 0, &known_caller());
    assert!(own.situation.contains("612-555-0173"), "{}", own.situation);
}

#[test]
fn a_good_answer_has_the_callers_words_where_they_are_known() {
    let shown =
        |caller: &BTreeMap<String, String>| stage(card("what-do-you-do").unwrap(), 1, 0, caller).better;
    let known = shown(&known_caller());
    assert!(known.contains("I'm a pastry chef with 9 years") && known.contains("I cut our waste"), "{known}");
    let unknown = shown(&BTreeMap::new());
    assert!(unknown.contains("I'm [your field] with [number] years"), "{unknown}");
    // A profile's referrer belongs to other calls.
    let staged = stage(card("peter-no-friend").unwrap(), 1, 0, &known_caller());
    assert!(!staged.scenario.brief.contains_key("referrer"));
}

#[test]
fn every_move_of_an_exchange_is_one_of_the_lexicon() {
    let lexicon = Lexicon::builtin().unwrap();
    let known: Vec<&str> = lexicon.names().collect();
    assert!(MOVES.iter().all(|name| known.contains(name)), "{known:?}");
}
