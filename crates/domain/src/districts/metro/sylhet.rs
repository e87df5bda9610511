//! The areas of Sylhet's district: the 6 thanas of the Metropolitan Police, 13 upazilas
//! (Dakshin Surma is both), and neighbourhoods.

use crate::districts::Area;

#[rustfmt::skip] // one area a line
pub(super) const AREAS: &[Area] = &[
    Area { en: "Airport", bn: "এয়ারপোর্ট" },
    Area { en: "Amberkhana", bn: "আম্বরখানা" },
    Area { en: "Balaganj", bn: "বালাগঞ্জ" },
    Area { en: "Bandar Bazar", bn: "বন্দরবাজার" },
    Area { en: "Beanibazar", bn: "বিয়ানীবাজার" },
    Area { en: "Bishwanath", bn: "বিশ্বনাথ" },
    Area { en: "Chowhatta", bn: "চৌহাট্টা" },
    Area { en: "Companiganj", bn: "কোম্পানীগঞ্জ" },
    Area { en: "Dakshin Surma", bn: "দক্ষিণ সুরমা" },
    Area { en: "Fenchuganj", bn: "ফেঞ্চুগঞ্জ" },
    Area { en: "Golapganj", bn: "গোলাপগঞ্জ" },
    Area { en: "Gowainghat", bn: "গোয়াইনঘাট" },
    Area { en: "Jaintiapur", bn: "জৈন্তাপুর" },
    Area { en: "Jalalabad", bn: "জালালাবাদ" },
    Area { en: "Kanaighat", bn: "কানাইঘাট" },
    Area { en: "Kotwali", bn: "কোতোয়ালী" },
    Area { en: "Mirabazar", bn: "মিরাবাজার" },
    Area { en: "Moglabazar", bn: "মোগলাবাজার" },
    Area { en: "Osmani Nagar", bn: "ওসমানীনগর" },
    Area { en: "Shah Paran", bn: "শাহপরাণ" },
    Area { en: "Shibganj", bn: "শিবগঞ্জ" },
    Area { en: "Subid Bazar", bn: "সুবিদবাজার" },
    Area { en: "Sylhet Sadar", bn: "সিলেট সদর" },
    Area { en: "Tilagarh", bn: "টিলাগড়" },
    Area { en: "Upashahar", bn: "উপশহর" },
    Area { en: "Zakiganj", bn: "জকিগঞ্জ" },
    Area { en: "Zindabazar", bn: "জিন্দাবাজার" },
];
