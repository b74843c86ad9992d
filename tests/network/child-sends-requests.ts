import { lookup } from 'node:dns';
import { json } from 'node:stream/consumers';
import { UndiciHttp } from '#adapters/undici-http';
import type { HttpRequest } from '#core/ports';

/** Sends the requests of its input, one after the other, and prints what came of each. Names of `.example` are this computer. */
const requests = (await json(process.stdin)) as readonly HttpRequest[];
const http = new UndiciHttp('0', {
  lookup: (name, options, callback) =>
    lookup(name.endsWith('.example') ? '127.0.0.1' : name, options, callback),
});
const results = [];
for (const request of requests) results.push(await http.send(request));
console.log(JSON.stringify(results));
