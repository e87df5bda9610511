//! From the bytes of an upload to JPEGs of a few widths.
//!
//! What a file is, its first bytes say; its name and what the browser calls it don't count. Its
//! size in pixels is read and judged before a pixel is decoded, so a bomb is refused for its
//! header. Decoding is bounded in memory, and one picture is decoded at a time in a process.

use std::io::Cursor;
use std::time::Duration;

use bytes::Bytes;
use domain::{MAX_PICTURE_HEIGHT, PICTURE_WIDTHS};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage, RgbaImage,
};
use tokio::sync::Semaphore;

/// Pixels a side at most.
const MAX_SIDE: u32 = 12_000;
/// Pixels at most: the largest photos that phones take by default.
const MAX_PIXELS: u64 = 52_000_000;
/// Bytes that decoding may take.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
/// How well JPEGs are kept, of 100.
const QUALITY: u8 = 82;
/// How long an upload waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a file can't be a product's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPicture {
    /// Something else, SVG among it.
    #[error("the file is not a JPEG, PNG or WebP picture")]
    UnknownFormat,
    /// More bytes than are taken.
    #[error("the file is larger than 15 MiB")]
    TooLarge,
    /// More pixels than are taken.
    #[error("the picture has more than 52 megapixels, or a side of more than 12,000 pixels")]
    TooManyPixels,
    /// Cut off or damaged.
    #[error("the picture is damaged")]
    Damaged,
}

/// Where pictures are developed: one at a time.
pub(crate) struct Darkroom(Semaphore);

impl Default for Darkroom {
    fn default() -> Self {
        Self(Semaphore::new(1))
    }
}

/// What was made of an upload.
pub(super) struct Developed {
    /// Pixels across the largest.
    pub(super) width: u32,
    /// Pixels down the largest.
    pub(super) height: u32,
    /// JPEGs by width, the smallest first.
    pub(super) renditions: Vec<(u32, Bytes)>,
}

impl Darkroom {
    /// Makes the renditions of an upload; `None` if it didn't get its turn in 20 s.
    pub(super) async fn develop(&self, bytes: Bytes) -> Option<Result<Developed, BadPicture>> {
        let turn = tokio::time::timeout(PATIENCE, self.0.acquire()).await;
        let _turn = turn.ok()?.ok()?;
        match tokio::task::spawn_blocking(move || develop(&bytes)).await {
            Ok(developed) => Some(developed),
            // A decoder that panics was given something it can't bear.
            Err(error) if error.is_panic() => Some(Err(BadPicture::Damaged)),
            Err(_) => None,
        }
    }
}

fn develop(bytes: &[u8]) -> Result<Developed, BadPicture> {
    let picture = flat(decode(bytes)?);
    let (width, height) = fitting(picture.width(), picture.height());
    let mut current = scaled(picture, width, height);
    let mut renditions = vec![(width, encode(&current)?)];
    for smaller in PICTURE_WIDTHS.into_iter().rev().filter(|w| *w < width) {
        let down = u64::from(height) * u64::from(smaller) / u64::from(width);
        let down = u32::try_from(down).unwrap_or(1).max(1);
        current = scaled(current, smaller, down);
        renditions.push((smaller, encode(&current)?));
    }
    renditions.reverse();
    Ok(Developed {
        width,
        height,
        renditions,
    })
}

/// The pixels, turned the way the camera was held.
fn decode(bytes: &[u8]) -> Result<DynamicImage, BadPicture> {
    let format = image::guess_format(bytes).map_err(|_| BadPicture::UnknownFormat)?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    if !known.contains(&format) {
        return Err(BadPicture::UnknownFormat);
    }
    if format == ImageFormat::Jpeg && !ends(bytes) {
        return Err(BadPicture::Damaged);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| BadPicture::Damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE || pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(BadPicture::TooManyPixels);
    }
    if pixels == 0 {
        return Err(BadPicture::Damaged);
    }
    let orientation = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| BadPicture::Damaged)?;
    // One that can't be read leaves the picture as it lies.
    if let Ok(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

/// Whether a JPEG's end comes after its last scan begins: the decoder paints what is missing grey.
fn ends(jpeg: &[u8]) -> bool {
    let last = |marker: u8| jpeg.windows(2).rposition(|pair| pair == [0xff, marker]);
    matches!((last(0xda), last(0xd9)), (Some(scan), Some(end)) if end > scan)
}

/// On white, without what shines through.
fn flat(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture: RgbaImage = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            // At most 255, since both weights add up to 255.
            ((colour * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

/// The size that is kept: as it is, or so much smaller that it fits.
fn fitting(width: u32, height: u32) -> (u32, u32) {
    let widest = u64::from(PICTURE_WIDTHS[3]);
    let highest = u64::from(MAX_PICTURE_HEIGHT);
    let (across, down) = (u64::from(width), u64::from(height));
    let (w, h) = if across <= widest && down <= highest {
        (across, down)
    } else if across * highest >= down * widest {
        (widest, down * widest / across)
    } else {
        (across * highest / down, highest)
    };
    let pixels = |count: u64| u32::try_from(count).unwrap_or(1).max(1);
    (pixels(w), pixels(h))
}

fn scaled(picture: RgbImage, width: u32, height: u32) -> RgbImage {
    if picture.dimensions() == (width, height) {
        return picture;
    }
    image::imageops::resize(&picture, width, height, FilterType::CatmullRom)
}

fn encode(picture: &RgbImage) -> Result<Bytes, BadPicture> {
    let mut jpeg = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|_| BadPicture::Damaged)?;
    Ok(Bytes::from(jpeg))
}

#[cfg(test)]
mod tests;
