/** States of the tray icon; the same names as the tray model's. */
export const trayStates = ['fresh', 'attention', 'error', 'offline', 'locked'] as const;

/** A state of the tray icon. */
export type TrayState = (typeof trayStates)[number];

/** Colours of one variant. The halo keeps the icon visible on a panel that is not as dark or light as it said. */
export interface TrayPalette {
  readonly ink: string;
  readonly attention: string;
  readonly error: string;
  readonly halo: string;
}

/** Variants by file name part. macOS recolours its template images itself and wants black with alpha only. */
export const trayPalettes: Readonly<Record<'onDark' | 'onLight' | 'Template', TrayPalette>> = {
  onDark: { ink: '#f4f5f7', attention: '#ffc53d', error: '#ff7b7b', halo: '#000' },
  onLight: { ink: '#24282f', attention: '#9a5b00', error: '#c4161f', halo: '#fff' },
  Template: { ink: '#000', attention: '#000', error: '#000', halo: 'none' },
};

/** What hangs on the ring: another outline for each state, so that no colour is needed to tell them apart. */
const fobs: Readonly<Record<TrayState, { outline: string; cut: string }>> = {
  fresh: {
    outline:
      'M8.3 11.9 11.9 8.3a2.6 2.6 0 0 1 3.7 0l4.3 4.3a2.6 2.6 0 0 1 0 3.7l-3.6 3.6a2.6 2.6 0 0 1-3.7 0l-4.3-4.3a2.6 2.6 0 0 1 0-3.7z',
    cut: '',
  },
  attention: {
    outline: 'M12.5 7.3a1.5 1.5 0 0 1 2.6 0l5.9 10.8a1.5 1.5 0 0 1-1.3 2.2H7.9a1.5 1.5 0 0 1-1.3-2.2z',
    cut: '<path d="M13.8 11.2v3.9M13.8 17.6v.3" stroke-width="2"/>',
  },
  error: {
    outline: 'M11 6.8h5.6l4 4v5.6l-4 4H11l-4-4v-5.6z',
    cut: '<path d="m11.3 11.1 5 5M16.3 11.1l-5 5" stroke-width="2"/>',
  },
  offline: {
    outline:
      'M8.3 11.9 11.9 8.3a2.6 2.6 0 0 1 3.7 0l4.3 4.3a2.6 2.6 0 0 1 0 3.7l-3.6 3.6a2.6 2.6 0 0 1-3.7 0l-4.3-4.3a2.6 2.6 0 0 1 0-3.7z',
    cut: '',
  },
  locked: {
    outline:
      'M8.5 12.8h11a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5v-5a1.5 1.5 0 0 1 1.5-1.5z',
    cut: '<path d="M14 15.8v2" stroke-width="2"/>',
  },
};

/** How a shape is painted: in its colours, or all in one colour and wider, as the halo below it. */
interface Brush {
  readonly ring: string;
  readonly fob: string;
  readonly extra: number;
}

function shapes(state: TrayState, { ring, fob, extra }: Brush): string {
  const { outline } = fobs[state];
  const line = (colour: string, width: number) =>
    `stroke="${colour}" stroke-width="${width + extra}" stroke-linejoin="round"`;
  const circle = `<circle cx="6.2" cy="6.2" r="3.7" fill="none" ${line(ring, 2)}/>`;
  const solid = `<path d="${outline}" fill="${fob}" ${extra > 0 ? line(fob, 0) : ''} mask="url(#cut)"/>`;
  const hollow = `<path d="${outline}" fill="none" ${line(fob, 1.8)}/>
    <path d="M11.8 14.1h4" fill="none" ${line(fob, 2)}/>`;
  const shackle = `<path d="M10.7 12.8v-2.3a3.3 3.3 0 0 1 6.6 0v2.3" fill="none" ${line(fob, 2)}/>`;
  const hung = state === 'offline' ? hollow : state === 'locked' ? `${shackle}${solid}` : solid;
  return `${circle}<g mask="url(#bite)">${hung}</g>`;
}

/** The tray icon of a state as SVG, drawn on a grid of 22. */
export function trayIcon(state: TrayState, palette: TrayPalette): string {
  const { ink, attention, error, halo } = palette;
  const fob = state === 'attention' ? attention : state === 'error' ? error : ink;
  // The opacity is the group's, so that overlapping parts of the halo do not add up.
  const below =
    halo === 'none' ? '' : `<g opacity="0.45">${shapes(state, { ring: halo, fob: halo, extra: 1.5 })}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="22" height="22" viewBox="0 0 22 22" stroke-linecap="round">
  <defs>
    <mask id="bite"><rect width="22" height="22" fill="#fff"/><circle cx="6.2" cy="6.2" r="5.8" fill="#000"/></mask>
    <mask id="cut"><rect width="22" height="22" fill="#fff"/><g stroke="#000">${fobs[state].cut}</g></mask>
  </defs>
  ${below}
  ${shapes(state, { ring: ink, fob, extra: 0 })}
</svg>`;
}
