//! The areas of Narayanganj's district: its 7 thanas, which cover its 5 upazilas, and
//! neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Araihazar", bn: "আড়াইহাজার" },
    Area { en: "Bandar", bn: "বন্দর" },
    Area { en: "Bhulta", bn: "ভুলতা" },
    Area { en: "Chashara", bn: "চাষাঢ়া" },
    Area { en: "Fatullah", bn: "ফতুল্লা" },
    Area { en: "Jalkuri", bn: "জালকুড়ি" },
    Area { en: "Kanchpur", bn: "কাঁচপুর" },
    Area { en: "Narayanganj Sadar", bn: "নারায়ণগঞ্জ সদর" },
    Area { en: "Nitaiganj", bn: "নিতাইগঞ্জ" },
    Area { en: "Pagla", bn: "পাগলা" },
    Area { en: "Purbachal", bn: "পূর্বাচল" },
    Area { en: "Rupganj", bn: "রূপগঞ্জ" },
    Area { en: "Siddhirganj", bn: "সিদ্ধিরগঞ্জ" },
    Area { en: "Sonargaon", bn: "সোনারগাঁও" },
    Area { en: "Tanbazar", bn: "টানবাজার" },
];
