//! Who may use whom. The table is the rule, the manifests and sources are compared with it, and
//! so a new arrow is a decision that someone makes here, with the reason in docs/adr/.
//!
//! `manifests` reads what the rooms depend on; this file has the tables and the comparison.

mod manifests;

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::{relative, rooms, rust_files};
use manifests::Room;

/// Each room with the rooms it may use, from the bottom up. A room's tests may also use whatever
/// lies below it, and itself with the features it has for tests.
const ARROWS: &[(&str, &[&str])] = &[
    ("config", &[]),
    ("domain", &[]),
    ("telemetry", &[]),
    ("store", &["domain"]),
    ("catalogue", &["domain", "store"]),
    ("shop", &["catalogue", "domain", "store"]),
    ("gateways", &["domain", "shop"]),
    ("worker", &["domain", "shop"]),
    ("edge", &["domain", "shop"]),
    ("acme", &["domain", "edge"]),
    ("api", &["catalogue", "domain", "edge", "shop"]),
    ("pages", &["domain", "edge"]),
    (
        "storefront",
        &["catalogue", "domain", "edge", "pages", "shop"],
    ),
    ("admin", &["catalogue", "domain", "edge", "pages", "shop"]),
    (
        "dhakacart",
        &[
            "acme",
            "admin",
            "api",
            "catalogue",
            "config",
            "domain",
            "edge",
            "gateways",
            "shop",
            "store",
            "storefront",
            "telemetry",
            "worker",
        ],
    ),
];

/// Crates of others that decide what a room is, with the rooms they may be in.
const FENCES: &[Fence] = &[
    // One room knows SQL; in tests too, or they would know the tables.
    Fence {
        outsider: "sqlx",
        rooms: &["store"],
        tests: true,
    },
    Fence {
        outsider: "tantivy",
        rooms: &["catalogue"],
        tests: true,
    },
    Fence {
        outsider: "axum",
        rooms: &["admin", "api", "dhakacart", "edge", "pages", "storefront"],
        tests: false,
    },
    // Everyone but the pure rooms.
    Fence {
        outsider: "tokio",
        rooms: &[
            "acme",
            "admin",
            "api",
            "catalogue",
            "dhakacart",
            "edge",
            "gateways",
            "shop",
            "store",
            "storefront",
            "telemetry",
            "worker",
        ],
        tests: false,
    },
];

struct Fence {
    outsider: &'static str,
    rooms: &'static [&'static str],
    /// Whether the rooms' tests stand behind the fence as well.
    tests: bool,
}

/// Prints the verdict for `cargo xtask layering`.
///
/// # Errors
/// When an arrow is not in the table, or a manifest can't be read.
pub(crate) fn run() -> Result<ExitCode> {
    check()?;
    Ok(ExitCode::SUCCESS)
}

/// Compares the workspace with the tables.
///
/// # Errors
/// With every breach, one a line, and what to do about it.
pub(crate) fn check() -> Result<()> {
    let rooms = manifests::read()?;
    let mut breaches = compare(&rooms);
    breaches.extend(sql_outside_store()?);
    if breaches.is_empty() {
        println!(
            "{} rooms, every arrow as in xtask/src/layering.rs",
            rooms.len()
        );
        return Ok(());
    }
    bail!(
        "not as in xtask/src/layering.rs:\n  {}",
        breaches.join("\n  ")
    )
}

fn compare(rooms: &[Room]) -> Vec<String> {
    let mut breaches = Vec::new();
    for (name, _) in ARROWS {
        if !rooms.iter().any(|room| room.name == *name) {
            breaches.push(format!(
                "{name} is in the table of arrows and not in crates/"
            ));
        }
    }
    for room in rooms {
        if room.package != room.name {
            let (name, package) = (&room.name, &room.package);
            breaches.push(format!(
                "the crate in crates/{name} is named {package}, not {name}"
            ));
        }
        match arrows_of(&room.name) {
            Some(allowed) => breaches.extend(arrows(room, rooms, allowed)),
            None => breaches.push(format!(
                "{} is a new room: give it a line in ARROWS in xtask/src/layering.rs",
                room.name
            )),
        }
        breaches.extend(FENCES.iter().filter_map(|fence| fence.breach(room)));
    }
    breaches
}

fn arrows_of(room: &str) -> Option<&'static [&'static str]> {
    ARROWS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, allowed)| *allowed)
}

/// The arrows of one room that it must not have.
fn arrows(room: &Room, rooms: &[Room], allowed: &[&str]) -> Vec<String> {
    let is_ours = |name: &&String| rooms.iter().any(|other| other.name == **name);
    let mut testable = below(&room.name);
    testable.insert(&room.name);
    let used = room
        .uses
        .iter()
        .filter(is_ours)
        .filter(|name| !allowed.contains(&name.as_str()));
    let tested = room
        .tests_use
        .iter()
        .filter(is_ours)
        .filter(|name| !testable.contains(name.as_str()));
    let from = &room.name;
    let mut breaches: Vec<_> = used
        .map(|to| {
            format!(
                "{from} -> {to} is no arrow of this house: reach it through a room that {from} \
                 may use, or decide it in ARROWS in xtask/src/layering.rs and say why in docs/adr/"
            )
        })
        .collect();
    breaches.extend(tested.map(|to| {
        format!("{from}'s tests use {to}, which does not lie below {from}: test it from above")
    }));
    breaches
}

/// Everything that can be reached from a room by the table's arrows.
fn below(room: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![room];
    while let Some(name) = open.pop() {
        for lower in arrows_of(name).unwrap_or_default() {
            if found.insert(*lower) {
                open.push(lower);
            }
        }
    }
    found
}

impl Fence {
    fn breach(&self, room: &Room) -> Option<String> {
        let Self {
            outsider,
            rooms,
            tests,
        } = self;
        let inside =
            room.uses.contains(*outsider) || (*tests && room.tests_use.contains(*outsider));
        (inside && !rooms.contains(&room.name.as_str())).then(|| {
            let rooms = rooms.join(", ");
            format!(
                "{} depends on {outsider}, which only {rooms} may do",
                room.name
            )
        })
    }
}

/// Places that name sqlx though they are not in `store`: a re-export would get past the manifests.
fn sql_outside_store() -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for (name, folder) in rooms()? {
        if name == "store" {
            continue;
        }
        for path in rust_files(&folder)? {
            let text = std::fs::read_to_string(&path)?;
            for line in lines_naming_sqlx(&text) {
                breaches.push(format!(
                    "{}:{line} names sqlx; only store may",
                    relative(&path)
                ));
            }
        }
    }
    Ok(breaches)
}

/// The numbers of the lines that name sqlx, counted from 1.
fn lines_naming_sqlx(text: &str) -> impl Iterator<Item = usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.contains("sqlx::"))
        .map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, uses: &[&str], tests_use: &[&str]) -> Room {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Room {
            name: name.to_owned(),
            package: name.to_owned(),
            uses: owned(uses),
            tests_use: owned(tests_use),
        }
    }

    /// The house as the table has it, with one room replaced.
    fn house_with(changed: Room) -> Vec<Room> {
        let mut rooms: Vec<_> = ARROWS
            .iter()
            .filter(|(name, _)| *name != changed.name)
            .map(|(name, uses)| room(name, uses, &[]))
            .collect();
        rooms.push(changed);
        rooms
    }

    fn only_breach(changed: Room) -> String {
        let breaches = compare(&house_with(changed));
        assert_eq!(breaches.len(), 1, "{breaches:?}");
        breaches.concat()
    }

    #[test]
    fn this_workspace_keeps_the_table() {
        check().unwrap();
    }

    #[test]
    fn the_table_points_down_only() {
        for (at, (name, allowed)) in ARROWS.iter().enumerate() {
            for lower in *allowed {
                let lies = ARROWS.iter().position(|(other, _)| other == lower);
                assert!(lies.is_some_and(|lies| lies < at), "{name} -> {lower}");
            }
        }
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_a_breach_with_advice() {
        let breach = only_breach(room("api", &["domain", "store"], &[]));
        assert!(breach.starts_with("api -> store"), "{breach}");
        assert!(breach.contains("xtask/src/layering.rs"), "{breach}");
    }

    #[test]
    fn tests_may_use_their_room_and_what_lies_below_and_nothing_above() {
        let below = room("api", &["edge"], &["api", "store", "catalogue", "tempfile"]);
        assert_eq!(compare(&house_with(below)), Vec::<String>::new());
        assert!(only_breach(room("domain", &[], &["store"])).contains("domain's tests use store"));
    }

    #[test]
    fn rooms_and_table_have_the_same_names() {
        let breach = only_breach(room("payments", &[], &[]));
        assert!(breach.contains("payments is a new room"), "{breach}");
        let without_worker: Vec<_> = house_with(room("api", &[], &[]))
            .into_iter()
            .filter(|room| room.name != "worker")
            .collect();
        assert!(
            compare(&without_worker)
                .concat()
                .starts_with("worker is in the table")
        );
        let mut misnamed = room("edge", &[], &[]);
        misnamed.package = "dhakacart-edge".to_owned();
        assert!(only_breach(misnamed).contains("named dhakacart-edge"));
    }

    #[test]
    fn fences_hold() {
        assert!(only_breach(room("shop", &["sqlx"], &[])).contains("shop depends on sqlx"));
        assert!(only_breach(room("shop", &[], &["sqlx"])).contains("shop depends on sqlx"));
        assert!(only_breach(room("domain", &["tokio"], &[])).contains("domain depends on tokio"));
        assert!(only_breach(room("worker", &["axum"], &[])).contains("worker depends on axum"));
        let with_fake_server = room("gateways", &["shop"], &["axum"]);
        assert_eq!(compare(&house_with(with_fake_server)), Vec::<String>::new());
    }

    #[test]
    fn a_line_that_names_sqlx_is_found() {
        let text = "use store::Store;\nlet row = sqlx::query(\"SELECT 1\");\n";
        assert_eq!(lines_naming_sqlx(text).collect::<Vec<_>>(), [2]);
    }
}
