-- Since when the phone is proven to be the owner's. Of accounts with the same phone one is proven.
ALTER TABLE users ADD COLUMN phone_verified_at timestamptz;
CREATE INDEX users_phone ON users (phone);
CREATE UNIQUE INDEX users_verified_phone ON users (phone) WHERE phone_verified_at IS NOT NULL;

-- One-time codes, one per purpose and whoever was named (name:rahima, phone:+8801…, user:…), whether
-- or not there is such an account: then user_id, phone and job_id stay empty. The code itself is not
-- here: it is made of job_id with the server's key.
CREATE TABLE one_time_codes (
    purpose text NOT NULL CHECK (purpose IN ('password_reset', 'phone_verification')),
    subject text NOT NULL,
    user_id uuid REFERENCES users (id),
    phone text,
    job_id uuid,
    attempts_left bigint NOT NULL CHECK (attempts_left >= 0),
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (purpose, subject)
);
CREATE INDEX one_time_codes_user ON one_time_codes (user_id, purpose);
CREATE INDEX one_time_codes_age ON one_time_codes (asked_at);

-- How many codes went out per account, phone and in all, since the beginning of an hour or day.
CREATE TABLE code_counts (
    thing text NOT NULL,
    since timestamptz NOT NULL,
    sent bigint NOT NULL CHECK (sent > 0),
    PRIMARY KEY (thing, since)
);
CREATE INDEX code_counts_age ON code_counts (since);
