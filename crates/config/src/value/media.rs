//! Where pictures are kept: a folder, or a bucket that speaks S3's protocol.

use std::fmt;
use std::path::PathBuf;

use super::Reason;
use crate::secret::Secret;

/// Where pictures are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaPlace {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket, and what all keys in it begin with (empty, or without slashes at its ends).
    Bucket {
        /// Its name.
        bucket: String,
        /// What keys begin with.
        prefix: String,
    },
}

impl fmt::Display for MediaPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "file://{}", path.display()),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

pub(crate) fn parse(text: &str) -> Result<MediaPlace, Reason> {
    let (scheme, rest) = text.trim().split_once("://").ok_or("has no scheme")?;
    match scheme {
        "file" if rest.is_empty() => Err("names no folder".to_owned()),
        "file" if rest.contains('\0') => Err("is no path".to_owned()),
        "file" => Ok(MediaPlace::Folder(PathBuf::from(rest))),
        "s3" => bucket(rest),
        _ => Err("is of a kind that isn't known".to_owned()),
    }
}

fn bucket(rest: &str) -> Result<MediaPlace, Reason> {
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(plain) {
        return Err("has no bucket of 3 to 63 of a-z, 0-9, - and .".to_owned());
    }
    let prefix = prefix.trim_matches('/');
    let segment = |s: &str| !s.starts_with('.') && s.bytes().all(|b| plain(b) || b == b'_');
    if !prefix.split('/').all(segment) || prefix.contains("//") {
        return Err("has a prefix that is not segments of a-z, 0-9, -, _ and .".to_owned());
    }
    Ok(MediaPlace::Bucket {
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
    })
}

/// `https://host`, `http://host:port`; the scheme says whether there is TLS.
pub(crate) fn endpoint(text: &str) -> Result<String, Reason> {
    let text = text.trim().trim_end_matches('/');
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("doesn't begin with https:// or http://")?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    if host.is_empty() || !host.bytes().all(plain) {
        return Err("is more or less than a scheme, a host and a port".to_owned());
    }
    Ok(text.to_owned())
}

/// `ap-southeast-1`.
pub(crate) fn region(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (2..=32).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("is no region's name".to_owned())
    }
}

/// An access key's id.
pub(crate) fn access_key(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (3..=128).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("is no access key's id".to_owned())
    }
}

/// An access key's secret.
pub(crate) fn secret_key(text: &str) -> Result<Secret, Reason> {
    let text = text.trim();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"+/=-_.".contains(&b);
    if (8..=256).contains(&text.len()) && text.bytes().all(plain) {
        Ok(Secret::new(text))
    } else {
        Err("is no access key's secret".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_or_a_bucket() {
        assert_eq!(
            parse("file://var/media"),
            Ok(MediaPlace::Folder("var/media".into()))
        );
        assert_eq!(
            parse("file:///srv/media"),
            Ok(MediaPlace::Folder("/srv/media".into()))
        );
        let bucket = |bucket: &str, prefix: &str| MediaPlace::Bucket {
            bucket: bucket.into(),
            prefix: prefix.into(),
        };
        assert_eq!(parse("s3://shop"), Ok(bucket("shop", "")));
        assert_eq!(
            parse("s3://my.shop-1/media/a_b/"),
            Ok(bucket("my.shop-1", "media/a_b"))
        );
        for wrong in [
            "",
            "var/media",
            "file://",
            "s3://",
            "s3://ab",
            "s3://Shop",
            "s3://shop/..",
            "s3://shop/a/../b",
            "s3://shop/a b",
            "s3://shop/a//b",
            "gs://shop",
            "s3:shop",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_endpoint_is_scheme_host_and_port() {
        assert_eq!(
            endpoint("http://127.0.0.1:9000/"),
            Ok("http://127.0.0.1:9000".to_owned())
        );
        assert!(endpoint("https://[::1]:9000").is_ok());
        for wrong in [
            "",
            "127.0.0.1:9000",
            "https://",
            "https://a/b",
            "https://u:p@host",
            "ftp://a",
        ] {
            assert!(endpoint(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_are_plain_words() {
        assert!(region("ap-southeast-1").is_ok() && region("Dhaka ").is_err());
        assert!(access_key("AKIAIOSFODNN7EXAMPLE").is_ok() && access_key("a:b").is_err());
        assert!(secret_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").is_ok());
        let refused = secret_key("hunter2").unwrap_err();
        assert!(!refused.contains("hunter2"));
    }
}
