import { useCallback, useEffect, useRef, useState } from 'react';
import type { FailureView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import type { InspectedCertificate } from './certificate-words.ts';

const pauseMs = 250;

/** What a field with certificates holds. */
export interface Inspection {
  readonly certificates: readonly InspectedCertificate[];
  readonly failure: FailureView | null;
}

const nothing: Inspection = { certificates: [], failure: null };

/** A certificate that was pasted twice is one. */
function eachOnce(certificates: readonly InspectedCertificate[]): readonly InspectedCertificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprintSha256, one])).values()];
}

/** Reads certificates while they are entered: after a short pause, and only the last text counts. */
export function useCertificates(
  pem: string | null,
): Inspection & { readonly inspect: (pem: string) => void } {
  const { bridge } = useServices();
  const [inspection, setInspection] = useState(nothing);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);

  const inspectNow = useCallback(
    async (text: string): Promise<void> => {
      const mine = last.current;
      const answer = text.trim() === '' ? null : await ask(bridge, 'certificates.inspect', { pem: text });
      if (last.current !== mine) return;
      if (answer === null) setInspection(nothing);
      else if (answer.ok) setInspection({ ...nothing, certificates: eachOnce(answer.value.certificates) });
      else setInspection({ ...nothing, failure: answer.failure });
    },
    [bridge],
  );
  useEffect(() => {
    if (pem !== null) void inspectNow(pem);
    return () => {
      last.current += 1;
      clearTimeout(timer.current);
    };
  }, [pem, inspectNow]);

  const inspect = (text: string): void => {
    last.current += 1;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void inspectNow(text), pauseMs);
  };
  return { ...inspection, inspect };
}
