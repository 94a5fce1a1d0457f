//! `coldcall model`: the weights that a call needs, where they are, and whether they are sound.

use super::Exit;
use crate::weights::{Checked, EAR_VARIABLE, State, Weight, Weights, check_ggml};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

/// List and verify the model weights
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coldcall model list                 each model, its size, and whether it is there
  coldcall model verify               read every model through and compare its SHA-256
  coldcall model verify --json        the same for a script; exit code 1 when something is wrong
  COLDCALL_MODELS=~/models coldcall model list
  COLDCALL_EAR=~/ggml-small.en.bin coldcall model verify")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show each model: size, licence, and where it was found
    #[command(
        after_help = "Example:\n  coldcall model list --json | jq -r '.models[] | [.name, .state] | @tsv'"
    )]
    List(Options),
    /// Read every model through and compare its SHA-256 with the manifest
    #[command(after_help = "Example:\n  coldcall model verify --models /srv/coldcall/models")]
    Verify(Options),
}

#[derive(Debug, clap::Args)]
struct Options {
    /// Look for the models in this folder first
    #[arg(long, value_name = "FOLDER")]
    models: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    match args.action {
        Action::List(options) => show(&options, Weights::look),
        Action::Verify(options) => show(&options, Weights::verify),
    }
}

/// Checks one model after the other and shows each as soon as it is known: reading 150 MB takes a while.
fn show(options: &Options, check: impl Fn(&Weights, Weight) -> Checked) -> anyhow::Result<Exit> {
    let weights = Weights::locate(options.models.as_deref())?;
    let own = weights
        .own_ear()
        .map(|path| (path.to_owned(), check_ggml(path).err().map(|error| error.to_string())));
    let mut out = anstream::stdout();
    let mut all = Vec::new();
    for weight in Weight::ALL {
        let checked = check(&weights, *weight);
        if !options.json {
            write_line(&mut out, &checked)?;
        }
        all.push(checked);
    }
    let sound = all.iter().all(|checked| checked.state == State::Ok)
        && own.as_ref().is_none_or(|(_, problem)| problem.is_none());
    if options.json {
        writeln!(out, "{:#}", to_json(&weights, &all, own.as_ref(), sound))?;
    } else {
        write_end(&mut out, &all, own.as_ref())?;
    }
    Ok(if sound { Exit::Done } else { Exit::No })
}

fn write_line(out: &mut impl Write, checked: &Checked) -> std::io::Result<()> {
    let entry = checked.entry;
    let color = if checked.state == State::Ok { AnsiColor::Green } else { AnsiColor::Red };
    let style = Style::new().fg_color(Some(color.into()));
    writeln!(
        out,
        "{style}{:<10}{style:#} {:<22} {:>8}  {:<12}  {}",
        state_name(checked.state),
        name(entry.name),
        size(entry.bytes),
        entry.licence,
        entry.what
    )?;
    match &checked.problem {
        Some(problem) => writeln!(out, "{:<10} {problem}", ""),
        None => Ok(()),
    }
}

fn write_end(
    out: &mut impl Write,
    all: &[Checked],
    own: Option<&(PathBuf, Option<String>)>,
) -> std::io::Result<()> {
    if let Some((path, problem)) = own {
        let state = problem.as_deref().unwrap_or("hears the call in place of fast-ear");
        writeln!(out, "{EAR_VARIABLE}: {}: {state}", path.display())?;
    }
    let mut folders: Vec<PathBuf> = all.iter().filter_map(folder).collect();
    folders.sort();
    folders.dedup();
    let total: u64 =
        all.iter().filter(|checked| checked.path.is_some()).map(|checked| checked.entry.bytes).sum();
    writeln!(out, "\n{} in all", size(total))?;
    folders.iter().try_for_each(|folder| writeln!(out, "from {}", folder.display()))
}

/// The models folder that a file was found in.
fn folder(checked: &Checked) -> Option<PathBuf> {
    let depth = Path::new(&checked.entry.path).components().count();
    checked.path.as_deref()?.ancestors().nth(depth).map(Path::to_owned)
}

fn to_json(
    weights: &Weights,
    all: &[Checked],
    own: Option<&(PathBuf, Option<String>)>,
    sound: bool,
) -> Value {
    let models: Vec<Value> = all
        .iter()
        .map(|checked| {
            let entry = checked.entry;
            json!({
                "name": entry.name, "file": entry.path, "what": entry.what, "bytes": entry.bytes,
                "sha256": entry.sha256, "source": entry.source, "licence": entry.licence,
                "path": checked.path, "state": checked.state, "problem": checked.problem,
            })
        })
        .collect();
    let ear = own.map(|(path, problem)| json!({ "path": path, "ok": problem.is_none(), "problem": problem }));
    json!({ "ok": sound, "models": models, "own_ear": ear, "searched": weights.folders() })
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Ok => "ok",
        State::Missing => "missing",
        State::Truncated => "truncated",
        State::Altered => "altered",
        State::Unreadable => "unreadable",
    }
}

/// As the manifest and the JSON write it.
fn name(weight: Weight) -> String {
    serde_json::to_value(weight).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        assert_eq!([size(1_144), size(466_247), size(59_707_625)], ["1144 B", "466 kB", "59.7 MB"]);
    }

    #[test]
    fn a_missing_model_is_shown_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let weights = Weights::in_folders(vec![folder.path().to_owned()], None);
        let checked = weights.look(Weight::Voice);
        let mut out = Vec::new();
        write_line(&mut out, &checked).unwrap();
        write_end(&mut out, std::slice::from_ref(&checked), None).unwrap();
        let text = anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string();
        assert!(text.starts_with("missing    voice "), "{text}");
        assert!(text.contains("hibari/hibari.onnx is missing") && text.contains("0 B in all"), "{text}");
        let json = to_json(&weights, &[checked], None, false);
        assert_eq!((&json["ok"], &json["models"][0]["state"]), (&json!(false), &json!("missing")));
        assert_eq!((&json["models"][0]["name"], &json["own_ear"]), (&json!("voice"), &Value::Null));
    }

    #[test]
    fn the_folder_is_the_one_above_the_manifests_path() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let weights = Weights::in_folders(vec![models.clone()], None);
        assert_eq!(folder(&weights.look(Weight::EndOfTurn)), Some(models));
    }
}
