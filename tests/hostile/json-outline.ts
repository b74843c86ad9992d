/** What can be said of a JSON object before its values are used. */
export interface JsonOutline {
  readonly value: Readonly<Record<string, unknown>>;
  readonly depth: number;
  /** A member name stands twice in the outermost object. */
  readonly repeatsAtTop: boolean;
  /** The same in an object further inside. */
  readonly repeatsInside: boolean;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gs;

/** Null for what is not the text of one JSON object (RFC 8259). Reads token by token, unlike the product's own reader. */
export function jsonOutline(text: string): JsonOutline | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const open: Set<string>[] = [];
  let depth = 0;
  let repeatsAtTop = false;
  let repeatsInside = false;
  let last = '';
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') depth = Math.max(depth, open.push(new Set()));
    else if (part === '}' || part === ']') open.pop();
    else if (part === ':') {
      const name = String(JSON.parse(last));
      if (open.at(-1)?.has(name)) {
        if (open.length === 1) repeatsAtTop = true;
        else repeatsInside = true;
      }
      open.at(-1)?.add(name);
    }
    last = part;
  }
  return { value: value as Record<string, unknown>, depth, repeatsAtTop, repeatsInside };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
