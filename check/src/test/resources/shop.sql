CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
CREATE TABLE orders (
  id BIGINT PRIMARY KEY,
  customer INTEGER,
  total NUMERIC(10, 2) NOT NULL,
  status TEXT NOT NULL DEFAULT 'OPEN',
  placed TIMESTAMPTZ NOT NULL,
  note TEXT,
  details JSONB,
  secret BYTEA
);
CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'OPEN';
