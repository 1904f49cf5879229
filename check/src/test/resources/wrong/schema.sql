CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, since DATE NOT NULL);
CREATE TABLE orders (
  id BIGINT PRIMARY KEY,
  customer INTEGER,
  total NUMERIC(10, 2) NOT NULL,
  code SMALLINT NOT NULL,
  open BOOLEAN NOT NULL,
  weight DOUBLE PRECISION,
  placed TIMESTAMP NOT NULL,
  sent TIMESTAMPTZ,
  token UUID,
  tags TEXT[] NOT NULL,
  details JSONB,
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  double_total NUMERIC GENERATED ALWAYS AS (total * 2) STORED
);
CREATE VIEW names AS SELECT id, name FROM customers;
CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;
