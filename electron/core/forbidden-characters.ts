// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const control = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Characters that are not seen but change what is: soft hyphen, direction marks, embeddings and isolates, zero-width
 * characters, line separators, interlinear marks and tags. Variation selectors are left out, as emoji need them. A
 * zero-width joiner is one of these except between emoji, which it joins to one (UTS 51, section 1.4.9).
 */
const unseen =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/u;

/** Whether a text that is sent but not shown, such as a secret, holds what no field may: a control or half a character. */
export function hasControlCharacter(text: string): boolean {
  return control.test(text) || !text.isWellFormed();
}

/**
 * Whether a text that is shown, such as a name, holds what could disguise it as another. Names stand in menus and
 * notifications, and later in terminals.
 */
export function hasForbiddenCharacter(text: string): boolean {
  return hasControlCharacter(text) || unseen.test(text);
}
