//! To whom a backup is sealed, and who opens it: keys of age (X25519), in the files and texts of the stock program.
//! The public half is all that a run needs; the private half is made once and belongs on another machine.

use std::path::Path;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};

use crate::Failed;

/// More than a key file with a few lines of words has.
const FILE_BYTES_MAX: u64 = 64 << 10;

/// A new pair.
pub struct Pair {
    /// What belongs into a file that nobody else can read.
    pub private: String,
    /// What the service is told.
    pub public: String,
}

/// Makes a pair.
pub fn pair() -> Pair {
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    let private = format!("# public key: {public}\n{}\n", identity.to_string().expose_secret());
    Pair { private, public }
}

/// To whom something is sealed.
pub struct SealedTo(pub(crate) Vec<Recipient>);

impl SealedTo {
    /// Public halves, each as its text (`age1…`) or as the name of a file with one a line.
    ///
    /// # Errors
    /// [`Failed::Key`] in words.
    pub fn read(given: &[String]) -> Result<Self, Failed> {
        let mut all = Vec::new();
        for one in given {
            match one.parse() {
                Ok(recipient) => all.push(recipient),
                Err(_) if one.starts_with("AGE-SECRET-KEY-") => {
                    let what =
                        "this is a private half, which must not be on this machine; name the public one";
                    return Err(Failed::Key(what.to_owned()));
                }
                Err(_) => all.extend(lines(Path::new(one), "public half of a key (age1…)", |line| {
                    line.parse().ok()
                })?),
            }
        }
        Ok(Self(all))
    }
}

/// Who opens what was sealed.
pub struct Opener(pub(crate) Vec<Identity>);

impl Opener {
    /// The private halves in a file.
    ///
    /// # Errors
    /// [`Failed::Key`] in words.
    pub fn read(file: &Path) -> Result<Self, Failed> {
        lines(file, "private half of a key (AGE-SECRET-KEY-1…)", |line| line.parse().ok()).map(Self)
    }
}

/// The keys in a file, one a line; lines that begin with `#` and empty ones are for people.
fn lines<K>(file: &Path, of: &str, read: impl Fn(&str) -> Option<K>) -> Result<Vec<K>, Failed> {
    let told = |what: String| Failed::Key(what);
    let cannot = |why: std::io::Error| told(format!("{} cannot be read: {why}", file.display()));
    if std::fs::metadata(file).map_err(cannot)?.len() > FILE_BYTES_MAX {
        return Err(told(format!("{} is no file of keys", file.display())));
    }
    let text = std::fs::read_to_string(file).map_err(cannot)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Option<Vec<K>> = lines.map(read).collect();
    match keys {
        Some(keys) if !keys.is_empty() => Ok(keys),
        _ => Err(told(format!("{} holds no {of}", file.display()))),
    }
}
