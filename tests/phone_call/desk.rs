//! Where a call is made: the real program in a home of its own, and its record.

use crate::callers::Recorded;
use serde_json::Value;
use std::process::{Command, Output, Stdio};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tempfile::TempDir;

/// Calls from files wait for the machine and share it; a call on a sound card runs in real time and has it alone.
static MACHINE: RwLock<()> = RwLock::new(());

/// No other call of these tests until this is dropped.
pub fn alone() -> RwLockWriteGuard<'static, ()> {
    MACHINE.write().unwrap_or_else(PoisonError::into_inner)
}

/// A home of its own for each call: no record, profile or device of the user's is read or written.
pub struct Desk {
    pub home: TempDir,
    _shared: RwLockReadGuard<'static, ()>,
}

impl Desk {
    pub fn new() -> Self {
        let shared = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
        Self { home: tempfile::tempdir().expect("a home for the call"), _shared: shared }
    }

    pub fn coldcall(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coldcall"));
        command.args(args).current_dir(self.home.path()).stdin(Stdio::null());
        command.env("HOME", self.home.path()).env_remove("COLDCALL_MODELS");
        for variable in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(variable, self.home.path().join(variable));
        }
        command
    }

    /// `call follow-up` with the recorded turns, as its record.
    pub fn call(&self, seed: &str, turns: &[Recorded], more: &[&str]) -> Value {
        let mut command =
            self.coldcall(&["call", "follow-up", "--seed", seed, "--json", "--no-save", "--wav-in"]);
        record(command.args(turns.iter().map(|turn| &turn.path)).args(more))
    }
}

/// Runs a command that must end well and prints a record.
#[track_caller]
pub fn record(command: &mut Command) -> Value {
    let Output { status, stdout, stderr } = command.output().expect("coldcall starts");
    let stderr = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(0), "exit code; standard error: {stderr}");
    serde_json::from_slice(&stdout).unwrap_or_else(|error| {
        panic!("no JSON ({error}): {}\nstandard error: {stderr}", String::from_utf8_lossy(&stdout))
    })
}

pub fn turns(record: &Value) -> &[Value] {
    record["turns"].as_array().map(Vec::as_slice).unwrap_or_default()
}

pub fn is_caller(turn: &Value) -> bool {
    turn["speaker"] == "you"
}

pub fn caller_turns(record: &Value) -> Vec<&Value> {
    turns(record).iter().filter(|turn| is_caller(turn)).collect()
}

pub fn text(turn: &Value) -> &str {
    turn["text"].as_str().unwrap_or_default()
}

/// A time of a turn, seconds of call time; NaN (which no comparison accepts) where there is none.
pub fn at(turn: &Value, field: &str) -> f64 {
    turn[field].as_f64().unwrap_or(f64::NAN)
}
