//! The areas of Rangpur's district: the 6 thanas of the Metropolitan Police, 8 upazilas, and
//! neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Badarganj", bn: "বদরগঞ্জ" },
    Area { en: "Dhap", bn: "ধাপ" },
    Area { en: "Gangachara", bn: "গঙ্গাচড়া" },
    Area { en: "Haragach", bn: "হারাগাছ" },
    Area { en: "Hazirhat", bn: "হাজীরহাট" },
    Area { en: "Jahaj Company Mor", bn: "জাহাজ কোম্পানি মোড়" },
    Area { en: "Kaunia", bn: "কাউনিয়া" },
    Area { en: "Kotwali", bn: "কোতোয়ালী" },
    Area { en: "Lalbagh", bn: "লালবাগ" },
    Area { en: "Mahiganj", bn: "মাহিগঞ্জ" },
    Area { en: "Mithapukur", bn: "মিঠাপুকুর" },
    Area { en: "Modern Mor", bn: "মডার্ন মোড়" },
    Area { en: "Parshuram", bn: "পরশুরাম" },
    Area { en: "Pirgachha", bn: "পীরগাছা" },
    Area { en: "Pirganj", bn: "পীরগঞ্জ" },
    Area { en: "Rangpur Sadar", bn: "রংপুর সদর" },
    Area { en: "Satmatha", bn: "সাতমাথা" },
    Area { en: "Shapla Chattar", bn: "শাপলা চত্বর" },
    Area { en: "Tajhat", bn: "তাজহাট" },
    Area { en: "Taraganj", bn: "তারাগঞ্জ" },
];
