//! The areas of Khulna's district: the 8 thanas of the Metropolitan Police, 9 upazilas, and
//! neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Aranghata", bn: "আড়ংঘাটা" },
    Area { en: "Batiaghata", bn: "বটিয়াঘাটা" },
    Area { en: "Boyra", bn: "বয়রা" },
    Area { en: "Dacope", bn: "দাকোপ" },
    Area { en: "Daulatpur", bn: "দৌলতপুর" },
    Area { en: "Dighalia", bn: "দিঘলিয়া" },
    Area { en: "Dumuria", bn: "ডুমুরিয়া" },
    Area { en: "Gollamari", bn: "গল্লামারী" },
    Area { en: "Harintana", bn: "হরিণটানা" },
    Area { en: "Khalishpur", bn: "খালিশপুর" },
    Area { en: "Khan Jahan Ali", bn: "খানজাহান আলী" },
    Area { en: "Khulna Sadar", bn: "খুলনা সদর" },
    Area { en: "Koyra", bn: "কয়রা" },
    Area { en: "Labanchara", bn: "লবণচরা" },
    Area { en: "Moylapota", bn: "ময়লাপোতা" },
    Area { en: "Nirala", bn: "নিরালা" },
    Area { en: "Paikgachha", bn: "পাইকগাছা" },
    Area { en: "Phultala", bn: "ফুলতলা" },
    Area { en: "Rupsha", bn: "রূপসা" },
    Area { en: "Shib Bari", bn: "শিববাড়ী" },
    Area { en: "Sonadanga", bn: "সোনাডাঙ্গা" },
    Area { en: "Terokhada", bn: "তেরখাদা" },
    Area { en: "Tutpara", bn: "টুটপাড়া" },
];
