//! The first page.

pages::strings! {
/// The words of the dashboard.
pub(crate) struct DashboardTexts;
texts {
    title: "Dashboard", "ড্যাশবোর্ড";
    nothing_waits: "Nothing waits here.", "এখানে কিছু অপেক্ষায় নেই।";
    number: "Number", "নম্বর";
    customer: "Customer", "ক্রেতা";
    total: "Total", "সর্বমোট";
    placed: "Placed", "অর্ডারের সময়";
}
counts {
    to_confirm(n): "{n} order to confirm", "{n} orders to confirm", "{n}টি অর্ডার নিশ্চিত করতে হবে";
    to_pack(n): "{n} order to pack", "{n} orders to pack", "{n}টি অর্ডার প্যাকেট করতে হবে";
}
}
