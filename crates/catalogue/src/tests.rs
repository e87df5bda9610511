//! The catalogue as its users see it, on products made by hand; `following` has a database
//! behind it, the others need none.

mod changing;
mod filtering;
mod finding;
mod following;
mod hostile;
mod selling;
mod suggesting;
