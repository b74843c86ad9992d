import type { KeyId } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import { activityCsv, activityJson } from './activity-lines.ts';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';
import type { ShellActions } from './shell-actions.ts';

type ActivityCall =
  | 'keys.timeline'
  | 'activity.list'
  | 'activity.export'
  | 'calendar.export'
  | 'calendar.keep';

/** Calls about what happened, and about the calendar of expiries. A path comes from a dialog of the system, never from the page. */
export function activityCalls(app: App, shell: ShellActions): Pick<CallHandlers, ActivityCall> {
  const { activity, calendar } = app;
  return {
    'keys.timeline': ({ keyId, fromMs, toMs }) => activity.timeline(keyId as KeyId, fromMs, toMs),
    'activity.list': (query) => activity.list(query),
    'activity.export': async ({ format }) => {
      const events = await activity.all();
      if (!events.ok) return events;
      const newestFirst = events.value.toReversed();
      const text = format === 'csv' ? activityCsv(newestFirst) : activityJson(newestFirst);
      return exported(await shell.saveFile(`keyfob-activity.${format}`, text));
    },
    'calendar.export': async () => {
      const text = calendar.text();
      return text.ok ? exported(await shell.saveFile('keyfob.ics', text.value)) : text;
    },
    'calendar.keep': async ({ isKept }) => {
      if (!isKept) return withoutValue(app.updateSettings({ calendarFile: null }));
      const path = await shell.chooseNewFile('keyfob.ics');
      if (path === null) return ok({});
      const written = await calendar.writeTo(path);
      return withoutValue(written.ok ? app.updateSettings({ calendarFile: path }) : written);
    },
  };
}

function exported(fileName: Result<string | null>): Result<{ fileName: string | null }> {
  return fileName.ok ? ok({ fileName: fileName.value }) : fileName;
}
