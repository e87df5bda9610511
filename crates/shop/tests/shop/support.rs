//! A shop of its own for every test, with goods, buyers and a clock that stands still.

use std::sync::Arc;

use domain::{
    Address, Ambient, Contact, ManualClock, OrderNumber, OrderStatus, PaymentMethod, ProductStatus,
    Role, SeededEntropy, SerialRule, SessionId, UserId,
};
use shop::{
    AuditEntry, Caller, Cart, IdempotencyKey, Identity, MoveOrderError, OrderStep, PlaceOrder,
    PlaceOrderError, Placed, ProductInput, Registration, Shop, ShopOptions, StaffOrder,
    VariantInput,
};
use store::Store;
use store::testing::{Engine, TestDb};
use time::macros::datetime;

pub(crate) struct TestShop {
    pub(crate) shop: Shop,
    pub(crate) clock: ManualClock,
    pub(crate) db: TestDb,
    seed: u64,
}

impl TestShop {
    pub(crate) async fn open(engine: Engine) -> Self {
        Self::with(engine, ShopOptions::default()).await
    }

    pub(crate) async fn with(engine: Engine, options: ShopOptions) -> Self {
        let db = TestDb::new(engine).await;
        let clock = ManualClock::new(datetime!(2026-11-23 12:00 UTC));
        let shop = shop_on(db.store().clone(), &clock, 1, options).await;
        Self {
            shop,
            clock,
            db,
            seed: 1,
        }
    }

    /// Another process on the same database.
    pub(crate) async fn another(&mut self) -> Shop {
        self.seed += 1;
        shop_on(
            self.db.store().clone(),
            &self.clock,
            self.seed,
            ShopOptions::default(),
        )
        .await
    }

    /// A product of one variant, at `taka`, with `units` on hand; its SKU is its name.
    pub(crate) async fn stock(&self, sku: &str, taka: i64, units: i64) {
        self.put(sku, taka, units, None).await;
    }

    /// The same at 100 taka, whose units have numbers.
    pub(crate) async fn stock_asking(&self, sku: &str, serials: SerialRule, units: i64) {
        self.put(sku, 100, units, Some(serials)).await;
    }

    async fn put(&self, sku: &str, taka: i64, units: i64, serials: Option<SerialRule>) {
        let input = ProductInput {
            title: format!("Thing {sku}"),
            serials,
            variants: vec![variant(sku, taka, units)],
            ..input(&sku.to_lowercase())
        };
        self.shop.create_product(&staff(), input).await.unwrap();
        self.shop.catalogue().refresh().await.unwrap();
    }

    pub(crate) async fn reprice(&self, sku: &str, taka: i64) {
        let paisa = taka * 100;
        let sql = format!("UPDATE variants SET price_paisa = {paisa} WHERE sku = '{sku}'");
        self.db.execute(&sql).await.unwrap();
    }

    /// A guest's cart.
    pub(crate) async fn cart(&self, lines: &[(&str, i64)]) -> Cart {
        fill(&self.shop, lines).await
    }

    pub(crate) async fn available(&self, sku: &str) -> (i64, i64) {
        let view = self
            .shop
            .stock(sku, Default::default())
            .await
            .unwrap()
            .unwrap();
        (view.on_hand, view.reserved)
    }

    pub(crate) async fn assert_books(&self) {
        for verdict in self.shop.verify().await.unwrap() {
            assert_eq!(verdict.broken, 0, "{}: {}", verdict.name, verdict.says);
        }
    }

    /// One move of an order, by staff.
    pub(crate) async fn step(
        &self,
        placed: &Placed,
        step: OrderStep,
    ) -> Result<StaffOrder, MoveOrderError> {
        let by = staff();
        let moved = self.shop.move_order(&by, number(placed), step.into());
        moved.await
    }

    /// Moves an order without numbers of units on until it is `status`.
    pub(crate) async fn bring_to(&self, placed: &Placed, status: OrderStatus) {
        let steps = [
            OrderStep::Confirm,
            OrderStep::Pack { serials: vec![] },
            ship(),
            OrderStep::Deliver,
        ];
        let order = self.shop.staff_order(number(placed)).await.unwrap().order;
        for step in steps {
            let result = step.order_move().result();
            if result > order.status && result <= status {
                self.step(placed, step).await.unwrap();
            }
        }
    }

    /// What the audit log says of an action.
    pub(crate) async fn audited(&self, action: &str) -> Vec<AuditEntry> {
        let audit = self.shop.audit_log(Default::default()).await.unwrap();
        let of_it = audit.items.into_iter().filter(|e| e.action == action);
        of_it.collect()
    }

    pub(crate) async fn order_one(&self, sku: &str, units: i64, key: &str) -> Placed {
        let cart = self.cart(&[(sku, units)]).await;
        let total = cart.subtotal.get() + DELIVERY;
        place(&self.shop, &cart, total, key).await.unwrap()
    }
}

/// To Dhaka, paisa.
pub(crate) const DELIVERY: i64 = 7_000;

async fn shop_on(store: Store, clock: &ManualClock, seed: u64, options: ShopOptions) -> Shop {
    let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(seed)));
    Shop::open(store, ambient, options).await.unwrap()
}

/// A product for sale with one variant, whose SKU is the slug in capitals.
pub(crate) fn input(slug: &str) -> ProductInput {
    ProductInput {
        slug: Some(slug.to_owned()),
        title: format!("Thing {slug}"),
        title_bn: None,
        brand: "Korotoa".into(),
        category: None,
        model: None,
        description: "<p>A thing.</p>".into(),
        description_bn: None,
        status: ProductStatus::Active,
        options: vec![],
        attributes: vec![],
        images: vec![],
        tags: vec![],
        serials: None,
        variants: vec![variant(&slug.to_uppercase(), 100, 5)],
    }
}

/// Handing a parcel over.
pub(crate) fn ship() -> OrderStep {
    OrderStep::Ship {
        courier: "Pathao".into(),
        tracking: "PT-1".into(),
    }
}

pub(crate) fn variant(sku: &str, taka: i64, units: i64) -> VariantInput {
    VariantInput {
        sku: sku.into(),
        options: vec![],
        price_paisa: Some(taka * 100),
        compare_at_paisa: None,
        barcode: None,
        grams: 0,
        taxable: true,
        opening_stock: Some(units),
    }
}

pub(crate) async fn fill(shop: &Shop, lines: &[(&str, i64)]) -> Cart {
    let mut cart = shop.create_cart(&Caller::Anonymous).await.unwrap();
    for (sku, units) in lines {
        cart = shop
            .set_line(&Caller::Anonymous, cart.id, sku, *units)
            .await
            .unwrap();
    }
    cart
}

/// What a guest in Dhaka orders.
pub(crate) fn order(cart: &Cart, total: i64) -> PlaceOrder {
    PlaceOrder {
        cart: cart.id,
        expected_total: domain::Paisa::new(total),
        contact: Contact::parse("Rahima Khatun", "01712345678", None).unwrap(),
        address: Address::parse("House 7, Road 4", "Dhanmondi", "dhaka").unwrap(),
        payment_method: PaymentMethod::Cod,
        lang: domain::Lang::Bn,
        fingerprint: shop::fingerprint(format!("{} {total}", cart.id).as_bytes()),
    }
}

pub(crate) async fn place(
    shop: &Shop,
    cart: &Cart,
    total: i64,
    key: &str,
) -> Result<Placed, PlaceOrderError> {
    place_by(shop, cart, total, key, "01712345678").await
}

/// [`place`], by the owner of another phone.
pub(crate) async fn place_by(
    shop: &Shop,
    cart: &Cart,
    total: i64,
    key: &str,
    phone: &str,
) -> Result<Placed, PlaceOrderError> {
    let key = IdempotencyKey::parse(key).unwrap();
    let contact = Contact::parse("Rahima Khatun", phone, None).unwrap();
    let order = PlaceOrder {
        contact,
        ..order(cart, total)
    };
    shop.place_order(&Caller::Anonymous, key, order).await
}

/// A registered customer, signed in.
pub(crate) async fn customer(shop: &Shop, username: &str) -> Identity {
    let registration = Registration {
        username: username.into(),
        password: "a long password".into(),
        phone: Some("01712345678".into()),
        email: None,
    };
    let signed_in = shop.register(registration).await.unwrap();
    shop.authenticate(&signed_in.token).await.unwrap()
}

/// Somebody buys one of each and has it in their hands.
pub(crate) async fn delivered(shop: &Shop, buyer: &Identity, skus: &[&str]) -> OrderNumber {
    let caller = Caller::User(buyer.clone());
    let mut cart = shop.create_cart(&caller).await.unwrap();
    for sku in skus {
        cart = shop.set_line(&caller, cart.id, sku, 1).await.unwrap();
    }
    let key = IdempotencyKey::parse(&cart.id.to_string()).unwrap();
    let total = cart.subtotal.get() + DELIVERY;
    let placed = shop
        .place_order(&caller, key, order(&cart, total))
        .await
        .unwrap();
    let pack = OrderStep::Pack { serials: vec![] };
    for step in [OrderStep::Confirm, pack, ship(), OrderStep::Deliver] {
        let by = staff();
        let moved = shop.move_order(&by, number(&placed), step.into());
        moved.await.unwrap();
    }
    number(&placed).clone()
}

/// Somebody of the staff with an account and a session.
pub(crate) async fn hired(shop: &Shop, username: &str, role: Role) -> Identity {
    let password = "a long password";
    shop.add_staff(username, Some(password), role)
        .await
        .unwrap();
    let signed_in = shop.log_in(username, password).await.unwrap();
    shop.authenticate(&signed_in.token).await.unwrap()
}

pub(crate) fn identity(number: u128, role: Role) -> Identity {
    Identity {
        user: UserId::from(uuid::Uuid::from_u128(number)),
        username: format!("user{number}"),
        role,
        permissions: domain::Permissions::of_role(role, None),
        session: SessionId::from(uuid::Uuid::from_u128(number)),
    }
}

pub(crate) fn staff() -> Identity {
    identity(7, Role::Staff)
}

pub(crate) fn number(placed: &Placed) -> &OrderNumber {
    &placed.order.number
}
