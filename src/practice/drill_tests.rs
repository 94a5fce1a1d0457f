use super::super::schedule::after;
use super::*;
use crate::practice::cards::card;
use crate::rules::rule;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;

const TODAY: Date = date(2026, 3, 4);

fn remembered(ids: &[(&str, f64)], on: Date) -> Memories {
    ids.iter().map(|(id, score)| ((*id).to_owned(), after(None, id, *score, on))).collect()
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.cards.iter().map(|card| card.id.as_str()).collect()
}

#[test]
fn a_first_drill_is_new_cards_of_many_kinds() {
    let plan = plan(None, 5, &Memories::new(), TODAY, 7);
    assert_eq!((plan.due, plan.fresh, plan.early, plan.next_due), (0, 5, 0, None));
    let exercises: BTreeSet<Exercise> = plan.cards.iter().map(|card| card.exercise).collect();
    assert_eq!(exercises.len(), 5, "{:?}", ids(&plan));
}

#[test]
fn five_objections_are_of_five_families() {
    for seed in 0..20 {
        let plan = plan(Some(Exercise::Objections), 5, &Memories::new(), TODAY, seed);
        let families: BTreeSet<&str> = plan.cards.iter().map(|card| card.family.as_str()).collect();
        assert_eq!(families.len(), 5, "seed {seed}: {:?}", ids(&plan));
    }
}

#[test]
fn what_is_due_comes_first_and_the_longest_overdue_before_all() {
    let mut memories = remembered(&[("not-hiring", 30.0)], date(2026, 2, 1));
    memories.extend(remembered(&[("two-minutes", 30.0)], date(2026, 1, 1)));
    memories.extend(remembered(&[("no-degree", 95.0)], TODAY));
    let plan = plan(Some(Exercise::Objections), 3, &memories, TODAY, 1);
    assert_eq!(ids(&plan)[..2], ["two-minutes", "not-hiring"]);
    assert_eq!((plan.due, plan.fresh), (2, 1));
    assert_eq!(plan.next_due, Some(memories["no-degree"].due));
    assert!(!ids(&plan).contains(&"no-degree"), "it is not due, and new ones are left");
}

#[test]
fn with_nothing_new_and_nothing_due_a_topic_takes_its_weakest_and_a_mixed_drill_takes_nothing() {
    let every = |card: &Card| (card.id.clone(), after(None, &card.id, 95.0, TODAY));
    let mut memories: Memories = cards().iter().map(every).collect();
    memories.insert("sounds-good".to_owned(), after(None, "sounds-good", 60.0, TODAY));
    let topic = plan(Some(Exercise::Close), 2, &memories, TODAY, 1);
    assert_eq!(ids(&topic)[0], "sounds-good");
    assert_eq!((topic.due, topic.fresh, topic.early), (0, 0, 2));
    let mixed = plan(None, 5, &memories, TODAY, 1);
    assert!(mixed.cards.is_empty() && mixed.next_due > Some(TODAY));
}

#[test]
fn a_weak_card_returns_after_the_others_twice_at_most() {
    let [a, b] = ["not-hiring", "two-minutes"].map(|id| card(id).expect("a shipped card"));
    let mut round = Round::new(&[a, b]);
    let mut played = Vec::new();
    while let Some((turn, place, of)) = round.deal() {
        played.push((turn.card.id.as_str(), turn.round, place, of));
        round.answered(turn, if turn.card == a { 10.0 } else { 80.0 });
    }
    let again =
        [("not-hiring", 0, 1, 2), ("two-minutes", 0, 2, 3), ("not-hiring", 1, 3, 3), ("not-hiring", 2, 4, 4)];
    assert_eq!(played, again);
}

#[test]
fn the_rules_are_those_that_answers_are_scored_by_and_those_that_cards_bring_up() {
    let scored: BTreeSet<u32> = Exercise::ALL.iter().flat_map(|exercise| exercise.rules()).collect();
    // Rule, and the family or card that brings it up.
    let brought_up: &[(u32, &str)] = &[
        (12, "hr-as-a-source"),
        (24, "not-hr"),
        (36, "hook"),
        (39, "direct"),
        (75, "second_message"),
        (76, "second_message"),
        (89, "how-did-you-get-this-number"),
    ];
    let exists = |name: &str| {
        cards().iter().any(|card| card.id == name || card.family == name || card.exercise.name() == name)
    };
    let mut expected = scored;
    for (number, name) in brought_up {
        assert!(exists(name), "rule {number}: no card or family is called {name}");
        expected.insert(*number);
    }
    assert_eq!(RULES.iter().copied().collect::<BTreeSet<_>>(), expected);
    assert!(RULES.is_sorted() && RULES.iter().all(|number| rule(*number).is_some()));
}

proptest! {
    #[test]
    fn a_plan_never_has_a_card_twice_nor_more_than_asked_for(
        count in 1_usize..60,
        seed: u64,
        scores in prop::collection::vec((0_usize..200, 0.0..=100.0_f64, 0_i32..60), 0..120),
    ) {
        let memories: Memories = scores
            .into_iter()
            .map(|(at, score, days)| {
                let id = &cards()[at % cards().len()].id;
                let on = TODAY.checked_sub(jiff::Span::new().days(days)).unwrap();
                (id.clone(), after(None, id, score, on))
            })
            .collect();
        for topic in Exercise::ALL.iter().copied().map(Some).chain([None]) {
            let plan = plan(topic, count, &memories, TODAY, seed);
            let unique: BTreeSet<&str> = plan.cards.iter().map(|card| card.id.as_str()).collect();
            prop_assert_eq!(unique.len(), plan.cards.len());
            prop_assert_eq!(plan.due + plan.fresh + plan.early, plan.cards.len());
            prop_assert!(plan.cards.len() <= count);
            prop_assert!(topic.is_none_or(|topic| plan.cards.iter().all(|card| card.exercise == topic)));
        }
    }
}
