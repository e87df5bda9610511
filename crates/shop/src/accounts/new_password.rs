//! What a new password must not be, beyond what `domain::Password` knows by heart: one of the
//! hundreds of millions from published breaches, where whoever runs the shop keeps the list.

use domain::{FieldError, Password};
use sha1::{Digest as _, Sha1};

use crate::Shop;

impl Shop {
    /// Refuses a password from the list of breaches. A list that can't be read refuses nothing:
    /// people can still open accounts, and the log says why nobody looks.
    pub(crate) async fn refuse_breached(&self, password: &Password) -> Result<(), FieldError> {
        let Some(list) = self.options().breached.clone() else {
            return Ok(());
        };
        let sha1: [u8; 20] = Sha1::digest(password.expose().as_bytes()).into();
        let looked = tokio::task::spawn_blocking(move || list.contains(&sha1)).await;
        match looked {
            Ok(Ok(false)) => Ok(()),
            Ok(Ok(true)) => Err(FieldError::new(
                "password",
                FieldError::COMMON,
                "Password was published in a breach of another site; choose another one",
            )),
            Ok(Err(error)) => {
                tracing::error!(%error, "the list of breached passwords can't be read");
                Ok(())
            }
            Err(error) => {
                tracing::error!(%error, "the look at the list of breached passwords was lost");
                Ok(())
            }
        }
    }
}
