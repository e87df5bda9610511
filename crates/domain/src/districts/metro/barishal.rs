//! The areas of Barishal's district: the 4 thanas of the Metropolitan Police, 10 upazilas, and
//! neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Agailjhara", bn: "আগৈলঝাড়া" },
    Area { en: "Airport", bn: "এয়ারপোর্ট" },
    Area { en: "Amtala", bn: "আমতলা" },
    Area { en: "Babuganj", bn: "বাবুগঞ্জ" },
    Area { en: "Bakerganj", bn: "বাকেরগঞ্জ" },
    Area { en: "Banaripara", bn: "বানারীপাড়া" },
    Area { en: "Bandar", bn: "বন্দর" },
    Area { en: "Bangla Bazar", bn: "বাংলা বাজার" },
    Area { en: "Barishal Sadar", bn: "বরিশাল সদর" },
    Area { en: "Chawkbazar", bn: "চকবাজার" },
    Area { en: "Gaurnadi", bn: "গৌরনদী" },
    Area { en: "Hizla", bn: "হিজলা" },
    Area { en: "Kawnia", bn: "কাউনিয়া" },
    Area { en: "Kotwali", bn: "কোতোয়ালী" },
    Area { en: "Mehendiganj", bn: "মেহেন্দিগঞ্জ" },
    Area { en: "Muladi", bn: "মুলাদী" },
    Area { en: "Nathullabad", bn: "নথুল্লাবাদ" },
    Area { en: "Natun Bazar", bn: "নতুন বাজার" },
    Area { en: "Rupatali", bn: "রূপাতলী" },
    Area { en: "Sadar Road", bn: "সদর রোড" },
    Area { en: "Wazirpur", bn: "উজিরপুর" },
];
