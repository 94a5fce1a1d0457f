//! How a call can end, and the shortest conversation that ends so.
//!
//! A scenario goes in, as the engine plays it; a list of endings comes out, each with its turns and with the words of
//! both sides. The caller's words are examples of what was meant.

use super::explore::{SEARCHED_TURNS, Taken, Way, explore};
use super::turns::{Try, taken};
use crate::call::{Outcome, Say};
use crate::gatekeeper::{Gatekeeper, settle};
use crate::scenario::{Brief, Scenario};

/// One turn on the way to an ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub from: String,
    /// A move's name, or what happens without one: `silence`, `rudeness`, ...
    pub by: String,
    /// What the edge asks for, as the file writes it.
    pub when: Vec<String>,
    pub to: String,
}

/// An ending, and the turns that lead to it from the start.
#[derive(Debug, Clone, PartialEq)]
pub struct PathToEnding {
    pub ending: String,
    pub outcome: Outcome,
    pub summary: String,
    /// `None` when no way was found.
    pub way: Option<WayToEnding>,
}

/// The turns of a call and its words.
#[derive(Debug, Clone, PartialEq)]
pub struct WayToEnding {
    pub steps: Vec<Step>,
    /// As a rehearsal is written: `seed:`, `difficulty:`, then `them:` and `you:` in turn.
    pub conversation: Vec<String>,
}

/// Every ending, best outcome first, with the fewest turns that lead to it. `sample` gives an example of a move's words.
pub fn endings(scenario: &Scenario, sample: &dyn Fn(&str) -> Option<String>) -> Vec<PathToEnding> {
    let explored = explore(scenario, SEARCHED_TURNS);
    let mut list: Vec<PathToEnding> = scenario
        .endings
        .iter()
        .map(|(id, ending)| PathToEnding {
            ending: id.clone(),
            outcome: ending.outcome,
            summary: ending.summary.clone(),
            way: explored.endings.get(id).map(|way| WayToEnding {
                steps: way.turns.iter().map(|turn| step(scenario, turn)).collect(),
                conversation: conversation(scenario, way, sample),
            }),
        })
        .collect();
    list.sort_by_key(|path| path.outcome);
    list
}

fn step(scenario: &Scenario, turn: &Taken) -> Step {
    let edge = match turn.by {
        Try::Edge(number) | Try::With(number) => {
            scenario.states.get(&turn.from).and_then(|state| state.on.get(number))
        }
        _ => None,
    };
    let by = match (turn.by, edge) {
        (_, Some(edge)) => edge.name.as_str(),
        (Try::Silence, _) => "silence",
        (Try::Rude, _) => "rudeness",
        (Try::Rambling, _) => "rambling",
        (Try::HangUp, _) => "hanging up",
        (Try::Nothing | Try::Edge(_) | Try::With(_), _) => "nothing that fits",
    };
    let when = edge.map(|edge| edge.when.iter().map(ToString::to_string).collect()).unwrap_or_default();
    Step { from: turn.from.clone(), by: by.to_owned(), when, to: turn.to.clone() }
}

fn conversation(scenario: &Scenario, way: &Way, sample: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut scenario = settle(scenario, way.seed, &Brief::default());
    for (name, value) in &way.hidden {
        scenario.hidden.insert(name.clone(), vec![value.clone()]);
    }
    let mut lines = vec![format!("seed: {}", way.seed), format!("difficulty: {}", way.difficulty)];
    lines.extend(way.hidden.iter().map(|(name, value)| format!("hidden.{name}: {value}")));
    let mut gatekeeper = Gatekeeper::new(&scenario, way.seed, way.difficulty);
    let says = gatekeeper.open();
    lines.extend(them(gatekeeper.at(), &says));
    for turn in &way.turns {
        let step = step(&scenario, turn);
        let words = match turn.by {
            Try::Edge(_) | Try::With(_) if step.by == "*" => "...".to_owned(),
            Try::Edge(_) | Try::With(_) => sample(&step.by).unwrap_or_else(|| step.by.replace('_', " ")),
            Try::Silence => "(silence)".to_owned(),
            Try::Rambling => "(rambles) and so on".to_owned(),
            Try::HangUp => "(hangs up)".to_owned(),
            Try::Rude => sample("pushy_rude").unwrap_or_else(|| "Just do it.".to_owned()),
            Try::Nothing => "...".to_owned(),
        };
        let with =
            if step.when.is_empty() { String::new() } else { format!("   # {}", step.when.join(", ")) };
        lines.push(format!("you: {words}{with}"));
        let (next, says) = taken(gatekeeper, &scenario, turn.by);
        gatekeeper = next;
        lines.extend(them(gatekeeper.at(), &says));
    }
    lines
}

fn them(at: &str, says: &[Say]) -> Option<String> {
    let said: Vec<&str> = says.iter().map(|say| say.text.as_str()).collect();
    Some(format!("them: [{at}] {}", said.join(" ")).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario() -> Scenario {
        let text = include_str!("first.toml");
        crate::scenario::parse("first", text).scenario.expect("the first scenario is good")
    }

    fn ways(scenario: &Scenario) -> Vec<PathToEnding> {
        endings(scenario, &|name| (name == "give_up").then(|| "Never mind.".to_owned()))
    }

    fn walk(paths: &[PathToEnding], ending: &str) -> String {
        let path = paths.iter().find(|path| path.ending == ending).expect("an ending of the scenario");
        let way = path.way.as_ref().expect("it is reached");
        way.steps.iter().map(|step| format!("{}>{}>", step.from, step.by)).collect::<String>() + ending
    }

    #[test]
    fn the_shortest_way_of_words_is_found() {
        let paths = ways(&scenario());
        assert_eq!(walk(&paths, "interview"), "reception>ask_transfer>okafor>request_meeting>interview");
        assert_eq!(walk(&paths, "polite_goodbye"), "reception>give_up>polite_goodbye");
        assert_eq!(walk(&paths, "hung_up"), "reception>silence>hung_up");
        assert_eq!(paths[0].outcome, Outcome::Yes, "best first");
        let interview = paths[0].way.as_ref().expect("reached");
        assert_eq!(interview.steps[1].when, ["strong_close"]);
        let goodbye = paths.iter().find(|path| path.ending == "polite_goodbye").expect("there");
        let words = &goodbye.way.as_ref().expect("reached").conversation;
        assert_eq!(words[3], "you: Never mind.");
        assert!(
            words[2].starts_with("them: [reception] ") && words[4].starts_with("them: [polite_goodbye] "),
            "{words:?}"
        );
    }

    #[test]
    fn a_deck_deals_before_it_leads_on() {
        let mut scenario = scenario();
        // Only the last word leads to the interview now, and it comes after one card.
        for state in scenario.states.values_mut() {
            state.on.retain(|edge| edge.to.as_deref() != Some("interview"));
        }
        scenario.states.get_mut("last_word").expect("there").on[0].to = Some("interview".into());
        let walk = walk(&ways(&scenario), "interview");
        assert!(walk.contains("okafor>") && walk.contains(">last_word>"), "{walk}");
    }

    #[test]
    fn conditions_are_met_on_the_way() {
        let text = "format = 1\ntitle = \"t\"\nkind = \"cold\"\ngoal = \"g\"\nstart = \"desk\"\n[cast.p]\n\
            [hidden.mood]\none_of = [\"good\", \"bad\"]\n[fact.code]\nwhat = \"f\"\n\
            [state.desk]\nspeaker = \"p\"\nsays = \"x\"\non = [\n\
            { move = \"a\", to = \"won\", when = [\"flag key\", \"knows code\", \"hidden mood bad\", \"mood >= 2\"] },\n\
            { move = \"d\", mood = 1, says = \"y\" }, { move = \"b\", to = \"drawer\" }]\n\
            [state.drawer]\nspeaker = \"p\"\nsays = \"x\"\ntells = [\"code\"]\non = [{ move = \"c\", to = \"desk\", set = [\"key\"] }]\n\
            [ending.won]\noutcome = \"yes\"\nsummary = \"s\"\n[ending.lost]\noutcome = \"lost\"\nsummary = \"s\"\n";
        let parsed = crate::scenario::parse("x", text);
        let scenario = parsed.scenario.unwrap_or_else(|| panic!("{:?}", parsed.problems));
        let won = walk(&ways(&scenario), "won");
        assert!(
            won.ends_with("desk>a>won") && won.matches(">d>").count() == 2 && won.contains("drawer>c>"),
            "{won}"
        );
    }
}
