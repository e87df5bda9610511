-- Coupons and flash sales. Uses and units are counted where they can't be counted wrong: by
-- triggers on the rows that use them, in the order's own transaction.
-- Same number, tables and columns as ../sqlite/0003_promotions.sql (tests/schema_parity.rs).

CREATE TABLE coupons (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('percent', 'fixed', 'free_delivery')),
    percent bigint CHECK (percent BETWEEN 1 AND 100),
    -- Fixed: what is taken off. Percent: no more than this.
    amount_paisa bigint CHECK (amount_paisa > 0),
    min_subtotal_paisa bigint NOT NULL CHECK (min_subtotal_paisa >= 0),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    max_uses bigint CHECK (max_uses > 0),
    max_uses_per_customer bigint CHECK (max_uses_per_customer > 0),
    active boolean NOT NULL,
    -- Orders that are not cancelled. Only the triggers below write it.
    uses bigint NOT NULL CHECK (uses >= 0),
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT coupons_say_how_much CHECK ((kind = 'percent') = (percent IS NOT NULL) AND (kind <> 'fixed' OR amount_paisa IS NOT NULL)),
    CONSTRAINT coupons_end_after_start CHECK (ends_at >= starts_at),
    CONSTRAINT coupons_never_overused CHECK (uses <= max_uses)
);
CREATE INDEX coupons_created ON coupons (created_at);

CREATE TABLE flash_sales (
    id uuid PRIMARY KEY,
    name_en text NOT NULL,
    name_bn text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT flash_sales_end_after_start CHECK (ends_at >= starts_at)
);
CREATE INDEX flash_sales_ends ON flash_sales (ends_at);

-- A variant at its sale price. Lines that staff take out become inactive: orders still name them.
CREATE TABLE flash_lines (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL REFERENCES flash_sales (id),
    variant_id uuid NOT NULL REFERENCES variants (id),
    position bigint NOT NULL,
    price_paisa bigint NOT NULL CHECK (price_paisa > 0),
    units_per_customer bigint NOT NULL CHECK (units_per_customer BETWEEN 1 AND 99),
    active boolean NOT NULL,
    -- Units in orders that are not cancelled. Only the triggers below write it.
    sold bigint NOT NULL CHECK (sold >= 0),
    UNIQUE (sale_id, variant_id)
);
CREATE INDEX flash_lines_variant ON flash_lines (variant_id);

ALTER TABLE carts ADD COLUMN coupon_id uuid REFERENCES coupons (id);

ALTER TABLE orders ADD COLUMN coupon_id uuid REFERENCES coupons (id);
ALTER TABLE orders ADD COLUMN coupon_code text;
ALTER TABLE orders ADD CONSTRAINT orders_discount_has_coupon CHECK ((coupon_id IS NULL) = (discount_paisa = 0));
CREATE INDEX orders_coupon ON orders (coupon_id, contact_phone) WHERE coupon_id IS NOT NULL;
CREATE INDEX orders_coupon_user ON orders (coupon_id, user_id) WHERE coupon_id IS NOT NULL;

-- The defaults are for replicas that don't know the columns yet.
ALTER TABLE order_lines ADD COLUMN discount_paisa bigint NOT NULL DEFAULT 0 CHECK (discount_paisa >= 0);
ALTER TABLE order_lines ADD COLUMN flash_line_id uuid REFERENCES flash_lines (id);
ALTER TABLE order_lines ADD CONSTRAINT order_lines_discount_within CHECK (discount_paisa <= line_total_paisa);

-- The update locks the coupon's row, so the counts after it see every order that used it before.
CREATE FUNCTION take_coupon() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most bigint;
BEGIN
    UPDATE coupons SET uses = uses + 1 WHERE id = NEW.coupon_id RETURNING max_uses_per_customer INTO most;
    IF most < (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = NEW.coupon_id
               AND o.contact_phone = NEW.contact_phone AND o.status <> 'cancelled')
       OR most < (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = NEW.coupon_id
                  AND o.user_id = NEW.user_id AND o.status <> 'cancelled') THEN
        RAISE EXCEPTION 'a customer used a coupon too often' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER orders_take_coupon AFTER INSERT ON orders
    FOR EACH ROW WHEN (NEW.coupon_id IS NOT NULL) EXECUTE FUNCTION take_coupon();

CREATE FUNCTION take_flash_units() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most bigint;
BEGIN
    UPDATE flash_lines SET sold = sold + NEW.quantity WHERE id = NEW.flash_line_id
        RETURNING units_per_customer INTO most;
    IF most < (SELECT SUM(l.quantity) FROM orders n
               JOIN orders o ON o.contact_phone = n.contact_phone AND o.status <> 'cancelled'
               JOIN order_lines l ON l.order_id = o.id AND l.flash_line_id = NEW.flash_line_id
               WHERE n.id = NEW.order_id) THEN
        RAISE EXCEPTION 'a customer bought too many at the sale price' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER order_lines_take_flash_units AFTER INSERT ON order_lines
    FOR EACH ROW WHEN (NEW.flash_line_id IS NOT NULL) EXECUTE FUNCTION take_flash_units();

-- A cancelled order gives back what it used.
CREATE FUNCTION give_promotions_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE coupons SET uses = uses - 1 WHERE id = NEW.coupon_id;
    UPDATE flash_lines SET sold = sold - (SELECT SUM(l.quantity) FROM order_lines l
            WHERE l.order_id = NEW.id AND l.flash_line_id = flash_lines.id)
        WHERE id IN (SELECT l.flash_line_id FROM order_lines l WHERE l.order_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER orders_give_promotions_back AFTER UPDATE OF status ON orders
    FOR EACH ROW WHEN (NEW.status = 'cancelled' AND OLD.status <> 'cancelled')
    EXECUTE FUNCTION give_promotions_back();
