CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, referrer INTEGER REFERENCES customers (id));
CREATE TABLE orders (
  id BIGINT PRIMARY KEY,
  customer INTEGER REFERENCES customers (id),
  total NUMERIC(10, 2) NOT NULL,
  note TEXT,
  gross NUMERIC(12, 2) GENERATED ALWAYS AS (total * 2) STORED,
  loud TEXT GENERATED ALWAYS AS (upper(note)) STORED
);
CREATE TABLE vacant (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
CREATE VIEW named AS SELECT o.id, o.total, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer;
CREATE VIEW named_again AS SELECT id, name FROM named;
CREATE VIEW certain AS SELECT id, name FROM named_again WHERE name IS NOT NULL;
CREATE VIEW totals AS SELECT customer, sum(total) AS total, max(note) AS note FROM orders GROUP BY customer;
INSERT INTO customers VALUES (1, 'ada', 'ada@example.org', NULL), (2, 'bob', NULL, 1), (3, 'eve', NULL, 2);
INSERT INTO orders VALUES (10, 1, 5, 'x'), (11, NULL, 7, NULL), (12, 2, 9, NULL), (13, 1, 1, 'y');
