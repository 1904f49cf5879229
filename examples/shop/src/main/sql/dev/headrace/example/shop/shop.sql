-- Orders of a web shop. The build makes dev.headrace.example.shop.Shop of it.

CREATE TABLE customers (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  country CHAR(2) NOT NULL
);

CREATE TABLE orders (
  id       BIGINT PRIMARY KEY,
  customer INTEGER NOT NULL,
  placed   TIMESTAMP NOT NULL,
  amount   NUMERIC(10, 2) NOT NULL,
  coupon   TEXT
);

CREATE VIEW coupons_used AS
SELECT coupon, customer FROM orders WHERE coupon IS NOT NULL;

CREATE MATERIALIZED VIEW revenue AS
SELECT c.country, count(*) AS orders, sum(o.amount) AS amount
FROM orders AS o
JOIN customers AS c ON c.id = o.customer
GROUP BY c.country;

-- Three orders within one day are worth a look.
CREATE MATERIALIZED VIEW suspicious AS
SELECT customer, placed::DATE AS day, count(*) AS orders
FROM orders
GROUP BY customer, placed::DATE
HAVING count(*) >= 3;
