//! The record as JSON, for other programs.

use crate::call::{CallRecord, Channel};
use serde_json::Value;

/// The whole record with its scorecard. `turns` hold `speaker`, `text`, `start`, `end`; a caller's turn
/// also `speech_end`, `turn_end_decided`, `transcript_ready`, `reply_start` (seconds of call time),
/// `machine_ms`, `moves` and `elements`. `scorecard` is null for a call that was never scored. What was
/// not measured is null, never 0.
pub fn json(record: &CallRecord) -> Value {
    let mut json = serde_json::to_value(record).expect("a record has text keys and no maps of anything else");
    if record.channel == Channel::Typed {
        untimed(&mut json);
    }
    json
}

/// A typed call has no time: what the record keeps as 0 was never measured.
fn untimed(json: &mut Value) {
    const MOMENTS: [&str; 6] =
        ["start", "end", "speech_end", "turn_end_decided", "transcript_ready", "reply_start"];
    const MACHINE: [&str; 2] = ["recognize", "synthesize"];
    json["seconds"] = Value::Null;
    for turn in json["turns"].as_array_mut().into_iter().flatten() {
        unmeasured(turn, &MOMENTS);
        if let Some(machine) = turn.get_mut("machine_ms") {
            unmeasured(machine, &MACHINE);
        }
    }
}

fn unmeasured(object: &mut Value, names: &[&str]) {
    for name in names {
        if let Some(value) = object.get_mut(name) {
            *value = Value::Null;
        }
    }
}
