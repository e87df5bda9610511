//! The storefront as browsers meet it: in process, on both databases, forms and all.

mod accounts;
mod browsing;
mod buying;
mod caching;
mod errors;
mod safety;
mod site;
