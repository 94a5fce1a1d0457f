//! Whatever a caller does, a call ends, and plays again the same.

use super::*;
use proptest::prelude::*;

/// Any input at all, by numbers: a move of the state or of the whole scenario, elements, silence, mumbling.
#[derive(Debug, Clone)]
struct Whim {
    what: u8,
    pick: usize,
    elements: Vec<usize>,
}

fn whims() -> impl Strategy<Value = Vec<Whim>> {
    let whim = (0u8..10, any::<usize>(), prop::collection::vec(0..Element::ALL.len(), 0..4))
        .prop_map(|(what, pick, elements)| Whim { what, pick, elements });
    prop::collection::vec(whim, 60)
}

fn play<'a>(
    scenario: &'a Scenario,
    seed: u64,
    difficulty: Difficulty,
    whims: &[Whim],
) -> (Vec<Step>, Gatekeeper<'a>) {
    let mut gatekeeper = Gatekeeper::new(scenario, seed, difficulty);
    let mut steps = vec![gatekeeper.start()];
    for whim in whims {
        let moves = &steps[steps.len() - 1].expectation.moves;
        let pick = |at: usize| moves.get(at % moves.len().max(1)).cloned().unwrap_or_default();
        let meant = match whim.what {
            0..=4 => Meant::Move(pick(whim.pick)),
            5 => Meant::Move("referral".to_owned()),
            6 => Meant::Uncertain(pick(whim.pick), pick(whim.pick / 7 + 1)),
            _ => Meant::None,
        };
        let elements: Vec<Element> = whim.elements.iter().map(|at| Element::ALL[*at]).collect();
        let heard = said(meant, &elements, &[(FactKind::Time, "friday")]);
        steps.push(gatekeeper.answer(match whim.what {
            8 => Input::Silence,
            9 if whim.pick % 2 == 0 => Input::Unclear,
            9 => Input::Rambled(&heard),
            _ => Input::Understood(&heard),
        }));
    }
    (steps, gatekeeper)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn every_call_ends_and_plays_again_the_same(seed: u64, which in 0usize..3, whims in whims()) {
        let difficulty = Difficulty::ALL[which];
        let shipped = builtin().iter().map(|shipped| parse(shipped.id, shipped.text).scenario);
        for scenario in shipped.chain([Some(small())]).flatten() {
            let (steps, gatekeeper) = play(&scenario, seed, difficulty, &whims);
            let ended = gatekeeper.ended.as_ref();
            prop_assert!(ended.is_some(), "{} did not end", scenario.id);
            let turns = steps.iter().filter(|step| !step.events.is_empty()).count();
            prop_assert!(turns <= MOST_TURNS as usize);
            let mut last = String::new();
            for step in &steps {
                let known = scenario.states.contains_key(&step.reply.state)
                    || scenario.endings.contains_key(&step.reply.state)
                    || step.reply.state == OUT_OF_TIME;
                prop_assert!(known, "no such state: {}", step.reply.state);
                prop_assert_eq!(step.ended.is_none(), step.expectation.listen);
                prop_assert!(step.expectation.vocabulary.iter().flat_map(|term| term.split(' ')).count() <= 12);
                let said = words(step);
                prop_assert!(!said.contains(['{', '}']), "{}", said);
                prop_assert!(step.events.is_empty() || step.ended.is_some() || !said.is_empty());
                last = said;
            }
            prop_assert!(last.is_empty() || last.ends_with("HangUp"));
            let (same, _) = play(&scenario, seed, difficulty, &whims);
            prop_assert_eq!(steps, same);
        }
    }
}
