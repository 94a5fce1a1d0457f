//! The caller's papers on disk: the profile and the scripts.
//!
//! Texts go in and come out whole: a file is written beside its place and then moved there, so that a kill or a full
//! disk leaves the old one. This room must not know what the papers say.

use etcetera::{BaseStrategy, choose_base_strategy};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// More than any script or profile; a film given by mistake must not fill the memory.
const MOST_BYTES: u64 = 1024 * 1024;
const ENDING: &str = "txt";

#[derive(Debug, thiserror::Error)]
pub enum DrawerError {
    #[error("no folder for your profile and scripts: {0}; set HOME, or XDG_CONFIG_HOME and XDG_DATA_HOME")]
    NoFolder(String),
    #[error("cannot write {path}: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot read {path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("{0} is no text in UTF-8; save it as plain text")]
    NotText(PathBuf),
    #[error("{0} is larger than a megabyte, which no profile or script is")]
    TooLarge(PathBuf),
    #[error("no script '{name}' in {folder}; see them with: coldcall script list")]
    NoSuchScript { name: String, folder: PathBuf },
    #[error("{0:?} cannot be the name of a script; use letters, digits, - and _")]
    BadName(String),
    #[error("{0} is there already and was left alone; choose another name, or change it with an editor")]
    Exists(PathBuf),
}

/// Where one user's papers are.
#[derive(Debug, Clone)]
pub struct Drawer {
    profile: PathBuf,
    sound: PathBuf,
    scripts: PathBuf,
}

/// A script's text and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub path: PathBuf,
    pub text: String,
}

impl Drawer {
    /// `$XDG_CONFIG_HOME/coldcall/profile.toml` and `$XDG_DATA_HOME/coldcall/scripts`, or the platform's own places.
    pub fn of_user() -> Result<Self, DrawerError> {
        let base = choose_base_strategy().map_err(|error| DrawerError::NoFolder(error.to_string()))?;
        Ok(Self::in_folders(&base.config_dir().join("coldcall"), &base.data_dir().join("coldcall")))
    }

    pub fn in_folders(config: &Path, data: &Path) -> Self {
        let [profile, sound] = ["profile.toml", "sound.toml"].map(|name| config.join(name));
        Self { profile, sound, scripts: data.join("scripts") }
    }

    pub fn profile_path(&self) -> &Path {
        &self.profile
    }

    /// The profile's text; none where there is no profile yet.
    pub fn profile(&self) -> Result<Option<String>, DrawerError> {
        read_if_there(&self.profile)
    }

    pub fn sound_path(&self) -> &Path {
        &self.sound
    }

    /// The text of the settings for microphone and speaker; none where nothing was set.
    pub fn sound(&self) -> Result<Option<String>, DrawerError> {
        read_if_there(&self.sound)
    }

    pub fn keep_sound(&self, text: &str) -> Result<(), DrawerError> {
        write_whole(&self.sound, text)
    }

    pub fn keep_profile(&self, text: &str) -> Result<(), DrawerError> {
        write_whole(&self.profile, text)
    }

    /// False where there was none.
    pub fn forget_profile(&self) -> Result<bool, DrawerError> {
        match fs::remove_file(&self.profile) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(source) => Err(DrawerError::Write { path: self.profile.clone(), source }),
        }
    }

    pub fn scripts_folder(&self) -> &Path {
        &self.scripts
    }

    /// The names of the kept scripts. An absent folder has none.
    pub fn scripts(&self) -> Result<Vec<String>, DrawerError> {
        let entries = match fs::read_dir(&self.scripts) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(DrawerError::Read { path: self.scripts.clone(), source }),
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    /// A script by the path of its file, or by its name in the drawer; `-` is standard input.
    pub fn script(&self, named: &str) -> Result<Paper, DrawerError> {
        if named == "-" {
            let text = decoded(Path::new("-"), &mut io::stdin().lock())?;
            return Ok(Paper { path: PathBuf::from("-"), text });
        }
        let path = Path::new(named);
        if path.is_file() {
            return Ok(Paper { path: path.to_owned(), text: read(path)? });
        }
        let kept = self.scripts.join(format!("{named}.{ENDING}"));
        if is_name(named) && kept.is_file() {
            return Ok(Paper { text: read(&kept)?, path: kept });
        }
        Err(DrawerError::NoSuchScript { name: named.to_owned(), folder: self.scripts.clone() })
    }

    /// Where a new script of this name, or at this path, will be.
    ///
    /// # Errors
    /// [`DrawerError::Exists`] where a file is there: nobody's script is written over.
    pub fn place_for(&self, named: &str) -> Result<PathBuf, DrawerError> {
        let path = if named.contains(std::path::MAIN_SEPARATOR) || named.ends_with(".txt") {
            PathBuf::from(named)
        } else if is_name(named) {
            self.scripts.join(format!("{named}.{ENDING}"))
        } else {
            return Err(DrawerError::BadName(named.to_owned()));
        };
        if path.exists() { Err(DrawerError::Exists(path)) } else { Ok(path) }
    }

    /// `wanted`, or `wanted-2` and so on where that is taken.
    pub fn free_name(&self, wanted: &str) -> String {
        let free = |name: &String| !self.scripts.join(format!("{name}.{ENDING}")).exists();
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        std::iter::once(wanted.to_owned()).chain(numbered).find(free).unwrap_or_else(|| wanted.to_owned())
    }

    pub fn keep_script(&self, path: &Path, text: &str) -> Result<(), DrawerError> {
        write_whole(path, text)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn read_if_there(path: &Path) -> Result<Option<String>, DrawerError> {
    match read(path) {
        Err(DrawerError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

fn read(path: &Path) -> Result<String, DrawerError> {
    let mut file =
        fs::File::open(path).map_err(|source| DrawerError::Read { path: path.to_owned(), source })?;
    decoded(path, &mut file)
}

fn decoded(path: &Path, source: &mut dyn Read) -> Result<String, DrawerError> {
    let mut bytes = Vec::new();
    source
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| DrawerError::Read { path: path.to_owned(), source })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(DrawerError::TooLarge(path.to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| DrawerError::NotText(path.to_owned()))
}

/// Writes a file whole or not at all. A link stays a link: what it points to is written.
fn write_whole(path: &Path, text: &str) -> Result<(), DrawerError> {
    let failed = |source| DrawerError::Write { path: path.to_owned(), source };
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = write_new(&beside, text).and_then(|()| fs::rename(&beside, &place));
    written.map_err(|source| {
        // What could not be moved to its place is no use to anybody.
        let _ = fs::remove_file(&beside);
        failed(source)
    })
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // Names and telephone numbers are nobody else's business.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawer(folder: &Path) -> Drawer {
        Drawer::in_folders(&folder.join("config"), &folder.join("data"))
    }

    #[test]
    fn a_profile_is_kept_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let drawer = drawer(folder.path());
        assert_eq!(drawer.profile().unwrap(), None);
        assert!(!drawer.forget_profile().unwrap());
        drawer.keep_profile("name = \"Ann\"\n").unwrap();
        drawer.keep_profile("name = \"Zoë\"\n").unwrap();
        assert_eq!(drawer.profile().unwrap().as_deref(), Some("name = \"Zoë\"\n"));
        assert_eq!(
            fs::read_dir(folder.path().join("config")).unwrap().count(),
            1,
            "nothing is left beside it"
        );
        assert!(drawer.forget_profile().unwrap());
        assert_eq!(drawer.profile().unwrap(), None);
    }

    #[test]
    fn scripts_are_found_by_name_and_by_path_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let drawer = drawer(folder.path());
        assert_eq!(drawer.scripts().unwrap(), Vec::<String>::new());
        let path = drawer.place_for("cold").unwrap();
        drawer.keep_script(&path, "kind: cold\n").unwrap();
        assert_eq!(drawer.scripts().unwrap(), ["cold"]);
        assert_eq!(drawer.script("cold").unwrap().text, "kind: cold\n");
        assert_eq!(drawer.script(&path.display().to_string()).unwrap().path, path);
        assert_eq!(drawer.free_name("cold"), "cold-2");
        assert!(matches!(drawer.place_for("cold"), Err(DrawerError::Exists(_))));
        assert!(matches!(drawer.place_for("a b"), Err(DrawerError::BadName(_))));
        let other = folder.path().join("mine.txt").display().to_string();
        assert_eq!(drawer.place_for(&other).unwrap(), Path::new(&other));
        assert!(matches!(drawer.script("../config/x"), Err(DrawerError::NoSuchScript { .. })));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let drawer = drawer(folder.path());
        let path = folder.path().join("x.txt");
        fs::write(&path, b"caf\xff").unwrap();
        assert!(matches!(drawer.script(&path.display().to_string()), Err(DrawerError::NotText(_))));
        fs::write(&path, vec![b'a'; MOST_BYTES as usize + 1]).unwrap();
        assert!(matches!(drawer.script(&path.display().to_string()), Err(DrawerError::TooLarge(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_profile_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let drawer = drawer(folder.path());
        fs::create_dir_all(folder.path().join("config")).unwrap();
        let kept = folder.path().join("elsewhere.toml");
        fs::write(&kept, "old").unwrap();
        std::os::unix::fs::symlink(&kept, drawer.profile_path()).unwrap();
        drawer.keep_profile("new").unwrap();
        assert_eq!(fs::read_to_string(&kept).unwrap(), "new");
        assert!(drawer.profile_path().is_symlink());
    }
}
