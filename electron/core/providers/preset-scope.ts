import type { Preset } from './preset.ts';
import type { PresetField } from './preset-fields.ts';

/** Something that is wrong in a preset file. */
export interface PresetProblem {
  /** Where, as member names joined by dots: `exchange.request.url`. */
  readonly path: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** Fields of a preset and the variables that its templates may use; collects what is wrong. */
export class PresetScope {
  readonly fields: ReadonlyMap<string, PresetField>;
  readonly problems: PresetProblem[] = [];
  /** Variables that may stand anywhere. */
  readonly open: ReadonlySet<string>;
  /** Variables that may stand in headers and body only. */
  readonly secret: ReadonlySet<string>;

  constructor(preset: Preset) {
    this.fields = new Map(preset.fields.map((field) => [field.id, field]));
    const outputs = preset.keyKind === 'exchange' ? preset.exchange.answer.outputs : [];
    const isSecret = ({ kind }: PresetField) => kind === 'secret' || kind === 'key';
    const hasDiscovery = preset.keyKind === 'exchange' && preset.discovery !== undefined;
    this.open = new Set([
      ...preset.fields.filter((field) => !isSecret(field)).map(({ id }) => id),
      ...preset.fields.filter(({ shape }) => shape !== undefined).map(({ id }) => `${id}.name`),
      ...preset.fields
        .filter(({ thumbprint }) => thumbprint)
        .flatMap(({ id }) => [`${id}.sha1`, `${id}.sha256`]),
      ...outputs.map(({ id }) => `outputs.${id}`),
      ...(hasDiscovery ? discovered.map((name) => `discovered.${name}`) : []),
    ]);
    this.secret = new Set(preset.fields.filter(isSecret).map(({ id }) => id));
  }

  /** Notes a problem. */
  tell(path: string, message: string): void {
    this.problems.push({ path, message });
  }

  /** Notes a problem unless there is a field of that id and one of those kinds. */
  needField(path: string, id: string, ...kinds: readonly PresetField['kind'][]): void {
    const field = this.fields.get(id);
    if (field === undefined) this.tell(path, `there is no field "${id}"`);
    else if (kinds.length > 0 && !kinds.includes(field.kind))
      this.tell(path, `field "${id}" is of kind ${field.kind} and must be of kind ${kinds.join(' or ')}`);
  }
}

/** Members of an issuer's metadata that become variables `discovered.<member>` (RFC 8414 section 2). */
export const discovered = [
  'issuer',
  'token_endpoint',
  'device_authorization_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'userinfo_endpoint',
] as const;
