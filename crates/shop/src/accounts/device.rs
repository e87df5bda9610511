//! What a session was opened with, as its owner would name it: `Firefox, Linux`.

/// Characters of a device's name at most.
const MAX_CHARS: usize = 60;

/// Browsers by what only they say, the particular before those that everybody claims to be.
const BROWSERS: [(&str, &str); 9] = [
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The device behind a `User-Agent`; a program is what it calls itself. `None` if it says nothing.
pub(super) fn of(user_agent: &str) -> Option<String> {
    let named = |table: &[(&str, &'static str)]| {
        let row = table.iter().find(|(mark, _)| user_agent.contains(mark));
        row.map(|(_, name)| *name)
    };
    let known = match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    };
    let first = || user_agent.split_whitespace().next().map(str::to_owned);
    let device = known.or_else(first)?;
    let plain = device.chars().filter(|c| !c.is_control());
    Some(plain.take(MAX_CHARS).collect())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_device_has_a_short_name() {
        for (user_agent, device) in [
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36",
                "Samsung Internet, Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
            ("okhttp/5.1 (android)", "okhttp/5.1"),
        ] {
            assert_eq!(of(user_agent).as_deref(), Some(device));
        }
        assert_eq!(of("  "), None);
        assert_eq!(of(&"x".repeat(900)).map(|device| device.len()), Some(60));
    }
}
