//! A call that asks for one turn after the other, whatever is answered.

use super::corpus::Item;
use std::fmt::Write;

/// What is asked, in a few words, and the moves that may answer it.
pub const ASKED: &[(&str, &str, &[&str])] = &[
    (
        "desk",
        "Meridian Design, how can I help?",
        &[
            "ask_transfer",
            "ask_manager_name",
            "ask_department",
            "ask_hr",
            "ask_best_time",
            "leave_message",
            "reason_job",
            "reason_followup",
            "greet",
        ],
    ),
    (
        "reason",
        "And what is it about?",
        &["reason_job", "reason_followup", "referral", "give_reason", "evasive", "ask_openings"],
    ),
    ("name", "May I ask who's calling?", &["give_name", "reason_job", "evasive"]),
    ("number", "What number can he reach you at?", &["give_number", "decline", "offer_callback"]),
    ("spell", "How do you spell that?", &["confirm_spelling", "give_name"]),
    ("hold", "Can you hold for a moment?", &["agree_hold", "agree", "decline"]),
    ("pitch", "Well, tell me about yourself.", &["pitch", "request_meeting"]),
    (
        "objection",
        "We're not hiring at the moment.",
        &[
            "request_meeting",
            "obj_not_hiring",
            "obj_send_resume",
            "obj_contact_hr",
            "answer_busy",
            "answer_experience",
            "offer_times",
            "ask_minutes",
            "offer_callback",
            "give_reason",
            "pitch",
        ],
    ),
    ("day", "How about Thursday at ten?", &["accept_time", "offer_times", "agree", "decline"]),
    ("end", "I'll tell him that you called.", &["thank_end", "agree", "offer_callback"]),
    ("story", "I'm listening.", &["pitch", "ask_story"]),
];

pub fn scenario(items: &[&Item]) -> String {
    let mut text = String::from(
        r#"format = 1
title = "Turn gap"
kind = "follow_up"
goal = "Say what is asked for."
start = "s0"
[cast.dana]
name = "Dana"
patience = 10
out_of_patience = "over"
no_input = ["Hello? Are you there?"]
no_match = ["I see."]
[ending.over]
outcome = "yes"
summary = "All was said."
"#,
    );
    for (number, item) in items.iter().enumerate() {
        let (_, says, moves) = ASKED.iter().find(|(asked, ..)| *asked == item.asked).unwrap();
        let to = if number + 1 < items.len() { format!("s{}", number + 1) } else { "last".to_owned() };
        let edges = moves.iter().chain(&["*"]).map(|name| format!("{{ move = \"{name}\", to = \"{to}\" }}"));
        let edges = edges.collect::<Vec<_>>().join(", ");
        writeln!(text, "[state.s{number}]\nspeaker = \"dana\"\nsays = [{says:?}]\nrambling = {{ after = 60 }}\non = [{edges}]").unwrap();
    }
    text.push_str("[state.last]\nspeaker = \"dana\"\nsays = [\"That was all.\"]\non = [{ move = \"*\", to = \"over\" }]\n");
    text
}
