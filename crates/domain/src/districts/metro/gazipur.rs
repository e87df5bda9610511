//! The areas of Gazipur's district: the 8 thanas of the Metropolitan Police, 5 upazilas
//! (Gazipur Sadar is both), and neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Basan", bn: "বাসন" },
    Area { en: "Board Bazar", bn: "বোর্ড বাজার" },
    Area { en: "Chandana Chowrasta", bn: "চান্দনা চৌরাস্তা" },
    Area { en: "Gachha", bn: "গাছা" },
    Area { en: "Gazipur Sadar", bn: "গাজীপুর সদর" },
    Area { en: "Joydebpur", bn: "জয়দেবপুর" },
    Area { en: "Kaliakair", bn: "কালিয়াকৈর" },
    Area { en: "Kaliganj", bn: "কালীগঞ্জ" },
    Area { en: "Kapasia", bn: "কাপাসিয়া" },
    Area { en: "Kashimpur", bn: "কাশিমপুর" },
    Area { en: "Konabari", bn: "কোনাবাড়ী" },
    Area { en: "Mawna", bn: "মাওনা" },
    Area { en: "Mouchak", bn: "মৌচাক" },
    Area { en: "Pubail", bn: "পূবাইল" },
    Area { en: "Salna", bn: "সালনা" },
    Area { en: "Shimultali", bn: "শিমুলতলী" },
    Area { en: "Sreepur", bn: "শ্রীপুর" },
    Area { en: "Tongi", bn: "টঙ্গী" },
    Area { en: "Tongi East", bn: "টঙ্গী পূর্ব" },
    Area { en: "Tongi West", bn: "টঙ্গী পশ্চিম" },
];
