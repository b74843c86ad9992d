import type { FailureView } from '../view.ts';
import { reasonWords } from './failure-reason-words.ts';
import type { FailureWords, Told } from './failure-words.ts';

/** Whether a refusal is about a licence, which neither a new key nor a new token cures (RFC 9110 section 15.5.3; Layar). */
export function asksForLicence({
  httpStatus,
  providerCode,
}: Pick<FailureView, 'httpStatus' | 'providerCode'>): boolean {
  return httpStatus === 402 || providerCode?.toLowerCase() === 'payment_required';
}

/** The service judged: the key, what its token may do, or the licence behind them. */
export function refusedWords({ failure, host, isTest }: Told): FailureWords {
  if (asksForLicence(failure))
    return {
      title: `${host} asks for a licence or a payment.${provider(failure)}`,
      whatToDo: `What you entered need not be wrong: renew or extend the licence or plan at the provider, then ${isTest ? 'test again' : 'choose "Try again"'}.`,
    };
  // A token came before its test call, unless the key is itself the token: the key works, and may not do this one thing.
  if (failure.step === 'testCall' && failure.reason !== 'staticKey')
    return {
      title: `The token was issued, but ${host} refused the test call.${provider(failure)}`,
      whatToDo:
        'The key itself works: you can save it and copy its tokens. For the test call it lacks a permission or scope; give it that at the provider.',
    };
  return {
    title: `${host} refused this key.${provider(failure)}`,
    whatToDo: isTest
      ? 'Check what you entered (and that the key still exists at the provider), then test again.'
      : 'Check id and secret (and that the key still exists at the provider), then save; it is not asked again until then.',
  };
}

/** What to do about a service that wants fewer requests. */
export function rateLimitedAdvice({ retryAfterMs }: FailureView, isTest: boolean): string {
  if (isTest) return 'Wait some minutes, then test again.';
  return retryAfterMs === undefined
    ? 'Keyfob tries again by itself.'
    : 'Keyfob waits as long as it asks, then tries again by itself.';
}

/** A fault of the service, or of what stands in its place; nothing that blames the key. */
export function serviceFailedWords({ failure, host, goesOn }: Told): FailureWords {
  if (failure.reason === 'webPage')
    return {
      title: `A web page answered in place of ${host}.${provider(failure)}`,
      whatToDo: `Check VPN and proxy, and sign in where this network asks for it. ${goesOn} If it stays so, check the host.`,
    };
  if (failure.reason === 'unknownError')
    return {
      title: `${host} reports an error that Keyfob does not know.${provider(failure)}`,
      whatToDo: `If it stays so, look it up in the provider’s documentation. ${goesOn}`,
    };
  return {
    title: `${host} has a problem of its own.${provider(failure)}`,
    whatToDo: `Nothing is wrong with your key. ${goesOn}`,
  };
}

/** An answer that is not what the preset describes. */
export function unusableAnswerWords({ failure, host, goesOn }: Told): FailureWords {
  const advice: Readonly<Record<string, string>> = {
    expiredOnArrival: 'Check this computer’s clock: date, time and time zone.',
    notFound: 'Check the host and the IDs that you entered.',
    sameTokenAgain: `The provider gives a new token only when the old one is nearer to its end. ${goesOn}`,
  };
  const says = failure.providerCode ?? failure.providerMessage;
  return {
    title: `The answer of ${host} cannot be used${after(': ', reasonWords(failure))}.${says === undefined ? '' : provider(failure)}`,
    whatToDo:
      advice[failure.reason ?? ''] ??
      'Check the host: a login page or proxy may have answered. If the address is right, the provider’s format differs from the preset.',
  };
}

/** What the service itself said, as a sentence. */
function provider(failure: FailureView): string {
  const status = failure.httpStatus === undefined ? '' : `HTTP ${failure.httpStatus}`;
  const said = [status, failure.providerCode, failure.providerMessage].filter((part) => part).join(', ');
  return said === '' ? '' : ` It said: ${said}.`;
}

/** The separator and the words, or nothing where there are none. */
export function after(separator: string, words: string | undefined): string {
  return words === undefined ? '' : separator + words;
}
