//! The faces that the press sets with: those of `fonts.lock`, byte for byte, and no others of the machine.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use typst::foundations::Bytes;
use typst::text::Font;

const LOCK: &str = include_str!("../fonts.lock");
/// Longest file of a face.
const BYTES_MAX: u64 = 16 << 20;

/// The faces, in the order of the lock.
pub struct Fonts {
    pub(crate) faces: Vec<Font>,
}

#[derive(Debug, thiserror::Error)]
pub enum NoFonts {
    #[error("{0} is not in the folder of the fonts: {1}")]
    Missing(&'static str, io::Error),
    #[error("{0} is another file than the one that is pinned")]
    Other(&'static str),
    #[error("{0} cannot be read as a font")]
    Unreadable(&'static str),
}

impl Fonts {
    /// Reads the faces from a folder.
    ///
    /// # Errors
    /// Any of [`NoFonts`].
    pub fn read(folder: &Path) -> Result<Self, NoFonts> {
        let mut faces = Vec::new();
        for (name, sha256) in pinned().filter(|(name, _)| name.ends_with(".ttf")) {
            let bytes = read(&folder.join(name)).map_err(|error| NoFonts::Missing(name, error))?;
            if edition::hex(&edition::sha256(&bytes)) != sha256 {
                return Err(NoFonts::Other(name));
            }
            faces.push(Font::new(Bytes::new(bytes), 0).ok_or(NoFonts::Unreadable(name))?);
        }
        Ok(Self { faces })
    }
}

/// Name and fingerprint of each file.
fn pinned() -> impl Iterator<Item = (&'static str, &'static str)> {
    LOCK.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split(' ');
        Some((columns.next()?, columns.next()?))
    })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}
