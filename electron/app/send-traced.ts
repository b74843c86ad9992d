import type { Result } from '#core/failure';
import type { Http, HttpAnswer, HttpRequest } from '#core/ports';
import type { ExchangeTrace } from './exchange-trace.ts';
import { answerFacts, answerLine, connectionFacts, connectionLine } from './test-key-words.ts';

/** Sends a request and tells of its steps `connect` and `answer`; whether the answer is good is for others to say. */
export async function sendTraced(
  { http }: { readonly http: Http },
  request: HttpRequest,
  trace: ExchangeTrace,
  secrets: readonly string[],
): Promise<Result<HttpAnswer>> {
  trace.begin('connect');
  const sent = await http.send(request);
  if (!sent.ok) {
    const step = sent.failure.step ?? 'connect';
    if (step === 'answer') {
      trace.saw('connect', () => connectionLine(request, undefined));
      trace.passed('connect', 0);
    }
    return { ok: false, failure: { ...sent.failure, step } };
  }
  const { connection } = sent.value;
  trace.saw(
    'connect',
    () => connectionLine(request, connection),
    () => connectionFacts(connection),
  );
  trace.passed('connect', connection?.connectMs);
  trace.saw(
    'answer',
    () => answerLine(sent.value),
    () => answerFacts(sent.value, secrets),
  );
  return sent;
}
