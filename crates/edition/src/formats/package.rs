//! A zip that is the same each time: files in the order given, one time for all of them, nothing of the machine it is made on.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Moment;

/// A file of the package.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Left as it is: pictures, and what has to be found without unpacking.
    pub(crate) stored: bool,
}

impl File {
    pub(crate) fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), stored: false }
    }

    pub(crate) fn stored(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { stored: true, ..Self::new(name, bytes) }
    }
}

/// The package of these files, made at this moment.
///
/// # Panics
/// When it would be longer than memory; names are this program's own and fit.
pub(crate) fn package(files: &[File], moment: Moment) -> Vec<u8> {
    let (year, month, day) = moment.date();
    let date = |number: u64| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(year).unwrap_or(1980).clamp(1980, 2107);
    let time = DateTime::from_date_and_time(year, date(month), date(day), 0, 0, 0).unwrap_or_default();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for File { name, bytes, stored } in files {
        let method = if *stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(time)
            .unix_permissions(0o644);
        zip.start_file(name.as_str(), options).expect("a name of our own");
        zip.write_all(bytes).expect("into memory");
    }
    zip.finish().expect("into memory").into_inner()
}
