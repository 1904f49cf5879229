CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  owner TEXT,
  balance NUMERIC(10, 2) NOT NULL,
  overdraft NUMERIC,
  grade SMALLINT NOT NULL,
  tags TEXT[] NOT NULL,
  flag TEXT NOT NULL DEFAULT 'YES',
  opened TIMESTAMPTZ,
  secret BYTEA,
  details JSONB,
  history NUMERIC[]
);
