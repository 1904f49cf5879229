CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  body JSONB NOT NULL,
  plain JSON,
  history JSONB[],
  parts JSON[],
  views INTEGER NOT NULL DEFAULT 0
);
