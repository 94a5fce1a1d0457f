//! # coldcall
//!
//! A practice-call simulator with speech in and out. See each room's own page.
//!
//! ```text
//! AudioFrame -> Utterance -> Transcript -> Heard -> Understanding -> Move -> Reply -> Spoken
//!   audio        hear         hear         line     understand      gatekeeper         line
//! every turn appends CallEvents -> CallRecord -> Scorecard -> Report
//! ```
//!
//! **Mind and body meet only in [`session`].** The mind (scenario, understand, gatekeeper, score, replay,
//! authoring, practice, report) is pure: no files, no clock, no threads, no printing. The body (audio,
//! hear, speak, line, weights, screen, history, drawer) touches the world. Both share the vocabulary [`call`].

pub mod audio;
pub mod authoring;
pub mod call;
pub mod cli;
pub mod drawer;
pub mod gatekeeper;
pub mod hear;
pub mod history;
pub mod line;
pub mod practice;
pub mod replay;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod score;
pub mod screen;
pub mod session;
pub mod speak;
pub mod understand;
pub mod weights;
pub mod words;
