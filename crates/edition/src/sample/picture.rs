//! Pictures that are made and not drawn: a few sizes, each with a slope of grey and a bar, as PNG.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use manual::inset::{Image, ImageKind};

use crate::{hex, sha256};

pub(super) const KIND: ImageKind = ImageKind::Png;
/// Width and height.
pub(super) const SIZES: [(u32, u32); 6] =
    [(640, 360), (320, 480), (1200, 200), (64, 64), (900, 900), (480, 300)];

pub(super) struct Picture {
    pub(super) image: Image,
    pub(super) bytes: Vec<u8>,
}

impl Picture {
    pub(super) fn new(number: usize) -> Self {
        let (width, height) = SIZES[number];
        let bytes = png(width, height, number as u32);
        Self { image: Image { sha256: hex(&sha256(&bytes)), width, height, kind: KIND }, bytes }
    }
}

fn png(width: u32, height: u32, number: u32) -> Vec<u8> {
    let mut rows = Vec::with_capacity((height * (width + 1)) as usize);
    for y in 0..height {
        rows.push(0); // no filter
        rows.extend((0..width).map(|x| {
            let in_bar = x * 6 / width <= number && y > height / 3 && y < height / 2;
            if in_bar { 40 } else { (90 + 150 * x / width) as u8 }
        }));
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&rows).expect("into memory");
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]); // eight bits of grey
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, bytes) in
        [(b"IHDR", head), (b"IDAT", packed.finish().expect("into memory")), (b"IEND", Vec::new())]
    {
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        let mut crc = Crc::new();
        crc.update(name);
        crc.update(&bytes);
        png.extend(length.to_be_bytes());
        png.extend(name);
        png.extend(&bytes);
        png.extend(crc.sum().to_be_bytes());
    }
    png
}
