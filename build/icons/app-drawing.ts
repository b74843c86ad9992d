/** The app icon as SVG, drawn on a grid of 512: a fob on its ring, its keyhole cut out. */
export function appIcon(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
  <defs>
    <linearGradient id="ground" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#2f66de"/><stop offset="1" stop-color="#1b3f94"/>
    </linearGradient>
    <linearGradient id="brass" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="#ffe3a1"/><stop offset="1" stop-color="#e0a63a"/>
    </linearGradient>
    <mask id="bite">
      <rect width="512" height="512" fill="#fff"/>
      <circle cx="180" cy="180" r="103" fill="#000"/>
      <circle cx="310" cy="310" r="30" fill="#000"/>
      <path d="m314 314 44 44" stroke="#000" stroke-width="28" stroke-linecap="round"/>
    </mask>
  </defs>
  <rect x="24" y="24" width="464" height="464" rx="104" fill="url(#ground)"/>
  <g mask="url(#bite)"><rect x="208" y="208" width="216" height="216" rx="58" transform="rotate(45 316 316)" fill="#fff"/></g>
  <circle cx="180" cy="180" r="67" fill="none" stroke="url(#brass)" stroke-width="34"/>
</svg>`;
}
