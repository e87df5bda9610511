-- Uploaded pictures, and files of products on their way into the catalogue.
-- Same number, tables and columns as ../sqlite/0005_goods.sql (tests/schema_parity.rs).

-- The bytes are in the object storage; a row says that they are there and how large the picture is.
-- A picture with removing_since is going: nobody may begin to use it.
CREATE TABLE media (
    hash text PRIMARY KEY,
    width bigint NOT NULL CHECK (width > 0),
    height bigint NOT NULL CHECK (height > 0),
    touched_at timestamptz NOT NULL,
    removing_since timestamptz
);
CREATE INDEX media_age ON media (touched_at);

-- A queue of its own: an import takes minutes, and its progress is read while it runs.
CREATE TABLE imports (
    id uuid PRIMARY KEY,
    file_name text NOT NULL,
    -- Until the import is finished.
    file bytea,
    set_stock boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    products_done bigint NOT NULL CHECK (products_done >= 0),
    products_total bigint NOT NULL CHECK (products_total >= 0),
    attempts bigint NOT NULL,
    lease_until timestamptz,
    report jsonb,
    error text,
    actor_id uuid NOT NULL,
    actor text NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT imports_finished CHECK ((finished_at IS NULL) = (status IN ('waiting', 'running')))
);
CREATE INDEX imports_open ON imports (id) WHERE finished_at IS NULL;

-- Who changed a thing last is asked when two people edit it.
CREATE INDEX audit_log_subject ON audit_log (subject, id);
