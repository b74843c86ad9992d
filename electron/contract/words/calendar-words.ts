/** Name of the calendar with the expiries of keys. */
export const calendarName = 'API keys';

/** Title of an entry, also of its reminders. */
export function keyExpiresWords(keyName: string): string {
  return `${keyName} expires`;
}

/** Text of an entry. */
export function keyExpiryAdvice(keyName: string, providerName: string): string {
  return `The API key "${keyName}" for ${providerName} stops working now. Make a new one at the provider before, and enter it in Keyfob.`;
}
