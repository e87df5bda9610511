-- The whole shop: catalogue, stock and its ledger, carts, orders, accounts, jobs, audit.
-- Same number, tables and columns as ../postgres/0001_shop.sql (tests/schema_parity.rs).

CREATE TABLE catalogue_version (
    id integer PRIMARY KEY CHECK (id = 1),
    version integer NOT NULL
) STRICT;
INSERT INTO catalogue_version (id, version) VALUES (1, 0);

CREATE TABLE categories (
    id blob PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name_en text NOT NULL,
    name_bn text,
    parent_id blob REFERENCES categories (id),
    position integer NOT NULL
) STRICT;

CREATE TABLE products (
    id blob PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    title_en text NOT NULL,
    title_bn text,
    brand text NOT NULL,
    category_id blob REFERENCES categories (id),
    model text,
    description_en text NOT NULL,
    description_bn text,
    status text NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    options text NOT NULL,
    attributes text NOT NULL,
    images text NOT NULL,
    tags text NOT NULL,
    revision integer NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;
CREATE INDEX products_revision ON products (revision);
CREATE INDEX products_category ON products (category_id);

CREATE TABLE variants (
    id blob PRIMARY KEY,
    product_id blob NOT NULL REFERENCES products (id),
    sku text NOT NULL UNIQUE,
    position integer NOT NULL,
    options text NOT NULL,
    price_paisa integer CHECK (price_paisa >= 0),
    compare_at_paisa integer CHECK (compare_at_paisa >= 0),
    barcode text,
    grams integer NOT NULL CHECK (grams >= 0),
    taxable integer NOT NULL CHECK (taxable IN (0, 1)),
    active integer NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX variants_product ON variants (product_id, position);

CREATE TABLE stock (
    variant_id blob PRIMARY KEY REFERENCES variants (id),
    on_hand integer NOT NULL CHECK (on_hand >= 0),
    reserved integer NOT NULL CHECK (reserved >= 0),
    CONSTRAINT stock_never_oversold CHECK (reserved <= on_hand)
) STRICT;

-- Append-only. stock is the sum of it, and `verify` proves that.
CREATE TABLE stock_movements (
    id blob PRIMARY KEY,
    variant_id blob NOT NULL REFERENCES variants (id),
    on_hand_delta integer NOT NULL,
    reserved_delta integer NOT NULL,
    reason text NOT NULL,
    reference text,
    actor text NOT NULL,
    note text,
    created_at text NOT NULL
) STRICT;
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, id);

CREATE TABLE users (
    id blob PRIMARY KEY,
    username text NOT NULL,
    username_key text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('customer', 'staff', 'admin')),
    phone text,
    email text,
    created_at text NOT NULL,
    disabled_at text
) STRICT;

CREATE TABLE sessions (
    id blob PRIMARY KEY,
    user_id blob NOT NULL REFERENCES users (id),
    created_at text NOT NULL,
    expires_at text NOT NULL,
    revoked_at text
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE carts (
    id blob PRIMARY KEY,
    user_id blob REFERENCES users (id),
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;
CREATE INDEX carts_age ON carts (updated_at);

CREATE TABLE cart_lines (
    cart_id blob NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    variant_id blob NOT NULL REFERENCES variants (id),
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    added_at text NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
) STRICT;

-- Units a checkout keeps for a while. They count in stock.reserved as long as the row lives;
-- whoever deletes the row owns the units.
CREATE TABLE stock_holds (
    cart_id blob NOT NULL,
    variant_id blob NOT NULL REFERENCES variants (id),
    quantity integer NOT NULL CHECK (quantity > 0),
    expires_at text NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
) STRICT;
CREATE INDEX stock_holds_expiry ON stock_holds (expires_at);

CREATE TABLE orders (
    id blob PRIMARY KEY,
    number text NOT NULL UNIQUE,
    cart_id blob NOT NULL UNIQUE,
    user_id blob REFERENCES users (id),
    access_hash blob NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
    payment_method text NOT NULL,
    lang text NOT NULL,
    contact_name text NOT NULL,
    contact_phone text NOT NULL,
    contact_email text,
    address_line text NOT NULL,
    address_area text NOT NULL,
    address_district text NOT NULL,
    subtotal_paisa integer NOT NULL CHECK (subtotal_paisa >= 0),
    delivery_paisa integer NOT NULL CHECK (delivery_paisa >= 0),
    discount_paisa integer NOT NULL CHECK (discount_paisa >= 0),
    total_paisa integer NOT NULL CHECK (total_paisa >= 0),
    vat_paisa integer NOT NULL CHECK (vat_paisa >= 0),
    placed_at text NOT NULL,
    updated_at text NOT NULL,
    CONSTRAINT orders_total_adds_up CHECK (total_paisa = subtotal_paisa + delivery_paisa - discount_paisa)
) STRICT;
CREATE INDEX orders_user ON orders (user_id, placed_at);
CREATE INDEX orders_status ON orders (status, placed_at);
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX orders_phone ON orders (contact_phone);

CREATE TABLE order_lines (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    position integer NOT NULL,
    variant_id blob NOT NULL REFERENCES variants (id),
    sku text NOT NULL,
    title_en text NOT NULL,
    title_bn text,
    variant_title text NOT NULL,
    unit_price_paisa integer NOT NULL CHECK (unit_price_paisa >= 0),
    quantity integer NOT NULL CHECK (quantity > 0),
    line_total_paisa integer NOT NULL,
    vat_paisa integer NOT NULL CHECK (vat_paisa >= 0),
    UNIQUE (order_id, position),
    CONSTRAINT order_lines_total_adds_up CHECK (line_total_paisa = unit_price_paisa * quantity)
) STRICT;
CREATE INDEX order_lines_variant ON order_lines (variant_id);

-- What happened after the order was placed.
CREATE TABLE order_events (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    status text NOT NULL,
    actor text NOT NULL,
    note text,
    at text NOT NULL
) STRICT;
CREATE INDEX order_events_order ON order_events (order_id, id);

CREATE TABLE payments (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    gateway text NOT NULL,
    gateway_txn_id text NOT NULL,
    amount_paisa integer NOT NULL CHECK (amount_paisa >= 0),
    status text NOT NULL CHECK (status IN ('due', 'collected', 'void', 'refunded')),
    created_at text NOT NULL,
    updated_at text NOT NULL,
    UNIQUE (gateway, gateway_txn_id)
) STRICT;
CREATE INDEX payments_order ON payments (order_id);

-- Claimed before the work, completed in the work's own transaction.
CREATE TABLE idempotency_keys (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint blob NOT NULL,
    outcome text,
    created_at text NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT;
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE jobs (
    id blob PRIMARY KEY,
    kind text NOT NULL,
    payload text NOT NULL,
    run_at text NOT NULL,
    attempts integer NOT NULL,
    locked_until text,
    last_error text,
    created_at text NOT NULL,
    done_at text,
    failed_at text
) STRICT;
CREATE INDEX jobs_pending ON jobs (run_at) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE audit_log (
    id blob PRIMARY KEY,
    at text NOT NULL,
    actor_id blob,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    before text,
    after text
) STRICT;

CREATE TABLE synonyms (
    group_id integer NOT NULL,
    term text NOT NULL,
    PRIMARY KEY (group_id, term)
) STRICT;

CREATE TRIGGER stock_movements_no_update BEFORE UPDATE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'stock_movements is append-only'); END;
CREATE TRIGGER stock_movements_no_delete BEFORE DELETE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'stock_movements is append-only'); END;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
