-- The whole shop: catalogue, stock and its ledger, carts, orders, accounts, jobs, audit.
-- Same number, tables and columns as ../sqlite/0001_shop.sql (tests/schema_parity.rs).

CREATE TABLE catalogue_version (
    id bigint PRIMARY KEY CHECK (id = 1),
    version bigint NOT NULL
);
INSERT INTO catalogue_version (id, version) VALUES (1, 0);

CREATE TABLE categories (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name_en text NOT NULL,
    name_bn text,
    parent_id uuid REFERENCES categories (id),
    position bigint NOT NULL
);

CREATE TABLE products (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    title_en text NOT NULL,
    title_bn text,
    brand text NOT NULL,
    category_id uuid REFERENCES categories (id),
    model text,
    description_en text NOT NULL,
    description_bn text,
    status text NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    options jsonb NOT NULL,
    attributes jsonb NOT NULL,
    images jsonb NOT NULL,
    tags jsonb NOT NULL,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX products_revision ON products (revision);
CREATE INDEX products_category ON products (category_id);

CREATE TABLE variants (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    sku text NOT NULL UNIQUE,
    position bigint NOT NULL,
    options jsonb NOT NULL,
    price_paisa bigint CHECK (price_paisa >= 0),
    compare_at_paisa bigint CHECK (compare_at_paisa >= 0),
    barcode text,
    grams bigint NOT NULL CHECK (grams >= 0),
    taxable boolean NOT NULL,
    active boolean NOT NULL
);
CREATE INDEX variants_product ON variants (product_id, position);

CREATE TABLE stock (
    variant_id uuid PRIMARY KEY REFERENCES variants (id),
    on_hand bigint NOT NULL CHECK (on_hand >= 0),
    reserved bigint NOT NULL CHECK (reserved >= 0),
    CONSTRAINT stock_never_oversold CHECK (reserved <= on_hand)
);

-- Append-only. stock is the sum of it, and `verify` proves that.
CREATE TABLE stock_movements (
    id uuid PRIMARY KEY,
    variant_id uuid NOT NULL REFERENCES variants (id),
    on_hand_delta bigint NOT NULL,
    reserved_delta bigint NOT NULL,
    reason text NOT NULL,
    reference text,
    actor text NOT NULL,
    note text,
    created_at timestamptz NOT NULL
);
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, id);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    username text NOT NULL,
    username_key text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('customer', 'staff', 'admin')),
    phone text,
    email text,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz
);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE carts (
    id uuid PRIMARY KEY,
    user_id uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX carts_age ON carts (updated_at);

CREATE TABLE cart_lines (
    cart_id uuid NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    variant_id uuid NOT NULL REFERENCES variants (id),
    quantity bigint NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
);

-- Units a checkout keeps for a while. They count in stock.reserved as long as the row lives;
-- whoever deletes the row owns the units.
CREATE TABLE stock_holds (
    cart_id uuid NOT NULL,
    variant_id uuid NOT NULL REFERENCES variants (id),
    quantity bigint NOT NULL CHECK (quantity > 0),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
);
CREATE INDEX stock_holds_expiry ON stock_holds (expires_at);

CREATE TABLE orders (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    cart_id uuid NOT NULL UNIQUE,
    user_id uuid REFERENCES users (id),
    access_hash bytea NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
    payment_method text NOT NULL,
    lang text NOT NULL,
    contact_name text NOT NULL,
    contact_phone text NOT NULL,
    contact_email text,
    address_line text NOT NULL,
    address_area text NOT NULL,
    address_district text NOT NULL,
    subtotal_paisa bigint NOT NULL CHECK (subtotal_paisa >= 0),
    delivery_paisa bigint NOT NULL CHECK (delivery_paisa >= 0),
    discount_paisa bigint NOT NULL CHECK (discount_paisa >= 0),
    total_paisa bigint NOT NULL CHECK (total_paisa >= 0),
    vat_paisa bigint NOT NULL CHECK (vat_paisa >= 0),
    placed_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT orders_total_adds_up CHECK (total_paisa = subtotal_paisa + delivery_paisa - discount_paisa)
);
CREATE INDEX orders_user ON orders (user_id, placed_at);
CREATE INDEX orders_status ON orders (status, placed_at);
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX orders_phone ON orders (contact_phone);

CREATE TABLE order_lines (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    position bigint NOT NULL,
    variant_id uuid NOT NULL REFERENCES variants (id),
    sku text NOT NULL,
    title_en text NOT NULL,
    title_bn text,
    variant_title text NOT NULL,
    unit_price_paisa bigint NOT NULL CHECK (unit_price_paisa >= 0),
    quantity bigint NOT NULL CHECK (quantity > 0),
    line_total_paisa bigint NOT NULL,
    vat_paisa bigint NOT NULL CHECK (vat_paisa >= 0),
    UNIQUE (order_id, position),
    CONSTRAINT order_lines_total_adds_up CHECK (line_total_paisa = unit_price_paisa * quantity)
);
CREATE INDEX order_lines_variant ON order_lines (variant_id);

-- What happened after the order was placed.
CREATE TABLE order_events (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    status text NOT NULL,
    actor text NOT NULL,
    note text,
    at timestamptz NOT NULL
);
CREATE INDEX order_events_order ON order_events (order_id, id);

CREATE TABLE payments (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    gateway text NOT NULL,
    gateway_txn_id text NOT NULL,
    amount_paisa bigint NOT NULL CHECK (amount_paisa >= 0),
    status text NOT NULL CHECK (status IN ('due', 'collected', 'void', 'refunded')),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (gateway, gateway_txn_id)
);
CREATE INDEX payments_order ON payments (order_id);

-- Claimed before the work, completed in the work's own transaction.
CREATE TABLE idempotency_keys (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    outcome text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    run_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    locked_until timestamptz,
    last_error text,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    failed_at timestamptz
);
CREATE INDEX jobs_pending ON jobs (run_at) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    before jsonb,
    after jsonb
);

CREATE TABLE synonyms (
    group_id bigint NOT NULL,
    term text NOT NULL,
    PRIMARY KEY (group_id, term)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
