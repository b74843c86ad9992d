import { expect, it } from 'vitest';
import { rotationFromJson, rotationToJson } from '#app/rotation-record';

/** What is stored of a record that was read. */
const storedAgain = (record: object): unknown =>
  JSON.parse(rotationToJson(rotationFromJson(JSON.stringify(record))));

it('reads a record that an earlier Keyfob stored', () => {
  const stored = {
    state: 'overlap',
    name: 'keyfob-202601010000-0000',
    newSecret: 'new',
    newExpiresAtMs: null,
    old: { secret: 'old', createdAtMs: 1, keyExpiresAtMs: 2 },
    values: [['outputs.keyId', 'id']],
    removesAtMs: 3,
  };
  expect(storedAgain(stored)).toEqual({ ...stored, kind: 'automatic' });
});

it('keeps what a rotation by hand set aside', () => {
  const record = {
    kind: 'guided',
    state: 'undone',
    setAside: {
      fields: { clientId: 'new-id', keyId: '' },
      secrets: { privateKey: 'pem', passphrase: 'words' },
      createdAtMs: 1,
      keyExpiresAtMs: null,
    },
  };
  expect(storedAgain(record)).toEqual(record);
});

it('keeps the name under which a command was to make a key', () => {
  const record = { kind: 'command', state: 'creating', name: 'keyfob-202601010000-0000' };
  expect(storedAgain(record)).toEqual(record);
});
