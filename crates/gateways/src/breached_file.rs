//! Passwords from published breaches, looked up in a file as Have I Been Pwned's downloader writes
//! it: a line `SHA1:COUNT` per password, ordered by hash, some 40 GB of them.
//!
//! The file is never loaded: a binary search reads about 36 lines.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use shop::BreachedPasswords;

/// Hexadecimal digits of SHA-1.
const DIGITS: usize = 40;
/// Longest line: a hash, a colon, a count, CR and LF.
const LINE: usize = 64;

/// A list of breached passwords on disk.
#[derive(Debug)]
pub struct BreachedFile {
    file: File,
    bytes: u64,
}

impl BreachedFile {
    /// Opens the list and looks at its first line.
    ///
    /// # Errors
    /// It can't be read, or is no such list.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let list = Self { file, bytes };
        let first = list.line_from(0)?;
        first.hash()?;
        Ok(list)
    }

    /// The line that begins at an offset.
    fn line_from(&self, offset: u64) -> io::Result<Line> {
        let mut line = Line {
            bytes: [0; LINE],
            read: 0,
        };
        while line.read < LINE {
            let at = offset + line.read as u64;
            match self.file.read_at(&mut line.bytes[line.read..], at)? {
                0 => break,
                read => line.read += read,
            }
        }
        Ok(line)
    }

    /// Where the first line begins that begins at an offset or after it.
    fn begin_after(&self, offset: u64) -> io::Result<u64> {
        if offset == 0 {
            return Ok(0);
        }
        let line = self.line_from(offset - 1)?;
        match line.bytes[..line.read].iter().position(|b| *b == b'\n') {
            Some(at) => Ok(offset + at as u64),
            None => Ok(self.bytes),
        }
    }
}

impl BreachedPasswords for BreachedFile {
    fn contains(&self, sha1: &[u8; 20]) -> io::Result<bool> {
        let wanted: String = sha1.iter().map(|byte| format!("{byte:02X}")).collect();
        // The line, if there is one, begins in low..high.
        let (mut low, mut high) = (0, self.bytes);
        while low < high {
            let middle = low + (high - low) / 2;
            let begin = self.begin_after(middle)?;
            if begin >= high {
                high = middle;
                continue;
            }
            match self.line_from(begin)?.hash()?.cmp(&wanted) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => low = begin + 1,
                Ordering::Greater => high = middle,
            }
        }
        Ok(false)
    }
}

struct Line {
    bytes: [u8; LINE],
    read: usize,
}

impl Line {
    /// Its hash, in capitals.
    fn hash(&self) -> io::Result<String> {
        let digits = &self.bytes[..self.read.min(DIGITS)];
        if digits.len() < DIGITS || !digits.iter().all(u8::is_ascii_hexdigit) {
            let why = "not a list of SHA-1 hashes, one `HASH:COUNT` a line, ordered by hash";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(String::from_utf8_lossy(digits).to_ascii_uppercase())
    }
}
