-- What staff may do, by named roles, and an audit log in which each entry carries the hash of the
-- one before it.
-- Same number, tables and columns as ../sqlite/0009_permissions.sql (tests/schema_parity.rs).

CREATE TABLE staff_roles (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL UNIQUE,
    -- A list of words (domain::Permission).
    permissions jsonb NOT NULL,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- Staff without one may do what staff always could.
ALTER TABLE users ADD COLUMN staff_role_id uuid REFERENCES staff_roles (id);
CREATE INDEX users_staff_role ON users (staff_role_id) WHERE staff_role_id IS NOT NULL;

-- An entry is written without the three and sealed before its transaction commits; those that were
-- there before are sealed by `migrate`.
ALTER TABLE audit_log ADD COLUMN seq bigint;
ALTER TABLE audit_log ADD COLUMN prev_hash bytea;
ALTER TABLE audit_log ADD COLUMN hash bytea;
CREATE UNIQUE INDEX audit_log_seq ON audit_log (seq);
CREATE INDEX audit_log_unsealed ON audit_log (id) WHERE seq IS NULL;

-- How long the chain is and how it ends: what was cut off is missed here. Locked by whoever seals.
CREATE TABLE audit_head (
    id bigint PRIMARY KEY CHECK (id = 1),
    seq bigint NOT NULL CHECK (seq >= 0),
    hash bytea NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- The one change that an entry bears is that it is sealed.
DROP TRIGGER audit_log_append_only ON audit_log;
CREATE FUNCTION refuse_all_but_sealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seq IS NOT NULL OR NEW.seq IS NULL OR NEW.prev_hash IS NULL OR NEW.hash IS NULL
        OR (NEW.id, NEW.at, NEW.actor_id, NEW.actor, NEW.action, NEW.subject, NEW.before, NEW.after)
            IS DISTINCT FROM
            (OLD.id, OLD.at, OLD.actor_id, OLD.actor, OLD.action, OLD.subject, OLD.before, OLD.after) THEN
        RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_all_but_sealing();
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_head_no_update BEFORE UPDATE ON audit_head
    FOR EACH ROW WHEN (NEW.seq <= OLD.seq) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
