/**
 * Asked before a key is stored whose preset file changed in what it does with secrets.
 *
 * @param hosts where the key's secrets and tokens would go; those that only the service names are not known yet
 */
export function changedPresetQuestion(keyName: string, hosts: readonly string[]) {
  const where = hosts.length === 0 ? 'It names no host by itself.' : `It sends to:\n${hosts.join('\n')}`;
  return {
    title: 'Let this key use the changed preset file?',
    detail: `The preset file of the key "${keyName}" changed in what it does with secrets. ${where}\n\nAllow it only if you made or trust the change.`,
    yes: 'Allow',
  };
}
