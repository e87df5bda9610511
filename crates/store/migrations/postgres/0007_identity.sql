-- Who somebody is: what their sessions run on, and the second factor of staff.

-- What a session was opened with, as its owner would name it; and when it was last at work, to
-- within a few minutes, which only staff's sessions keep up.
ALTER TABLE sessions ADD COLUMN device text;
ALTER TABLE sessions ADD COLUMN last_seen_at timestamptz;

-- A second factor (TOTP, RFC 6238): one per user. Until it is confirmed nobody is asked for it.
-- last_step is the newest step that a code was accepted for: no code counts twice.
CREATE TABLE second_factors (
    user_id uuid PRIMARY KEY REFERENCES users (id),
    secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint NOT NULL
);

-- Codes for the day the phone is gone: each once. SHA-256 of 120 bits.
CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, hash)
);
