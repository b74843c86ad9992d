import type { Preset } from '#core/providers/preset';
import { type Binding, unifyTemplate } from './unify-template.ts';

/**
 * How sure a provider is: its own host; a path that only it has; nothing but the form of a standard, which any service may
 * follow. A `commonPath` fits, and fits many others.
 */
export type MatchStrength = 'host' | 'path' | 'form' | 'commonPath';

/** Values of fields that a URL shows. */
export interface UrlMatch {
  readonly strength: MatchStrength;
  /** By field id; placeholders are among them. */
  readonly values: ReadonlyMap<string, string>;
}

/** Parts of a path that say nothing about whose it is: `/oauth2/v1/token`. */
const commonSegment = /^(oauth2?|oidc|auth|api|v\d+(\.\d+)?|tokens?|access_?tokens?|login|services)?$/i;

/** Reads a URL by the URL template of a preset's request; null when it is not that request's. */
export function matchUrl(template: string, url: string, preset: Preset): UrlMatch | null {
  const bindings = unifyTemplate(template, url);
  if (bindings === null) return null;
  const values = new Map<string, string>();
  for (const binding of bindings) {
    const id = fieldFor(binding, preset);
    if (id === null) return null;
    values.set(id, binding.text);
  }
  return { strength: strengthOf(template, url, values, preset), values };
}

/** Whether the host of a URL is one of the patterns `api.example.com` and `*.example.com`. */
export function hasKnownHost(url: string, { importHints, fields }: Preset): boolean {
  const host = hostOf(url);
  const own = fields.map((field) => (field.kind === 'origin' ? hostOf(field.default) : ''));
  return (
    host !== '' &&
    [...importHints.hosts, ...own].some((pattern) =>
      pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern,
    )
  );
}

/** Host name without port, in lower case; empty when there is none. */
export function hostOf(url: string): string {
  const [, host = ''] = /^https?:\/\/([^/:?#]*)/i.exec(url) ?? [];
  return host.toLowerCase();
}

/** `https://host:port` of a URL, as it stands there. */
export function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
}

/** First segment of the path, if it tells whose path it is: `heimdall`. */
export function tellingSegment(url: string): string | null {
  const [segment = ''] = url.replace(/^([a-z]+:\/\/[^/]*|\{\{[^}]*\}\})\/?/i, '').split(/[/?]/, 1);
  return commonSegment.test(segment) || /[{<$]/.test(segment) ? null : segment;
}

/** The field that a variable stands for, if the text can be its value. */
function fieldFor({ anyOf, text }: Binding, { fields }: Preset): string | null {
  const candidates = anyOf.flatMap((name) => fields.find(({ id }) => id === name) ?? []);
  const chosen = candidates.find(({ choices }) => choices.some(({ value }) => value === text));
  if (chosen !== undefined) return chosen.id;
  const free = candidates.find(({ kind }) => {
    if (kind === 'origin') return /^([a-z]+:\/\/)?[^/]+$/i.test(text);
    if (kind === 'url') return /^[a-z]+:\/\/[^/]/i.test(text);
    return (kind === 'text' || kind === 'secret') && /^[^/]+$/.test(text);
  });
  return free?.id ?? null;
}

function strengthOf(
  template: string,
  url: string,
  values: ReadonlyMap<string, string>,
  preset: Preset,
): MatchStrength {
  const isChosen = preset.fields.some(
    ({ id, kind, choices }) =>
      kind === 'choice' && choices.some(({ value }) => value === values.get(id) && hostOf(value) !== ''),
  );
  if (isChosen || template.startsWith('https://') || hasKnownHost(url, preset)) return 'host';
  const literal = template.replace(/\{\{[^}]*\}\}/g, '');
  if (literal === '') return 'form';
  return literal.split('/').every((segment) => commonSegment.test(segment)) ? 'commonPath' : 'path';
}
