import type { ReactNode } from 'react';

/** The product's mark: a fob on its ring. The same drawing as the tray icon and the app icon (build/draw-icons.ts). */
export function Mark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 22 22" fill="none" stroke="currentColor">
      <circle cx="6.75" cy="6.75" r="4.25" strokeWidth="2" />
      <path
        fill="currentColor"
        stroke="none"
        d="M9.9 8.5 12 6.4a2.2 2.2 0 0 1 3.1 0l4.5 4.5a2.2 2.2 0 0 1 0 3.1l-5.6 5.6a2.2 2.2 0 0 1-3.1 0l-4.5-4.5a2.2 2.2 0 0 1 0-3.1l2.1-2.1z"
      />
    </svg>
  );
}
