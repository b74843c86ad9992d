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

/** A usual window. */
export const usual = { width: 1100, height: 720 };
/** The smallest window. */
export const small = { width: 640, height: 420 };
/** The smallest window at a zoom of 200 %. */
const zoomed = { width: 320, height: 210 };

/** Each picture in light, dark, small, at 200 %, with more contrast and in forced colours. */
export function everyWay(name: string, state: string, act: NonNullable<Scene['act']>): Scene[] {
  return [
    { name: `${name}-light`, state, size: usual, act },
    { name: `${name}-dark`, state, size: usual, scheme: 'dark', act },
    { name: `${name}-small`, state, size: small, act },
    { name: `${name}-zoom`, state, size: zoomed, zoom: 2, act },
    { name: `${name}-contrast`, state, size: usual, contrast: 'more', act },
    { name: `${name}-forced`, state, size: small, forcedColors: 'active', scheme: 'dark', act },
  ];
}
