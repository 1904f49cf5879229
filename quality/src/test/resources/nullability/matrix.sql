-- What can be NULL in the columns of these queries, over schema.sql. After each query a line says so for
-- each column: "null" where it can be, as the rows show; "never" where it cannot, whatever the rows;
-- "cautious" where it cannot, and Headrace does not see it.

-- columns
SELECT id, customer, referrer, note FROM orders;
-> never never null null
SELECT * FROM customers;
-> never never null null never
SELECT o.* FROM orders o WHERE o.referrer IS NOT NULL;
-> never never never never null null never never
SELECT referrer FROM orders WHERE referrer = 2;
-> never
SELECT referrer FROM orders WHERE referrer = 2 OR total > 7;
-> null
SELECT referrer FROM orders WHERE referrer = 2 OR referrer > 5;
-> never
SELECT referrer FROM orders WHERE referrer IN (1, 2);
-> never
SELECT referrer FROM orders WHERE referrer IS NOT DISTINCT FROM NULL;
-> null
SELECT note FROM orders WHERE note LIKE 'x%';
-> never
SELECT note FROM orders WHERE NOT (note = 'x');
-> never
SELECT note FROM orders WHERE (note = 'x') IS NOT TRUE;
-> null
SELECT note FROM orders WHERE coalesce(note, 'z') = 'z';
-> null
SELECT discount FROM orders WHERE discount BETWEEN 0 AND 10;
-> never
SELECT referrer + customer, referrer, customer FROM orders WHERE referrer + customer > 0;
-> never never never

-- expressions
SELECT total + 1, total + discount, -discount FROM orders;
-> never null null
SELECT 'a', NULL, 1 + NULL FROM orders;
-> never null null
SELECT note IS NULL, note = 'x', note IS DISTINCT FROM 'x' FROM orders;
-> never null never
SELECT upper(note), length('abc'), now() FROM orders;
-> null never never
SELECT name || email, concat(name, email), concat_ws('-', email, name) FROM customers;
-> null never never
SELECT nullif(customer, 1), coalesce(note, 'none'), coalesce(note, NULL), greatest(discount, total), least(discount, NULL) FROM orders;
-> null never null cautious null
SELECT CASE WHEN total > 5 THEN 'big' ELSE 'small' END, CASE WHEN total > 5 THEN 'big' END FROM orders;
-> never null
SELECT CASE WHEN note IS NOT NULL THEN note ELSE '' END, CASE WHEN note IS NULL THEN '' ELSE note END FROM orders;
-> never never
SELECT CASE WHEN note IS NULL OR referrer IS NULL THEN 'none' ELSE note END FROM orders;
-> never
SELECT CASE note WHEN 'x' THEN note ELSE 'other' END, CASE WHEN referrer IS NULL THEN note ELSE 'q' END FROM orders;
-> never null
SELECT total > 0 AND discount > 0, total > 0 OR discount > 0, discount IS NOT NULL AND discount > 0 FROM orders;
-> null null never
SELECT CAST(id AS TEXT), CAST(referrer AS TEXT), tags[1], tags[5], array_length(tags, 1) FROM orders;
-> never null null null null
SELECT (ARRAY[1, 2])[3], ARRAY[referrer], array_append(tags, note) FROM orders;
-> null never never
SELECT '{"a": null}'::jsonb -> 'a', '{"a": null}'::jsonb ->> 'a', '{}'::jsonb -> 'a' FROM orders;
-> cautious null null
SELECT 1 = ANY (tags::int[]) FROM orders WHERE tags = '{}';
-> cautious
SELECT 'z' = ANY (tags), 'q' = ANY (tags) FROM orders;
-> null null
SELECT referrer IN (1, 2), customer IN (1, 2), customer IN (1, NULL) FROM orders;
-> null never null
SELECT customer IN (SELECT id FROM customers), customer + 100 IN (SELECT referrer FROM orders), EXISTS (SELECT 1 FROM nothing) FROM orders;
-> never null never

-- inner joins
SELECT o.id, c.name, c.email FROM orders o JOIN customers c ON c.id = o.customer;
-> never never null
SELECT o.referrer, c.id FROM orders o JOIN customers c ON c.id = o.referrer;
-> never never
SELECT o.referrer, c.id FROM orders o, customers c WHERE c.id = o.referrer;
-> never never
SELECT referrer FROM orders o JOIN customers c ON o.referrer IS NOT DISTINCT FROM c.id OR TRUE;
-> null
SELECT o.note, p.note FROM orders o JOIN orders p ON o.note < p.note;
-> never never
SELECT o.id, n.x FROM orders o CROSS JOIN nothing n;
-> never never

-- outer joins
SELECT o.id, c.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer;
-> never null null
SELECT o.id, c.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer WHERE c.id IS NOT NULL;
-> never never never
SELECT o.id, c.name, c.email FROM orders o LEFT JOIN customers c ON c.id = o.customer WHERE c.shout = 'BOB';
-> never never null
SELECT o.id, c.name FROM customers c RIGHT JOIN orders o ON c.id = o.customer;
-> never null
SELECT o.id, c.id FROM orders o FULL JOIN customers c ON c.id = o.customer;
-> null null
SELECT o.id, c.id FROM orders o FULL JOIN customers c ON c.id = o.customer WHERE o.id > 0;
-> never null
SELECT o.id, c.name, d.name FROM orders o LEFT JOIN customers c ON c.id = o.customer LEFT JOIN customers d ON d.id = o.referrer;
-> never null null
SELECT o.id, c.name, p.id FROM orders o LEFT JOIN (customers c JOIN orders p ON p.customer = c.id AND p.total > 6) ON c.id = o.referrer;
-> never null null
SELECT o.id, c.name, d.name FROM orders o LEFT JOIN customers c ON c.id = o.customer JOIN customers d ON d.id = c.id;
-> never never never
SELECT o.id, c.name, d.name FROM orders o JOIN customers d ON d.id = o.customer LEFT JOIN customers c ON c.id = o.referrer;
-> never null never
SELECT customer, c.name FROM orders LEFT JOIN (SELECT id AS customer, name FROM customers) c USING (customer);
-> never null
SELECT customer FROM (SELECT customer FROM orders) o FULL JOIN (SELECT id AS customer FROM customers) c USING (customer);
-> cautious
SELECT coalesce(c.name, 'unknown'), upper(c.name), c.name IS NULL FROM orders o LEFT JOIN customers c ON c.id = o.customer;
-> never null never
SELECT o.id, l.name FROM orders o LEFT JOIN LATERAL (SELECT c.name FROM customers c WHERE c.id = o.customer LIMIT 1) l ON TRUE;
-> never null
SELECT o.id, l.name FROM orders o CROSS JOIN LATERAL (SELECT c.name FROM customers c WHERE c.id = o.customer) l;
-> never never
SELECT c.name FROM orders o LEFT JOIN customers c ON FALSE;
-> null

-- aggregates
SELECT count(*), count(note), sum(total), max(id), avg(total), bool_or(total > 0) FROM orders;
-> never never cautious cautious cautious cautious
SELECT sum(x), max(x), min(x), avg(x), count(*), count(x), array_agg(x), bool_and(x > 0) FROM nothing;
-> null null null null never never null null
SELECT customer, sum(total), max(note), min(discount), count(*) FROM orders GROUP BY customer;
-> never never null null never
SELECT referrer, count(*) FROM orders GROUP BY referrer;
-> null never
SELECT x, sum(x) FROM nothing GROUP BY x;
-> never never
SELECT customer, sum(total) FILTER (WHERE total > 6), count(*) FILTER (WHERE total > 6) FROM orders GROUP BY customer;
-> never null never
SELECT customer, stddev(total), var_pop(total), string_agg(note, ','), array_agg(note), jsonb_agg(note) FROM orders GROUP BY customer;
-> never null never null never never
SELECT customer, sum(total) FROM orders GROUP BY ROLLUP (customer);
-> null cautious
SELECT customer, count(*) FROM orders GROUP BY GROUPING SETS ((customer), ());
-> null never
SELECT sum(total) FROM orders HAVING count(*) > 0;
-> cautious
SELECT coalesce(sum(x), 0) FROM nothing;
-> never
SELECT c.id, count(o.id), sum(o.total), max(o.note) FROM customers c LEFT JOIN orders o ON o.customer = c.id GROUP BY c.id;
-> never never null null
SELECT DISTINCT referrer, customer FROM orders;
-> null never
SELECT DISTINCT ON (customer) customer, note FROM orders ORDER BY customer, id DESC;
-> never null

-- subqueries
SELECT id, (SELECT name FROM customers c WHERE c.id = o.customer) FROM orders o;
-> never null
SELECT id, (SELECT count(*) FROM customers c WHERE c.id = o.customer) FROM orders o;
-> never never
SELECT id, (SELECT max(x) FROM nothing) FROM orders o;
-> never null
SELECT (SELECT 1), (SELECT x FROM nothing);
-> cautious null
SELECT id, customer + 100 = ANY (SELECT referrer FROM orders), customer > ALL (SELECT x FROM nothing) FROM orders;
-> never null cautious
SELECT o.id, s.total FROM orders o JOIN (SELECT customer, sum(total) AS total FROM orders GROUP BY customer) s ON s.customer = o.customer;
-> never never
SELECT note FROM orders WHERE note IN (SELECT note FROM orders WHERE total > 1);
-> never
SELECT ARRAY(SELECT x FROM nothing), ARRAY(SELECT note FROM orders);
-> never never

-- set operations
SELECT id FROM customers UNION SELECT referrer FROM orders;
-> null
SELECT id FROM customers UNION ALL SELECT customer FROM orders;
-> never
SELECT referrer FROM orders INTERSECT SELECT id FROM customers;
-> never
SELECT referrer FROM orders EXCEPT SELECT id FROM customers;
-> null
SELECT id FROM customers EXCEPT SELECT referrer FROM orders;
-> never
SELECT note, 1 FROM orders UNION ALL SELECT name, NULL FROM customers;
-> null null
VALUES (1, 'a'), (2, NULL);
-> never null
WITH RECURSIVE n (i, s) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, NULL FROM n WHERE i < 3) SELECT i, s FROM n;
-> never null
WITH RECURSIVE n (i, s) AS (SELECT 1, 'x' UNION ALL SELECT i + 1, s || 'x' FROM n WHERE i < 3) SELECT i, s FROM n;
-> never never
WITH b AS (SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer) SELECT x.id, x.name, y.name FROM b x JOIN b y ON y.id = x.id WHERE x.name IS NOT NULL;
-> never never cautious
WITH b AS (SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer) SELECT x.id, x.name, y.name FROM b x JOIN b y ON y.id < 100 WHERE x.name IS NOT NULL;
-> never never null

-- windows
SELECT row_number() OVER w, rank() OVER w, ntile(2) OVER w, cume_dist() OVER w FROM orders WINDOW w AS (ORDER BY id);
-> never never never never
SELECT lag(id) OVER w, lead(id, 1, 0::bigint) OVER w, first_value(id) OVER w, nth_value(id, 2) OVER w FROM orders WINDOW w AS (ORDER BY id);
-> null never never null
SELECT sum(total) OVER w, sum(discount) OVER w, count(*) OVER w FROM orders WINDOW w AS (ORDER BY id DESC);
-> never null never
SELECT sum(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING), first_value(id) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) FROM orders;
-> null null
SELECT sum(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), avg(total) FILTER (WHERE total > 100) OVER () FROM orders;
-> never null

-- views and set-returning functions
SELECT id, name, email FROM named;
-> never null null
SELECT id, name, inner_name FROM named_twice;
-> never cautious never
SELECT customer, total, discount, orders FROM totals;
-> never never null never
SELECT n.name FROM named n WHERE n.name <> 'zoe';
-> never
SELECT g FROM generate_series(1, 3) g;
-> never
SELECT o.id, t FROM orders o CROSS JOIN unnest(o.tags) AS t;
-> never null
SELECT o.id, t.tag, t.n FROM orders o LEFT JOIN unnest(o.tags) WITH ORDINALITY AS t (tag, n) ON TRUE;
-> never null null
SELECT generate_series(1, 2), generate_series(1, 3);
-> null cautious
SELECT relname, reltuples FROM pg_class;
-> cautious cautious

-- changes
INSERT INTO nothing VALUES (1, 2) RETURNING id, x, x + 1, nullif(x, 2);
-> never never never null
UPDATE orders SET note = NULL, total = total + 1 RETURNING id, total, note;
-> never never null
DELETE FROM orders o USING customers c WHERE c.id = o.customer RETURNING o.id, o.note, c.name, c.email;
-> never null never null
WITH gone AS (DELETE FROM orders WHERE id = 11 RETURNING id, note) SELECT id, note FROM gone;
-> never null
INSERT INTO customers (id, name, email) VALUES (3, 'cyd', 'c@example.org') ON CONFLICT (id) DO UPDATE SET email = NULL RETURNING id, name, email;
-> never never null
SELECT id, note FROM orders FOR UPDATE;
-> never null
