-- Ten views over pgbench's tables, of the kinds that dashboards keep.
CREATE MATERIALIZED VIEW history_by_branch AS
  SELECT bid, count(*) AS transactions, sum(delta) AS delta FROM pgbench_history GROUP BY bid;
CREATE MATERIALIZED VIEW history_by_teller AS
  SELECT tid, count(*) AS transactions, sum(delta) AS delta, max(mtime) AS last FROM pgbench_history GROUP BY tid;
CREATE MATERIALIZED VIEW history_by_minute AS
  SELECT date_trunc('minute', mtime) AS minute, count(*) AS transactions, avg(delta) AS delta FROM pgbench_history GROUP BY 1;
CREATE MATERIALIZED VIEW largest_changes AS SELECT * FROM pgbench_history ORDER BY delta DESC LIMIT 10;
CREATE MATERIALIZED VIEW richest_accounts AS
  SELECT aid, abalance FROM pgbench_accounts ORDER BY abalance DESC, aid LIMIT 100;
CREATE MATERIALIZED VIEW overdrawn_accounts AS SELECT aid, bid, abalance FROM pgbench_accounts WHERE abalance < 0;
CREATE MATERIALIZED VIEW accounts_by_branch AS
  SELECT bid, count(*) AS accounts, sum(abalance) AS balance, min(abalance) AS lowest FROM pgbench_accounts GROUP BY bid;
CREATE MATERIALIZED VIEW tellers_of_branches AS
  SELECT b.bid, b.bbalance, t.tid, t.tbalance FROM pgbench_branches b JOIN pgbench_tellers t ON t.bid = b.bid;
CREATE MATERIALIZED VIEW changes_of_accounts AS
  SELECT h.aid, a.abalance, count(*) AS changes FROM pgbench_history h JOIN pgbench_accounts a ON a.aid = h.aid
  GROUP BY h.aid, a.abalance;
CREATE MATERIALIZED VIEW balance AS SELECT sum(tbalance) AS total, count(*) AS tellers FROM pgbench_tellers;
