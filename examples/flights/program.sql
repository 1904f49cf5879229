-- Half a year of US flights, streamed from a file into views that are right after every step.
--
--   ./headrace demo                                  watch it, and ask it with psql
--   ./headrace run examples/flights/program.sql --once --export answers
--
-- Paths are relative to this file.

-- A source feeds views and is not stored: three million flights pass by, only the views remain.
CREATE SOURCE flights (
  date        TIMESTAMP,
  delay       BIGINT,   -- minutes; negative is early
  distance    BIGINT,   -- miles
  origin      VARCHAR,
  destination VARCHAR
) WITH (connector = 'file', path = 'data/flights-3m.parquet', format = 'parquet');

-- A table is stored: it can be changed while the program runs, and the views follow.
CREATE TABLE airports (
  iata      VARCHAR PRIMARY KEY,
  name      VARCHAR,
  city      VARCHAR,
  state     VARCHAR,
  country   VARCHAR,
  latitude  DOUBLE PRECISION,
  longitude DOUBLE PRECISION
) WITH (connector = 'file', path = 'data/airports.csv', format = 'csv');

-- How punctual is the country as a whole? A flight is late from 16 minutes on.
CREATE MATERIALIZED VIEW punctuality AS
SELECT COUNT(*) AS flights,
       COUNT(*) FILTER (WHERE delay > 15) AS late,
       100.0 * COUNT(*) FILTER (WHERE delay > 15) / COUNT(*) AS late_percent,
       AVG(delay) AS mean_delay,
       MAX(delay) AS worst_delay
FROM flights;

-- Each airport as a place of departure.
CREATE MATERIALIZED VIEW departures AS
SELECT origin,
       COUNT(*) AS flights,
       SUM(delay) AS minutes_lost,
       AVG(delay) AS mean_delay,
       MAX(delay) AS worst_delay,
       COUNT(*) FILTER (WHERE delay > 15) AS late
FROM flights
GROUP BY origin;

-- A view over a view, joined with a table: the twenty busiest airports under their names.
CREATE MATERIALIZED VIEW busiest_airports AS
SELECT d.origin, a.name, a.city, a.state, d.flights, d.mean_delay,
       100.0 * d.late / d.flights AS late_percent
FROM departures AS d
JOIN airports AS a ON a.iata = d.origin
ORDER BY d.flights DESC, d.origin
LIMIT 20;

-- Delays by the hour of departure.
CREATE MATERIALIZED VIEW delays_by_hour AS
SELECT EXTRACT(HOUR FROM date) AS hour,
       COUNT(*) AS flights,
       AVG(delay) AS mean_delay,
       COUNT(*) FILTER (WHERE delay > 15) AS late
FROM flights
GROUP BY EXTRACT(HOUR FROM date);

-- Every route that is flown.
CREATE MATERIALIZED VIEW routes AS
SELECT origin, destination,
       COUNT(*) AS flights,
       AVG(delay) AS mean_delay,
       MIN(distance) AS miles
FROM flights
GROUP BY origin, destination;

-- The running ranking of routes, with the cities at both ends.
CREATE MATERIALIZED VIEW top_routes AS
SELECT r.origin, o.city AS origin_city, r.destination, d.city AS destination_city,
       r.flights, r.mean_delay, r.miles
FROM routes AS r
JOIN airports AS o ON o.iata = r.origin
JOIN airports AS d ON d.iata = r.destination
ORDER BY r.flights DESC, r.origin, r.destination
LIMIT 20;

-- How many places can be reached without a stop?
CREATE MATERIALIZED VIEW reach AS
SELECT origin,
       COUNT(DISTINCT destination) AS destinations,
       MAX(distance) AS farthest
FROM flights
GROUP BY origin;

-- Every flight joined with its airport as it comes in: departures by state.
CREATE MATERIALIZED VIEW departures_by_state AS
SELECT a.state,
       COUNT(*) AS flights,
       AVG(f.delay) AS mean_delay,
       SUM(f.distance) AS miles
FROM flights AS f
JOIN airports AS a ON a.iata = f.origin
GROUP BY a.state;

-- Traffic and delays day by day.
CREATE MATERIALIZED VIEW daily AS
SELECT date_trunc('day', date) AS day,
       COUNT(*) AS flights,
       AVG(delay) AS mean_delay,
       COUNT(*) FILTER (WHERE delay > 15) AS late
FROM flights
GROUP BY date_trunc('day', date);

-- The five worst days: days on which a thousand or more took off, by the share of late flights.
CREATE MATERIALIZED VIEW worst_days AS
SELECT day, flights, mean_delay, 100.0 * late / flights AS late_percent
FROM daily
WHERE flights >= 1000
ORDER BY 100.0 * late / flights DESC, day
LIMIT 5;

-- Which airports have airline service? An outer join over a view: most airports have none.
CREATE MATERIALIZED VIEW service_by_state AS
SELECT a.state,
       COUNT(*) AS airports,
       COUNT(d.origin) AS served,
       COALESCE(SUM(d.flights), 0) AS flights
FROM airports AS a
LEFT JOIN departures AS d ON d.origin = a.iata
WHERE a.country = 'USA'
GROUP BY a.state;
