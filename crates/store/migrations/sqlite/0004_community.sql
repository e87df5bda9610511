-- What shoppers do besides buying: reviews, wishes, addresses, requests to be told; and what sold.
-- Same number, tables and columns as ../postgres/0004_community.sql (tests/schema_parity.rs).

-- One per product and customer. Changing it sends it back to moderation under the next revision.
CREATE TABLE reviews (
    id blob PRIMARY KEY,
    product_id blob NOT NULL REFERENCES products (id),
    user_id blob NOT NULL REFERENCES users (id),
    -- The delivered order that shows that they bought it.
    order_id blob NOT NULL REFERENCES orders (id),
    stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
    title text,
    body text NOT NULL,
    -- As shown to others.
    name text NOT NULL,
    lang text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'published', 'rejected')),
    revision integer NOT NULL CHECK (revision > 0),
    -- Why it was rejected, for its author.
    reason text,
    -- The shop's answer, shown below it.
    reply text,
    written_at text NOT NULL,
    decided_at text,
    UNIQUE (product_id, user_id)
) STRICT;
CREATE INDEX reviews_user ON reviews (user_id, written_at);
CREATE INDEX reviews_status ON reviews (status, written_at);
CREATE INDEX reviews_product ON reviews (product_id, status, written_at);

-- Units sold lately, counted by the worker; every process reads it with the catalogue.
CREATE TABLE product_sales (
    product_id blob PRIMARY KEY REFERENCES products (id),
    units integer NOT NULL CHECK (units > 0)
) STRICT;

CREATE TABLE wishlist_items (
    user_id blob NOT NULL REFERENCES users (id),
    product_id blob NOT NULL REFERENCES products (id),
    added_at text NOT NULL,
    PRIMARY KEY (user_id, product_id)
) STRICT;

-- Addresses that customers keep for their next order. The default is the one with default_since.
CREATE TABLE addresses (
    id blob PRIMARY KEY,
    user_id blob NOT NULL REFERENCES users (id),
    name text NOT NULL,
    phone text NOT NULL,
    line text NOT NULL,
    area text NOT NULL,
    district text NOT NULL,
    default_since text,
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;
CREATE INDEX addresses_user ON addresses (user_id, created_at);
CREATE UNIQUE INDEX addresses_default ON addresses (user_id) WHERE default_since IS NOT NULL;

-- Who wants to be told when a variant can be bought again. Open while closed_at is NULL; claimed
-- before the message goes out, so that nobody is told twice.
CREATE TABLE stock_requests (
    id blob PRIMARY KEY,
    variant_id blob NOT NULL REFERENCES variants (id),
    phone text NOT NULL,
    user_id blob REFERENCES users (id),
    lang text NOT NULL,
    attempts integer NOT NULL,
    not_before text NOT NULL,
    created_at text NOT NULL,
    claimed_at text,
    closed_at text,
    outcome text CHECK (outcome IN ('sent', 'unsure', 'failed'))
) STRICT;
CREATE UNIQUE INDEX stock_requests_open ON stock_requests (variant_id, phone) WHERE closed_at IS NULL;
CREATE INDEX stock_requests_waiting ON stock_requests (created_at) WHERE closed_at IS NULL;
CREATE INDEX stock_requests_phone ON stock_requests (phone);
CREATE INDEX stock_requests_closed ON stock_requests (closed_at);
