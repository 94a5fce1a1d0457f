//! Does it sound as if the caller were done? Smart Turn v3.2 (Daily, BSD-2-Clause): a Whisper encoder with a head.
//!
//! **Enters:** the last eight seconds of a turn, the silence after it included. **Leaves:** one probability.
//! **Must not know:** how long a pause may be (see [`TurnFinder`](super::TurnFinder)).

use super::HearError;
use super::log_mel::{FRAMES, LogMel, MELS};
use rten::{Model, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use std::sync::Arc;

/// The model, ready to be asked. It takes about a tenth of a second: ask on a worker thread
/// (it is `Send` and `Sync`, and asking does not change it).
pub struct EndOfTurn {
    model: Model,
    log_mel: LogMel,
    one_thread: Arc<ThreadPool>,
}

impl EndOfTurn {
    /// Loads the ONNX model from its bytes.
    ///
    /// # Errors
    /// Bytes that are no model, or another model.
    pub fn new(onnx: Vec<u8>) -> Result<Self, HearError> {
        let model = Model::load(onnx).map_err(failed)?;
        let end_of_turn =
            Self { model, log_mel: LogMel::new(), one_thread: Arc::new(ThreadPool::with_num_threads(1)) };
        end_of_turn.complete_probability(&[])?;
        Ok(end_of_turn)
    }

    /// How likely the turn is complete, 0 to 1, from its sound so far (16 kHz; only the last 8 s count).
    ///
    /// # Errors
    /// When the model does not run.
    pub fn complete_probability(&self, samples: &[f32]) -> Result<f32, HearError> {
        let features = NdTensor::from_data([1, MELS, FRAMES], self.log_mel.features(samples));
        let mut options = RunOptions::default();
        options.thread_pool = Some(Arc::clone(&self.one_thread));
        let output = self.model.run_one(features.into(), Some(options)).map_err(failed)?;
        let output: NdTensor<f32, 2> = output.try_into().map_err(failed)?;
        // The sigmoid is the model's last node, whatever the output is called.
        let probability = output.get([0, 0]).copied();
        probability.ok_or_else(|| HearError::EndOfTurn { reason: "it gives no output".to_owned() })
    }
}

fn failed(error: impl std::fmt::Display) -> HearError {
    HearError::EndOfTurn { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> EndOfTurn {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/models/smart-turn/smart-turn-v3.2-cpu.onnx");
        EndOfTurn::new(std::fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn the_model_agrees_with_its_publishers_runtime() {
        // onnxruntime gives 0.01768 for the same sound.
        let chirp = crate::hear::log_mel::tests::chirp();
        let probability = shipped().complete_probability(&chirp).unwrap();
        assert!((probability - 0.01768).abs() < 0.01, "{probability}");
    }

    #[test]
    fn what_is_no_model_is_refused() {
        for bytes in [vec![], vec![7; 1000], b"not an onnx file".to_vec()] {
            let error = EndOfTurn::new(bytes).err().unwrap().to_string();
            assert!(error.contains("end-of-turn model"), "{error}");
        }
        let sentences = concat!(env!("CARGO_MANIFEST_DIR"), "/models/hibari/oov.onnx");
        assert!(EndOfTurn::new(std::fs::read(sentences).unwrap()).is_err());
    }
}
