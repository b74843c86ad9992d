import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { ElectronClipboardParts } from '#adapters/electron-clipboard';
import { FakeClipboardItem } from '../../fakes/fake-electron-clipboard.ts';
import type { Selection } from '../rig/clipboard.ts';
import type { VirtualDesktop } from '../rig/virtual-desktop.ts';

/** Owns X11 selections and offers several formats at once, which no tool of the command line can. One order per line. */
const program = `
import base64, json, sys
import gi
gi.require_version('Gdk', '3.0')
gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, GLib, Gtk

offers = {}

def give(widget, data, info, time):
    payload = offers[data.get_selection().name()].get(data.get_target().name())
    if payload is not None:
        data.set(data.get_target(), 8, payload)

widget = Gtk.Invisible()
widget.connect('selection-get', give)

def obey(stream, condition):
    line = stream.readline()
    if line == '':
        Gtk.main_quit()
        return False
    order = json.loads(line)
    selection = Gdk.Atom.intern(order['selection'], False)
    formats = {name: base64.b64decode(payload) for name, payload in order['formats'].items()}
    offers[order['selection']] = formats
    Gtk.selection_clear_targets(widget, selection)
    for name in formats:
        Gtk.selection_add_target(widget, selection, Gdk.Atom.intern(name, False), 0)
    Gtk.selection_owner_set(widget if formats else None, selection, Gdk.CURRENT_TIME)
    Gdk.Display.get_default().sync()
    print('done', flush=True)
    return True

GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, obey)
Gtk.main()
`;

const atoms = { clipboard: 'CLIPBOARD', primary: 'PRIMARY' } as const;
const systemFormat = /^electron application\/osclipboard;format="(.+)"$/;

/**
 * Electron's clipboard from version 44 on, as it is documented, over real X11 selections: a stand-in, since that version
 * cannot be had here. All formats of one entry are one offer.
 */
export class X11ClipboardOfNewElectron {
  readonly parts: ElectronClipboardParts;
  readonly #desktop: VirtualDesktop;
  readonly #owner: ChildProcess;
  readonly #answers: Interface;

  constructor(desktop: VirtualDesktop) {
    this.#desktop = desktop;
    // Debian's own Python is the one that has GTK.
    this.#owner = spawn('/usr/bin/python3', ['-c', program], {
      env: desktop.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    desktop.processes.adopt(this.#owner);
    if (this.#owner.stdout === null) throw new Error('no output');
    this.#answers = createInterface(this.#owner.stdout);
    const clipboard = { ...this.#part('clipboard'), selection: this.#part('primary') };
    this.parts = { clipboard, ClipboardItem: FakeClipboardItem };
  }

  stop(): void {
    this.#owner.stdin?.end();
  }

  #part(selection: Selection) {
    return {
      readText: () => this.#desktop.clipboard.readClipboard(selection),
      writeText: (text: string) => this.#offer(selection, { 'text/plain': text }),
      write: ([item]: Electron.ClipboardItem[]) =>
        this.#offer(selection, (item as FakeClipboardItem).formats),
      clear: () => void this.#offer(selection, {}),
    };
  }

  async #offer(selection: Selection, formats: Readonly<Record<string, string | Blob>>): Promise<void> {
    const payloads: Record<string, string> = {};
    for (const [type, payload] of Object.entries(formats)) {
      const bytes = Buffer.from(await new Blob([payload]).arrayBuffer()).toString('base64');
      for (const name of targetsOf(type)) payloads[name] = bytes;
    }
    const done = new Promise((resolve) => this.#answers.once('line', resolve));
    this.#owner.stdin?.write(`${JSON.stringify({ selection: atoms[selection], formats: payloads })}\n`);
    await done;
  }
}

/** Names under which X11 clients ask for a MIME type. */
function targetsOf(type: string): readonly string[] {
  if (type === 'text/plain') return ['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain'];
  return [systemFormat.exec(type)?.[1] ?? type];
}
