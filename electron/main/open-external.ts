import { checkAddress } from '#core/address-rules';

/**
 * SECURITY: the form of an address in which it may go to the user's browser; null when it may not. The addresses are links of
 * presets and the sign-in page of a provider, and never the page's: this is the last look, at where the system is handed a text by
 * which it chooses a program (Electron docs, tutorial/security, 15). https, or http on this computer, written in the one way
 * that shows its target; a fragment is for the browser alone.
 */
export function browserAddress(url: string): string | null {
  const [address = '', ...fragment] = url.split('#');
  const checked = checkAddress(address);
  if (!checked.ok || fragment.length > 1 || !/^[\x21-\x7e]*$/.test(fragment.join(''))) return null;
  return fragment.length === 0 ? checked.value.href : `${checked.value.href}#${fragment.join('')}`;
}
