//! Whether the bytes of a picture can be drawn.

use typst::foundations::{Bytes, Smart};
use typst::visualize::{ExchangeFormat, RasterFormat, RasterImage};

/// Whether Typst can decode it. What is not sound is told with its block, before anything is set.
pub(super) fn is_sound(bytes: &[u8]) -> bool {
    ExchangeFormat::detect(bytes).is_some_and(|format| {
        RasterImage::new(Bytes::new(bytes.to_vec()), RasterFormat::Exchange(format), Smart::Auto).is_ok()
    })
}
