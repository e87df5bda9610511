//! What the shop asks of a storage, asked of every adapter: of a folder, and over HTTP of an S3
//! server in this process (`s3s-fs`, which checks signatures; it is not Amazon's).
#![expect(
    clippy::unwrap_used,
    reason = "the functions around the tests are test code as well"
)]

use std::sync::Arc;

use bytes::Bytes;
use gateways::{FolderStorage, S3Key, S3Options, S3Storage};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use shop::{ObjectKey, ObjectStorage};
use tempfile::TempDir;
use tokio::net::TcpListener;

const ID: &str = "AKIADHAKACART";
const SECRET: &str = "a-secret-for-tests";
const BUCKET: &str = "shop";

fn key(text: &str) -> ObjectKey {
    ObjectKey::parse(text).unwrap()
}

/// An S3 server on a folder; answers its address.
async fn s3_server(folder: &TempDir) -> String {
    std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
    let service = {
        let files = s3s_fs::FileSystem::new(folder.path()).unwrap();
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ID, SECRET));
        builder.build()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    format!("http://{address}")
}

fn s3(endpoint: &str, secret: &str) -> S3Storage {
    s3_with(endpoint, Arc::new(S3Key::new(ID, secret)))
}

fn s3_with(endpoint: &str, key: Arc<S3Key>) -> S3Storage {
    S3Storage::new(S3Options {
        bucket: BUCKET.into(),
        prefix: "media/dhaka".into(),
        endpoint: Some(endpoint.to_owned()),
        region: "ap-southeast-1".into(),
        key: Some(key),
    })
    .unwrap()
}

/// The port's promises.
async fn keeps_its_promises(storage: &dyn ObjectStorage) {
    let kettle = key("pictures/ab/abcd-160.jpg");
    assert_eq!(storage.get(&kettle).await.unwrap(), None);
    storage.delete(&kettle).await.unwrap();
    for bytes in [&b"first"[..], b"", b"\0\xff\xd8 second \r\n"] {
        let bytes = Bytes::from_static(bytes);
        storage.put(&kettle, bytes.clone()).await.unwrap();
        assert_eq!(storage.get(&kettle).await.unwrap(), Some(bytes));
    }
    let large = Bytes::from(vec![7; 3 * 1024 * 1024]);
    let other = key("pictures/ab/abcd-400.jpg");
    storage.put(&other, large.clone()).await.unwrap();
    storage.delete(&kettle).await.unwrap();
    assert_eq!(storage.get(&kettle).await.unwrap(), None);
    assert_eq!(storage.get(&other).await.unwrap(), Some(large));
}

#[tokio::test]
async fn a_folder_keeps_the_ports_promises() {
    let folder = TempDir::new().unwrap();
    let storage = FolderStorage::new(folder.path().join("not/there/yet"));
    keeps_its_promises(&storage).await;
}

#[tokio::test]
async fn a_bucket_keeps_the_ports_promises() {
    let folder = TempDir::new().unwrap();
    let endpoint = s3_server(&folder).await;
    keeps_its_promises(&s3(&endpoint, SECRET)).await;
    let kept = folder.path().join("shop/media/dhaka/pictures/ab");
    assert!(kept.is_dir(), "under the prefix");
}

#[tokio::test]
async fn a_wrong_secret_is_an_error_and_not_an_absence() {
    let folder = TempDir::new().unwrap();
    let endpoint = s3_server(&folder).await;
    let storage = s3(&endpoint, "another-secret");
    let error = storage.get(&key("a.jpg")).await.unwrap_err().to_string();
    assert!(!error.contains("another-secret"), "{error}");
    assert!(storage.put(&key("a.jpg"), Bytes::new()).await.is_err());
}

#[tokio::test]
async fn a_key_is_replaced_while_the_storage_works() {
    let folder = TempDir::new().unwrap();
    let endpoint = s3_server(&folder).await;
    let access = Arc::new(S3Key::new(ID, "the-key-before"));
    let storage = s3_with(&endpoint, access.clone());
    assert!(storage.put(&key("a.jpg"), Bytes::new()).await.is_err());
    access.replace(ID, SECRET);
    storage.put(&key("a.jpg"), Bytes::new()).await.unwrap();
    assert!(!format!("{storage:?} {access:?}").contains(SECRET));
}

#[tokio::test]
async fn writers_of_one_key_leave_one_whole_file() {
    let folder = TempDir::new().unwrap();
    let storage = FolderStorage::new(folder.path());
    let kettle = key("a/kettle.jpg");
    let puts = (0..16u8).map(|n| {
        let (storage, kettle) = (storage.clone(), kettle.clone());
        tokio::spawn(async move { storage.put(&kettle, Bytes::from(vec![n; 100_000])).await })
    });
    for put in puts.collect::<Vec<_>>() {
        put.await.unwrap().unwrap();
    }
    let kept = storage.get(&kettle).await.unwrap().unwrap();
    assert_eq!(kept.len(), 100_000);
    assert!(kept.iter().all(|byte| *byte == kept[0]), "torn");
    let files = std::fs::read_dir(folder.path().join("a")).unwrap().count();
    assert_eq!(files, 1, "no part is left");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_an_error() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, b"in the way").unwrap();
    let storage = FolderStorage::new(&file);
    assert!(storage.put(&key("a.jpg"), Bytes::new()).await.is_err());
    assert!(storage.get(&key("a.jpg")).await.is_err());
}
