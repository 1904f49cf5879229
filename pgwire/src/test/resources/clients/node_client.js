// Exercises the server through node-postgres; prints "done" if everything holds.
const assert = require('node:assert');
const { Client, Pool } = require('pg');

const options = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'ada', database: 'd' };

async function queries(client) {
  const series = await client.query('SERIES 7');
  assert.strictEqual(series.command, 'SELECT');
  assert.strictEqual(series.rowCount, 7);
  assert.deepStrictEqual(series.fields.map((field) => field.name), ['i', 't']);
  assert.deepStrictEqual(series.rows[0], { i: 1, t: 'row 1' });
  assert.deepStrictEqual(series.rows[6], { i: 7, t: null });

  const both = await client.query("SELECT 1; SELECT 'two'");
  assert.deepStrictEqual(both.map((result) => result.rows), [[{ '?column?': 1 }], [{ '?column?': 'two' }]]);
  assert.strictEqual((await client.query('')).rowCount, null);
}

async function parameters(client) {
  const echo = await client.query('SELECT $1::integer, $2::text, $3::jsonb, $4::boolean', [
    42, 'Zürich \u{1f600}', { b: 1, a: [true, null] }, null,
  ]);
  assert.deepStrictEqual(echo.rows[0], { p1: 42, p2: 'Zürich \u{1f600}', p3: { a: [true, null], b: 1 }, p4: null });
  const arrays = await client.query('SELECT $1::integer[], $2::timestamp with time zone', [
    [1, null, 3], new Date(Date.UTC(2024, 1, 29, 12)),
  ]);
  assert.deepStrictEqual(arrays.rows[0].p1, [1, null, 3]);
  assert.strictEqual(arrays.rows[0].p2.getTime(), Date.UTC(2024, 1, 29, 12));
  for (let i = 0; i < 20; i++) {
    const named = await client.query({ name: 'lookup', text: 'LOOKUP $1', values: [i] });
    assert.strictEqual(named.rows[0].i, i);
  }
  await assert.rejects(client.query('SELECT $1::integer', ['x']), { code: '22P02' });
  const binary = await client.query({ text: 'SELECT $1::integer', values: [7], binary: true });
  assert.strictEqual(binary.rows[0].p1, 7);
}

async function transactions(client) {
  await client.query('BEGIN');
  await client.query('INSERT kept');
  await client.query('COMMIT');
  await client.query('BEGIN');
  await client.query('INSERT dropped');
  await assert.rejects(client.query('FAIL'), { code: '42703', hint: 'Perhaps you meant "delay".', position: '6' });
  await assert.rejects(client.query('SELECT 1'), { code: '25P02' });
  await client.query('ROLLBACK');
}

async function notices(client) {
  const notice = new Promise((resolve) => client.once('notice', resolve));
  await client.query('NOTIFY');
  assert.strictEqual((await notice).message, 'a notice');
}

async function main() {
  const client = new Client(options);
  await client.connect();
  await queries(client);
  await parameters(client);
  await transactions(client);
  await notices(client);
  await client.end();

  const pool = new Pool({ ...options, max: 4 });
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => pool.query('LOOKUP $1', [i])));
  answers.forEach((answer, i) => assert.strictEqual(answer.rows[0].i, i));
  await pool.end();

  const refused = new Client({ ...options, database: 'nowhere' });
  await assert.rejects(refused.connect(), { code: '3D000' });
  console.log('done');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
