import type { AppWithCanaries } from '../../canary/app-with-canaries.ts';
import { describeHits, findCanaries } from '../../canary/canary.ts';
import { headerOf } from '../../services/request-journal.ts';
import type { CheckResult } from '../check-result.ts';

/** NW-09: no secret and no token in the path, query, Referer or User-Agent of any request, which proxies and servers log. */
export function findSecretsInRequests(app: AppWithCanaries): CheckResult {
  const { journal } = app.keyfob.services;
  const canaries = app.canaries();
  const entries = journal.entries();
  const lines = [
    ...entries.map((entry) =>
      [entry.method, entry.path, headerOf(entry, 'referer'), headerOf(entry, 'user-agent')].join(' '),
    ),
    ...app.echo.requests(),
  ];
  const hits = [
    ...lines.flatMap((line) => findCanaries(line, canaries, `the request line ${line.split('?')[0]}`)),
    ...canaries.flatMap(({ label, text }) =>
      journal.requestLinesWith(text).map((where) => ({ label, spelling: 'as the journal finds it', where })),
    ),
  ];
  const services = new Set(entries.map(({ service }) => service)).size;
  return {
    figure:
      `${hits.length} hits in ${lines.length} requests to ${services + 1} services` +
      (hits.length === 0 ? '' : `: ${describeHits(hits)}`),
    // A key for each preset was tested, so all of them must have been asked.
    passed: hits.length === 0 && services === 6 && app.echo.requests().length > 0,
  };
}
