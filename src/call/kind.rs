//! What kind of call it is, how hard, how it came out, and what a caller can say in it.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name as files and JSON write it.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

named! {
    /// The seven kinds of call; every rule of the book belongs to some of them.
    Kind {
        Information = "information",
        FollowUp = "follow_up",
        Cold = "cold",
        Referral = "referral",
        Voicemail = "voicemail",
        Reverse = "reverse",
        Rejection = "rejection",
    }
}

named! {
    /// How patient and how resistant the gatekeepers are.
    Difficulty { Easy = "easy", Normal = "normal", Hard = "hard" }
}

named! {
    /// What an ending means for the caller, best first.
    Outcome {
        /// A meeting or interview.
        Yes = "yes",
        /// A way forward: a time to call again, a resume to send again, a message left.
        Later = "later",
        /// A refusal, politely taken.
        No = "no",
        /// The call broke off.
        Lost = "lost",
    }
}

named! {
    /// How closely a caller kept to a script.
    Fidelity {
        LostTheThread = "lost_the_thread",
        Natural = "natural",
        /// Read word for word.
        WordForWord = "word_for_word",
    }
}

named! {
    /// What a caller's turn can contain; the labelling guide's 24 elements.
    Element {
        Greeting = "greeting",
        SelfName = "self_name",
        Specialty = "specialty",
        YearsExperience = "years_experience",
        Accomplishment = "accomplishment",
        Strength = "strength",
        CompanyResearch = "company_research",
        StrongClose = "strong_close",
        WeakClose = "weak_close",
        Referral = "referral",
        Reason = "reason",
        CallbackNumber = "callback_number",
        CallbackRequest = "callback_request",
        FollowUp = "follow_up",
        Thanks = "thanks",
        Question = "question",
        AskSpeak = "ask_speak",
        AskTimeOk = "ask_time_ok",
        Acknowledge = "acknowledge",
        AnswerObjection = "answer_objection",
        AskAgain = "ask_again",
        AskLeads = "ask_leads",
        Rapport = "rapport",
        Farewell = "farewell",
    }
}
