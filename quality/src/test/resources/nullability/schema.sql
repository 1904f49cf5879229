CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  label TEXT GENERATED ALWAYS AS (name || ' <' || email || '>') STORED,
  shout TEXT NOT NULL GENERATED ALWAYS AS (upper(name)) STORED
);
CREATE TABLE orders (
  id BIGINT PRIMARY KEY,
  customer INTEGER NOT NULL,
  referrer INTEGER,
  total NUMERIC(10, 2) NOT NULL,
  discount NUMERIC(10, 2),
  note TEXT,
  tags TEXT[] NOT NULL,
  placed TIMESTAMP NOT NULL
);
CREATE TABLE nothing (id INTEGER PRIMARY KEY, x INTEGER NOT NULL);
CREATE VIEW named AS SELECT o.id, c.name, c.email FROM orders o LEFT JOIN customers c ON c.id = o.customer;
CREATE VIEW inner_named AS SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer;
CREATE VIEW named_twice AS SELECT n.id, n.name, i.name AS inner_name FROM named n JOIN inner_named i ON i.id = n.id;
CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(total) AS total, sum(discount) AS discount, count(*) AS orders FROM orders GROUP BY customer;
INSERT INTO customers (id, name, email) VALUES (1, 'ada', 'ada@example.org'), (2, 'bob', NULL), (3, 'cy', NULL);
INSERT INTO orders VALUES
  (10, 1, 2, 5.00, 1.00, 'x', '{a,b}', '2024-01-01'),
  (11, 1, NULL, 7.50, NULL, NULL, '{}', '2024-01-02'),
  (12, 2, 1, 0.00, NULL, 'y', ARRAY['c', NULL], '2024-02-01'),
  (13, 9, 9, 1.00, NULL, NULL, '{d}', '2024-02-02');
