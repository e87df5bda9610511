//! The storefront as browsers meet it: in process, on both databases, forms and all.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod authorisation;
#[cfg(test)]
mod browsing;
#[cfg(test)]
mod buying;
#[cfg(test)]
mod caching;
#[cfg(test)]
mod carts;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod community;
#[cfg(test)]
mod comparing;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod goods;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod sales;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod site;
#[cfg(test)]
#[path = "../../../shop/tests/shop/totp.rs"]
mod totp;
#[cfg(test)]
mod tracking;
#[cfg(test)]
mod visitor;
#[cfg(test)]
mod weights;
