/**
 * Characters that would change how a line is shown without being seen: controls, halves of characters, direction marks and
 * overrides, zero-width characters (but not the joiner between emoji), line separators and tags. Names and server messages
 * come from outside, so these are shown, never obeyed. Holds at least what core/forbidden-characters.ts refuses; a test in
 * tests/architecture compares them.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}|(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** Text from outside with unseen characters written as `\u202E`, those beyond four digits as `\u{E0041}`. */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => {
    const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
  });
}
