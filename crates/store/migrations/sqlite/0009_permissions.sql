-- What staff may do, by named roles, and an audit log in which each entry carries the hash of the
-- one before it.
-- Same number, tables and columns as ../postgres/0009_permissions.sql (tests/schema_parity.rs).

CREATE TABLE staff_roles (
    id blob PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL UNIQUE,
    -- A list of words (domain::Permission).
    permissions text NOT NULL,
    revision integer NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;

-- Staff without one may do what staff always could.
ALTER TABLE users ADD COLUMN staff_role_id blob REFERENCES staff_roles (id);
CREATE INDEX users_staff_role ON users (staff_role_id) WHERE staff_role_id IS NOT NULL;

-- An entry is written without the three and sealed before its transaction commits; those that were
-- there before are sealed by `migrate`.
ALTER TABLE audit_log ADD COLUMN seq integer;
ALTER TABLE audit_log ADD COLUMN prev_hash blob;
ALTER TABLE audit_log ADD COLUMN hash blob;
CREATE UNIQUE INDEX audit_log_seq ON audit_log (seq);
CREATE INDEX audit_log_unsealed ON audit_log (id) WHERE seq IS NULL;

-- How long the chain is and how it ends: what was cut off is missed here. Locked by whoever seals.
CREATE TABLE audit_head (
    id integer PRIMARY KEY CHECK (id = 1),
    seq integer NOT NULL CHECK (seq >= 0),
    hash blob NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000');

-- The one change that an entry bears is that it is sealed.
DROP TRIGGER audit_log_no_update;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
WHEN OLD.seq IS NOT NULL OR NEW.seq IS NULL OR NEW.prev_hash IS NULL OR NEW.hash IS NULL
    OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.actor_id IS NOT OLD.actor_id
    OR NEW.actor IS NOT OLD.actor OR NEW.action IS NOT OLD.action OR NEW.subject IS NOT OLD.subject
    OR NEW.before IS NOT OLD.before OR NEW.after IS NOT OLD.after
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;

CREATE TRIGGER audit_head_no_update BEFORE UPDATE ON audit_head WHEN NEW.seq <= OLD.seq
BEGIN SELECT RAISE(ABORT, 'audit_head only grows'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head only grows'); END;
