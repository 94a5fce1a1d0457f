//! The record as JSON, for other programs.

use crate::call::CallRecord;
use serde_json::Value;

/// The whole record with its scorecard. `turns` hold `speaker`, `text`, `start`, `end`; a caller's turn
/// also `speech_end`, `turn_end_decided`, `transcript_ready`, `reply_start` (seconds of call time),
/// `machine_ms`, `moves` and `elements`. `scorecard` is null for a call that was never scored. What was
/// not measured is null, never 0.
pub fn json(record: &CallRecord) -> Value {
    serde_json::to_value(record).expect("a record has text keys and no maps of anything else")
}
