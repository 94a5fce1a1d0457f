use super::expect::MOST_AHEAD;
use super::*;
use crate::call::{Element, ElementFound, Fact, FactKind, Meant, MoveGuess};
use crate::scenario::{Builtin, builtin, parse};

mod any_input;
mod read_back;

const SMALL: &str = r#"
format = 1
title = "Small"
kind = "follow_up"
goal = "Get through to {contact}."
start = "desk"
[brief]
contact = "Robert Ellis"
day = "Thursday"
[cast.dana]
name = "Dana"
role = "receptionist"
patience = 3
out_of_patience = "hung_up"
no_input = ["Hello?", "Anybody there?"]
no_match = ["What?", "How do you mean?"]
unclear = ["You broke up.", "I can't hear you."]
unsure = ["Is it {a}, or {b}?"]
rambling = ["Let me stop you there."]
rude = ["No need for that.", "Excuse me?"]
repeat = ["Sure."]
[state.desk]
speaker = "dana"
sound = "ring"
says = ["One.", "Two.", "Three."]
again = ["Again {caller|you}."]
on = [
  { move = "request_meeting", when = "strong_close", to = "won" },
  { move = "request_meeting", to = "desk" },
  { move = "ask_transfer", when = "said self_name", says = ["Thanks, {caller.first}."], to = "cards" },
  { move = "ask_transfer", to = "name" },
  { move = "leave_message", to = "machine" },
  { move = "offer_callback", mood = 1, patience = -1, says = ["When?"] },
  { move = "give_up", to = "lost", when = "mood < 0" },
  { move = "ask_best_time", to = "won", set = ["time"] },
]
no_input = { limit = 2, to = "lost" }
no_match = { says = ["Pardon me?"], limit = 1, to = "lost" }
[state.name]
speaker = "dana"
says = ["Who's calling?"]
on = [ { move = "give_name", to = "cards" } ]
[deck.cards]
cards = ["a", "b", "c"]
draw = [1, 2, 3]
then = "won"
[state.a]
speaker = "dana"
says = ["A."]
on = [ { move = "*", to = "cards" } ]
[state.b]
speaker = "dana"
says = ["B."]
on = [ { move = "*", to = "cards" } ]
[state.c]
speaker = "dana"
says = ["C."]
refuses = true
on = [ { move = "*", to = "cards" } ]
[state.machine]
speaker = "dana"
sound = "beep"
says = ["Leave a message."]
one_take = true
no_input = { to = "lost" }
on = [ { move = "*", to = "won" } ]
[ending.won]
outcome = "yes"
speaker = "dana"
says = ["{time|{day}} it is."]
summary = "Won, on {time|{day}}."
[ending.lost]
outcome = "lost"
summary = "Lost."
[ending.hung_up]
outcome = "lost"
speaker = "dana"
says = ["Goodbye."]
summary = "They hung up."
"#;

fn small() -> Scenario {
    let parsed = parse("small", SMALL);
    parsed.scenario.unwrap_or_else(|| panic!("{:?}", parsed.problems))
}

fn said(meant: Meant, elements: &[Element], facts: &[(FactKind, &str)]) -> Understanding {
    let found = |element: &Element| ElementFound {
        element: *element,
        quote: String::new(),
        start: 0,
        end: 0,
        confidence: 1.0,
    };
    let fact =
        |(kind, value): &(FactKind, &str)| Fact { kind: *kind, value: (*value).to_owned(), start: 0, end: 0 };
    Understanding {
        meant,
        moves: Vec::new(),
        elements: elements.iter().map(found).collect(),
        facts: facts.iter().map(fact).collect(),
    }
}

fn act(name: &str) -> Understanding {
    said(Meant::Move(name.to_owned()), &[], &[])
}

fn nothing() -> Understanding {
    said(Meant::None, &[], &[])
}

fn words(step: &Step) -> String {
    let say = |part: &Part| match part {
        Part::Say(say) => say.text.clone(),
        Part::Sound(sound) => format!("{sound:?}"),
    };
    step.reply.parts.iter().map(say).collect::<Vec<_>>().join(" / ")
}

fn begun(scenario: &Scenario) -> Gatekeeper<'_> {
    let mut gatekeeper = Gatekeeper::new(scenario, 1, Difficulty::Normal)
        .with_meanings([("leave_message".to_owned(), "to leave a message".to_owned())])
        .with_meanings([("ask_transfer".to_owned(), "to be put through".to_owned())]);
    gatekeeper.start();
    gatekeeper
}

#[test]
fn the_phone_rings_and_somebody_answers() {
    let scenario = small();
    let step = Gatekeeper::new(&scenario, 1, Difficulty::Normal).start();
    assert!(matches!(&step.reply.parts[0], Part::Sound(LineSound::Ring)));
    assert!(["One.", "Two.", "Three."].iter().any(|line| words(&step).ends_with(line)), "{}", words(&step));
    assert!(step.expectation.listen && !step.expectation.one_take);
    assert!(step.expectation.moves.iter().any(|name| name == "ask_repeat"));
    assert_eq!(step.expectation.moves.iter().filter(|name| *name == "request_meeting").count(), 1);
    assert_eq!(step.expectation.vocabulary, ["Robert Ellis", "Dana"]);
    assert_eq!(briefing(&scenario).0, "Get through to Robert Ellis.");
}

#[test]
fn the_magic_question_opens_the_better_branch() {
    let scenario = small();
    let strong = said(Meant::Move("request_meeting".into()), &[Element::StrongClose], &[]);
    assert_eq!(begun(&scenario).answer(Input::Understood(&strong)).reply.state, "won");
    let weak = said(Meant::Move("request_meeting".into()), &[Element::WeakClose], &[]);
    assert_eq!(begun(&scenario).answer(Input::Understood(&weak)).reply.state, "desk");
    // The element carries the move where the verdict is none.
    let missed = said(Meant::None, &[Element::StrongClose], &[]);
    assert_eq!(begun(&scenario).answer(Input::Understood(&missed)).reply.state, "won");
}

#[test]
fn a_name_is_remembered_and_not_asked_twice() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    let name = [(FactKind::CallerName, "ann baker")];
    let step = gatekeeper.answer(Input::Understood(&said(
        Meant::Move("ask_transfer".into()),
        &[Element::SelfName],
        &name,
    )));
    assert!(words(&step).starts_with("Thanks, Ann. "), "{}", words(&step));
    assert!(["a", "b", "c"].contains(&step.reply.state.as_str()));
    assert_eq!(gatekeeper.caller_name(), Some("Ann Baker"));

    // The listener's own name, misheard as the caller's, is none.
    let mut gatekeeper = begun(&scenario);
    gatekeeper.answer(Input::Understood(&said(Meant::None, &[], &[(FactKind::CallerName, "Robert Ellis")])));
    assert_eq!(gatekeeper.caller_name(), None);

    // "Mr. Ellis, this is Maria Lopez": the name inside the introduction is the caller's.
    let mut both = said(
        Meant::None,
        &[Element::SelfName],
        &[
            (FactKind::CallerName, "Ellis"),
            (FactKind::Person, "Jim Collins"),
            (FactKind::Person, "Maria Lopez"),
        ],
    );
    (both.facts[1].start, both.facts[1].end) = (40, 50);
    (both.facts[2].start, both.facts[2].end) = (20, 30);
    (both.elements[0].start, both.elements[0].end) = (12, 30);
    gatekeeper.answer(Input::Understood(&both));
    assert_eq!(gatekeeper.caller_name(), Some("Maria Lopez"));
}

#[test]
fn a_bare_name_counts_as_an_introduction() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    gatekeeper.answer(Input::Understood(&said(Meant::None, &[], &[(FactKind::CallerName, "Tom Reed")])));
    let step = gatekeeper.answer(Input::Understood(&act("ask_transfer")));
    assert!(words(&step).starts_with("Thanks, Tom."), "{}", words(&step));
}

#[test]
fn naming_the_contact_is_asking_for_them() {
    let scenario = small();
    let named = |name: &str| said(Meant::Move(name.into()), &[], &[(FactKind::Person, "Mr. Ellis")]);
    assert_eq!(begun(&scenario).answer(Input::Understood(&named("greet"))).reply.state, "name");
    assert_eq!(begun(&scenario).answer(Input::Understood(&named("leave_message"))).reply.state, "machine");
}

#[test]
fn words_that_fit_nothing_and_sound_rude_are_answered_as_rude() {
    let scenario = small();
    let mut heard = nothing();
    heard.moves = vec![MoveGuess { name: "pushy_rude".into(), confidence: 0.45 }];
    let mut gatekeeper = begun(&scenario);
    gatekeeper.answer(Input::Understood(&heard));
    assert_eq!(gatekeeper.memory.mood("dana"), -1);
    heard.moves[0].confidence = 0.01;
    assert_eq!(words(&gatekeeper.answer(Input::Understood(&heard))), "Pardon me?");
}

#[test]
fn decks_draw_as_many_as_the_difficulty_asks() {
    for (difficulty, cards) in [(Difficulty::Easy, 1), (Difficulty::Normal, 2), (Difficulty::Hard, 3)] {
        let scenario = small();
        let mut gatekeeper = Gatekeeper::new(&scenario, 5, difficulty);
        gatekeeper.start();
        gatekeeper.answer(Input::Understood(&act("ask_transfer")));
        let mut seen = vec![gatekeeper.answer(Input::Understood(&act("give_name"))).reply.state];
        while gatekeeper.ended.is_none() {
            seen.push(gatekeeper.answer(Input::Understood(&nothing())).reply.state);
        }
        assert_eq!(seen.len(), cards + 1, "{seen:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), cards + 1, "a card came twice: {seen:?}");
    }
}

#[test]
fn asking_again_is_free_once() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    let step = gatekeeper.answer(Input::Understood(&act("ask_transfer")));
    assert_eq!(words(&step), "Who's calling?");
    let step = gatekeeper.answer(Input::Understood(&act("ask_repeat")));
    assert_eq!(words(&step), "Sure. Who's calling?");
    assert_eq!(gatekeeper.memory.patience("dana"), 3);
    gatekeeper.answer(Input::Understood(&act("ask_repeat")));
    assert_eq!(gatekeeper.memory.patience("dana"), 2);
}

#[test]
fn rudeness_costs_mood_and_patience_until_they_hang_up() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    let first = words(&gatekeeper.answer(Input::Understood(&act("pushy_rude"))));
    let second = words(&gatekeeper.answer(Input::Understood(&act("pushy_rude"))));
    assert_ne!(first, second);
    assert_eq!((gatekeeper.memory.mood("dana"), gatekeeper.memory.patience("dana")), (-2, 1));
    let last = gatekeeper.answer(Input::Understood(&act("pushy_rude")));
    assert_eq!(words(&last), "Goodbye. / HangUp");
    assert_eq!(last.ended.as_ref().map(|ended| ended.id.as_str()), Some("hung_up"));
    assert!(!last.expectation.listen);
    assert!(gatekeeper.answer(Input::Silence).reply.parts.is_empty());
}

#[test]
fn silence_and_mumbling_have_limits() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    let first = words(&gatekeeper.answer(Input::Silence));
    let second = words(&gatekeeper.answer(Input::Silence));
    assert!(["Hello?", "Anybody there?"].contains(&first.as_str()) && first != second, "{first} {second}");
    assert_eq!(gatekeeper.answer(Input::Silence).reply.state, "lost");

    let mut gatekeeper = begun(&scenario);
    assert_eq!(words(&gatekeeper.answer(Input::Understood(&nothing()))), "Pardon me?");
    assert_eq!(gatekeeper.answer(Input::Unclear).reply.state, "lost");
    let mut gatekeeper = begun(&scenario);
    assert!(
        ["You broke up.", "I can't hear you."].contains(&words(&gatekeeper.answer(Input::Unclear)).as_str())
    );
}

#[test]
fn rambling_costs_patience_and_is_heard_all_the_same() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    let long = said(Meant::None, &[Element::SelfName], &[(FactKind::CallerName, "Ann")]);
    assert_eq!(words(&gatekeeper.answer(Input::Rambled(&long))), "Let me stop you there.");
    assert_eq!((gatekeeper.memory.patience("dana"), gatekeeper.caller_name()), (2, Some("Ann")));
}

#[test]
fn two_readings_are_asked_back_once() {
    let scenario = small();
    let doubt = said(Meant::Uncertain("leave_message".into(), "ask_transfer".into()), &[], &[]);
    let mut gatekeeper = begun(&scenario);
    let step = gatekeeper.answer(Input::Understood(&doubt));
    assert_eq!(words(&step), "Is it to leave a message, or to be put through?");
    let step = gatekeeper.answer(Input::Understood(&doubt));
    assert_eq!(step.reply.state, "machine");
    assert!(
        words(&step).ends_with("Beep") && step.expectation.one_take,
        "the beep comes last: {}",
        words(&step)
    );
    // Nothing is asked where only one of the two leads anywhere.
    let doubt = said(Meant::Uncertain("leave_message".into(), "referral".into()), &[], &[]);
    assert_eq!(begun(&scenario).answer(Input::Understood(&doubt)).reply.state, "machine");
}

#[test]
fn nobody_is_asked_whether_they_give_up() {
    let scenario = small();
    let doubt = said(Meant::Uncertain("give_up".into(), "ask_transfer".into()), &[], &[]);
    let mut gatekeeper = begun(&scenario);
    gatekeeper.answer(Input::Understood(&act("pushy_rude")));
    assert_eq!(words(&gatekeeper.answer(Input::Understood(&doubt))), "Pardon me?");
}

#[test]
fn a_second_move_of_the_same_turn_counts() {
    let scenario = small();
    let mut both = act("give_name");
    both.moves = vec![
        MoveGuess { name: "give_name".into(), confidence: 0.95 },
        MoveGuess { name: "leave_message".into(), confidence: 0.9 },
        MoveGuess { name: "request_meeting".into(), confidence: 0.6 },
    ];
    assert_eq!(begun(&scenario).answer(Input::Understood(&both)).reply.state, "machine");
    both.meant = Meant::Uncertain("give_name".into(), "leave_message".into());
    assert_eq!(begun(&scenario).answer(Input::Understood(&both)).reply.state, "machine");
}

#[test]
fn courtesy_lifts_the_mood_once_and_an_edge_has_its_price() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    let thanks = said(Meant::Move("offer_callback".into()), &[Element::Thanks, Element::Rapport], &[]);
    let step = gatekeeper.answer(Input::Understood(&thanks));
    assert_eq!(words(&step), "When?");
    assert_eq!((gatekeeper.memory.mood("dana"), gatekeeper.memory.patience("dana")), (2, 2));
    let thanks = said(Meant::None, &[Element::Thanks], &[]);
    gatekeeper.answer(Input::Understood(&thanks));
    assert_eq!(gatekeeper.memory.mood("dana"), 2);
    gatekeeper.answer(Input::Understood(&act("offer_callback")));
    let last = gatekeeper.answer(Input::Understood(&act("offer_callback")));
    assert_eq!(last.reply.state, "hung_up");
    assert!(matches!(&last.events[0], CallEvent::Moved { because, .. } if because == "out_of_patience"));
}

#[test]
fn hanging_up_ends_the_call_without_a_word() {
    let scenario = small();
    let step = begun(&scenario).answer(Input::HungUp);
    assert!(step.reply.parts.is_empty());
    assert_eq!(
        step.ended.map(|ended| (ended.id, ended.outcome)),
        Some((CALLER_HUNG_UP.to_owned(), Outcome::Lost))
    );
}

#[test]
fn what_was_announced_is_what_is_said() {
    for Builtin { id, text, .. } in builtin() {
        let scenario = parse(id, text).scenario.expect("shipped scenarios are sound");
        for seed in 0..8 {
            let mut gatekeeper = Gatekeeper::new(&scenario, seed, Difficulty::Normal);
            let mut before = gatekeeper.start().expectation;
            for name in ["give_name", "reason_followup", "ask_transfer", "agree_hold", "pitch", "agree"] {
                let edges =
                    scenario.states.get(gatekeeper.at()).map(|state| state.on.as_slice()).unwrap_or_default();
                let open = gatekeeper.open_edges().into_iter().any(|edge| edges[edge].name == name);
                let step = gatekeeper.answer(Input::Understood(&act(name)));
                let silent = step.reply.parts.iter().all(|part| matches!(part, Part::Sound(_)));
                let announced = silent || before.ahead.iter().any(|say| words(&step).contains(&say.text));
                let room = before.ahead.len() < MOST_AHEAD && open;
                assert!(
                    announced || !room,
                    "{id} {seed} {name}: {} not in {:#?}",
                    words(&step),
                    before.ahead
                );
                before = step.expectation;
            }
        }
    }
}
