import { Notification } from 'electron';
import type { Log, Notice, Notifier } from '#core/ports';

/** OS notifications. Each is held until it is closed: a collected `Notification` no longer reports its click. */
export class ElectronNotifier implements Notifier {
  readonly #shown = new Set<Notification>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  show(notice: Notice): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({
      title: notice.title,
      body: notice.body,
      urgency: notice.urgency,
      silent: notice.urgency === 'low',
    });
    const forget = () => this.#shown.delete(notification);
    notification.on('click', () => notice.onClick?.());
    notification.on('close', forget);
    notification.on('failed', () => {
      forget();
      this.#log.write('notice.notShown');
    });
    this.#shown.add(notification);
    notification.show();
  }
}
