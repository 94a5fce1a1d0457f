//! `coldcall scenario install`, `packs`, `uninstall`: collections of scenarios from a folder or a zip file.

use super::known_moves;
use crate::authoring::{self, MANIFEST, MOST_BYTES, MOST_FILES, Manifest, Pack};
use crate::cli::Exit;
use crate::history::data_folder;
use crate::scenario::{is_name, visible};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A pack is a folder, or a zip file of one:

  pack.toml                       format = 1, name, title, author, license
  bakery.toml                     one scenario or more
  rehearsals/bakery/golden.txt    their rehearsals, if there are any
  LICENSE

It is checked first: nothing is installed that `coldcall scenario check` finds an error in.

Examples:
  coldcall scenario install food-trade.zip
  coldcall call food-trade/bakery")]
pub struct InstallArgs {
    /// A folder or a .zip
    path: PathBuf,
    /// Put it in the place of an installed pack of the same name
    #[arg(long)]
    replace: bool,
}

fn packs_folder() -> anyhow::Result<PathBuf> {
    Ok(data_folder()?.join("packs"))
}

/// An installed pack.
pub struct Installed {
    pub manifest: Manifest,
    pub folder: PathBuf,
}

/// The installed packs by name; one whose manifest cannot be read is passed over.
pub fn installed() -> Vec<Installed> {
    let Ok(entries) = packs_folder().and_then(|folder| Ok(fs::read_dir(folder)?)) else { return Vec::new() };
    let mut packs: Vec<Installed> = entries
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            let manifest = authoring::manifest(Some(&fs::read(folder.join(MANIFEST)).ok()?)).ok()?;
            Some(Installed { manifest, folder })
        })
        .collect();
    packs.sort_by(|a, b| a.manifest.name.cmp(&b.manifest.name));
    packs
}

impl Installed {
    /// The files of its scenarios, by id.
    pub fn scenarios(&self) -> BTreeMap<String, PathBuf> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return BTreeMap::new() };
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        files
            .filter(|file| file.file_name().is_some_and(|name| name != MANIFEST))
            .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
            .filter_map(|file| Some((file.file_stem()?.to_str()?.to_owned(), file)))
            .collect()
    }
}

/// The file of `PACK/SCENARIO`, or of `SCENARIO` where only one pack has it.
pub fn find(argument: &str) -> Option<PathBuf> {
    let (wanted, id) = match argument.split_once('/') {
        Some((pack, id)) => (Some(pack), id),
        None => (None, argument),
    };
    let packs = installed();
    let of_pack = packs.iter().filter(|pack| wanted.is_none_or(|wanted| pack.manifest.name == wanted));
    let mut found = of_pack.filter_map(|pack| pack.scenarios().remove(id));
    let first = found.next();
    if found.next().is_some() { None } else { first }
}

pub fn install(args: &InstallArgs) -> anyhow::Result<Exit> {
    let shown = visible(&args.path.display().to_string());
    let files = if args.path.is_dir() { from_folder(&args.path)? } else { from_zip(&args.path)? };
    let mut out = anstream::stdout().lock();
    let pack = match authoring::pack(files, &known_moves()?) {
        Ok(pack) => pack,
        Err(problems) => {
            for problem in &problems {
                let file = visible(&format!("{shown}/{}", problem.file));
                if problem.text.is_empty() {
                    writeln!(out, "{file}: {}; {}", problem.problem.message, problem.problem.help)?;
                } else {
                    let one = std::slice::from_ref(&problem.problem);
                    write!(out, "{}", authoring::render(&file, &problem.text, one))?;
                }
            }
            writeln!(out, "{shown} was not installed: {} problems", problems.len())?;
            return Ok(Exit::No);
        }
    };
    let place = packs_folder()?.join(&pack.manifest.name);
    if place.exists() && !args.replace {
        bail!(
            "the pack {} is installed already; put this one in its place with --replace",
            pack.manifest.name
        );
    }
    put(&pack, &place)?;
    let Manifest { name, title, author, license, .. } = &pack.manifest;
    writeln!(out, "installed {name}: {title}, by {author} ({license})")?;
    for scenario in &pack.scenarios {
        writeln!(out, "  coldcall call {name}/{scenario}")?;
    }
    Ok(Exit::Done)
}

/// Written beside its place and moved there: a kill or a full disk leaves what was there.
fn put(pack: &Pack, place: &Path) -> anyhow::Result<()> {
    let beside =
        |what: &str| place.with_file_name(format!(".{}.{what}-{}", pack.manifest.name, std::process::id()));
    let (new, old) = (beside("new"), beside("old"));
    let written = (|| -> std::io::Result<()> {
        for (file, bytes) in &pack.files {
            let path = new.join(file);
            fs::create_dir_all(path.parent().unwrap_or(&new))?;
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        if place.exists() {
            fs::rename(place, &old)?;
        }
        fs::rename(&new, place)
    })();
    if written.is_err() {
        // What was there goes back; what is half there goes away.
        if old.exists() && !place.exists() {
            let _ = fs::rename(&old, place);
        }
        let _ = fs::remove_dir_all(&new);
    } else if old.exists() {
        let _ = fs::remove_dir_all(&old);
    }
    written.with_context(|| format!("cannot write {}", place.display()))
}

pub fn list() -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    let packs = installed();
    if packs.is_empty() {
        writeln!(out, "no packs are installed; a pack comes with: coldcall scenario install FOLDER-OR-ZIP")?;
    }
    for pack in packs {
        let Manifest { name, title, author, license, .. } = &pack.manifest;
        writeln!(out, "{}", visible(&format!("{name}: {title}, by {author} ({license})")))?;
        for id in pack.scenarios().keys() {
            writeln!(out, "  {}", visible(&format!("{name}/{id}")))?;
        }
    }
    Ok(Exit::Done)
}

pub fn uninstall(name: &str) -> anyhow::Result<Exit> {
    let place = packs_folder()?.join(name);
    if !is_name(name) || !place.is_dir() {
        bail!("no pack {} is installed; see them with `coldcall scenario packs`", visible(name));
    }
    fs::remove_dir_all(&place).with_context(|| format!("cannot remove {}", place.display()))?;
    writeln!(anstream::stdout(), "removed {name}")?;
    Ok(Exit::Done)
}

/// What is read so far, within the limits.
#[derive(Default)]
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    bytes: usize,
}

impl Files {
    fn read(&mut self, name: &str, from: impl Read) -> anyhow::Result<()> {
        if self.files.len() >= MOST_FILES {
            bail!("more than {MOST_FILES} files are no pack");
        }
        let mut bytes = Vec::new();
        let room = MOST_BYTES - self.bytes;
        from.take(room as u64 + 1)
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read {}", visible(name)))?;
        if bytes.len() > room {
            bail!("more than {} megabytes are no pack", MOST_BYTES / 1024 / 1024);
        }
        self.bytes += bytes.len();
        self.files.insert(name.to_owned(), bytes);
        Ok(())
    }
}

fn from_folder(folder: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = Files::default();
    let mut open = vec![(String::new(), folder.to_owned(), 0)];
    while let Some((prefix, folder, depth)) = open.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // A link could lead out of the pack.
            let kind = entry.file_type()?;
            if kind.is_dir() && depth < 3 {
                open.push((format!("{name}/"), entry.path(), depth + 1));
            } else if kind.is_file() && !name.starts_with('.') {
                files.read(&name, File::open(entry.path())?)?;
            }
        }
    }
    Ok(files.files)
}

fn from_zip(path: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let shown = visible(&path.display().to_string());
    let file = File::open(path).with_context(|| format!("cannot open the pack {shown}"))?;
    let mut archive = zip::ZipArchive::new(file)
        .with_context(|| format!("{shown} is neither a folder nor a zip file that can be read"))?;
    let mut files = Files::default();
    for number in 0..archive.len() {
        let entry = archive.by_index(number).with_context(|| format!("{shown} is damaged"))?;
        let name = entry.name().with_context(|| format!("{shown} is damaged"))?.into_owned();
        if entry.is_file() {
            files.read(&name, entry)?;
        }
    }
    Ok(without_outer_folder(files.files))
}

/// Archives often hold the folder instead of what is in it.
fn without_outer_folder(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let outer = files.keys().find_map(|name| name.strip_suffix(MANIFEST)).unwrap_or_default().to_owned();
    if outer.is_empty() || !files.keys().all(|name| name.starts_with(&outer)) {
        return files;
    }
    files.into_iter().map(|(name, bytes)| (name[outer.len()..].to_owned(), bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outer_folder_is_left_out() {
        let files = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), Vec::new())).collect();
        let inner: Vec<String> =
            without_outer_folder(files(&["p/pack.toml", "p/a.toml"])).into_keys().collect();
        assert_eq!(inner, ["a.toml", "pack.toml"]);
        let mixed: Vec<String> =
            without_outer_folder(files(&["p/pack.toml", "a.toml"])).into_keys().collect();
        assert_eq!(mixed, ["a.toml", "p/pack.toml"]);
    }

    #[test]
    fn a_zip_is_read_and_a_film_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.zip");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("p/pack.toml", options).unwrap();
        zip.write_all(b"format = 1").unwrap();
        zip.finish().unwrap();
        assert_eq!(from_zip(&path).unwrap().into_keys().collect::<Vec<_>>(), ["pack.toml"]);
        fs::write(&path, [0u8; 100]).unwrap();
        assert!(from_zip(&path).unwrap_err().to_string().contains("neither a folder nor a zip"));
        let mut files = Files::default();
        assert!(files.read("film", std::io::repeat(0)).is_err());
    }
}
