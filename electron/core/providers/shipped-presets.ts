import * as v from 'valibot';
import { type Preset, presetSchema } from './preset.ts';
import celerdata from './presets/celerdata.json' with { type: 'json' };
import dataos from './presets/dataos.json' with { type: 'json' };
import ibmDbaas from './presets/ibm-dbaas.json' with { type: 'json' };
import ibmIam from './presets/ibm-iam.json' with { type: 'json' };
import layar from './presets/layar.json' with { type: 'json' };
import oauth2 from './presets/oauth2.json' with { type: 'json' };

/** The presets that come with Keyfob, in the order in which they are offered. */
export const shippedPresets: readonly Preset[] = [celerdata, dataos, ibmDbaas, ibmIam, layar, oauth2].map(
  (json: unknown) => v.parse(presetSchema, json),
);

/** The preset of an id, or null when this version does not know it. */
export function findPreset(id: string): Preset | null {
  return shippedPresets.find((preset) => preset.id === id) ?? null;
}
