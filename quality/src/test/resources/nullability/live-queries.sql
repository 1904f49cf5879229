SELECT id, name, email, referrer FROM customers
SELECT c.id, o.id FROM customers c JOIN orders o ON o.customer = c.id
SELECT c.id, o.id, o.total FROM customers c LEFT JOIN orders o ON o.customer = c.id
SELECT c.id, o.id, o.total FROM customers c RIGHT JOIN orders o ON o.customer = c.id
SELECT c.id, o.id FROM customers c FULL JOIN orders o ON o.customer = c.id
SELECT c.id, o.id FROM customers c CROSS JOIN orders o
SELECT c.name, o.customer FROM customers c JOIN orders o ON o.customer = c.id
SELECT c.name, o.id FROM customers c LEFT JOIN orders o ON o.customer = c.id WHERE o.id IS NOT NULL
SELECT c.name, o.id FROM customers c LEFT JOIN orders o ON o.customer = c.id WHERE o.total > 2
SELECT c.name, o.id FROM customers c LEFT JOIN orders o ON o.customer = c.id WHERE o.id IS NULL
SELECT a.name, b.name, d.name FROM customers a LEFT JOIN customers b ON b.id = a.referrer LEFT JOIN customers d ON d.id = b.referrer
SELECT a.name, b.name, o.id FROM customers a LEFT JOIN (customers b JOIN orders o ON o.customer = b.id) ON b.id = a.referrer
SELECT a.name, b.name, o.id FROM customers a LEFT JOIN customers b ON b.id = a.referrer JOIN orders o ON o.customer = b.id
SELECT c.name, l.id FROM customers c LEFT JOIN LATERAL (SELECT o.id FROM orders o WHERE o.customer = c.id ORDER BY o.id LIMIT 1) l ON true
SELECT c.name, l.n FROM customers c CROSS JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer = c.id) l
SELECT id, name FROM customers NATURAL JOIN (SELECT id FROM customers) x
SELECT id FROM customers LEFT JOIN vacant USING (id)
SELECT id FROM customers FULL JOIN vacant USING (id)
SELECT vacant.id, n FROM customers LEFT JOIN vacant USING (id)
SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE customer = customers.id)
SELECT name FROM customers WHERE id NOT IN (SELECT customer FROM orders WHERE customer IS NOT NULL)
SELECT count(*), count(note), sum(total), min(id), max(note), avg(total) FROM orders
SELECT count(*), sum(n), max(n) FROM vacant
SELECT customer, count(*), sum(total), max(note) FROM orders GROUP BY customer
SELECT id, max(total) FROM orders GROUP BY id
SELECT id, sum(total) FILTER (WHERE total > 6) FROM orders GROUP BY id
SELECT customer, note, count(*) FROM orders GROUP BY ROLLUP (customer, note)
SELECT id, count(*) FROM orders GROUP BY CUBE (id)
SELECT id, total, count(*) FROM orders GROUP BY GROUPING SETS ((id, total), (id))
SELECT id FROM orders GROUP BY id HAVING count(*) > 0
SELECT string_agg(name, ','), array_agg(id) FROM customers
SELECT string_agg(name, ',') FROM customers WHERE id < 0
SELECT bool_and(n > 0), bool_or(n > 0) FROM vacant
SELECT CASE WHEN id > 1 THEN name END FROM customers
SELECT CASE WHEN id > 1 THEN name ELSE 'none' END FROM customers
SELECT CASE WHEN id > 1 THEN email ELSE name END FROM customers
SELECT CASE id WHEN 1 THEN 'a' WHEN 2 THEN NULL ELSE 'c' END FROM customers
SELECT COALESCE(email, name), COALESCE(email, 'none'), COALESCE(email, NULL) FROM customers
SELECT NULLIF(name, 'bob'), NULLIF(email, 'x') FROM customers
SELECT GREATEST(id, referrer), LEAST(referrer, NULL), GREATEST(referrer, 0) FROM customers
SELECT name || email, name || 'x', length(name), length(email) FROM customers
SELECT id + 1, id / 2, referrer + 1, -id FROM customers
SELECT id > 1, referrer > 1, email IS NULL, referrer IS DISTINCT FROM 1 FROM customers
SELECT email LIKE 'a%', name LIKE 'a%', email IN ('x', 'y'), id IN (1, 2) FROM customers
SELECT 1, 'x', NULL, true, now(), ARRAY[1, NULL]
SELECT (SELECT name FROM customers WHERE id = 1), (SELECT name FROM customers WHERE id = 99)
SELECT (SELECT count(*) FROM vacant), (SELECT sum(n) FROM vacant)
SELECT id, (SELECT c.name FROM customers c WHERE c.id = o.customer) FROM orders o
SELECT ARRAY(SELECT n FROM vacant), EXISTS (SELECT 1 FROM vacant)
SELECT id > ALL (SELECT referrer FROM customers), id = ANY (SELECT id FROM customers) FROM customers
SELECT id FROM customers UNION SELECT referrer FROM customers
SELECT id FROM customers UNION ALL SELECT n FROM vacant
SELECT name FROM customers UNION ALL SELECT note FROM orders
SELECT note FROM orders EXCEPT SELECT name FROM customers
SELECT name FROM customers EXCEPT SELECT note FROM orders
SELECT referrer FROM customers INTERSECT SELECT id FROM customers
SELECT id, row_number() OVER (ORDER BY id), rank() OVER (ORDER BY total) FROM orders
SELECT id, lag(id) OVER (ORDER BY id), lead(id) OVER (ORDER BY id), lag(id, 1, 0::bigint) OVER (ORDER BY id) FROM orders
SELECT id, sum(total) OVER (ORDER BY id), first_value(total) OVER (ORDER BY id), first_value(note) OVER (ORDER BY id DESC) FROM orders
SELECT id, sum(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING), count(*) OVER () FROM orders
SELECT id, nth_value(id, 2) OVER (ORDER BY id), ntile(2) OVER (ORDER BY id) FROM orders
SELECT id, total, name FROM named
SELECT id, name FROM named_again
SELECT id, name FROM certain
SELECT n.id, c.name FROM named n LEFT JOIN certain c ON c.id = n.id
SELECT customer, total, note FROM totals
SELECT c.name, t.total FROM customers c LEFT JOIN totals t ON t.customer = c.id
SELECT gross, loud FROM orders
SELECT note FROM orders WHERE note IS NOT NULL
SELECT note FROM orders WHERE note = 'x' OR note = 'y'
SELECT note FROM orders WHERE note = 'x' OR total > 6
SELECT email FROM customers WHERE email LIKE '%'
SELECT x.a, x.b FROM (VALUES (1, 'a'), (2, NULL)) AS x (a, b)
SELECT g FROM generate_series(1, 3) AS g
WITH w AS (SELECT id, email FROM customers) SELECT w.id, v.id, v.email FROM w LEFT JOIN w v ON v.id = w.id + 1
WITH RECURSIVE r (id, up) AS (SELECT id, referrer FROM customers WHERE id = 3 UNION ALL SELECT c.id, c.referrer FROM r JOIN customers c ON c.id = r.up) SELECT id, up FROM r
SELECT DISTINCT ON (customer) customer, id FROM orders ORDER BY customer, id
SELECT CAST(id AS text), CAST(email AS varchar(3)), note::text FROM orders JOIN customers USING (id)
SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer ORDER BY 1 LIMIT 2
