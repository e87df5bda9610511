-- Orders from confirmation to cash: serial numbers, shipments, invoices, the courier's payout,
-- refunds, the payment's history, the staff's notes.
-- Same number, tables and columns as ../postgres/0002_fulfilment.sql (tests/schema_parity.rs).

-- Which number of each unit is asked for when it is packed.
ALTER TABLE products ADD COLUMN serials text NOT NULL DEFAULT 'none'
    CHECK (serials IN ('none', 'imei', 'serial'));
-- The same, as it was when the line was packed; NULL until then.
ALTER TABLE order_lines ADD COLUMN serials text
    CHECK (serials IN ('none', 'imei', 'serial'));
UPDATE order_lines SET serials = 'none' WHERE order_id IN
    (SELECT o.id FROM orders o WHERE o.status IN ('packed', 'shipped', 'delivered', 'returned'));

-- SQLite can't change a CHECK: the table is written anew.
CREATE TABLE payments_next (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    gateway text NOT NULL,
    gateway_txn_id text NOT NULL,
    amount_paisa integer NOT NULL CHECK (amount_paisa >= 0),
    status text NOT NULL CHECK (status IN ('due', 'with_courier', 'collected', 'remitted', 'void', 'refund_due', 'refunded')),
    created_at text NOT NULL,
    updated_at text NOT NULL,
    UNIQUE (gateway, gateway_txn_id)
) STRICT;
INSERT INTO payments_next (id, order_id, gateway, gateway_txn_id, amount_paisa, status, created_at, updated_at)
    SELECT p.id, p.order_id, p.gateway, p.gateway_txn_id, p.amount_paisa, p.status, p.created_at, p.updated_at
    FROM payments p;
DROP TABLE payments;
ALTER TABLE payments_next RENAME TO payments;
CREATE INDEX payments_order ON payments (order_id);
CREATE INDEX payments_status ON payments (status, created_at);
UPDATE payments SET status = 'with_courier' WHERE status = 'due'
    AND order_id IN (SELECT o.id FROM orders o WHERE o.status = 'shipped');

-- Where a payment went after it was due.
CREATE TABLE payment_events (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    status text NOT NULL,
    actor text NOT NULL,
    note text,
    at text NOT NULL
) STRICT;
CREATE INDEX payment_events_order ON payment_events (order_id, id);
INSERT INTO payment_events (id, order_id, status, actor, note, at)
    SELECT randomblob(16), p.order_id, p.status, 'system', NULL, p.updated_at
    FROM payments p WHERE p.status <> 'due';

CREATE TABLE shipments (
    order_id blob PRIMARY KEY REFERENCES orders (id),
    courier text NOT NULL,
    tracking text,
    actor text NOT NULL,
    handed_over_at text NOT NULL
) STRICT;
CREATE INDEX shipments_tracking ON shipments (tracking);
INSERT INTO shipments (order_id, courier, tracking, actor, handed_over_at)
    SELECT o.id, 'unknown', NULL, 'system',
        COALESCE((SELECT MIN(e.at) FROM order_events e WHERE e.order_id = o.id AND e.status = 'shipped'), o.updated_at)
    FROM orders o WHERE o.status IN ('shipped', 'delivered', 'returned');

-- One unit's IMEI or serial number. While nobody has given the unit back, no other order has it.
CREATE TABLE order_serials (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    line_id blob NOT NULL REFERENCES order_lines (id),
    serial text NOT NULL,
    packed_at text NOT NULL,
    released_at text
) STRICT;
CREATE UNIQUE INDEX order_serials_out ON order_serials (serial) WHERE released_at IS NULL;
CREATE INDEX order_serials_serial ON order_serials (serial);
CREATE INDEX order_serials_order ON order_serials (order_id);

-- Invoices are numbered without gaps within a fiscal year (July to June; 2026 is 2026-27).
CREATE TABLE invoice_series (
    fiscal_year integer PRIMARY KEY,
    last integer NOT NULL CHECK (last >= 0)
) STRICT;
CREATE TABLE invoices (
    order_id blob PRIMARY KEY REFERENCES orders (id),
    fiscal_year integer NOT NULL,
    serial integer NOT NULL CHECK (serial > 0),
    issued_at text NOT NULL,
    UNIQUE (fiscal_year, serial)
) STRICT;
INSERT INTO invoices (order_id, fiscal_year, serial, issued_at)
    SELECT p.id, p.fiscal_year, ROW_NUMBER() OVER (PARTITION BY p.fiscal_year ORDER BY p.issued_at, p.number), p.issued_at
    FROM (SELECT e.id, e.number, e.issued_at,
            CAST(strftime('%Y', e.issued_at, '+6 hours', '-6 months') AS integer) AS fiscal_year
        FROM (SELECT o.id, o.number,
                COALESCE((SELECT MIN(v.at) FROM order_events v WHERE v.order_id = o.id AND v.status = 'packed'), o.placed_at) AS issued_at
            FROM orders o WHERE o.status IN ('packed', 'shipped', 'delivered', 'returned')) e) p;
INSERT INTO invoice_series (fiscal_year, last)
    SELECT i.fiscal_year, MAX(i.serial) FROM invoices i GROUP BY i.fiscal_year;

-- What a courier paid out for an order, and what it kept.
CREATE TABLE remittances (
    order_id blob PRIMARY KEY REFERENCES orders (id),
    received_paisa integer NOT NULL CHECK (received_paisa >= 0),
    charge_paisa integer NOT NULL CHECK (charge_paisa >= 0),
    reference text,
    actor text NOT NULL,
    at text NOT NULL
) STRICT;

-- What a buyer got back.
CREATE TABLE refunds (
    order_id blob PRIMARY KEY REFERENCES orders (id),
    amount_paisa integer NOT NULL CHECK (amount_paisa > 0),
    channel text NOT NULL CHECK (channel IN ('cash', 'bkash', 'nagad', 'rocket', 'bank')),
    reference text,
    actor text NOT NULL,
    at text NOT NULL
) STRICT;
INSERT INTO refunds (order_id, amount_paisa, channel, reference, actor, at)
    SELECT p.order_id, p.amount_paisa, 'cash', NULL, 'system', p.updated_at
    FROM payments p WHERE p.status = 'refunded' AND p.amount_paisa > 0;

-- For the staff alone.
CREATE TABLE order_notes (
    id blob PRIMARY KEY,
    order_id blob NOT NULL REFERENCES orders (id),
    actor text NOT NULL,
    text text NOT NULL,
    at text NOT NULL
) STRICT;
CREATE INDEX order_notes_order ON order_notes (order_id, id);
