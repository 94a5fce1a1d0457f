//! Calls that ask and listen: information calls and reverse interviews.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::check::Verdict;
use super::phrases::{Token, first_of, has_any, tokens};
use super::pitch::opening_sentence;
use super::referral::JOB_WORDS;
use super::story::{Mention, Said, Story};
use crate::call::{Element, Evidence, Outcome};

/// Articles 000 and 004 both think in threes; rule 82 says the number.
const QUESTIONS_WANTED: usize = 3;

/// Fewer words than this show nothing about what a caller leaves out.
pub(super) const WORDS_TO_JUDGE: usize = 12;

fn questions<'s, 'a>(story: &'s Story<'a>) -> Vec<Mention<'s, 'a>> {
    story
        .all_mentions()
        .filter(|mention| matches!(mention.found.element, Element::Question | Element::AskLeads))
        .collect()
}

/// Questions that differ in their words: the same one asked again is one.
fn distinct<'s, 'a>(story: &'s Story<'a>) -> Vec<Mention<'s, 'a>> {
    let mut seen: Vec<Vec<String>> = Vec::new();
    let mut kept: Vec<Mention> = Vec::new();
    for mention in questions(story) {
        let words: Vec<String> = tokens(mention.text()).into_iter().map(|word| word.text).collect();
        // A question for leads carries two labels for the same words.
        let again = seen.contains(&words)
            || kept.iter().any(|other| {
                other.said.turn == mention.said.turn
                    && other.found.start < mention.found.end
                    && mention.found.start < other.found.end
            });
        if !again {
            seen.push(words);
            kept.push(mention);
        }
    }
    kept
}

/// Rules 15 and 82.
pub(super) fn three_questions(story: &Story) -> Verdict {
    let asked = distinct(story);
    let share = asked.len() as f64 / QUESTIONS_WANTED as f64;
    let evidence: Vec<Evidence> = asked.iter().map(Mention::evidence).collect();
    let better = "What should someone in my place learn first?";
    if share >= 1.0 {
        return Verdict::full(evidence);
    }
    Verdict::judged(share, evidence, "Ask three different questions or more.").say_instead(better)
}

const OPEN: &[&str] = &["what", "what's", "how", "who", "who's", "which", "why", "where", "tell me"];

/// Rule 11.
pub(super) fn open_questions(story: &Story) -> Verdict {
    let asked = questions(story);
    let open = asked.iter().find(|mention| has_any(&tokens(mention.text()), OPEN));
    let better = "How does your team work with the other departments?";
    match (open, asked.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            let advice = "Begin questions with what, how or who: they cannot be answered with yes.";
            Verdict::judged(0.4, vec![mention.evidence()], advice).say_instead(better)
        }
        (None, None) => Verdict::missing("Ask an open question.").say_instead(better),
    }
}

const NEEDS: &[&str] = &[
    "need",
    "needs",
    "looking for",
    "challenge*",
    "problem*",
    "busy",
    "busiest",
    "priorit*",
    "workload",
    "struggl*",
    "difficult*",
    "hardest",
    "project*",
    "working on",
    "matters most",
    "value*",
    "goal*",
];

/// Rule 6.
pub(super) fn their_needs(story: &Story) -> Verdict {
    let asked = questions(story);
    match asked.iter().find(|mention| has_any(&tokens(mention.text()), NEEDS)) {
        Some(mention) => Verdict::full(vec![mention.evidence()]),
        None => Verdict::missing("Ask what they need.")
            .say_instead("What keeps the department busiest at the moment?"),
    }
}

/// Rules 9 and 83: no word of a job.
pub(super) fn no_job_ask(story: &Story) -> Verdict {
    let mut seen: Vec<Evidence> = Vec::new();
    for said in &story.said {
        if let Some((start, end)) = first_of(&said.words, JOB_WORDS)
            && !denied(said, start)
        {
            seen.push(said.evidence(start, end));
        }
    }
    let better = "I'd like to learn how your department works.";
    if let Some(first) = seen.first() {
        let share = if seen.len() == 1 { 0.4 } else { 0.0 };
        let advice = "Leave the job out of this call: you are here to learn.";
        return Verdict::judged(share, vec![first.clone()], advice).say_instead(better);
    }
    if story.word_count() < WORDS_TO_JUDGE {
        return Verdict::missing("Too few words to show it.");
    }
    Verdict::full(Vec::new())
}

/// "I'm not asking for a job" is the right answer to the suspicion, not the fault.
fn denied(said: &Said, job: usize) -> bool {
    const NO: &[&str] = &["not", "no", "isn't", "don't", "won't", "never", "without", "nothing"];
    const WORDS_BEFORE: usize = 8;
    let sentence = tokens(said.sentence(job));
    let before = said.words.iter().filter(|word| word.end <= job).rev().take(WORDS_BEFORE);
    said.meant("not_about_job")
        || (has_any(&sentence, NO) && before.into_iter().any(|word| NO.contains(&word.text.as_str())))
}

/// Rule 1: questions that were answered before anything was asked for.
pub(super) fn information_first(story: &Story) -> Verdict {
    if !story.answered {
        return Verdict::DidNotArise;
    }
    let ask = [Element::StrongClose, Element::WeakClose]
        .into_iter()
        .filter_map(|element| story.mentions(element).next());
    let first_ask = ask.map(|mention| mention.said.turn).min().unwrap_or(usize::MAX);
    let answered = distinct(story)
        .into_iter()
        .filter(|mention| mention.said.turn < first_ask)
        .filter(|mention| story.their_lines().any(|(line, _)| line > mention.said.turn))
        .map(|mention| mention.evidence())
        .collect::<Vec<_>>();
    let share = answered.len() as f64 / 2.0;
    let advice = if share < 1.0 { "Learn two things before you ask for anything." } else { "" };
    Verdict::judged(share, answered, advice).say_instead("Who runs that department?")
}

/// Rule 13: a short request to be put through, with please. Where nobody was changed, it did not come up.
pub(super) fn short_transfer(story: &Story) -> Verdict {
    let mut speakers: Vec<&str> = story.their_lines().map(|(_, turn)| turn.speaker.as_str()).collect();
    speakers.dedup();
    if speakers.len() < 2 {
        return Verdict::DidNotArise;
    }
    transfer_request(story)
}

/// Rule 13, where asking is all that there is to do.
pub(super) fn transfer_request(story: &Story) -> Verdict {
    let better = "The graphics department, please.";
    let asked: Vec<Mention> = story.mentions(Element::AskSpeak).collect();
    let value = |mention: &Mention| -> f64 {
        let sentence = tokens(mention.said.sentence(mention.found.start));
        (if sentence.len() <= 12 { 0.5 } else { 0.25 })
            + if has_any(&sentence, &["please"]) { 0.5 } else { 0.0 }
    };
    match asked.iter().max_by(|a, b| value(a).total_cmp(&value(b))) {
        Some(mention) if value(mention) >= 1.0 => Verdict::full(vec![mention.evidence()]),
        Some(mention) => {
            let advice = "Keep the request short: the department, and please.";
            Verdict::judged(value(mention), vec![mention.evidence()], advice).say_instead(better)
        }
        None => Verdict::missing("Ask to be put through in one short sentence.").say_instead(better),
    }
}

/// Rule 17: a warm word before the first question.
pub(super) fn comfortable_first(story: &Story) -> Verdict {
    // Nobody is comfortable with somebody rude, whatever was said before.
    if let Some(verdict) = rude(story) {
        return verdict.say_instead("I'm sorry, I don't mean to press you.");
    }
    let first_question = questions(story).first().map(|mention| (mention.said.turn, mention.found.start));
    let warm: Vec<Mention> = story
        .all_mentions()
        .filter(|mention| {
            matches!(mention.found.element, Element::Rapport | Element::Thanks | Element::AskTimeOk)
        })
        .collect();
    let before = warm
        .iter()
        .find(|mention| first_question.is_none_or(|at| (mention.said.turn, mention.found.start) < at));
    let better = "I hope I'm not catching you at a busy moment.";
    match (before, warm.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            Verdict::judged(0.5, vec![mention.evidence()], "Make them comfortable before you ask.")
                .say_instead(better)
        }
        (None, None) => {
            Verdict::missing("Make them comfortable first, with one friendly sentence.").say_instead(better)
        }
    }
}

const INTEREST: &[&str] = &[
    "interesting",
    "i see",
    "that helps",
    "that's helpful",
    "good to know",
    "makes sense",
    "that's great",
    "wonderful",
    "i understand",
    "really",
    "that's useful",
    "fascinating",
    "you mentioned",
    "you said",
];

/// Rule 18: what they said is taken up.
pub(super) fn takes_it_up(story: &Story) -> Verdict {
    if !story.answered {
        return Verdict::DidNotArise;
    }
    for said in story.said.iter().skip(1) {
        if let Some((start, end)) = first_of(&said.words, INTEREST) {
            return Verdict::full(vec![said.evidence(start, end)]);
        }
    }
    match grown_question(story) {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Take up what they said before you ask the next thing.")
            .say_instead("That's interesting. You mentioned [their word]: how does that work?"),
    }
}

/// A question that uses a word of the line before it: it cannot come from a list.
pub(super) fn grown_question(story: &Story) -> Option<Evidence> {
    let content = |words: Vec<Token>| {
        words.into_iter().map(|word| word.text).filter(|word| word.len() >= 5).collect::<Vec<_>>()
    };
    questions(story).into_iter().find_map(|mention| {
        let before = story.their_lines().take_while(|(line, _)| *line < mention.said.turn).last();
        let heard = content(tokens(&before?.1.text));
        let asked = content(tokens(mention.text()));
        asked.iter().any(|word| heard.contains(word)).then(|| mention.evidence())
    })
}

/// Rule 21.
pub(super) fn says_who(story: &Story) -> Verdict {
    super::check::said(
        story,
        Element::SelfName,
        "They do not know you: say who you are.",
        opening_sentence(story),
    )
}

/// Rules 16 and 19: thanked, and never treated rudely.
pub(super) fn thanked(story: &Story) -> Verdict {
    super::check::said(
        story,
        Element::Thanks,
        "Thank them for what they told you.",
        "Thank you, that helps me a lot.",
    )
}

/// Rule 19: the verdict on a caller who was rude; one who was rude again until they hung up has failed, whatever was
/// learned before.
pub(super) fn rude(story: &Story) -> Option<Verdict> {
    let rude: Vec<Evidence> = story
        .said
        .iter()
        .filter(|said| said.meant("pushy_rude"))
        .map(|said| said.evidence(0, said.text.len()))
        .collect();
    let hung_up_on = story.record.ended.as_ref().is_some_and(|ended| ended.outcome == Outcome::Lost);
    let again = rude.len() > 1;
    let verdict = Verdict::judged(0.0, rude, "Stay patient and positive, whatever they say.").under_rule(19);
    match (verdict, again && hung_up_on) {
        (verdict, true) => Some(verdict.failing_the_call()),
        (verdict, false) => story.said.iter().any(|said| said.meant("pushy_rude")).then_some(verdict),
    }
}

/// Rule 19.
pub(super) fn patient(story: &Story) -> Verdict {
    if let Some(verdict) = rude(story) {
        return verdict.say_instead("Of course, take your time.");
    }
    if story.word_count() < WORDS_TO_JUDGE {
        return Verdict::missing("Too few words to show it.");
    }
    Verdict::full(Vec::new())
}
