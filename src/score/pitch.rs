//! The pitch: who you are and what you bring, in the articles' order and said straight.
//!
//! What enters: the story of a call. What leaves: verdicts on greeting, name, specialty, years, strengths,
//! result, relevance, research, benefit, hedges and order. This file must not know the points.

use super::check::{Verdict, said, told};
use super::phrases::{Token, count_all, first_of, has_any, tokens};
use super::story::{Mention, Story};
use crate::call::{Element, Evidence};

/// Rule 40. Greeting the person who decides counts most; greeting only whoever picked up counts partly.
pub(super) fn greeting(story: &Story) -> Verdict {
    let first = story.said.first().map(|said| said.turn);
    let first_to_decider = story.to_decider().next().map(|said| said.turn);
    let better = opening_sentence(story);
    let greetings: Vec<Mention> = story.mentions(Element::Greeting).collect();
    let in_turn = |turn: Option<usize>| greetings.iter().find(|mention| Some(mention.said.turn) == turn);
    let wanted = if story.reached { first_to_decider.or(first) } else { first };
    if let Some(mention) = in_turn(wanted) {
        return Verdict::full(vec![mention.evidence()]);
    }
    match in_turn(first).or(greetings.first()) {
        Some(mention) => {
            let advice = "Greet the person who decides as well, before anything else.";
            Verdict::judged(0.6, vec![mention.evidence()], advice).say_instead(better)
        }
        None => Verdict::missing("Begin with a greeting.").say_instead(better),
    }
}

/// Rule 42 (54 and 66 elsewhere): the caller's own name.
pub(super) fn own_name(story: &Story) -> Verdict {
    said(story, Element::SelfName, "Say your name, so that they can remember you.", opening_sentence(story))
}

pub(super) fn specialty(story: &Story) -> Verdict {
    let better = match (story.brief("job"), story.own_words(Element::YearsExperience)) {
        (Some(job), _) => format!("I'm {} by profession.", with_article(job)),
        (None, Some(years)) => format!("I'm a [your field]; {years}."),
        (None, None) => "I'm a [your field].".to_owned(),
    };
    told(story, Element::Specialty, "Say what your field is in one plain sentence.", better)
}

pub(super) fn years(story: &Story) -> Verdict {
    let better = "I have [number] years of experience in this.";
    told(story, Element::YearsExperience, "Give the number of years you have done this.", better)
}

/// Rule 44. One is thin, six is a list nobody keeps; what answers an objection later is no list.
pub(super) fn strengths(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let is_strength = |mention: &Mention| matches!(mention.found.element, Element::Strength | Element::Accomplishment);
    let told: Vec<Mention> =
        story.all_mentions().filter(|mention| is_strength(mention) && mention.said.to_decider).collect();
    let named: usize = told.iter().map(|mention| parts(mention.text())).sum();
    let listed: usize =
        told.iter().filter(|mention| !mention.said.after_refusal).map(|mention| parts(mention.text())).sum();
    let evidence: Vec<Evidence> = told.iter().map(Mention::evidence).collect();
    let another = "Besides that, I'm good at [a second strength], which you need for [their need].";
    match (named, listed) {
        (0, _) => Verdict::missing("Name two or three strengths that this company can use.")
            .say_instead("Two things I'm good at: [one strength] and [another]."),
        (_, 6..) => Verdict::judged(0.5, evidence, "Keep to two or three: nobody remembers a longer list."),
        (1, _) => Verdict::judged(0.5, evidence, "One strength is thin: name a second.").say_instead(another),
        _ => Verdict::full(evidence),
    }
}

/// "I can close sales, and negotiate deals" names two strengths. "sales and" does not end a part by itself.
fn parts(text: &str) -> usize {
    let lower = text.to_lowercase().replace(" and ", ",").replace(';', ",");
    lower.split(',').filter(|part| tokens(part).iter().any(|word| word.text.len() > 3)).count().max(1)
}

/// Rule 46.
pub(super) fn quantified(story: &Story) -> Verdict {
    let better = match story.own_words(Element::Strength) {
        Some(strength) => format!("{strength}: last year that [saved or brought in] [number] percent."),
        None => "Last year I [what you did], which [saved or brought in] [number] percent.".to_owned(),
    };
    told(story, Element::Accomplishment, "Name one result with a number in it.", better)
}

/// Rule 45: words of the company's needs in what the caller tells the person who decides.
pub(super) fn relevance(story: &Story) -> Verdict {
    let needs = story.scenario.map(|scenario| scenario.needs.as_slice()).unwrap_or_default();
    let (Some(first), true) = (needs.first(), story.reached) else { return Verdict::DidNotArise };
    match named_in_turns(story, needs) {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Tie one strength to what this company needs.")
            .say_instead(format!("You need someone for {first}; that is what I'm good at.")),
    }
}

/// Rule 48.
pub(super) fn research(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let facts = story.scenario.map(|scenario| scenario.research.as_slice()).unwrap_or_default();
    if let Some(evidence) = named_in_turns(story, facts) {
        return Verdict::full(vec![evidence]);
    }
    let better = match facts.first() {
        Some(fact) => format!("I read about {fact}, and that is work I know."),
        None => "I read about [one of their projects], and that is work I know.".to_owned(),
    };
    told(story, Element::CompanyResearch, "Show that you looked them up: one fact is enough.", better)
}

/// The first of these phrases that the person who decides heard. Words match by their stem, in any order
/// within one sentence, because nobody says a brief word for word.
fn named_in_turns(story: &Story, phrases: &[String]) -> Option<Evidence> {
    let wanted: Vec<Vec<String>> =
        phrases.iter().map(|phrase| tokens(phrase).iter().map(|word| stem(&word.text)).collect()).collect();
    for said in story.to_decider() {
        for sentence in sentences(&said.words, said.text) {
            let heard: Vec<String> = sentence.iter().map(|word| stem(&word.text)).collect();
            let named = |phrase: &&Vec<String>| !phrase.is_empty() && phrase.iter().all(|word| heard.contains(word));
            if wanted.iter().find(named).is_some() {
                return Some(said.evidence(sentence[0].start, sentence[sentence.len() - 1].end));
            }
        }
    }
    None
}

/// Runs of words that no full stop, question or exclamation mark divides.
fn sentences<'w>(words: &'w [Token], text: &str) -> Vec<&'w [Token]> {
    words
        .chunk_by(|a, b| !text[a.end..b.start].contains(['.', '?', '!']))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// A word without its commonest endings: `schedules`, `scheduling` and `schedule` are one.
fn stem(word: &str) -> String {
    let base = word.trim_end_matches("'s");
    for ending in ["ings", "ing", "ers", "ies", "ed", "er", "es", "s", "e", "y"] {
        match base.strip_suffix(ending) {
            Some(rest) if rest.len() >= 4 => return rest.to_owned(),
            _ => {}
        }
    }
    base.to_owned()
}

const HELP: &[&str] = &[
    "help*", "save*", "solve*", "support*", "take * off", "cut*", "reduce*", "improve*", "bring*", "contribute*",
    "add*", "keep*", "free*", "handle*", "fix*", "strengthen*", "benefit*", "do the same", "make sure", "deliver*",
];
const THEM: &[&str] = &["you", "your", "yours", "you'd", "you'll", "you've"];

/// Rule 33: a sentence in which the listener gets something.
pub(super) fn benefit(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    for said in story.to_decider() {
        for sentence in sentences(&said.words, said.text) {
            let close = said.elements.iter().any(|found| {
                matches!(found.element, Element::StrongClose | Element::WeakClose)
                    && found.start < sentence[sentence.len() - 1].end
                    && found.end > sentence[0].start
            });
            if !close && has_any(sentence, HELP) && has_any(sentence, THEM) {
                return Verdict::full(vec![said.evidence(sentence[0].start, sentence[sentence.len() - 1].end)]);
            }
        }
    }
    let need = story.scenario.and_then(|scenario| scenario.needs.first());
    let better = match need {
        Some(need) => format!("I can help you with {need}."),
        None => "I can help you with [what they need].".to_owned(),
    };
    Verdict::missing("Say what they get from you, with the word you in it.").say_instead(better)
}

/// Words that make a request small. "Just" counts only where it shrinks what follows.
const HEDGES: &[&str] = &[
    "just calling", "just wanted", "just want", "just wondering", "just checking", "just following", "just hoping",
    "just thought", "just asking", "just see", "just trying", "was just", "i'm just", "am just", "sort of", "kind of",
    "i was wondering if maybe", "i was wondering if", "i was wondering whether", "wondering if maybe", "maybe",
    "perhaps", "i guess", "i suppose", "if that's okay", "if that's ok", "if that's all right",
    "if it's not too much trouble", "if you don't mind", "sorry to bother", "hate to bother", "don't want to bother",
    "i was hoping maybe", "possibly", "a little bit", "or something", "or anything", "i don't know if",
];

/// A hedge belongs to the sense of these words, not to their letters.
const NO_HEDGES: &[&str] = &["what kind of", "this kind of", "that kind of", "the kind of", "same kind of", "some kind of"];

/// Fewer words than this show nothing about how straight someone talks.
const WORDS_TO_JUDGE: usize = 12;

/// Each hedge costs a third of the points: three are heard as a habit.
const HEDGE_COST: f64 = 1.0 / 3.0;

/// Rule 31.
pub(super) fn straight(story: &Story) -> Verdict {
    if story.word_count() < WORDS_TO_JUDGE {
        return Verdict::missing("Too few words to show it: say what you want, straight.");
    }
    let mut evidence = Vec::new();
    for said in &story.said {
        let harmless = count_all(&said.words, NO_HEDGES);
        for (start, end) in count_all(&said.words, HEDGES) {
            if !harmless.iter().any(|(from, to)| *from <= start && end <= *to) {
                evidence.push(said.evidence(start, end));
            }
        }
    }
    if evidence.is_empty() {
        return Verdict::full(Vec::new());
    }
    let words: Vec<String> = evidence.iter().take(3).filter_map(|seen| seen.quote.clone()).collect();
    let share = 1.0 - HEDGE_COST * evidence.len() as f64;
    let advice = format!("Leave out words that make you small: {}.", words.join(", "));
    Verdict::judged(share, evidence, advice)
}

/// Rule 47, the order: greeting, name, field and years, strengths, question. The score is the longest run
/// of steps in the right order, so that one more step can only add to it.
pub(super) fn order(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let step = |element: Element| match element {
        Element::Greeting => Some(0),
        Element::SelfName => Some(1),
        Element::Specialty | Element::YearsExperience => Some(2),
        Element::Strength | Element::Accomplishment => Some(3),
        Element::StrongClose | Element::WeakClose => Some(4),
        _ => None,
    };
    let steps: Vec<usize> = story.all_mentions().filter_map(|mention| step(mention.found.element)).collect();
    let share = longest_ascent(&steps) as f64 / 5.0;
    let advice = "Keep the order: greeting, your name, your field and years, two or three strengths, the question.";
    Verdict::judged(share, Vec::new(), if share < 1.0 { advice } else { "" })
}

/// The length of the longest strictly ascending subsequence; a handful of steps, so the plain way serves.
pub(super) fn longest_ascent(steps: &[usize]) -> usize {
    let mut best: Vec<usize> = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let before = (0..at).filter(|other| steps[*other] < *step).map(|other| best[other]).max();
        best.push(before.unwrap_or(0) + 1);
    }
    best.into_iter().max().unwrap_or(0)
}

/// "Hello, my name is Mark Swann." from the caller's own name where it is known.
pub(super) fn opening_sentence(story: &Story) -> String {
    format!("Hello, my name is {}.", story.caller_name().unwrap_or("[your name]"))
}

/// `a designer`, `an engineer`; what already has an article keeps it.
pub(super) fn with_article(job: &str) -> String {
    let job = job.trim();
    let lower = job.to_lowercase();
    if ["a ", "an ", "the "].iter().any(|article| lower.starts_with(article)) {
        return job.to_owned();
    }
    let article = if lower.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {job}")
}

const ROLES: &[&str] = &[
    "manager", "director", "president", "vp", "head", "chief", "owner", "partner", "supervisor", "lead", "leads",
    "dean", "chair", "in charge", "responsible for", "hiring", "person who", "runs", "decision",
];

/// Rules 25 and 49: asks for the person who decides, by name or by role.
pub(super) fn asks_for_manager(story: &Story) -> Verdict {
    use super::story::Listener;
    if !matches!(story.first_listener(), Some(Listener::Screener | Listener::HumanResources)) {
        return Verdict::DidNotArise;
    }
    let contact: Vec<String> = story.brief("contact").map(name_words).unwrap_or_default();
    let better = match story.brief("contact") {
        Some(contact) => format!("Could you put me through to {contact}, please?"),
        None => "Could you put me through to the manager of [the department], please?".to_owned(),
    };
    let asked: Vec<Mention> = story.mentions(Element::AskSpeak).collect();
    let by_name = |mention: &&Mention| {
        let sentence = tokens(mention.said.sentence(mention.found.start));
        has_any(&sentence, ROLES) || sentence.iter().any(|word| contact.contains(&word.text))
    };
    match (asked.iter().find(by_name), asked.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            let advice = "Ask for the manager by name or by role, not for whoever is free.";
            Verdict::judged(0.5, vec![mention.evidence()], advice).say_instead(better)
        }
        (None, None) => Verdict::missing("Ask for the hiring manager by name.").say_instead(better),
    }
}

fn name_words(name: &str) -> Vec<String> {
    let titles = ["ms", "mr", "mrs", "dr", "the"];
    tokens(name).into_iter().map(|word| word.text).filter(|word| !titles.contains(&word.as_str())).collect()
}

const RESUME: &[&str] =
    &["resume*", "résumé*", "cv", "application", "applied", "cover letter", "my letter", "introductory letter"];
const WHEN: &[&str] = &[
    "# day* ago", "# week* ago", "a week ago", "days ago", "a few days ago", "yesterday", "last week", "last month",
    "this week", "this morning", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december", "earlier this", "the other day",
];

/// Rule 23.
pub(super) fn resume_and_when(story: &Story) -> Verdict {
    let better = match story.brief("sent") {
        Some(sent) => format!("I sent my resume {}.", on_day(sent)),
        None => "I sent you my resume three days ago.".to_owned(),
    };
    let mut without_day = None;
    for said in &story.said {
        let Some((start, end)) = first_of(&said.words, RESUME) else { continue };
        if let Some((from, to)) = first_of(&said.words, WHEN) {
            return Verdict::full(vec![said.evidence(start.min(from), end.max(to))]);
        }
        without_day.get_or_insert_with(|| said.evidence(start, end));
    }
    match without_day {
        Some(evidence) => {
            Verdict::judged(0.6, vec![evidence], "Say when you sent it: that makes it easy to find.").say_instead(better)
        }
        None => Verdict::missing("Say that you sent your resume, and when.").say_instead(better),
    }
}

/// `Monday` needs an `on`; `three days ago` and `last Monday` do not.
fn on_day(sent: &str) -> String {
    let first = sent.split_whitespace().next().unwrap_or_default().to_lowercase();
    if first.ends_with("day") && !["today", "yesterday"].contains(&first.as_str()) { format!("on {sent}") } else { sent.to_owned() }
}

/// Rule 24, where human resources came to the telephone.
pub(super) fn human_resources(story: &Story) -> Verdict {
    use super::story::Listener;
    if !story.met(Listener::HumanResources) {
        return Verdict::DidNotArise;
    }
    let told_them = |mention: &Mention| mention.said.listener == Listener::HumanResources;
    let pitch = [Element::Specialty, Element::YearsExperience, Element::Strength, Element::Accomplishment, Element::StrongClose, Element::WeakClose];
    let pitched: Vec<Evidence> = story
        .all_mentions()
        .filter(|mention| told_them(mention) && pitch.contains(&mention.found.element))
        .map(|mention| mention.evidence())
        .collect();
    let rerouted = story.mentions(Element::AskSpeak).find(told_them).map(|mention| mention.evidence());
    let better = match story.brief("contact") {
        Some(contact) => format!("I'm trying to reach {contact} directly. Could you connect me, please?"),
        None => "I'm trying to reach the hiring manager directly. Could you connect me, please?".to_owned(),
    };
    match (pitched.is_empty(), rerouted) {
        (true, Some(evidence)) => Verdict::full(vec![evidence]),
        (false, Some(_)) => Verdict::judged(0.5, pitched, "Keep your pitch for the manager."),
        (true, None) => Verdict::judged(0.5, Vec::new(), "Ask human resources to put you through to the manager."),
        (false, None) => Verdict::judged(0.0, pitched, "Human resources cannot hire you: ask for the manager instead."),
    }
    .say_instead(better)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_are_counted_as_people_list_them() {
        assert_eq!(parts("I have the ability to close sales, and negotiate killer deals"), 2);
        assert_eq!(parts("I'm patient"), 1);
        assert_eq!(parts("I plan, I write, I sell, I teach"), 4);
    }

    #[test]
    fn one_more_step_never_shortens_the_order() {
        assert_eq!(longest_ascent(&[0, 1, 2, 3, 4]), 5);
        assert_eq!(longest_ascent(&[4, 0, 1, 2, 3, 4]), 5);
        assert_eq!(longest_ascent(&[4, 3, 2]), 1);
        assert_eq!(longest_ascent(&[]), 0);
    }

    #[test]
    fn words_of_a_brief_match_by_their_stem() {
        for (a, b) in [("schedules", "scheduling"), ("budget", "budgets"), ("deadline", "deadlines")] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn sentences_read_well() {
        assert_eq!(with_article("engineer"), "an engineer");
        assert_eq!(with_article("the designer"), "the designer");
        assert_eq!(on_day("Monday"), "on Monday");
        assert_eq!(on_day("last Monday"), "last Monday");
        assert_eq!(on_day("three days ago"), "three days ago");
    }
}
