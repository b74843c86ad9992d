// What `writeDataosCtl` copies into a folder, under a first line that names this Node, so that the program runs without a
// PATH. It uses no `require` and no `import`: without a file extension Node may take it for either kind of module.
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');
const https = process.getBuiltinModule('node:https');
const http = process.getBuiltinModule('node:http');

const folder = path.dirname(fs.realpathSync(process.argv[1]));
const state = JSON.parse(fs.readFileSync(path.join(folder, 'dataos-ctl.state.json'), 'utf8'));
const args = process.argv.slice(2);
fs.appendFileSync(path.join(folder, 'dataos-ctl.calls.jsonl'), `${JSON.stringify(args)}\n`, { mode: 0o600 });
run().catch((error) => fail(error.message));

async function run() {
  const asked = args.filter((arg) => arg !== '--tls-allow-insecure');
  const [user, apikey, verb, ...rest] = asked;
  if (user !== 'user' || apikey !== 'apikey' || (verb !== 'get' && verb !== 'create')) {
    throw new Error(`unknown command "${asked.join(' ')}" for "dataos-ctl"`);
  }
  const flags = parseFlags(verb, rest);
  // `create` leaves the verb out of its log lines.
  const said = verb === 'get' ? 'user apikey get...' : 'user apikey...';
  log(said);
  const rows = verb === 'get' ? await get(flags) : [await create(flags)];
  log(`${said}complete`);
  process.stdout.write(`\n${table(rows)}\n`);
}

function parseFlags(verb, rest) {
  const long = { '-n': 'name', '--name': 'name', '-i': 'id', '--id': 'id' };
  if (verb === 'create') Object.assign(long, { '-d': 'duration', '--duration': 'duration' });
  const flags = {};
  for (let at = 0; at < rest.length; at += 1) {
    const [flag, inline] = rest[at].split('=', 2);
    if (long[flag] === undefined) throw new Error(`unknown flag: ${flag}`);
    const value = inline ?? rest[++at];
    if (value === undefined) throw new Error(`flag needs an argument: ${flag}`);
    flags[long[flag]] = value;
  }
  return flags;
}

async function get({ name, id = state.userId }) {
  const all = state.rows ?? (await heimdall('GET', id)).map(rowOf);
  return all.filter((row) => name === undefined || row.name === name);
}

async function create({ name, duration = '24h', id = state.userId }) {
  if (state.rows !== undefined) throw new Error('these rows are fixed: only a service can make a key');
  return rowOf(await heimdall('POST', id, { type: 'apikey', name, duration }));
}

function rowOf({ data, type, expiration, name }) {
  return { token: data.apikey, type, expiration, name };
}

/** One call of Heimdall with the key of the login. */
function heimdall(method, userId, members) {
  const { protocol } = new URL(state.origin);
  const url = `${state.origin}/heimdall/api/v1/users/${encodeURIComponent(userId)}/tokens`;
  const body = members === undefined ? undefined : JSON.stringify(members);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { ...type, authorization: `Bearer ${state.loginKey}` };
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? https.request : http.request;
    const request = send(url, { method, headers, ca: state.caPem }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const json = JSON.parse(text);
        if (response.statusCode < 300) resolve(json);
        else reject(new Error(`${response.statusCode}: ${json.message}`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function log(text) {
  const stream = state.variant === 'older' ? process.stdout : process.stderr;
  stream.write(`INFO[0000] \u{1f511} ${text} \n`);
}

function fail(message) {
  process.stderr.write(`Error: ${message}\n`);
  process.exitCode = 1;
}

/** Centred headings, cells to the left; the first column has one more space before it, as where a border would be. */
function table(rows) {
  const [bar, line, cross] = state.variant === 'older' ? ['|', '-', '|'] : ['│', '─', '┼'];
  const columns = ['token', 'type', 'expiration', 'name'];
  const cellsOf = (row) =>
    columns.map((column) => (column === 'expiration' ? written(row.expiration) : row[column]));
  const body = rows.map(cellsOf);
  const heads = columns.map((column) => column.toUpperCase());
  const widths = heads.map((head, at) => Math.max(head.length, ...body.map((cells) => cells[at].length)));
  const join = (cells, between) => cells.join(between).trimEnd();
  const centred = heads.map((head, at) => {
    const before = Math.floor((widths[at] - head.length) / 2);
    return ` ${(' '.repeat(before) + head).padEnd(widths[at])} `;
  });
  const rule = widths.map((width, at) => line.repeat(width + (at === 0 ? 3 : 2)));
  const lines = body.map(
    (cells) =>
      ` ${join(
        cells.map((cell, at) => ` ${cell.padEnd(widths[at])} `),
        bar,
      )}`,
  );
  return [` ${join(centred, bar)}`, rule.join(cross), ...lines].join('\n');
}

/** The older builds write UTC, the newer ones the offset of the machine. */
function written(expiration) {
  if (state.variant === 'older') return expiration;
  const shifted = new Date(Date.parse(expiration) + 5.5 * 3_600_000).toISOString();
  return `${shifted.slice(0, 19)}+05:30`;
}
