//! Accounts: opening one, signing in and out.

pub(crate) mod body;
pub(crate) mod contact;
pub(crate) mod log_in;
pub(crate) mod log_out;
pub(crate) mod me;
pub(crate) mod password;
pub(crate) mod phone;
pub(crate) mod register;
pub(crate) mod reset;
