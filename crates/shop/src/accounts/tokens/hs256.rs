//! HMAC with SHA-256 (RFC 7518, section 3.2), and no other algorithm: what is not in the program can't
//! be asked for by a forged header. It saves the thirty crates of the algorithms that we never use.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use sha2::Sha256;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory,
    verifier_factory,
    // For keys as JSON (RFC 7517), which nothing here reads or writes.
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it the process's. Before the first token is signed or read; again does no harm.
pub(super) fn install() {
    // An error says that there is one already, and there is none but this.
    let _ = PROVIDER.install_default();
}

/// A key's state, before the message.
struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(algorithm: Algorithm, family: AlgorithmFamily, secret: &[u8]) -> Result<Self> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        if family != AlgorithmFamily::Hmac {
            return Err(ErrorKind::InvalidKeyFormat.into());
        }
        let keyed = Hmac::new_from_slice(secret);
        keyed
            .map(Self)
            .map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }

    fn over(&self, message: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update(message)
    }
}

fn signer_factory(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    let key = Hs256::new(*algorithm, key.family(), key.as_bytes())?;
    Ok(Box::new(key))
}

fn verifier_factory(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let key = Hs256::new(*algorithm, key.family(), key.try_get_as_bytes()?)?;
    Ok(Box::new(key))
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.over(message).finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    /// Takes the same time whatever differs.
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let sealed = self.over(message).verify_slice(signature);
        sealed.map_err(Error::from_source)
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key, message and seal of RFC 7515, appendix A.1.
    const KEY: &str =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    const MESSAGE: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
        .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SEAL: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    #[test]
    fn it_is_what_the_standard_says() {
        install();
        let padded = format!("{}==", KEY.replace('-', "+").replace('_', "/"));
        let key = EncodingKey::from_base64_secret(&padded);
        let (key, message) = (key.unwrap(), MESSAGE.as_bytes());
        let sign = |algorithm| jsonwebtoken::crypto::sign(message, &key, algorithm);
        assert_eq!(sign(Algorithm::HS256).unwrap(), SEAL);
        for other in [
            Algorithm::HS384,
            Algorithm::HS512,
            Algorithm::RS256,
            Algorithm::ES256,
        ] {
            assert!(sign(other).is_err(), "{other:?}");
        }
        let key = DecodingKey::from_secret(key.as_bytes());
        let verify = |seal: &str| {
            jsonwebtoken::crypto::verify(seal, message, &key, Algorithm::HS256).unwrap()
        };
        assert!(verify(SEAL));
        assert!(!verify(&SEAL.replace('d', "e")));
        assert!(!verify(""));
        assert!(!verify(&SEAL[..20]));
    }
}
