ALTER TABLE orders ADD COLUMN note TEXT;

CREATE VIEW totals AS
SELECT order_id, sum(quantity * price) AS total
FROM items
GROUP BY order_id;
