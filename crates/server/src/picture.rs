//! Makes of any uploaded bytes a picture that is safe to show: looked at before it is decoded, decoded within bounds, set
//! upright, shrunk, written anew without anything that came beside the pixels. Pure, and slow: run it where it may block.
//! Knows no file and no request.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Resampling;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

/// Bounds of a picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) pixels_max: u64,
    /// The longer side of what is kept.
    pub(crate) side_max: u32,
    /// What a decoder may ask for at once.
    pub(crate) memory_bytes_max: u64,
}

/// A picture as it is kept.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) bytes: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) media_type: &'static str,
}

/// Why bytes become no picture, in words for whoever uploaded them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum NoPicture {
    #[error("this is no picture in PNG, JPEG, WebP or GIF")]
    Unknown,
    #[error("the picture has more pixels than the service takes; make it smaller")]
    TooManyPixels,
    #[error("the picture is broken and cannot be read")]
    Broken,
}

/// In a photograph below this quality one sees it.
const JPEG_QUALITY: u8 = 85;
/// A drawing has so few colours; a photograph has thousands.
const DRAWING_COLOURS_MAX: usize = 256;
/// From here on averaging is as good as anything, and needs least.
const SHRINK_BY_AVERAGING: u32 = 2;

/// Reads a picture and writes it anew.
///
/// # Errors
/// [`NoPicture`] in words.
pub(crate) fn remake(bytes: &[u8], bounds: Bounds) -> Result<Picture, NoPicture> {
    let image = upright(bytes, bounds)?;
    let is_drawing = has_few_colours(&image);
    let image = shrunk(image, bounds.side_max);
    let is_clear = image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel[3] < u8::MAX);
    let (width, height) = (image.width(), image.height());
    let (bytes, media_type) = match is_clear || is_drawing {
        true => (png(&image, is_clear), "image/png"),
        false => (jpeg(&image), "image/jpeg"),
    };
    let bytes = bytes.map_err(|_| NoPicture::Broken)?;
    Ok(Picture { bytes, width, height, media_type })
}

/// The media type of a picture that `remake` wrote.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Png => Some("image/png"),
        ImageFormat::Jpeg => Some("image/jpeg"),
        ImageFormat::WebP => Some("image/webp"),
        _ => None,
    }
}

/// Looks at what the bytes claim, decodes if that is within the bounds, and turns the picture as its camera was held.
fn upright(bytes: &[u8], bounds: Bounds) -> Result<DynamicImage, NoPicture> {
    let format = image::guess_format(bytes).map_err(|_| NoPicture::Unknown)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif) {
        return Err(NoPicture::Unknown);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(bounds.memory_bytes_max);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > bounds.pixels_max
        || decoder.total_bytes() > bounds.memory_bytes_max
    {
        return Err(NoPicture::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(NoPicture::Broken);
    }
    let orientation = decoder.orientation().map_err(why)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(why)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn why(error: ImageError) -> NoPicture {
    match error {
        ImageError::Limits(_) => NoPicture::TooManyPixels,
        ImageError::Unsupported(_) => NoPicture::Unknown,
        _ => NoPicture::Broken,
    }
}

fn shrunk(image: DynamicImage, side_max: u32) -> DynamicImage {
    let side = image.width().max(image.height());
    if side <= side_max {
        return image;
    }
    match side >= side_max * SHRINK_BY_AVERAGING {
        true => image.thumbnail(side_max, side_max),
        false => image.resize(side_max, side_max, Resampling::CatmullRom),
    }
}

fn has_few_colours(image: &DynamicImage) -> bool {
    let mut colours = std::collections::HashSet::new();
    for y in 0..image.height() {
        for x in 0..image.width() {
            let pixel = image::GenericImageView::get_pixel(image, x, y);
            if colours.insert(pixel.0) && colours.len() > DRAWING_COLOURS_MAX {
                return false;
            }
        }
    }
    true
}

fn png(image: &DynamicImage, is_clear: bool) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    match (is_clear, is_grey(image)) {
        (true, _) => image.to_rgba8().write_with_encoder(encoder)?,
        (false, true) => image.to_luma8().write_with_encoder(encoder)?,
        (false, false) => image.to_rgb8().write_with_encoder(encoder)?,
    }
    Ok(bytes)
}

fn jpeg(image: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    match is_grey(image) {
        true => image.to_luma8().write_with_encoder(encoder)?,
        false => image.to_rgb8().write_with_encoder(encoder)?,
    }
    Ok(bytes)
}

fn is_grey(image: &DynamicImage) -> bool {
    !image.color().has_color()
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    const BOUNDS: Bounds = Bounds { pixels_max: 1_000_000, side_max: 100, memory_bytes_max: 16 << 20 };

    fn photograph(width: u32, height: u32) -> DynamicImage {
        let pixel = |x: u32, y: u32| Rgb([(x * 7 + y) as u8, (y * 5) as u8, (x * y) as u8]);
        RgbImage::from_fn(width, height, pixel).into()
    }

    fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    }

    fn told(bytes: &[u8]) -> (u32, u32, &'static str) {
        let picture = remake(bytes, BOUNDS).expect("a picture");
        assert_eq!(media_type(&picture.bytes), Some(picture.media_type));
        let again = image::load_from_memory(&picture.bytes).expect("what is kept can be read");
        assert_eq!((again.width(), again.height()), (picture.width, picture.height));
        (picture.width, picture.height, picture.media_type)
    }

    #[test]
    fn photographs_become_jpeg_and_what_is_drawn_or_clear_png() {
        let photo = photograph(60, 40);
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            assert_eq!(told(&written(&photo, format)), (60, 40, "image/jpeg"), "{format:?}");
        }
        let drawing: DynamicImage =
            RgbImage::from_fn(60, 40, |x, _| Rgb([if x < 30 { 0 } else { 255 }, 0, 0])).into();
        assert_eq!(told(&written(&drawing, ImageFormat::Png)), (60, 40, "image/png"));
        assert_eq!(told(&written(&drawing, ImageFormat::Gif)), (60, 40, "image/png"));
        let clear: DynamicImage =
            RgbaImage::from_fn(60, 40, |x, y| Rgba([(x * 4) as u8, (y * 6) as u8, 9, (x * 4) as u8])).into();
        assert_eq!(told(&written(&clear, ImageFormat::Png)), (60, 40, "image/png"));
        let grey = DynamicImage::from(photo.to_luma8());
        assert_eq!(told(&written(&grey, ImageFormat::Jpeg)).2, "image/png", "at most 256 greys: a drawing");
    }

    #[test]
    fn the_longer_side_is_shrunk_and_the_same_upload_makes_the_same_bytes() {
        assert_eq!(told(&written(&photograph(400, 200), ImageFormat::Jpeg)), (100, 50, "image/jpeg"));
        assert_eq!(told(&written(&photograph(60, 120), ImageFormat::Png)), (50, 100, "image/jpeg"));
        let bytes = written(&photograph(150, 120), ImageFormat::Png);
        assert_eq!(remake(&bytes, BOUNDS).unwrap().bytes, remake(&bytes, BOUNDS).unwrap().bytes);
    }

    /// A JPEG with an `APP1` that says how the camera was held, and where.
    fn held(orientation: u8) -> Vec<u8> {
        let jpeg = written(&photograph(60, 40), ImageFormat::Jpeg);
        let tiff = [
            &b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..],
            &[orientation],
            b"\0\0\0\0\0\0SECRET PLACE",
        ];
        let exif = [b"Exif\0\0", &tiff.concat()[..]].concat();
        let length = (exif.len() as u16 + 2).to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn it_stands_upright_and_nothing_but_pixels_is_kept() {
        for (orientation, size) in [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))] {
            let bytes = held(orientation);
            let picture = remake(&bytes, BOUNDS).expect("a picture");
            assert_eq!((picture.width, picture.height), size, "{orientation}");
            let kept = String::from_utf8_lossy(&picture.bytes);
            assert!(!kept.contains("Exif") && !kept.contains("SECRET"), "{orientation}");
        }
    }

    #[test]
    fn what_is_no_picture_or_claims_too_much_is_refused_before_it_is_decoded() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        for bytes in
            [&b""[..], b"hello", svg, b"%PDF-1.4", b"BM\x36\0\0\0", b"II*\0\x08\0\0\0", b"\0\0\x01\0\x01\0"]
        {
            assert_eq!(remake(bytes, BOUNDS).unwrap_err(), NoPicture::Unknown, "{bytes:?}");
        }
        let mut png = written(&photograph(10, 10), ImageFormat::Png);
        // A header that claims 4,000,000,000 pixels, with its checksum.
        png[16..24].copy_from_slice(&[0, 1, 0x11, 0x70, 0, 0, 0xea, 0x60]);
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(remake(&png, BOUNDS).unwrap_err(), NoPicture::TooManyPixels);
        let large = written(&photograph(1001, 1000), ImageFormat::Png);
        assert_eq!(remake(&large, BOUNDS).unwrap_err(), NoPicture::TooManyPixels);
    }

    /// PNG's own checksum, bit by bit.
    fn crc32(bytes: &[u8]) -> u32 {
        let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1));
        !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
    }

    #[test]
    fn no_bytes_panic() {
        let mut seed = 1u32;
        let mut chance = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize
        };
        let rounds = if std::env::var_os("CHANCERY_PROVE").is_some() { 10_000 } else { 150 };
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
            let sound = written(&photograph(30, 20), format);
            for round in 0..rounds {
                let mut bytes = sound.clone();
                for _ in 0..=chance() % 8 {
                    let at = chance() % bytes.len();
                    bytes[at] = chance() as u8;
                }
                bytes.truncate(if round % 3 == 0 { chance() % bytes.len() } else { bytes.len() });
                if let Ok(picture) = remake(&bytes, BOUNDS) {
                    assert!(picture.width.max(picture.height) <= BOUNDS.side_max);
                }
            }
        }
    }
}
