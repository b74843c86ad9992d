/** Each calls `ran`, if anything makes a script, a handler or an address of it. */
const scripts = [
  '<script>ran()</script>',
  '<img src=x onerror=ran()>',
  '<svg/onload=ran()>',
  '"><svg onload=ran()>',
  "' autofocus onfocus=ran() x='",
  '</title><script>ran()</script>',
  '<iframe srcdoc="<script>ran()</script>">',
  '<iframe src=javascript:ran()>',
  '<a href="javascript:ran()">ran</a>',
  '<body onload=ran()>',
  '<details open ontoggle=ran()>',
  '<math><mtext><img src=x onerror=ran()>',
  '<style>@import"javascript:ran()"</style>',
  '<object data=javascript:ran()>',
  '<base href=javascript:/ran()/>',
  '<meta http-equiv=refresh content=0;url=javascript:ran()>',
  '<template><script>ran()</script>',
  '&lt;script&gt;ran()&lt;/script&gt;',
  '&#60;img src=x onerror=ran()&#62;',
  '\\u003cscript\\u003eran()',
  'javascript:ran()',
  'data:text/html,<script>ran()</script>',
  '{{constructor.constructor("ran()")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a hostile text
  '${ran()}',
  '<!--<img src="--><img src=x onerror=ran()>',
  '<b>bold</b> <a href=https://x>x</a>',
];

/** What would change how a line is read: in a window, a menu, a notification or a terminal. */
const unseen = [
  '',
  '\u202etxet',
  '\u202dltr\u202c',
  '\u2066one\u2069',
  '\u2067two\u2069',
  '\u200f\u200e',
  '\u061c',
  '\u200bzero\u2060',
  '\ufeff',
  '\u00ad',
  '\u{e0041}\u{e007f}',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u001b]8;;https://x\u001b\\link',
  '\u009b2J',
  '\u0000',
  '\r\nX-Header: 1',
  '\b\b\b\u007f',
  '\u2028line\u2029',
  '\ud800',
  'e\u0301\u0301\u0301\u0301',
  '&amp;',
  'שלום',
];

/** So many texts from outside, each with the mark `q<n>q` by which it is found again; below 80 characters. */
export function hostileShownTexts(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const script = scripts[n % scripts.length] ?? '';
    const hidden = unseen[Math.floor(n / 2) % unseen.length] ?? '';
    // Every second one without anything that a name may not have, so that it gets as far as the window.
    return n % 2 === 0 ? `q${n}q${script}` : `q${n}q${hidden}${script}`;
  });
}

/** Characters that must not reach a person or a terminal as they are (Unicode's own classes, not Keyfob's list). */
export const obeyed =
  /[\p{Cc}\p{Bidi_Control}\p{Cs}\u00ad\u200b\u2028\u2029\u2060\ufeff\u{e0000}-\u{e007f}]/u;
