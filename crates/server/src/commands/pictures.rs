//! Pictures that come with a manual before the service runs: read, made safe and kept just as an upload is. Only for who
//! holds the data folder.

use std::io;
use std::path::Path;

use edition::hex;
use manual::inset::{Image, ImageKind};
use store::images::{Images, NotKept};

use crate::config::Config;
use crate::images::bounds;
use crate::picture;

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PictureRefused {
    #[error("the folder of the pictures cannot be opened")]
    NoFolder(#[from] io::Error),
    #[error("{0}")]
    NoPicture(String),
    #[error(transparent)]
    NotKept(#[from] NotKept),
}

/// Where pictures are put before the service runs.
pub struct Pictures<'c> {
    files: Images,
    config: &'c Config,
}

impl<'c> Pictures<'c> {
    /// The pictures of a data folder that this process holds.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn open(data: &Path, config: &'c Config) -> Result<Self, PictureRefused> {
        Ok(Self { files: Images::open(data)?, config })
    }

    /// Makes a picture of bytes, keeps it, and says what a figure has to name. Slow, and blocks.
    ///
    /// # Errors
    /// [`PictureRefused`] says why not.
    pub fn keep(&self, bytes: &[u8]) -> Result<Image, PictureRefused> {
        let limits = &self.config.limits;
        let refused = |why: picture::NoPicture| PictureRefused::NoPicture(why.to_string());
        let made = picture::remake(bytes, bounds(limits)).map_err(refused)?;
        let hash = self.files.keep(&made.bytes, limits.images_bytes_max)?;
        let kind = ImageKind::parse(made.media_type).ok_or_else(|| refused(picture::NoPicture::Unknown))?;
        Ok(Image { sha256: hex(&hash), width: made.width, height: made.height, kind })
    }
}
