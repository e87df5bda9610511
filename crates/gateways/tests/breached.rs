//! The list of breached passwords on disk.
use std::io::Write as _;

use gateways::BreachedFile;
use shop::BreachedPasswords as _;

/// The n-th of many hashes, in order.
fn hash(n: u32) -> [u8; 20] {
    let mut hash = [0x5a; 20];
    hash[..4].copy_from_slice(&(n * 7919).to_be_bytes());
    hash
}

#[test]
fn each_line_is_found_and_nothing_between_them() {
    for line_break in ["\n", "\r\n"] {
        for lines in [1, 2, 3, 100, 1000] {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            for n in 0..lines {
                let hex: String = hash(2 * n).iter().map(|b| format!("{b:02X}")).collect();
                write!(file, "{hex}:{}{line_break}", n * n + 1).unwrap();
            }
            let list = BreachedFile::open(file.path()).unwrap();
            for n in 0..lines {
                assert!(list.contains(&hash(2 * n)).unwrap(), "{n} of {lines}");
                assert!(!list.contains(&hash(2 * n + 1)).unwrap(), "{n} of {lines}");
            }
            assert!(!list.contains(&[0; 20]).unwrap() && !list.contains(&[255; 20]).unwrap());
        }
    }
}

#[test]
fn something_else_is_no_list() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    assert!(BreachedFile::open(file.path()).is_err(), "empty");
    writeln!(file, "password\n123456").unwrap();
    assert!(BreachedFile::open(file.path()).is_err());
    assert!(BreachedFile::open("/nowhere".as_ref()).is_err());
}
