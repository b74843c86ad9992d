/**
 * Characters that would change how a line is shown without being seen: controls, direction marks and overrides, zero-width
 * characters and line separators. Names and server messages come from outside, so these are shown, never obeyed.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Text from outside with unseen characters written as `\u202E`. */
export function visibleText(text: string): string {
  return text.replace(
    unseen,
    (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
