-- Coupons and flash sales. Uses and units are counted where they can't be counted wrong: by
-- triggers on the rows that use them, in the order's own transaction.
-- Same number, tables and columns as ../postgres/0003_promotions.sql (tests/schema_parity.rs).

CREATE TABLE coupons (
    id blob PRIMARY KEY,
    code text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('percent', 'fixed', 'free_delivery')),
    percent integer CHECK (percent BETWEEN 1 AND 100),
    -- Fixed: what is taken off. Percent: no more than this.
    amount_paisa integer CHECK (amount_paisa > 0),
    min_subtotal_paisa integer NOT NULL CHECK (min_subtotal_paisa >= 0),
    starts_at text NOT NULL,
    ends_at text,
    max_uses integer CHECK (max_uses > 0),
    max_uses_per_customer integer CHECK (max_uses_per_customer > 0),
    active integer NOT NULL CHECK (active IN (0, 1)),
    -- Orders that are not cancelled. Only the triggers below write it.
    uses integer NOT NULL CHECK (uses >= 0),
    revision integer NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL,
    CONSTRAINT coupons_say_how_much CHECK ((kind = 'percent') = (percent IS NOT NULL) AND (kind <> 'fixed' OR amount_paisa IS NOT NULL)),
    CONSTRAINT coupons_end_after_start CHECK (ends_at >= starts_at),
    CONSTRAINT coupons_never_overused CHECK (uses <= max_uses)
) STRICT;
CREATE INDEX coupons_created ON coupons (created_at);

CREATE TABLE flash_sales (
    id blob PRIMARY KEY,
    name_en text NOT NULL,
    name_bn text NOT NULL,
    starts_at text NOT NULL,
    ends_at text NOT NULL,
    revision integer NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL,
    CONSTRAINT flash_sales_end_after_start CHECK (ends_at >= starts_at)
) STRICT;
CREATE INDEX flash_sales_ends ON flash_sales (ends_at);

-- A variant at its sale price. Lines that staff take out become inactive: orders still name them.
CREATE TABLE flash_lines (
    id blob PRIMARY KEY,
    sale_id blob NOT NULL REFERENCES flash_sales (id),
    variant_id blob NOT NULL REFERENCES variants (id),
    position integer NOT NULL,
    price_paisa integer NOT NULL CHECK (price_paisa > 0),
    units_per_customer integer NOT NULL CHECK (units_per_customer BETWEEN 1 AND 99),
    active integer NOT NULL CHECK (active IN (0, 1)),
    -- Units in orders that are not cancelled. Only the triggers below write it.
    sold integer NOT NULL CHECK (sold >= 0),
    UNIQUE (sale_id, variant_id)
) STRICT;
CREATE INDEX flash_lines_variant ON flash_lines (variant_id);

ALTER TABLE carts ADD COLUMN coupon_id blob REFERENCES coupons (id);

ALTER TABLE orders ADD COLUMN coupon_id blob REFERENCES coupons (id)
    CONSTRAINT orders_discount_has_coupon CHECK ((coupon_id IS NULL) = (discount_paisa = 0));
ALTER TABLE orders ADD COLUMN coupon_code text;
CREATE INDEX orders_coupon ON orders (coupon_id, contact_phone) WHERE coupon_id IS NOT NULL;
CREATE INDEX orders_coupon_user ON orders (coupon_id, user_id) WHERE coupon_id IS NOT NULL;

-- The default is for replicas that don't know the column yet.
ALTER TABLE order_lines ADD COLUMN discount_paisa integer NOT NULL DEFAULT 0 CHECK (discount_paisa >= 0)
    CONSTRAINT order_lines_discount_within CHECK (discount_paisa <= line_total_paisa);
ALTER TABLE order_lines ADD COLUMN flash_line_id blob REFERENCES flash_lines (id);

CREATE TRIGGER orders_take_coupon AFTER INSERT ON orders WHEN NEW.coupon_id IS NOT NULL
BEGIN
    UPDATE coupons SET uses = uses + 1 WHERE id = NEW.coupon_id;
    SELECT RAISE(ABORT, 'a customer used a coupon too often') FROM coupons c
        WHERE c.id = NEW.coupon_id AND (
            c.max_uses_per_customer < (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = NEW.coupon_id
                AND o.contact_phone = NEW.contact_phone AND o.status <> 'cancelled')
            OR c.max_uses_per_customer < (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = NEW.coupon_id
                AND o.user_id = NEW.user_id AND o.status <> 'cancelled'));
END;

CREATE TRIGGER order_lines_take_flash_units AFTER INSERT ON order_lines WHEN NEW.flash_line_id IS NOT NULL
BEGIN
    UPDATE flash_lines SET sold = sold + NEW.quantity WHERE id = NEW.flash_line_id;
    SELECT RAISE(ABORT, 'a customer bought too many at the sale price') FROM flash_lines f
        WHERE f.id = NEW.flash_line_id AND f.units_per_customer < (SELECT SUM(l.quantity) FROM orders n
            JOIN orders o ON o.contact_phone = n.contact_phone AND o.status <> 'cancelled'
            JOIN order_lines l ON l.order_id = o.id AND l.flash_line_id = NEW.flash_line_id
            WHERE n.id = NEW.order_id);
END;

-- A cancelled order gives back what it used.
CREATE TRIGGER orders_give_promotions_back AFTER UPDATE OF status ON orders
    WHEN NEW.status = 'cancelled' AND OLD.status <> 'cancelled'
BEGIN
    UPDATE coupons SET uses = uses - 1 WHERE id = NEW.coupon_id;
    UPDATE flash_lines SET sold = sold - (SELECT SUM(l.quantity) FROM order_lines l
            WHERE l.order_id = NEW.id AND l.flash_line_id = flash_lines.id)
        WHERE id IN (SELECT l.flash_line_id FROM order_lines l WHERE l.order_id = NEW.id);
END;
