//! Uploads, friendly and hostile. Every picture is made here.

use image::{ColorType, ExtendedColorType, ImageEncoder as _};

use super::*;

/// A picture whose left half is red and whose right half is blue.
fn two_colours(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 0, 0])
        } else {
            Rgb([0, 0, 220])
        }
    })
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(
            &two_colours(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encode(&two_colours(width, height)).unwrap().to_vec()
}

/// A JPEG with a segment of metadata after its first marker.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

/// EXIF that says `turned` (1 to 8) and a place.
fn exif(turned: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([turned, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS 23.8103 N 90.4125 E");
    tiff
}

/// A picture of one colour as PNG's bytes say it would be, without the pixels.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.extend(&header);
    bytes.extend(crc32(&header).to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

fn refused(bytes: &[u8]) -> BadPicture {
    match develop(bytes) {
        Ok(_) => panic!("taken"),
        Err(why) => why,
    }
}

fn sizes(developed: &Developed) -> Vec<(u32, u32)> {
    let size = |(_, jpeg): &(u32, Bytes)| decode(jpeg).unwrap().to_rgb8().dimensions();
    developed.renditions.iter().map(size).collect()
}

#[test]
fn a_picture_is_kept_in_the_widths_it_has() {
    for (bytes, kept) in [
        (
            png(1600, 800),
            vec![(160, 80), (400, 200), (800, 400), (1200, 600)],
        ),
        (jpeg(500, 300), vec![(160, 96), (400, 240), (500, 300)]),
        (png(80, 90), vec![(80, 90)]),
        (png(600, 3200), vec![(160, 853), (300, 1600)]),
    ] {
        let developed = develop(&bytes).unwrap();
        assert_eq!(sizes(&developed), kept);
        assert_eq!((developed.width, developed.height), kept[kept.len() - 1]);
        let widths: Vec<u32> = developed.renditions.iter().map(|(w, _)| *w).collect();
        assert_eq!(widths, kept.iter().map(|(w, _)| *w).collect::<Vec<_>>());
    }
}

#[test]
fn webp_is_taken() {
    let mut webp = Vec::new();
    image::codecs::webp::WebPEncoder::new_lossless(&mut webp)
        .encode(&two_colours(40, 30), 40, 30, ExtendedColorType::Rgb8)
        .unwrap();
    assert_eq!(sizes(&develop(&webp).unwrap()), [(40, 30)]);
}

#[test]
fn what_shines_through_is_white() {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&[9, 9, 9, 0], 1, 1, ColorType::Rgba8.into())
        .unwrap();
    let developed = develop(&bytes).unwrap();
    let pixel = decode(&developed.renditions[0].1).unwrap().to_rgb8();
    assert!(pixel.get_pixel(0, 0).0.iter().all(|colour| *colour > 250));
}

#[test]
fn the_way_a_camera_was_held_is_applied_and_everything_else_dropped() {
    let held = with_segment(&jpeg(64, 32), 0xe1, &exif(6));
    let developed = develop(&held).unwrap();
    assert_eq!(sizes(&developed), [(32, 64)], "a quarter turn");
    let kept = &developed.renditions[0].1;
    let picture = decode(kept).unwrap().to_rgb8();
    assert!(picture.get_pixel(16, 8).0[0] > 150, "red came to the top");
    assert!(!contains(kept, b"GPS") && !contains(kept, b"Exif"));
}

#[test]
fn what_else_a_file_is_does_not_survive() {
    let script = b"<script>alert(1)</script>";
    let commented = with_segment(&jpeg(64, 32), 0xfe, script);
    let appended = [&jpeg(64, 32)[..], b"PK\x03\x04 \xff\xd9", script].concat();
    for polyglot in [commented, appended] {
        assert!(contains(&polyglot, script));
        let developed = develop(&polyglot).unwrap();
        let kept = developed
            .renditions
            .iter()
            .any(|(_, b)| contains(b, script));
        assert!(!kept);
    }
}

#[test]
fn what_is_no_picture_is_refused() {
    for other in [
        &b""[..],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0",
        b"%PDF-1.7",
        b"\x7fELF",
        b"II*\0\x08\0\0\0",
    ] {
        assert_eq!(refused(other), BadPicture::UnknownFormat);
    }
}

#[test]
fn a_damaged_picture_is_refused() {
    let (jpeg, png) = (jpeg(400, 300), png(400, 300));
    for part in [3, 10, 100, jpeg.len() / 2, jpeg.len() - 3] {
        assert_eq!(refused(&jpeg[..part]), BadPicture::Damaged, "{part}");
    }
    for part in [8, 20, 60, png.len() / 2] {
        assert_eq!(refused(&png[..part]), BadPicture::Damaged, "{part}");
    }
    let thumbnail = with_segment(&jpeg, 0xe1, &self::jpeg(16, 16));
    assert!(develop(&thumbnail).is_ok());
    let cut = &thumbnail[..thumbnail.len() - 40];
    assert_eq!(refused(cut), BadPicture::Damaged, "the thumbnail's end");
    assert_eq!(refused(b"RIFF\x04\0\0\0WEBPVP8 "), BadPicture::Damaged);
}

#[test]
fn a_bomb_is_refused_for_its_header() {
    for (width, height) in [(12_001, 1), (1, 12_001), (8_000, 8_000), (60_000, 60_000)] {
        let bomb = png_header(width, height);
        assert!(bomb.len() < 64);
        let why = refused(&[&bomb[..], b"\0\0\0\0IDAT"].concat());
        assert!(
            matches!(why, BadPicture::TooManyPixels | BadPicture::Damaged),
            "{width}x{height}: {why}"
        );
    }
    // A whole one: 64 megapixels of nothing in some kilobytes.
    let mut bomb = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bomb)
        .write_image(&vec![0; 64_000_000], 8_000, 8_000, ColorType::L8.into())
        .unwrap();
    assert!(bomb.len() < 1_000_000);
    assert_eq!(refused(&bomb), BadPicture::TooManyPixels);
}

#[test]
fn sizes_that_fit_stay() {
    assert_eq!(fitting(1200, 1600), (1200, 1600));
    assert_eq!(fitting(1, 1), (1, 1));
    assert_eq!(fitting(12_000, 1), (1200, 1));
    assert_eq!(fitting(1, 12_000), (1, 1600));
    assert_eq!(fitting(2400, 3200), (1200, 1600));
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
