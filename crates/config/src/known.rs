//! Which names are known, and which known name somebody meant: a mistyped setting that is
//! silently ignored is worse than one that stops the start.

use crate::error::Problem;
use crate::file::SettingsFile;
use crate::settings::{AWS_SUFFIX, CONFIG_FILE, FILE_SUFFIX, PREFIX, SETTINGS};
use crate::source::Source;

/// Variables under this prefix belong to the test suites and are never settings.
const TEST_PREFIX: &str = "DHAKACART_TEST_";

/// How the value of a service link's short form begins.
const LINK_SCHEMES: [&str; 3] = ["tcp://", "udp://", "sctp://"];

/// Unknown `DHAKACART_…` variables and unknown keys of the file, each with the nearest known name.
pub(crate) fn unknown(source: &dyn Source, file: &SettingsFile) -> Vec<Problem> {
    let mut names = source.names();
    names.sort_unstable();
    let variables = names
        .iter()
        .filter(|name| name.starts_with(PREFIX) && !is_known(name))
        .filter(|name| {
            let value = source.var(name).unwrap_or_default();
            !is_service_link(name, value.as_encoded_bytes())
        })
        .map(|name| {
            let nearest = nearest_variable(name);
            Problem::named(
                name.as_str(),
                format!("no such setting; did you mean {nearest}?"),
            )
        });
    let keys = file.keys().filter(|key| !is_known_key(key)).map(|key| {
        let keys = SETTINGS.iter().map(|setting| setting.key);
        let nearest = keys
            .min_by_key(|known| edits(key, known))
            .unwrap_or_default();
        let path = file.path.display();
        Problem::named(
            key,
            format!("no such key in {path}; did you mean {nearest}?"),
        )
    });
    variables.chain(keys).collect()
}

fn is_known(variable: &str) -> bool {
    let (bare, _) = stem_and_suffix(variable);
    variable == CONFIG_FILE
        || variable.starts_with(TEST_PREFIX)
        || SETTINGS.iter().any(|setting| setting.name == bare)
}

/// A variable without what says where its value is kept, and that.
fn stem_and_suffix(variable: &str) -> (&str, &str) {
    [FILE_SUFFIX, AWS_SUFFIX]
        .into_iter()
        .find_map(|suffix| Some((variable.strip_suffix(suffix)?, suffix)))
        .unwrap_or((variable, ""))
}

fn is_known_key(key: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.key == key)
}

/// The known variable that is nearest, in its `X_FILE` or `X_AWS` form if that was meant.
fn nearest_variable(name: &str) -> String {
    let (stem, suffix) = stem_and_suffix(name);
    let settings = SETTINGS.iter().map(|setting| setting.name);
    // Without the prefix: it would make `DHAKACART_DATABASE_URL` look unlike `DATABASE_URL`.
    let distance = |known: &&str| edits(without_prefix(stem), without_prefix(known));
    match settings.chain([CONFIG_FILE]).min_by_key(distance) {
        Some(CONFIG_FILE) | None => CONFIG_FILE.to_owned(),
        Some(setting) => format!("{setting}{suffix}"),
    }
}

fn without_prefix(variable: &str) -> &str {
    variable.strip_prefix(PREFIX).unwrap_or(variable)
}

/// Kubernetes describes every service of a namespace to every pod in variables of this form
/// (`DHAKACART_API_SERVICE_HOST`, `DHAKACART_API_PORT_5000_TCP_ADDR`): a service called
/// `dhakacart` must not keep the pod behind it from starting. The short form, `…_PORT`, is also
/// what a person might write by mistake, so there the value has to be a link's too.
fn is_service_link(variable: &str, value: &[u8]) -> bool {
    let words: Vec<&str> = variable.split('_').collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_protocol = |word: &str| matches!(word, "TCP" | "UDP" | "SCTP");
    let is_url = || {
        LINK_SCHEMES
            .iter()
            .any(|scheme| value.starts_with(scheme.as_bytes()))
    };
    match words.as_slice() {
        [.., "SERVICE", "HOST" | "PORT"] => true,
        [.., "PORT", number, protocol]
        | [.., "PORT", number, protocol, "PROTO" | "PORT" | "ADDR"]
            if is_number(number) && is_protocol(protocol) =>
        {
            true
        }
        [.., "PORT"] => is_url(),
        _ => words.windows(2).any(|pair| pair == ["SERVICE", "PORT"]),
    }
}

/// Levenshtein distance in characters.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
    }

    #[test]
    fn a_service_link_is_not_a_setting() {
        for name in [
            "DHAKACART_SERVICE_HOST",
            "DHAKACART_API_SERVICE_PORT",
            "DHAKACART_API_SERVICE_PORT_HTTP",
            "DHAKACART_API_SERVICE_PORT_HTTP_METRICS",
            "DHAKACART_API_PORT_5000_TCP",
            "DHAKACART_API_PORT_5000_TCP_PROTO",
            "DHAKACART_API_PORT_5000_TCP_ADDR",
        ] {
            assert!(is_service_link(name, b"10.0.0.1"), "{name}");
        }
        assert!(is_service_link("DHAKACART_PORT", b"tcp://10.0.0.1:5000"));
        assert!(!is_service_link("DHAKACART_PORT", b"5000"));
        for name in [
            "DHAKACART_API_ADDR",
            "DHAKACART_PORT_X_TCP",
            "DHAKACART_PROTO",
        ] {
            assert!(!is_service_link(name, b"tcp://"), "{name}");
        }
    }

    #[test]
    fn no_setting_looks_like_a_service_link() {
        for setting in SETTINGS {
            assert!(
                !is_service_link(setting.name, b"tcp://"),
                "{}",
                setting.name
            );
        }
    }
}
