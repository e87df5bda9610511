//! Settings of where pictures are kept: a folder or a bucket.

use super::{Fallback, Setting};

pub(crate) const MEDIA: Setting = Setting {
    name: "DHAKACART_MEDIA",
    key: "media",
    default: Fallback::Text("file://var/media"),
    takes: "`file://path/to/folder` or `s3://bucket/prefix`",
    doc: "where uploaded pictures are kept; replicas on several machines share a bucket",
    secret: false,
};

pub(crate) const S3_ENDPOINT: Setting = Setting {
    name: "DHAKACART_S3_ENDPOINT",
    key: "s3_endpoint",
    default: Fallback::Derived("Amazon's"),
    takes: "a scheme, a host and a port such as https://minio.example:9000; http:// sends pictures and keys in the clear",
    doc: "who speaks S3's protocol; the bucket is named in the path",
    secret: false,
};

pub(crate) const S3_REGION: Setting = Setting {
    name: "DHAKACART_S3_REGION",
    key: "s3_region",
    default: Fallback::Text("ap-southeast-1"),
    takes: "a region's name such as ap-southeast-1",
    doc: "where the bucket is",
    secret: false,
};

pub(crate) const S3_ACCESS_KEY: Setting = Setting {
    name: "DHAKACART_S3_ACCESS_KEY",
    key: "s3_access_key",
    default: Fallback::Derived("the instance's role"),
    takes: "an access key's id, of letters, digits, - and _",
    doc: "who may read and write the bucket; comes with `DHAKACART_S3_SECRET_KEY`",
    secret: false,
};

pub(crate) const S3_SECRET_KEY: Setting = Setting {
    name: "DHAKACART_S3_SECRET_KEY",
    key: "s3_secret_key",
    default: Fallback::Derived("the instance's role"),
    takes: "an access key's secret, of 8 to 256 letters, digits and + / = - _ .",
    doc: "the secret of `DHAKACART_S3_ACCESS_KEY`",
    secret: true,
};
