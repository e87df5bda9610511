//! AWS Secrets Manager: reads a secret's present value by its name or ARN.
//!
//! Who asks, where and by which endpoint are AWS's own variables (`AWS_REGION`,
//! `AWS_ENDPOINT_URL`, `AWS_PROFILE` …) or the role of the machine. Every call has a time limit,
//! and no error tells any of a secret. The SDK comes with the feature `aws` (`sdk.rs`); a build
//! without it answers with what to build instead (`absent.rs`).

#[cfg(not(feature = "aws"))]
mod absent;
#[cfg(all(test, feature = "aws"))]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "in this build its test alone needs it"
)]
mod absent;
#[cfg(feature = "aws")]
mod sdk;

#[cfg(not(feature = "aws"))]
pub use absent::SecretsManager;
#[cfg(feature = "aws")]
pub use sdk::SecretsManager;

use zeroize::Zeroizing;

/// Why a secret can't be had; tells none of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultError(pub String);

impl std::fmt::Display for VaultError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for VaultError {}

/// One field of the JSON object that a secret holds; a number or a flag is taken as its text.
///
/// # Errors
/// [`VaultError`]: it holds no JSON object, or one without such a field.
pub fn json_field(text: &str, key: &str) -> Result<Zeroizing<String>, VaultError> {
    let mut object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)
        .map_err(|_| VaultError("the secret holds no JSON object".to_owned()))?;
    let field = object.remove(key);
    // Fields that nobody asked for are secrets as well.
    for (_, other) in object {
        if let serde_json::Value::String(text) = other {
            drop(Zeroizing::new(text));
        }
    }
    match field {
        Some(serde_json::Value::String(text)) => Ok(Zeroizing::new(text)),
        Some(value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_))) => {
            Ok(Zeroizing::new(value.to_string()))
        }
        Some(_) => Err(VaultError(format!(
            "the field {key} is neither text nor a number"
        ))),
        None => Err(VaultError(format!("the secret's JSON has no field {key}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_of_a_json_object_is_taken() {
        let text = r#"{"username":"shop","password":"hunter2","port":5432,"tags":["a"]}"#;
        let field = |key| json_field(text, key).map(|text| text.as_str().to_owned());
        assert_eq!(field("password"), Ok("hunter2".to_owned()));
        assert_eq!(field("port"), Ok("5432".to_owned()));
        for (text, key) in [
            (text, "tags"),
            (text, "host"),
            ("hunter2", "password"),
            ("[]", "a"),
        ] {
            let error = json_field(text, key).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_build_without_the_sdk_says_what_to_build() {
        let error = absent::SecretsManager::from_environment()
            .await
            .unwrap_err();
        assert!(error.to_string().contains("--features aws"), "{error}");
    }
}
