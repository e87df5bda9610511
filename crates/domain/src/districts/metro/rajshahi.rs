//! The areas of Rajshahi's district: the 12 thanas of the Metropolitan Police, 9 upazilas (Paba
//! is both), and neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Airport", bn: "এয়ারপোর্ট" },
    Area { en: "Bagha", bn: "বাঘা" },
    Area { en: "Bagmara", bn: "বাগমারা" },
    Area { en: "Belpukur", bn: "বেলপুকুর" },
    Area { en: "Binodpur", bn: "বিনোদপুর" },
    Area { en: "Boalia", bn: "বোয়ালিয়া" },
    Area { en: "Chandrima", bn: "চন্দ্রিমা" },
    Area { en: "Charghat", bn: "চারঘাট" },
    Area { en: "Damkura", bn: "দামকুড়া" },
    Area { en: "Durgapur", bn: "দুর্গাপুর" },
    Area { en: "Godagari", bn: "গোদাগাড়ী" },
    Area { en: "Karnahar", bn: "কর্ণহার" },
    Area { en: "Kashiadanga", bn: "কাশিয়াডাঙ্গা" },
    Area { en: "Katakhali", bn: "কাটাখালী" },
    Area { en: "Kazla", bn: "কাজলা" },
    Area { en: "Laxmipur", bn: "লক্ষ্মীপুর" },
    Area { en: "Matihar", bn: "মতিহার" },
    Area { en: "Mohanpur", bn: "মোহনপুর" },
    Area { en: "Paba", bn: "পবা" },
    Area { en: "Padma Residential Area", bn: "পদ্মা আবাসিক এলাকা" },
    Area { en: "Puthia", bn: "পুঠিয়া" },
    Area { en: "Rajpara", bn: "রাজপাড়া" },
    Area { en: "Saheb Bazar", bn: "সাহেব বাজার" },
    Area { en: "Shah Makhdum", bn: "শাহ মখদুম" },
    Area { en: "Talaimari", bn: "তালাইমারী" },
    Area { en: "Tanore", bn: "তানোর" },
    Area { en: "Upashahar", bn: "উপশহর" },
];
