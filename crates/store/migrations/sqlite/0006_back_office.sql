-- How often orders were refused, per day in Dhaka (2026-11-23) and code. Processes add what they
-- counted every few seconds.
CREATE TABLE refusals (
    day text NOT NULL,
    code text NOT NULL,
    count integer NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, code)
) STRICT;

-- The dashboard's sums are read from the index alone.
DROP INDEX orders_placed;
CREATE INDEX orders_placed ON orders (placed_at, status, total_paisa);
CREATE INDEX carts_begun ON carts (created_at);
CREATE INDEX users_staff ON users (username_key) WHERE role <> 'customer';
