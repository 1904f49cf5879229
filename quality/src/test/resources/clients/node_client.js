// Exercises a database through node-postgres; prints "done" if everything holds.
const assert = require('node:assert');
const { Client, Pool } = require('pg');

const options = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'ada', database: 'd' };

async function types(client) {
  await client.query(`CREATE TABLE types (b boolean, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision,
    n numeric, t text, bytes bytea, d date, ts timestamptz, u uuid, j jsonb, a integer[], texts text[])`);
  const values = [
    true, -32768, 2147483647, '-9223372036854775808', 1.5, 0.1, '12345678901234567890.123', "Zürich \u{1f600} 'x'",
    Buffer.from([0, 1, 255]), '2024-02-29', new Date(Date.UTC(2024, 1, 29, 12, 0, 0, 1)),
    '00000000-0000-0001-0000-000000000002', { b: [true, null], a: 1.5 }, [1, null, 3], ['a,b', 'c"d', ''],
  ];
  const places = values.map((_, i) => `$${i + 1}`).join(', ');
  const insert = await client.query(`INSERT INTO types VALUES (${places})`, values);
  assert.strictEqual(insert.command, 'INSERT');
  assert.strictEqual(insert.rowCount, 1);
  const { rows } = await client.query('SELECT *, d::text AS day FROM types');
  const { d, day, ...row } = rows[0];
  assert.strictEqual(day, '2024-02-29');
  assert.deepStrictEqual([d.getFullYear(), d.getMonth(), d.getDate()], [2024, 1, 29]); // midnight of the local zone
  const expected = values.filter((_, i) => i !== 9);
  assert.deepStrictEqual(Object.values(row), expected);

  await client.query(`INSERT INTO types VALUES (${places})`, values.map(() => null));
  const nulls = await client.query({ text: 'SELECT * FROM types WHERE b IS NULL', rowMode: 'array' });
  assert.deepStrictEqual(nulls.rows, [values.map(() => null)]);
}

async function prepared(client) {
  for (let id = 1; id <= 20; id++) {
    await client.query({ name: 'add', text: 'INSERT INTO t VALUES ($1, $2)', values: [id, `row ${id}`] });
  }
  for (let id = 1; id <= 20; id++) {
    const found = await client.query({ name: 'find', text: 'SELECT name FROM t WHERE id = $1', values: [id] });
    assert.deepStrictEqual(found.rows, [{ name: `row ${id}` }]);
  }
  const binary = await client.query({ text: 'SELECT id FROM t WHERE id < $1 ORDER BY id', values: [3], binary: true });
  assert.deepStrictEqual(binary.rows, [{ id: 1 }, { id: 2 }]);
  await assert.rejects(client.query('SELECT * FROM t WHERE id = $1', ['x']), { code: '22P02' });
}

async function transactions(client) {
  await client.query('BEGIN');
  await client.query('DELETE FROM t WHERE id > $1', [10]);
  assert.deepStrictEqual((await client.query('SELECT n FROM names')).rows, [{ n: '10' }]);
  await client.query('COMMIT');
  assert.deepStrictEqual((await client.query('SELECT n FROM names')).rows, [{ n: '10' }]);

  await client.query('BEGIN');
  await client.query('DELETE FROM t');
  await assert.rejects(client.query('SELECT nothing FROM t'), { code: '42703', position: '8' });
  await assert.rejects(client.query('SELECT 1'), { code: '25P02' });
  assert.strictEqual((await client.query('COMMIT')).command, 'ROLLBACK');
  assert.deepStrictEqual((await client.query('SELECT n FROM names')).rows, [{ n: '10' }]);

  const both = client.query("INSERT INTO t VALUES (100, 'x'); INSERT INTO t VALUES (100, 'y')");
  await assert.rejects(both, { code: '23505', detail: 'Key (id)=(100) already exists.' });
  assert.deepStrictEqual((await client.query('SELECT n FROM names')).rows, [{ n: '10' }]);
}

async function pools() {
  const pool = new Pool({ ...options, max: 4 });
  await Promise.all(Array.from({ length: 40 }, (_, i) => pool.query('INSERT INTO t VALUES ($1, $2)', [1000 + i, null])));
  assert.deepStrictEqual((await pool.query('SELECT n FROM names')).rows, [{ n: '50' }]);
  await pool.end();
}

async function main() {
  const client = new Client(options);
  await client.connect();
  await types(client);
  await prepared(client);
  await transactions(client);
  await client.end();
  await pools();
  console.log('done');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
