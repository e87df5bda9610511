//! The areas of Cumilla's district: its 17 upazilas, and neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Barura", bn: "বরুড়া" },
    Area { en: "Brahmanpara", bn: "ব্রাহ্মণপাড়া" },
    Area { en: "Burichang", bn: "বুড়িচং" },
    Area { en: "Cantonment", bn: "ক্যান্টনমেন্ট" },
    Area { en: "Chandina", bn: "চান্দিনা" },
    Area { en: "Chauddagram", bn: "চৌদ্দগ্রাম" },
    Area { en: "Chawkbazar", bn: "চকবাজার" },
    Area { en: "Cumilla Adarsha Sadar", bn: "কুমিল্লা আদর্শ সদর" },
    Area { en: "Cumilla Sadar Dakshin", bn: "কুমিল্লা সদর দক্ষিণ" },
    Area { en: "Daudkandi", bn: "দাউদকান্দি" },
    Area { en: "Debidwar", bn: "দেবিদ্বার" },
    Area { en: "Homna", bn: "হোমনা" },
    Area { en: "Jhautala", bn: "ঝাউতলা" },
    Area { en: "Kandirpar", bn: "কান্দিরপাড়" },
    Area { en: "Kotbari", bn: "কোটবাড়ি" },
    Area { en: "Laksam", bn: "লাকসাম" },
    Area { en: "Lalmai", bn: "লালমাই" },
    Area { en: "Meghna", bn: "মেঘনা" },
    Area { en: "Monoharganj", bn: "মনোহরগঞ্জ" },
    Area { en: "Muradnagar", bn: "মুরাদনগর" },
    Area { en: "Nangalkot", bn: "নাঙ্গলকোট" },
    Area { en: "Race Course", bn: "রেসকোর্স" },
    Area { en: "Shasongacha", bn: "শাসনগাছা" },
    Area { en: "Titas", bn: "তিতাস" },
    Area { en: "Tomsom Bridge", bn: "টমছম ব্রিজ" },
];
