//! The back office as browsers meet it: in process, as nobody, a customer, staff and an admin.

#[cfg(test)]
mod access;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod blocks;
#[cfg(test)]
mod customers;
#[cfg(test)]
mod dashboard;
#[cfg(test)]
mod every_page;
#[cfg(test)]
mod goods;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod office;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod promotions;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod security;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod stock_requests;
#[cfg(test)]
mod stored;
#[cfg(test)]
#[path = "../../../shop/tests/shop/totp.rs"]
mod totp;
