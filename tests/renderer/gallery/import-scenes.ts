import type { Scene } from './scene.ts';

/** Pictures of the import. */
export const importScenes: readonly Scene[] = [];
