//! Is this file a whole Whisper model? Looked at before whisper.cpp sees it.
//!
//! **Enters:** a path. **Leaves:** nothing, or a [`HearError`] that says what is wrong.
//! **Must not know:** how a model runs.
//!
//! whisper.cpp throws out of an unknown layer count (which ends the process), takes a file that stops after its
//! header for an empty model, and one that stops inside its last tensor for a whole one. So the file is walked
//! here first: header, filters, vocabulary, then tensor after tensor to the last byte.

use super::HearError;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

/// "ggml", little endian.
const MAGIC: u32 = 0x6767_6d6c;
/// Encoder layers of tiny, base, small, medium, large: whisper.cpp knows no others.
const LAYERS: [i32; 5] = [4, 6, 12, 24, 32];

enum Fault {
    Io(io::Error),
    NotAModel(String),
    CutShort(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Refuses what is no whole model.
pub(super) fn check(path: &Path) -> Result<(), HearError> {
    walk(path).map_err(|fault| match fault {
        Fault::Io(source) => HearError::Unreadable { path: path.to_owned(), source },
        Fault::NotAModel(reason) => HearError::NotAModel { path: path.to_owned(), reason },
        Fault::CutShort(reason) => HearError::CutShort { path: path.to_owned(), reason },
    })
}

fn walk(path: &Path) -> Result<(), Fault> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut model = Walk { reader: BufReader::new(file), at: 0, length, part: "its header" };
    let expected = model.header()?;
    model.filters_and_vocabulary()?;
    let mut tensors = 0;
    while model.at < length {
        model.tensor()?;
        tensors += 1;
    }
    if tensors == expected {
        return Ok(());
    }
    Err(Fault::CutShort(format!("it holds {tensors} of {expected} tensors")))
}

struct Walk {
    reader: BufReader<File>,
    at: u64,
    length: u64,
    /// What is being read.
    part: &'static str,
}

impl Walk {
    fn int(&mut self) -> Result<i32, Fault> {
        let mut bytes = [0; 4];
        self.reader.read_exact(&mut bytes).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => self.cut_short(),
            _ => Fault::Io(error),
        })?;
        self.at += 4;
        Ok(i32::from_le_bytes(bytes))
    }

    fn skip(&mut self, bytes: u64) -> Result<(), Fault> {
        if bytes > self.length - self.at {
            return Err(self.cut_short());
        }
        let offset =
            i64::try_from(bytes).map_err(|_| Fault::NotAModel(format!("{} is too long", self.part)))?;
        self.reader.seek_relative(offset)?;
        self.at += bytes;
        Ok(())
    }

    fn cut_short(&self) -> Fault {
        Fault::CutShort(format!("it ends in {}", self.part))
    }

    /// The number of tensors that a model of this shape has.
    fn header(&mut self) -> Result<u64, Fault> {
        let magic = match self.int() {
            Ok(magic) => magic,
            Err(Fault::CutShort(_)) => return Err(Fault::NotAModel("it has no header".to_owned())),
            Err(other) => return Err(other),
        };
        if magic != MAGIC as i32 {
            return Err(Fault::NotAModel("it does not begin with the ggml mark".to_owned()));
        }
        let mut shape = [0; 10];
        for value in &mut shape {
            *value = self.int()?;
        }
        let [
            vocabulary,
            audio_context,
            width,
            heads,
            encoder,
            text_context,
            text_width,
            text_heads,
            decoder,
            mels,
        ] = shape;
        let plausible = (50_000..60_000).contains(&vocabulary)
            && audio_context == 1500
            && (64..=4096).contains(&width)
            && text_width == width
            && (1..=64).contains(&heads)
            && (1..=64).contains(&text_heads)
            && LAYERS.contains(&encoder)
            && (1..=32).contains(&decoder)
            && text_context == 448
            && (mels == 80 || mels == 128);
        self.int()?; // the kind of quantisation; every tensor names its own
        if !plausible {
            return Err(Fault::NotAModel(format!("its header has the unknown shape {shape:?}")));
        }
        // Positions, two convolutions, norm; positions, tokens, norm; and what each layer holds.
        Ok(11 + 15 * encoder as u64 + 24 * decoder as u64)
    }

    fn filters_and_vocabulary(&mut self) -> Result<(), Fault> {
        self.part = "its mel filters";
        let (mels, bins) = (self.int()?, self.int()?);
        if !(mels == 80 || mels == 128) || bins != 201 {
            return Err(Fault::NotAModel(format!("its mel filters are {mels} by {bins}")));
        }
        self.skip(4 * mels as u64 * bins as u64)?;
        self.part = "its vocabulary";
        let words = self.int()?;
        if !(0..60_000).contains(&words) {
            return Err(Fault::NotAModel(format!("its vocabulary has {words} entries")));
        }
        for _ in 0..words {
            let bytes = self.int()?;
            if !(0..1024).contains(&bytes) {
                return Err(Fault::NotAModel(format!("an entry of its vocabulary has {bytes} bytes")));
            }
            self.skip(bytes as u64)?;
        }
        Ok(())
    }

    fn tensor(&mut self) -> Result<(), Fault> {
        self.part = "a tensor";
        let (dims, name, kind) = (self.int()?, self.int()?, self.int()?);
        if !(1..=4).contains(&dims) || !(1..256).contains(&name) {
            return Err(Fault::NotAModel(format!(
                "a tensor has {dims} dimensions and a name of {name} bytes"
            )));
        }
        let mut elements = 1_u64;
        for _ in 0..dims {
            let size = self.int()?;
            if !(1..=100_000).contains(&size) {
                return Err(Fault::NotAModel(format!("a tensor has a side of {size}")));
            }
            elements = elements.saturating_mul(size as u64);
        }
        let (block, bytes) = block_of(kind)
            .ok_or_else(|| Fault::NotAModel(format!("a tensor has the unknown number format {kind}")))?;
        self.skip(name as u64)?;
        self.skip((elements / block).saturating_mul(bytes))
    }
}

/// Numbers in a block and bytes for it, by ggml's type number (ggml.h, ggml-common.h).
fn block_of(kind: i32) -> Option<(u64, u64)> {
    Some(match kind {
        0 => (1, 4),
        1 | 30 => (1, 2),
        2 => (32, 18),
        3 => (32, 20),
        6 => (32, 22),
        7 => (32, 24),
        8 => (32, 34),
        9 => (32, 36),
        10 => (256, 84),
        11 => (256, 110),
        12 => (256, 144),
        13 => (256, 176),
        14 => (256, 210),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/models/whisper/ggml-tiny.en-q8_0.bin");
    const BASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/models/whisper/ggml-base-q5_1.bin");

    #[test]
    fn whole_models_pass() {
        for path in [TINY, BASE] {
            check(Path::new(path)).expect(path);
        }
    }

    #[track_caller]
    fn refused(bytes: &[u8], says: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bin");
        std::fs::write(&path, bytes).unwrap();
        let error = check(&path).unwrap_err().to_string();
        assert!(error.contains(says), "{error:?} does not say {says:?}");
        assert!(error.contains("model.bin"), "{error:?} does not name the file");
    }

    #[test]
    fn what_is_no_whole_model_is_refused_and_named() {
        let whole = std::fs::read(TINY).unwrap();
        refused(b"", "no header");
        refused(b"hello, I am a text file", "does not begin with the ggml mark");
        refused(&whole[..40], "ends in its header");
        refused(&whole[..10_000], "ends in its mel filters");
        refused(&whole[..100_000], "ends in its vocabulary");
        refused(&whole[..20_000_000], "ends in a tensor");
        refused(&whole[..whole.len() - 1], "ends in a tensor");
        let mut odd = whole[..2_000_000].to_vec();
        odd[20..24].copy_from_slice(&5_i32.to_le_bytes()); // five encoder layers: no Whisper has them
        refused(&odd, "unknown shape");
    }

    #[test]
    fn a_header_alone_is_no_model() {
        let whole = std::fs::read(TINY).unwrap();
        let reader = BufReader::new(File::open(TINY).unwrap());
        let mut model = Walk { reader, at: 0, length: whole.len() as u64, part: "its header" };
        assert!(matches!(model.header(), Ok(167)));
        assert!(model.filters_and_vocabulary().is_ok());
        refused(&whole[..model.at as usize], "it holds 0 of 167 tensors");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = check(Path::new("/nowhere/ggml.bin")).unwrap_err().to_string();
        assert!(error.contains("/nowhere/ggml.bin") && error.contains("coldcall model verify"), "{error}");
    }
}
