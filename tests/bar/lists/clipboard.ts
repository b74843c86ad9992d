import { ClipboardKeyfob } from '../../desktop/flows/clipboard-keyfob.ts';
import { WaylandKeyfob } from '../../desktop/flows/clipboard-wayland.ts';
import { type CheckGroup, during } from '../check-group.ts';
import { clearAfterCrash } from '../checks/clipboard-after-crash.ts';
import { clearOnTime, leaveForeignText } from '../checks/clipboard-clearing.ts';
import { copyExactly, copyInBurst } from '../checks/clipboard-copies.ts';
import { writeNowhereElse } from '../checks/clipboard-elsewhere.ts';
import { keepOutOfHistories, offerHint } from '../checks/clipboard-histories.ts';
import { clearOnTriggers } from '../checks/clipboard-triggers.ts';
import { clearLeftOverProcess, copyUnfocused } from '../checks/clipboard-wayland.ts';

/** Checks of the clipboard under X11 and Wayland. */
export const clipboardChecks: readonly CheckGroup[] = [
  {
    ids: ['CB-06', 'CB-10', 'CB-01', 'CB-08', 'CB-09', 'CB-03', 'CB-02', 'CB-05', 'CB-04'],
    run: (report) =>
      during(ClipboardKeyfob.start, async (app) => {
        await report('CB-06', () => offerHint(app));
        await report('CB-10', () => keepOutOfHistories(app, 'full'));
        await report('CB-01', () => copyExactly(app, 'full'));
        await report('CB-08', () => writeNowhereElse(app, 'full'));
        await report('CB-09', () => copyInBurst(app, 'full'));
        await report('CB-03', () => leaveForeignText(app, 'full'));
        await report('CB-02', () => clearOnTime(app, 'full'));
        // These end the app.
        await report('CB-05', () => clearAfterCrash(app, 'full'));
        await report('CB-04', () => clearOnTriggers(app, 'full'));
      }),
  },
  {
    ids: ['CB-07', 'CB-05-WAYLAND'],
    run: (report) =>
      during(
        () => WaylandKeyfob.start(30_000),
        async (app) => {
          await report('CB-07', () => copyUnfocused(app, 'full'));
          await report('CB-05-WAYLAND', () => clearLeftOverProcess(app, 'full'));
        },
      ),
  },
];
