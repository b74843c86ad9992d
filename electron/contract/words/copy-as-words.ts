import { visibleText } from './visible-text.ts';

/** Labels of the built-in forms; `name` is that of the header or the environment variable. */
const builtIn: Readonly<Record<string, (name: string) => string>> = {
  raw: () => 'Token',
  header: (name) => `${name} header`,
  curl: () => 'curl command',
  bash: (name) => `${name} for bash and zsh`,
  fish: (name) => `${name} for fish`,
  powershell: (name) => `${name} for PowerShell`,
  dotenv: (name) => `${name} for a .env file`,
  json: () => 'JSON',
  basic: () => 'Basic string (base64 of ID and secret)',
};

/** What a form of "Copy as" is called. Outputs and forms of a preset bring their own label, in visible characters. */
export function copyFormLabel({ id, label }: { readonly id: string; readonly label: string }): string {
  return visibleText(builtIn[id]?.(label) ?? label);
}
