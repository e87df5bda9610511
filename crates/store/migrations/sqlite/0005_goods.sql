-- Uploaded pictures, and files of products on their way into the catalogue.
-- Same number, tables and columns as ../postgres/0005_goods.sql (tests/schema_parity.rs).

-- The bytes are in the object storage; a row says that they are there and how large the picture is.
-- A picture with removing_since is going: nobody may begin to use it.
CREATE TABLE media (
    hash text PRIMARY KEY,
    width integer NOT NULL CHECK (width > 0),
    height integer NOT NULL CHECK (height > 0),
    touched_at text NOT NULL,
    removing_since text
) STRICT;
CREATE INDEX media_age ON media (touched_at);

-- A queue of its own: an import takes minutes, and its progress is read while it runs.
CREATE TABLE imports (
    id blob PRIMARY KEY,
    file_name text NOT NULL,
    -- Until the import is finished.
    file blob,
    set_stock integer NOT NULL CHECK (set_stock IN (0, 1)),
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    products_done integer NOT NULL CHECK (products_done >= 0),
    products_total integer NOT NULL CHECK (products_total >= 0),
    attempts integer NOT NULL,
    lease_until text,
    report text,
    error text,
    actor_id blob NOT NULL,
    actor text NOT NULL,
    created_at text NOT NULL,
    finished_at text,
    CONSTRAINT imports_finished CHECK ((finished_at IS NULL) = (status IN ('waiting', 'running')))
) STRICT;
CREATE INDEX imports_open ON imports (id) WHERE finished_at IS NULL;

-- Who changed a thing last is asked when two people edit it.
CREATE INDEX audit_log_subject ON audit_log (subject, id);
