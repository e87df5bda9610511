//! Pictures that staff uploaded: what they are called and the widths they are kept in.
//!
//! An address says everything a page must know before the picture is there: `/media/{hash}-{w}x{h}.jpg`
//! names the largest rendition with its size, so a page reserves its room and lists the smaller
//! ones without asking anybody. The hash is that of the uploaded bytes: an address never comes to
//! mean another picture.

use std::fmt;

/// Widths that a picture is kept in, as far as it is wide enough, in pixels.
pub const PICTURE_WIDTHS: [u32; 4] = [160, 400, 800, 1200];
/// The most pixels a kept picture is high.
pub const MAX_PICTURE_HEIGHT: u32 = 1600;

/// Where uploaded pictures are served.
const PLACE: &str = "/media/";
/// What they are kept as.
const EXTENSION: &str = ".jpg";
/// Hexadecimal digits of a hash: 128 bits.
const HASH_DIGITS: usize = 32;

/// The name of a picture's content: 32 hexadecimal digits, lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureHash(String);

impl PictureHash {
    /// The name for a content's SHA-256: its first half.
    #[must_use]
    pub fn of(sha256: &[u8; 32]) -> Self {
        let digits = sha256[..HASH_DIGITS / 2].iter();
        Self(digits.map(|byte| format!("{byte:02x}")).collect())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file of one width: `{hash}-{width}.jpg`.
    #[must_use]
    pub fn file(&self, width: u32) -> String {
        format!("{self}-{width}{EXTENSION}")
    }
}

impl fmt::Display for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// That is no picture's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture's name has {HASH_DIGITS} hexadecimal digits")]
pub struct NoPictureHash;

impl std::str::FromStr for PictureHash {
    type Err = NoPictureHash;

    fn from_str(text: &str) -> Result<Self, NoPictureHash> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let right = text.len() == HASH_DIGITS && text.bytes().all(hex);
        right.then(|| Self(text.to_owned())).ok_or(NoPictureHash)
    }
}

/// An uploaded picture with the size of its largest rendition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is called.
    pub hash: PictureHash,
    /// Pixels across, 1 to 1200.
    pub width: u32,
    /// Pixels down, 1 to [`MAX_PICTURE_HEIGHT`].
    pub height: u32,
}

impl Picture {
    /// The address that a product keeps: the largest rendition.
    #[must_use]
    pub fn src(&self) -> String {
        let Self {
            hash,
            width,
            height,
        } = self;
        format!("{PLACE}{hash}-{width}x{height}{EXTENSION}")
    }

    /// Reads an address made by [`Picture::src`]; `None` for any other.
    #[must_use]
    pub fn of_src(src: &str) -> Option<Self> {
        let (hash, size) = split(src.strip_prefix(PLACE)?)?;
        let (width, height) = size.split_once('x')?;
        Some(Self {
            hash,
            width: number(width).filter(|width| *width <= PICTURE_WIDTHS[3])?,
            height: number(height).filter(|height| *height <= MAX_PICTURE_HEIGHT)?,
        })
    }

    /// The widths it is kept in, the smallest first; the last is its own.
    pub fn widths(&self) -> impl Iterator<Item = u32> + use<> {
        let width = self.width;
        let smaller = PICTURE_WIDTHS.into_iter().filter(move |w| *w < width);
        smaller.chain(std::iter::once(width))
    }

    /// The address of the smallest rendition that is `width` across or more, or of the largest.
    #[must_use]
    pub fn src_for(&self, width: u32) -> String {
        let fits = self.widths().find(|kept| *kept >= width);
        format!("{PLACE}{}", self.hash.file(fits.unwrap_or(self.width)))
    }

    /// All renditions as HTML's `srcset` lists them.
    #[must_use]
    pub fn srcset(&self) -> String {
        let one = |width| format!("{PLACE}{} {width}w", self.hash.file(width));
        self.widths().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// The picture and the width that a file's name asks for: `{hash}-{width}.jpg`, or
/// `{hash}-{width}x{height}.jpg` for the largest.
#[must_use]
pub fn picture_file(name: &str) -> Option<(PictureHash, u32)> {
    let (hash, size) = split(name)?;
    let width = size.split_once('x').map_or(size, |(width, _)| width);
    let width = number(width).filter(|width| *width <= PICTURE_WIDTHS[3])?;
    Some((hash, width))
}

/// Hash and size of a file's name.
fn split(name: &str) -> Option<(PictureHash, &str)> {
    let (hash, size) = name.strip_suffix(EXTENSION)?.split_once('-')?;
    Some((hash.parse().ok()?, size))
}

/// A number from 1, written as we write it.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> Picture {
        Picture {
            hash: PictureHash::of(&[0xab; 32]),
            width,
            height,
        }
    }

    #[test]
    fn an_address_tells_the_size() {
        let kettle = picture(900, 600);
        let src = kettle.src();
        assert_eq!(src, "/media/abababababababababababababababab-900x600.jpg");
        assert_eq!(Picture::of_src(&src), Some(kettle.clone()));
        assert_eq!(kettle.widths().collect::<Vec<_>>(), [160, 400, 800, 900]);
        assert!(kettle.src_for(300).ends_with("-400.jpg"));
        assert!(kettle.src_for(5000).ends_with("-900.jpg"));
        assert!(kettle.srcset().starts_with("/media/abab"));
        assert_eq!(kettle.srcset().matches("w").count(), 4);
        assert_eq!(picture(100, 9).widths().collect::<Vec<_>>(), [100]);
        assert_eq!(picture(1200, 9).widths().count(), 4);
    }

    #[test]
    fn only_our_own_names_are_read() {
        let hash = "0123456789abcdef0123456789abcdef";
        assert_eq!(
            picture_file(&format!("{hash}-400.jpg")),
            Some((hash.parse().unwrap(), 400))
        );
        assert_eq!(
            picture_file(&format!("{hash}-900x600.jpg")).map(|p| p.1),
            Some(900)
        );
        for wrong in [
            "../../etc/passwd",
            "0123-400.jpg",
            "0123456789ABCDEF0123456789ABCDEF-400.jpg",
            "0123456789abcdef0123456789abcdef-0400.jpg",
            "0123456789abcdef0123456789abcdef-0.jpg",
            "0123456789abcdef0123456789abcdef-+4.jpg",
            "0123456789abcdef0123456789abcdef-1201.jpg",
            "0123456789abcdef0123456789abcdef-400.svg",
            "0123456789abcdef0123456789abcdef.jpg",
            "",
        ] {
            assert_eq!(picture_file(wrong), None, "{wrong}");
            assert_eq!(Picture::of_src(&format!("/media/{wrong}")), None);
        }
        assert_eq!(Picture::of_src("https://maker.example/a.jpg"), None);
    }
}
