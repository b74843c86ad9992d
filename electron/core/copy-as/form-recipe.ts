import type { Result } from '#core/failure';
import type { TemplateValues } from '#core/providers/template';

/** One form: what it is made of and how. */
export interface FormRecipe {
  readonly id: string;
  readonly label: string;
  /** Templates of which no variable may be empty. */
  readonly needs: readonly string[];
  /** Templates that it uses where they have a value. */
  readonly mayUse?: readonly string[];
  /** @param expiresAtMs of the token, epoch milliseconds; null when it is not known */
  render(values: TemplateValues, expiresAtMs: number | null): Result<string>;
}

/** The template of the token alone. */
export const tokenTemplate = '{{token}}';
