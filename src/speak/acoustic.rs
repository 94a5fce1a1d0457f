//! hibari's acoustic model: phoneme ids to spectra and pitch.

use super::SpeakError;
use super::vocoder::{MODEL_BINS, Spectra};
use rten::{Model, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use std::sync::Arc;

const OUTPUTS: [&str; 6] = ["lh", "theta", "ln", "lr", "phi", "f0"];

pub struct Acoustic {
    model: Model,
    ids: NodeId,
    speed: NodeId,
    outputs: [NodeId; 6],
    one_thread: Arc<ThreadPool>,
}

/// The model's answer, kept to be read as [`Spectra`].
pub struct Described {
    frames: usize,
    rows: [Vec<f32>; 6],
}

impl Described {
    pub fn spectra(&self) -> Spectra<'_> {
        let [lh, theta, ln, lr, phi, f0] = &self.rows;
        Spectra { frames: self.frames, lh, theta, ln, lr, phi, f0 }
    }
}

/// A pool of one: a second thread gains nothing on this model, and the recognizer needs the other core.
pub fn one_thread() -> Arc<ThreadPool> {
    Arc::new(ThreadPool::with_num_threads(1))
}

impl Acoustic {
    pub fn load(onnx: Vec<u8>, one_thread: Arc<ThreadPool>) -> Result<Self, SpeakError> {
        let unreadable = |reason: String| SpeakError::Weights { part: "hibari.onnx", reason };
        let model = Model::load(onnx).map_err(|error| unreadable(error.to_string()))?;
        let node = |name: &str| model.node_id(name).map_err(|error| unreadable(error.to_string()));
        let [lh, theta, ln, lr, phi, f0] = OUTPUTS;
        let outputs = [node(lh)?, node(theta)?, node(ln)?, node(lr)?, node(phi)?, node(f0)?];
        Ok(Self { ids: node("ids")?, speed: node("speed")?, outputs, model, one_thread })
    }

    /// `ids` without the zeros at both ends. `pace` 1 is the model's own.
    pub fn describe(&self, ids: &[i32], pace: f32) -> Result<Described, String> {
        let mut padded = Vec::with_capacity(ids.len() + 2);
        padded.push(0);
        padded.extend_from_slice(ids);
        padded.push(0);
        let ids = NdTensor::from_data([1, padded.len()], padded);
        let speed = NdTensor::from_data([1], vec![pace]);
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.one_thread)));
        let inputs = vec![(self.ids, ids.into()), (self.speed, speed.into())];
        let outputs =
            self.model.run_n(inputs, self.outputs, Some(options)).map_err(|error| error.to_string())?;
        described(outputs)
    }
}

fn described(outputs: [Value; 6]) -> Result<Described, String> {
    let mut rows: [Vec<f32>; 6] = Default::default();
    for (row, output) in rows.iter_mut().zip(outputs) {
        let tensor: Tensor<f32> = output.try_into().map_err(|error| format!("{error}"))?;
        *row = tensor.to_vec();
    }
    let frames = rows[5].len();
    if rows[..5].iter().any(|row| row.len() != MODEL_BINS * frames) {
        return Err("the model's rows have different lengths".to_owned());
    }
    Ok(Described { frames, rows })
}
