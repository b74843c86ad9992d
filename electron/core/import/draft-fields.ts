import { hasForbiddenCharacter } from '#core/forbidden-characters';
import type { PresetDraft } from './import-candidate.ts';
import { isPlaceholder, isSecretPlaceholder } from './placeholders.ts';
import { isSecretName, looksSecret } from './secret-names.ts';

type FieldDraft = PresetDraft['fields'][number];

/** Ids that a preset may not use for a field, because they are variables of their own. */
const reserved = new Set(['token', 'assertion', 'discovered', 'outputs', 'rotation']);

/** No service asks for more; a request with more values is not one for a key. */
const fieldLimit = 100;

/** Fields of a preset in the making, and the values that were found for them. Holds secrets. */
export class DraftFields {
  readonly list: FieldDraft[] = [];
  /** By field id, without placeholders. */
  readonly values = new Map<string, string>();
  /** Whether values were left out because there are too many: nothing can be made of these fields then. */
  isOverfull = false;
  /** Labels of secret fields whose value was left out because it stands for one. */
  readonly leftOut: string[] = [];

  /** Adds a field and gives its variable, `{{id}}`. The same name with the same value is one field. */
  add(name: string, kind: FieldDraft['kind'], value: string, label = name): string {
    const wanted = fieldIdOf(name);
    const known = this.list.find((field) => field.id === wanted);
    const filled = filledValue(kind, value);
    const isSame = known?.kind === kind && (this.values.get(wanted) ?? '') === filled;
    if (known !== undefined && isSame) return `{{${wanted}}}`;
    if (this.list.length >= fieldLimit) {
      this.isOverfull = true;
      return '';
    }
    const id = known === undefined ? wanted : this.#freeId(wanted);
    const field = { id, label: labelOf(label, id), kind };
    this.list.push(field);
    if (filled !== '') this.values.set(id, filled);
    else if (kind === 'secret' && value.trim() !== '') this.leftOut.push(field.label);
    return `{{${id}}}`;
  }

  /** Whether there is a secret field, be it one only because nothing says that its value is harmless. */
  get hasSecret(): boolean {
    return this.list.some(({ kind }) => kind === 'secret');
  }

  /** The field that is a secret by its name or its look. */
  get keyField(): FieldDraft | undefined {
    const secrets = this.list.filter(({ kind }) => kind === 'secret');
    return (
      secrets.find(({ label }) => isSecretName(label)) ??
      secrets.find(({ id }) => looksSecret(this.values.get(id) ?? ''))
    );
  }

  /** Whether a template has a variable that is a secret field. */
  holdsSecret(template: string): boolean {
    return this.list.some(({ id, kind }) => kind === 'secret' && template.includes(`{{${id}}}`));
  }

  #freeId(wanted: string): string {
    let number = 2;
    while (this.list.some(({ id }) => id === `${wanted}${number}`)) number += 1;
    return `${wanted}${number}`;
  }
}

/** Empty when it stands for a value. */
function filledValue(kind: FieldDraft['kind'], value: string): string {
  const isOpen = kind === 'secret' ? isSecretPlaceholder : isPlaceholder;
  return isOpen(value) ? '' : value.trim();
}

/** `X-Api-Key` and `api_key` become `xApiKey` and `apiKey`. */
function fieldIdOf(name: string): string {
  const words = name.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words
    .slice(0, 8)
    .map((word, index) => (index === 0 ? startInLower(word) : startInUpper(word)))
    .join('')
    .slice(0, 50);
  const id = /^[a-z]/.test(joined) ? joined : `field${joined}`;
  return reserved.has(id) ? `${id}Value` : id;
}

function startInLower(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : (word[0] ?? '').toLowerCase() + word.slice(1);
}

function startInUpper(word: string): string {
  const rest = word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
  return (word[0] ?? '').toUpperCase() + rest;
}

function labelOf(label: string, id: string): string {
  const trimmed = label
    .replace(/[<>{}[\]$«»]/g, '')
    .trim()
    .slice(0, 80);
  return trimmed === '' || hasForbiddenCharacter(trimmed) ? id : trimmed;
}
