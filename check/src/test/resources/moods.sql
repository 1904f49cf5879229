CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy');
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  now mood NOT NULL DEFAULT 'ok',
  before mood,
  all_days mood[]
);
CREATE TYPE size AS ENUM ('S', 'M', 'L');
ALTER TABLE people ADD COLUMN shirt size;
