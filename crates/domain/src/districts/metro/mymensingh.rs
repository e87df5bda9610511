//! The areas of Mymensingh's district: its 13 upazilas, and neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Akua", bn: "আকুয়া" },
    Area { en: "Bhaluka", bn: "ভালুকা" },
    Area { en: "Charpara", bn: "চরপাড়া" },
    Area { en: "Dhobaura", bn: "ধোবাউড়া" },
    Area { en: "Fulbaria", bn: "ফুলবাড়িয়া" },
    Area { en: "Gaffargaon", bn: "গফরগাঁও" },
    Area { en: "Ganginarpar", bn: "গাঙ্গিনারপাড়" },
    Area { en: "Gauripur", bn: "গৌরীপুর" },
    Area { en: "Haluaghat", bn: "হালুয়াঘাট" },
    Area { en: "Ishwarganj", bn: "ঈশ্বরগঞ্জ" },
    Area { en: "Kewatkhali", bn: "কেওয়াটখালী" },
    Area { en: "Maskanda", bn: "মাসকান্দা" },
    Area { en: "Muktagachha", bn: "মুক্তাগাছা" },
    Area { en: "Mymensingh Sadar", bn: "ময়মনসিংহ সদর" },
    Area { en: "Nandail", bn: "নান্দাইল" },
    Area { en: "Phulpur", bn: "ফুলপুর" },
    Area { en: "Sankipara", bn: "সানকিপাড়া" },
    Area { en: "Shambhuganj", bn: "শম্ভুগঞ্জ" },
    Area { en: "Tarakanda", bn: "তারাকান্দা" },
    Area { en: "Town Hall", bn: "টাউন হল" },
    Area { en: "Trishal", bn: "ত্রিশাল" },
];
