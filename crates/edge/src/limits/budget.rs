//! A client's budgets at one face: everything, and tighter ones for searching and writing inside.

use std::sync::Arc;

use super::Kind;
use crate::gcra::{Gcra, Rate};
use crate::limiter::call::{Charge, Charges, Face, Key, Who, charges};

/// What is told of a budget besides how it stands.
#[derive(Debug)]
pub(super) struct Policy {
    /// Its name in the `RateLimit` fields.
    pub(super) name: &'static str,
    /// The whole item of `RateLimit-Policy`.
    pub(super) item: String,
    budget: &'static str,
    gcra: Gcra,
}

/// What one client may do.
pub(super) struct Budgets {
    pub(super) rate: Rate,
    look: Arc<[Policy]>,
    search: Arc<[Policy]>,
    write: Arc<[Policy]>,
}

impl Budgets {
    /// `rate` in all; of a hundred so many may search and so many write.
    pub(super) fn new(face: &'static Face, rate: Rate, (search, write): (u32, u32)) -> Self {
        let all = || Policy::new("default", face.name, rate);
        let inside = |name, budget, share: u32| -> Arc<[Policy]> {
            if share >= 100 {
                return [all()].into();
            }
            let count = (u64::from(rate.count) * u64::from(share)).div_ceil(100);
            let count = u32::try_from(count).unwrap_or(rate.count);
            // The tightest first, as clients are told.
            [Policy::new(name, budget, Rate { count, ..rate }), all()].into()
        };
        Budgets {
            rate,
            look: [all()].into(),
            search: inside("search", face.search, search),
            write: inside("writes", face.writes, write),
        }
    }

    /// What a request of this kind takes.
    pub(super) fn charges(&self, who: Who, kind: Kind) -> Charges {
        let charge = |policy: &Policy| Charge {
            key: Key {
                budget: policy.budget,
                who,
            },
            gcra: policy.gcra,
        };
        match &**self.of(kind) {
            [all] => charges([charge(all)]),
            [inside, all, ..] => charges([charge(inside), charge(all)]),
            [] => charges([]),
        }
    }

    /// In the order of the charges.
    pub(super) fn policies(&self, kind: Kind) -> Arc<[Policy]> {
        self.of(kind).clone()
    }

    fn of(&self, kind: Kind) -> &Arc<[Policy]> {
        match kind {
            Kind::Look => &self.look,
            Kind::Search => &self.search,
            Kind::Write => &self.write,
        }
    }
}

impl Policy {
    fn new(name: &'static str, budget: &'static str, rate: Rate) -> Self {
        let gcra = Gcra::new(rate);
        let (quota, window) = (gcra.quota(), rate.window.as_secs().max(1));
        Policy {
            name,
            item: format!("\"{name}\";q={quota};w={window}"),
            budget,
            gcra,
        }
    }
}
