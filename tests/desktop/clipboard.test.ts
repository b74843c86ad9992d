import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearAfterCrash } from '../bar/checks/clipboard-after-crash.ts';
import { clearOnTime, leaveForeignText } from '../bar/checks/clipboard-clearing.ts';
import { copyExactly, copyInBurst } from '../bar/checks/clipboard-copies.ts';
import { writeNowhereElse } from '../bar/checks/clipboard-elsewhere.ts';
import { keepOutOfHistories, offerHint } from '../bar/checks/clipboard-histories.ts';
import { clearOnTriggers } from '../bar/checks/clipboard-triggers.ts';
import { ClipboardKeyfob } from './flows/clipboard-keyfob.ts';

/** The last ones end the app. */
const checks = [
  ['holds exactly the token (CB-01)', copyExactly],
  ['offers a hint to histories together with the text (CB-06)', offerHint],
  ['is left out by a history that honours the hint (CB-10)', keepOutOfHistories],
  ['is written by the main process alone (CB-08)', writeNowhereElse],
  ['is cleared in both selections after the set time (CB-02)', clearOnTime],
  ['keeps what another program put there meanwhile (CB-03)', leaveForeignText],
  ['holds the last of many copies (CB-09)', copyInBurst],
  ['is cleared at the start after a crash (CB-05)', clearAfterCrash],
  ['is cleared on lock, sleep, signals and the end of the session (CB-04)', clearOnTriggers],
] as const;

describe('the clipboard of the desktop', () => {
  let app: ClipboardKeyfob;
  beforeAll(async () => {
    app = await ClipboardKeyfob.start();
  });
  afterAll(() => app?.stop());

  it.each(checks)('%s', async (_name, check) => {
    const { figure, passed } = await check(app, 'reduced');
    console.log(figure);
    expect(passed, figure).toBe(true);
  });
});
