/** Writes the JSON Schema of preset files, which is committed: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { presetJsonSchema } from './preset-json-schema.ts';

const file = new URL('../docs/preset.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(presetJsonSchema(), null, 2)}\n`);
