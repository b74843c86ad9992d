import { Notification } from 'electron';
import type { Log, Notice, Notifier } from '#core/ports';

/** OS notifications. Each is held until it is closed: a collected `Notification` no longer reports its click. */
export class ElectronNotifier implements Notifier {
  readonly #shown = new Set<Notification>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  isAvailable(): boolean {
    return Notification.isSupported();
  }

  show(notice: Notice, onFailed?: () => void): void {
    const notification = new Notification({
      title: notice.title,
      body: process.platform === 'linux' ? withoutMarkup(notice.body) : notice.body,
      urgency: notice.urgency,
      silent: notice.urgency === 'low',
      timeoutType: notice.urgency === 'low' ? 'default' : 'never',
    });
    const forget = () => this.#shown.delete(notification);
    notification.on('click', () => notice.onClick?.());
    notification.on('close', forget);
    notification.on('failed', () => {
      forget();
      this.#log.write('notice.notShown');
      onFailed?.();
    });
    this.#shown.add(notification);
    notification.show();
  }
}

/**
 * On Linux some daemons read the body as markup and some show it as it is, so no escape is right for both: the three
 * characters that make markup are replaced by look-alikes (Desktop Notifications Specification, "Markup").
 */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›');
}
