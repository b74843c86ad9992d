import { type ReactNode, useId } from 'react';

/** The product's mark: a fob on its ring. The same drawing as the tray icon (build/icons/tray-drawing.ts). */
export function Mark({ size }: { readonly size: number }): ReactNode {
  const bite = useId();
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 22 22" fill="none" stroke="currentColor">
      <mask id={bite}>
        <path fill="#fff" stroke="none" d="M0 0h22v22H0z" />
        <circle cx="6.2" cy="6.2" r="5.8" fill="#000" stroke="none" />
      </mask>
      <circle cx="6.2" cy="6.2" r="3.7" strokeWidth="2" />
      <path
        fill="currentColor"
        stroke="none"
        mask={`url(#${bite})`}
        d="M8.3 11.9 11.9 8.3a2.6 2.6 0 0 1 3.7 0l4.3 4.3a2.6 2.6 0 0 1 0 3.7l-3.6 3.6a2.6 2.6 0 0 1-3.7 0l-4.3-4.3a2.6 2.6 0 0 1 0-3.7z"
      />
    </svg>
  );
}
