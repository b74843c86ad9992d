import type { KeyId } from '#core/api-key';
import { type CallHandlers, withoutValue } from './call-answers.ts';
import type { App } from './create-app.ts';

type NoticeCall =
  | 'inbox.markRead'
  | 'inbox.clear'
  | 'inbox.undoClear'
  | 'notices.snooze'
  | 'keys.setNoticeLeadDays';

/** Calls about notices. */
export function noticeCalls(app: App): Pick<CallHandlers, NoticeCall> {
  return {
    'inbox.markRead': async ({ itemIds }) => withoutValue(await app.inbox.markRead(itemIds)),
    'inbox.clear': async () => withoutValue(await app.inbox.clear()),
    'inbox.undoClear': () => app.inbox.undoClear(),
    'notices.snooze': async ({ keyId, until }) => withoutValue(await app.inbox.snooze(keyId as KeyId, until)),
    'keys.setNoticeLeadDays': async ({ keyId, noticeLeadDays }) =>
      withoutValue(await app.setNoticeLeadDays(keyId as KeyId, noticeLeadDays)),
  };
}
