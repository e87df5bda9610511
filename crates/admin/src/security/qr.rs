//! A text as a QR code: one path of an SVG drawing, without a style, so that the page's policy
//! holds. The template gives it a white ground: cameras read dark on light, whatever the page's
//! colours.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// The quiet zone around a code, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A drawing: as wide as high.
pub(crate) struct Qr {
    /// Width in modules, the quiet zone included.
    pub(crate) size: i32,
    /// The dark modules, for a `<path>`.
    pub(crate) path: String,
}

/// The code of a text; `None` if it is too long for one.
pub(crate) fn draw(text: &str) -> Option<Qr> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let mut run = 0;
            while code.get_module(x + run, y) {
                run += 1;
            }
            if run > 0 {
                // Writing to a String can't fail.
                let _ = write!(path, "M{},{}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run + 1;
        }
    }
    Some(Qr {
        size: code.size() + 2 * QUIET,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let qr = draw("otpauth://totp/DhakaCart:rahim?secret=JBSWY3DPEHPK3PXP").unwrap();
        assert!(qr.path.starts_with("M4,4h7v1h-7z"), "{}", &qr.path[..40]);
        let right = format!("M{},4h7v1h-7z", qr.size - 4 - 7);
        let below = format!("M4,{}h7v1h-7z", qr.size - 4 - 7);
        assert!(qr.path.contains(&right) && qr.path.contains(&below));
        assert!(draw(&"x".repeat(9000)).is_none());
    }
}
