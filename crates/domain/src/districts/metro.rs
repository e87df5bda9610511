//! The thanas, upazilas and well-known neighbourhoods of the big cities' districts.
//!
//! The open geocode sets stop at upazilas and so know no Dhanmondi and no Uttara; where people
//! live in a city, these lists do. Each is sorted by its English names. An address may name an
//! area that is not listed: the lists are there to choose from, not to refuse by.

use super::Area;

mod barishal;
mod chattogram;
mod cumilla;
mod dhaka;
mod gazipur;
mod khulna;
mod mymensingh;
mod narayanganj;
mod rajshahi;
mod rangpur;
mod sylhet;

/// The areas of the district with this code; empty if none are listed for it.
#[must_use]
pub fn areas(code: &str) -> &'static [Area] {
    match code {
        "barishal" => barishal::AREAS,
        "chattogram" => chattogram::AREAS,
        "cumilla" => cumilla::AREAS,
        "dhaka" => dhaka::AREAS,
        "gazipur" => gazipur::AREAS,
        "khulna" => khulna::AREAS,
        "mymensingh" => mymensingh::AREAS,
        "narayanganj" => narayanganj::AREAS,
        "rajshahi" => rajshahi::AREAS,
        "rangpur" => rangpur::AREAS,
        "sylhet" => sylhet::AREAS,
        _ => &[],
    }
}
