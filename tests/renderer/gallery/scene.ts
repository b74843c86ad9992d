import type { Page } from 'playwright-core';

/** A picture to take. */
export interface Scene {
  readonly name: string;
  readonly state: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly zoom?: number;
  readonly scheme?: 'light' | 'dark';
  readonly contrast?: 'more';
  readonly forcedColors?: 'active';
  readonly act?: (page: Page) => Promise<void>;
}
