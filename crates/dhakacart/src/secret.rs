//! The development secret: made once, kept in `var/`.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use domain::Ambient;

/// Where it is kept, beside the embedded database.
const PLACE: &str = "var/jwt-secret";

/// The secret of this machine's development shop. Made with mode 0600 at first use.
pub(crate) fn development(ambient: &Ambient) -> anyhow::Result<Vec<u8>> {
    let place = Path::new(PLACE);
    if let Ok(secret) = fs::read_to_string(place)
        && secret.trim().len() >= 32
    {
        return Ok(secret.trim().as_bytes().to_vec());
    }
    let secret = ambient.secret_hex::<32>();
    write(place, &secret).with_context(|| format!("can't write {PLACE}"))?;
    Ok(secret.into_bytes())
}

fn write(place: &Path, secret: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(place)?;
    file.write_all(secret.as_bytes())
}
