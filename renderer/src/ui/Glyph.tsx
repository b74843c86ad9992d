import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

const drawings = {
  add: <path d="M8 3v10M3 8h10" />,
  back: <path d="M9.5 3.5 5 8l4.5 4.5" />,
  ban: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="m4.2 4.2 7.6 7.6" />
    </>
  ),
  bell: <path d="M8 2a4 4 0 0 1 4 4v4l1.5 2h-11L4 10V6a4 4 0 0 1 4-4M6.5 14.2h3" />,
  bellOff: (
    <>
      <path d="M5.6 2.8A4 4 0 0 1 12 6v4l.9 1.2M10.5 12h-8L4 10V6q0-.5.1-1M6.5 14.2h3" />
      <path d="m2 2 12 12" />
    </>
  ),
  calendar: <path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5" />,
  check: <path d="m3 8.5 3.2 3.2L13 5" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M3.5 10.5h-.2A1.3 1.3 0 0 1 2 9.2V3.3A1.3 1.3 0 0 1 3.3 2h5.9a1.3 1.3 0 0 1 1.3 1.3v.2" />
    </>
  ),
  delete: (
    <path d="M2.5 4.5h11M6 4.5V3a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.5M4 4.5l.6 8.3a1.3 1.3 0 0 0 1.3 1.2h4.2a1.3 1.3 0 0 0 1.3-1.2L12 4.5M6.7 7.2v4M9.3 7.2v4" />
  ),
  details: <path d="M2.5 4.5h1M6 4.5h7.5M2.5 8h1M6 8h7.5M2.5 11.5h1M6 11.5h7.5" />,
  down: <path d="m4 6.2 4 4 4-4" />,
  edit: <path d="M10.6 2.9 13.1 5.4 5.5 13H3v-2.5zM9 4.5 11.5 7" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  eyeOff: (
    <>
      <path d="M6.4 3.7A6 6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-1.7 2.2M10.4 11.9A5.7 5.7 0 0 1 8 12.5C4 12.5 1.5 8 1.5 8a11 11 0 0 1 3-3.3" />
      <path d="m2.5 2.5 11 11" />
    </>
  ),
  export: (
    <path d="M8 9.7V2.2M4.8 5.2 8 2l3.2 3.2M2.5 11v1.5A1.5 1.5 0 0 0 4 14h8a1.5 1.5 0 0 0 1.5-1.5V11" />
  ),
  external: (
    <path d="M9.5 2.5h4v4M13.5 2.5 8 8M6.5 3.5h-2A1.5 1.5 0 0 0 3 5v6.5A1.5 1.5 0 0 0 4.5 13H11a1.5 1.5 0 0 0 1.5-1.5v-2" />
  ),
  history: <path d="M2.7 8a5.3 5.3 0 1 0 1.7-3.9L2.7 5.7M2.7 2.5v3.2h3.2M8 5v3l2.1 1.3" />,
  import: (
    <path d="M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2.5 11v1.5A1.5 1.5 0 0 0 4 14h8a1.5 1.5 0 0 0 1.5-1.5V11" />
  ),
  file: <path d="M9 2H4.5A1.5 1.5 0 0 0 3 3.5v9A1.5 1.5 0 0 0 4.5 14h7a1.5 1.5 0 0 0 1.5-1.5V6zM9 2v4h4" />,
  folder: (
    <path d="M2 12V4.3A1.3 1.3 0 0 1 3.3 3h2.9l1.6 1.8h4.9A1.3 1.3 0 0 1 14 6.1V12a1.3 1.3 0 0 1-1.3 1.3H3.3A1.3 1.3 0 0 1 2 12Z" />
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 7.4v3.4M8 5.2v.1" />
    </>
  ),
  minus: <path d="M4.5 8h7" />,
  monitor: <path d="M2.5 3h11v7.5h-11zM5.5 13.5h5M8 10.5v3" />,
  moon: <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" />,
  more: (
    <g fill="currentColor" stroke="none">
      <circle cx="3.5" cy="8" r="1.25" />
      <circle cx="8" cy="8" r="1.25" />
      <circle cx="12.5" cy="8" r="1.25" />
    </g>
  ),
  open: <path d="m6 4 4 4-4 4" />,
  paste: (
    <>
      <path d="M5.5 3H4.3A1.3 1.3 0 0 0 3 4.3v8.4A1.3 1.3 0 0 0 4.3 14h7.4a1.3 1.3 0 0 0 1.3-1.3V4.3A1.3 1.3 0 0 0 11.7 3h-1.2" />
      <rect x="5.5" y="1.8" width="5" height="2.6" rx="1" />
      <path d="M8 7v4M6.2 9.3 8 11l1.8-1.7" />
    </>
  ),
  print: (
    <path d="M4.5 6V2.5h7V6M4.5 11.5H3A1.5 1.5 0 0 1 1.5 10V7.5A1.5 1.5 0 0 1 3 6h10a1.5 1.5 0 0 1 1.5 1.5V10a1.5 1.5 0 0 1-1.5 1.5h-1.5M4.5 9.5h7v4h-7z" />
  ),
  question: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M6.5 6.6a1.5 1.5 0 1 1 2.3 1.3c-.5.3-.8.6-.8 1.1M8 10.9v.1" />
    </>
  ),
  refresh: <path d="M13 8a5 5 0 0 1-9.2 2.7M3 8a5 5 0 0 1 9.2-2.7M12.5 2.5v3h-3M3.5 13.5v-3h3" />,
  rotate: <path d="M2.5 6h9.8M9.5 3.2 12.3 6 9.5 8.8M13.5 10.5H3.7M6.5 13.3l-2.8-2.8 2.8-2.8" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.5h6.5M12.5 4.5H14M2 11.5h1.5M7.5 11.5H14" />
      <circle cx="10.5" cy="4.5" r="2" />
      <circle cx="5.5" cy="11.5" r="2" />
    </>
  ),
  shield: <path d="M8 1.8 13 3.5v4c0 3.2-2.1 5.5-5 6.7-2.9-1.2-5-3.5-5-6.7v-4zM5.7 8l1.7 1.7 3-3.2" />,
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.5" />
      <path d="M5.3 7V5a2.7 2.7 0 0 1 5.4 0v2M8 9.7v1.3" />
    </>
  ),
  signIn: (
    <path d="M6.5 2.5H12A1.5 1.5 0 0 1 13.5 4v8a1.5 1.5 0 0 1-1.5 1.5H6.5M2.5 8h7M7 5.3 9.7 8 7 10.7" />
  ),
  star: <path d="m8 1.9 1.9 3.8 4.2.6-3 3 .7 4.2L8 11.5l-3.8 2 .7-4.2-3-3 4.2-.6z" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1.2" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.7" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </>
  ),
  warning: <path d="M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1" />,
} as const;

/** Names of the drawn icons. */
export type IconName = keyof typeof drawings;

/** An icon in the colour of the text around it. Never the only carrier of a meaning. */
export function Glyph({ name }: { readonly name: IconName }): ReactNode {
  return <Icon>{drawings[name]}</Icon>;
}
