//! Plays a rehearsal and compares.

use super::conversation::{Conversation, Exchange, Input};
use super::names::unknown_names;
use super::rehearsal::{Expected, Line, Miss, Rehearsal, plain};
use crate::call::{CallEvent, CallRecord, CallStart, Channel, Difficulty, Heard, Part, RECORD_VERSION};
use crate::gatekeeper::settle;
use crate::scenario::{Brief, Scenario};
use crate::score::score;
use crate::understand::Understander;

/// A played rehearsal.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsed {
    /// As of a typed call, with its scorecard.
    pub record: CallRecord,
    /// What did not come out as written; empty when all did.
    pub problems: Vec<Miss>,
}

/// The date of rehearsals: they have none, and the record needs one.
const NO_DATE: &str = "2000-01-01T00:00:00Z";

/// Plays a rehearsal through the same loop as a live call. The understander should know the scenario's own
/// moves. After the last line the caller hangs up.
pub fn rehearse(scenario: &Scenario, rehearsal: &Rehearsal, understander: &mut Understander) -> Rehearsed {
    let problems = unknown_names(scenario, rehearsal);
    let own = Brief {
        values: rehearsal.brief.iter().map(|(_, key, value)| (key.clone(), value.clone())).collect(),
        ..Brief::default()
    };
    let mut scenario = settle(scenario, rehearsal.seed, &own);
    for (_, name, value) in &rehearsal.hidden {
        scenario.hidden.insert(name.clone(), vec![value.clone()]);
    }
    let difficulty = rehearsal.difficulty.unwrap_or(Difficulty::Normal);
    let mut play = Play { events: vec![started(&scenario, rehearsal.seed, difficulty)], problems };
    let mut conversation = Conversation::new(&scenario, understander.lexicon(), rehearsal.seed, difficulty)
        .knowing(rehearsal.knows.iter().map(|(_, fact)| fact.as_str()));
    let mut exchange = conversation.start(&mut play.events);
    play.play(&exchange);
    for (number, line) in &rehearsal.lines {
        match line {
            Line::Them(expected) => play.compare(*number, expected, &exchange),
            _ if exchange.ended.is_some() => {
                let message =
                    format!("the call was over before this: it had ended in {}", exchange.reply.state);
                play.problems.push(Miss { line: *number, message });
                break;
            }
            line => exchange = play.turn(line, &mut conversation, understander),
        }
    }
    if exchange.ended.is_none() {
        exchange = play.turn(&Line::HangsUp, &mut conversation, understander);
    }
    play.events.extend(exchange.closing(0.0));
    let mut record = CallRecord::from_events(&play.events).expect("the first event is Started");
    record.scorecard = Some(score(&record, Some(&scenario)));
    play.compare_whole(rehearsal, &record);
    Rehearsed { record, problems: play.problems }
}

fn started(scenario: &Scenario, seed: u64, difficulty: Difficulty) -> CallEvent {
    CallEvent::Started(CallStart {
        version: RECORD_VERSION,
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        kind: scenario.kind,
        seed,
        difficulty,
        channel: Channel::Typed,
        started_at: NO_DATE.to_owned(),
        brief: scenario.brief.clone(),
        needs: scenario.needs.clone(),
        research: scenario.research.clone(),
        campaign: None,
        origin: Default::default(),
    })
}

struct Play {
    events: Vec<CallEvent>,
    problems: Vec<Miss>,
}

impl Play {
    fn turn(
        &mut self,
        line: &Line,
        conversation: &mut Conversation,
        understander: &mut Understander,
    ) -> Exchange {
        let exchange = match line {
            Line::Says(words) => {
                self.events.push(CallEvent::Heard { heard: Heard::typed(words.clone(), 0.0) });
                conversation.hear(understander, Input::Heard(words), &mut self.events)
            }
            Line::Rambles(words) => {
                self.events.push(CallEvent::Heard { heard: Heard::typed(words.clone(), 0.0) });
                conversation.hear(understander, Input::Rambled(words), &mut self.events)
            }
            Line::Silence => {
                self.events.push(CallEvent::Silence { start: 0.0, end: 0.0 });
                conversation.hear(understander, Input::Silence, &mut self.events)
            }
            Line::Mumbles => conversation.hear(understander, Input::Unclear, &mut self.events),
            Line::HangsUp | Line::Them(_) => conversation.hear(understander, Input::HungUp, &mut self.events),
        };
        self.play(&exchange);
        exchange
    }

    fn play(&mut self, exchange: &Exchange) {
        self.events.extend(exchange.reply.parts.iter().map(|part| match part {
            Part::Sound(sound) => CallEvent::Sounded { sound: *sound, start: 0.0, end: 0.0 },
            Part::Say(say) => CallEvent::Spoke {
                speaker: say.speaker.clone(),
                name: say.name.clone(),
                text: say.text.clone(),
                state: exchange.reply.state.clone(),
                start: 0.0,
                end: 0.0,
                synthesize_ms: 0.0,
            },
        }));
    }

    fn compare(&mut self, number: usize, expected: &Expected, exchange: &Exchange) {
        let at = &exchange.reply.state;
        let said: Vec<&str> = exchange
            .reply
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Say(say) => Some(say.text.as_str()),
                Part::Sound(_) => None,
            })
            .collect();
        let said = said.join(" ");
        if let Some(state) = &expected.state
            && state != at
        {
            let message = format!("expected the state {state}, but the call is in {at}; they said: {said:?}");
            self.problems.push(Miss { line: number, message });
        }
        let heard = format!(" {} ", plain(&said));
        let mut rest = heard.as_str();
        for words in &expected.words {
            match rest.find(&format!(" {words} ")) {
                Some(found) => rest = &rest[found + words.len() + 1..],
                None => {
                    let message = format!("expected {words:?}, but in {at} they said: {said:?}");
                    self.problems.push(Miss { line: number, message });
                    break;
                }
            }
        }
    }

    fn compare_whole(&mut self, rehearsal: &Rehearsal, record: &CallRecord) {
        let ending = record.ending.as_deref().unwrap_or_default();
        if let Some((number, expected)) = &rehearsal.ending
            && expected != ending
        {
            let message =
                format!("expected the ending {expected}, got {ending} by {}", record.path.join(", "));
            self.problems.push(Miss { line: *number, message });
        }
        for (number, state) in &rehearsal.visits {
            if !record.path.contains(state) {
                let message = format!("{state} was not visited; the call went {}", record.path.join(", "));
                self.problems.push(Miss { line: *number, message });
            }
        }
        let score = record.scorecard.as_ref().map(|card| card.score);
        if let (Some((number, bar)), Some(score)) = (&rehearsal.score, score)
            && !(bar.least..=bar.most).contains(&score)
        {
            let message = format!("expected a score from {} to {}, got {score}", bar.least, bar.most);
            self.problems.push(Miss { line: *number, message });
        }
    }
}
