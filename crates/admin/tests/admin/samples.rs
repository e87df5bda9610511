//! An example for every parameter of an address, so that the walks over all routes have somewhere
//! to go. A new parameter gets a line here; without it the walks fail and say so.

use domain::{OrderStatus, Permission, Permissions};

use crate::office::Office;

/// The address of a route's template, its parameters filled in with things that exist.
pub(crate) async fn address(office: &Office, template: &str) -> String {
    let mut segments = Vec::new();
    for segment in template.split('/') {
        segments.push(match segment {
            "{*path}" => "admin.css".to_owned(),
            "{*rest}" => "no-such-page".to_owned(),
            "{product}" => office.product().await,
            "{category}" => office.category().await,
            "{sku}" => {
                office.product().await;
                "SAMPLE-1".to_owned()
            }
            "{import}" => office.import().await,
            "{number}" => office.order(OrderStatus::Packed).await.to_string(),
            "{review}" => {
                let review = office.review(4, "Works as it should.").await;
                review.id.to_string()
            }
            "{step}" => "ship".to_owned(),
            "{code}" => office.coupon().await,
            "{sale}" => office.flash_sale().await,
            "{customer}" => office.user("karim").await.to_string(),
            "{role}" => {
                let packer = Permissions::of(&[Permission::Orders]);
                let name = format!("Packer {}", office.shop.ambient().secret_hex::<4>());
                office.role(&name, packer).await.to_string()
            }
            "{block}" => office.block().await,
            "{user}" => office.user("sokina").await.to_string(),
            other => {
                assert!(
                    !other.starts_with('{'),
                    "{template}: add an example of {other} to tests/admin/samples.rs"
                );
                other.to_owned()
            }
        });
    }
    segments.join("/")
}
