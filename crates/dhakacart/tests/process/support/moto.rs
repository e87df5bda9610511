//! AWS Secrets Manager as moto plays it, on the loopback.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use super::{Child, PATIENCE, Run, eventually};

/// What signs requests; moto believes everybody.
const KEY: (&str, &str) = ("AKIAIOSFODNN7EXAMPLE", "moto-believes-any-key-of-mine");

/// A Secrets Manager of its own for one test.
pub(crate) struct Moto {
    server: Child,
    port: u16,
    client: Client,
}

impl Moto {
    pub(crate) async fn start() -> Self {
        let program = program();
        assert!(
            program.is_file(),
            "{} is missing: run `make test`, or `cargo xtask secrets`",
            program.display()
        );
        let mut command = Command::new(program);
        // It takes a free port, and says which.
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        let mut server = Child::start(&mut command, b"");
        let port = eventually("moto listens", PATIENCE, async || {
            assert!(!server.has_ended(), "moto ended: {}", server.stderr());
            let said = server.stderr();
            let (_, address) = said.split_once("Running on http://127.0.0.1:")?;
            address.split_once('\n')?.0.trim().parse::<u16>().ok()
        })
        .await;
        // With TLS in it for the object storage, a client wants a provider, needed or not.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(30));
        Self {
            server,
            port,
            client: client.build().unwrap(),
        }
    }

    /// A new secret.
    pub(crate) async fn create(&self, name: &str, text: &str) {
        let body = json!({"Name": name, "SecretString": text});
        self.call("CreateSecret", &body).await;
    }

    /// A new version of a secret, which is the present one from now on.
    pub(crate) async fn put(&self, name: &str, text: &str) {
        let body = json!({"SecretId": name, "SecretString": text});
        self.call("PutSecretValue", &body).await;
    }

    /// Points a process at it.
    pub(crate) fn before(&self, run: Run) -> Run {
        run.env(
            "AWS_ENDPOINT_URL",
            &format!("http://127.0.0.1:{}", self.port),
        )
        .env("AWS_REGION", "ap-southeast-1")
        .env("AWS_ACCESS_KEY_ID", KEY.0)
        .env("AWS_SECRET_ACCESS_KEY", KEY.1)
        .env("AWS_EC2_METADATA_DISABLED", "true")
    }

    /// It is gone.
    pub(crate) fn end(self) {
        drop(self.server);
    }

    async fn call(&self, what: &str, body: &Value) {
        let scope = "20260101/ap-southeast-1/secretsmanager/aws4_request";
        let request = self
            .client
            .post(format!("http://127.0.0.1:{}/", self.port))
            .header("X-Amz-Target", format!("secretsmanager.{what}"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header(
                "Authorization",
                format!(
                    "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders=host, Signature=0",
                    KEY.0
                ),
            )
            .body(body.to_string());
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{what}");
    }
}

/// In the folder of tools beside what cargo builds.
fn program() -> PathBuf {
    // cargo says where that is by a folder in it.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("tools/python/test-tools/bin/moto_server")
}
