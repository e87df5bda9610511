//! What all faces of a process have in common at the front.

use crate::Gate;

/// How a process meets its clients, whichever face they come to. Cheap to clone.
#[derive(Clone, Default)]
pub struct Front {
    /// Whether browsers reach the shop by HTTPS: then they are told to come by nothing else.
    pub https: bool,
    /// How many requests are worked on at once, and who comes first.
    pub gate: Gate,
}
