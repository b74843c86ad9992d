/**
 * The few WHATWG globals that every JavaScript runtime has (Node, Electron, browsers) and that the ES2024 library
 * does not type. Core and app compile without Node and DOM types, so what they may use is listed here and nothing else.
 */
declare class URLSearchParams {
  constructor(init?: Record<string, string> | string);
  append(name: string, value: string): void;
  get(name: string): string | null;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[name: string, value: string]>;
}
declare class URL {
  static canParse(url: string, base?: string): boolean;
  constructor(url: string, base?: string);
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly searchParams: URLSearchParams;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
declare class AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
