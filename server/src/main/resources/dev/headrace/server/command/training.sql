-- Run once by the launcher, in a training run for the JDK's AOT cache.
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, joined TIMESTAMP);
CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER, amount NUMERIC(10, 2), paid BOOLEAN);

CREATE VIEW paid_orders AS SELECT * FROM orders WHERE paid;

CREATE MATERIALIZED VIEW totals AS
SELECT c.name AS customer, COUNT(*) AS orders, SUM(o.amount) AS total, AVG(o.amount) AS mean,
       MAX(o.amount) AS largest, COUNT(*) FILTER (WHERE o.paid) AS paid
FROM orders AS o
JOIN customers AS c ON c.id = o.customer
GROUP BY c.name;

CREATE MATERIALIZED VIEW best AS SELECT customer, total FROM totals ORDER BY total DESC, customer LIMIT 3;

INSERT INTO customers VALUES (1, 'ann', TIMESTAMP '2024-02-29 12:00:00'), (2, 'bob', NULL), (3, 'eve', NULL);
INSERT INTO orders VALUES (1, 1, 10.00, true), (2, 2, 5.50, false), (3, 1, 7.25, true), (4, 3, 0.99, NULL);
UPDATE orders SET amount = amount + 1, paid = true WHERE id = 2;
DELETE FROM orders WHERE id = 4;

SELECT 1;
SELECT * FROM best;
SELECT customer, SUM(amount) FROM paid_orders GROUP BY customer ORDER BY 2 DESC;
SELECT upper(name), date_trunc('day', joined), EXTRACT(YEAR FROM joined), COALESCE(joined, TIMESTAMP '2000-01-01 00:00:00')
FROM customers WHERE name LIKE '%n%' OR id IN (2, 3) ORDER BY name;
EXPLAIN SELECT COUNT(DISTINCT customer) FROM orders;
BEGIN;
INSERT INTO orders VALUES (5, 2, 3.00, false);
ROLLBACK;
