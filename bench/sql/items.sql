-- 10,000 items and as many orders, as bench/sql/wire.py makes them.
SET client_min_messages = warning;
DROP TABLE IF EXISTS items;
DROP TABLE IF EXISTS orders;
CREATE TABLE items (id int PRIMARY KEY, name text, category text, price double precision, qty int, created timestamp);
CREATE TABLE orders (id int PRIMARY KEY, item_id int, quantity int, amount double precision);
INSERT INTO items
  SELECT i, 'item-' || lpad(i::text, 5, '0'), 'cat-' || lpad((i % 20)::text, 2, '0'), (i * 7919 % 99900 + 100) / 100.0, i % 100,
    timestamp '2024-01-01' + i * interval '1 minute'
  FROM generate_series(1, 10000) AS g (i);
INSERT INTO orders SELECT i, i * 7919 % 10000 + 1, i % 9 + 1, (i * 104729 % 500000) / 100.0 FROM generate_series(1, 10000) AS g (i);
ANALYZE items;
ANALYZE orders;
