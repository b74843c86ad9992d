/** Version of the file format; bound into every slot and record, so a change of it is a new vault file. */
export const vaultFormat = 1;

/**
 * An unambiguous encoding: each part is preceded by its length in bytes (32 bits, big endian), so that no two lists of
 * parts give the same bytes. Text is UTF-8, integers are 64 bits, big endian.
 */
export function encodeContext(parts: readonly (string | bigint | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = toBytes(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function toBytes(part: string | bigint | Uint8Array): Uint8Array {
  if (typeof part === 'string') return Buffer.from(part, 'utf8');
  if (typeof part !== 'bigint') return part;
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(part);
  return bytes;
}

/** Where a record belongs: none of it can be changed without the record failing to decrypt. */
export interface RecordPlace {
  readonly vaultId: string;
  readonly type: string;
  readonly id: string;
  readonly version: bigint;
}

/** Authenticated context of a record (docs/vault-format.md, "Records"). */
export function recordContext({ vaultId, id, type, version }: RecordPlace): Buffer {
  return encodeContext(['keyfob record', vaultId, id, type, BigInt(vaultFormat), version]);
}

/** Where a slot belongs, with the parameters that say how its wrapping key is found. */
export interface SlotPlace {
  readonly vaultId: string;
  readonly id: string;
  readonly type: string;
  readonly params: string;
}

/** Authenticated context of a wrapped data key (docs/vault-format.md, "Slots"). */
export function slotContext({ vaultId, id, type, params }: SlotPlace): Buffer {
  return encodeContext(['keyfob slot', vaultId, id, type, BigInt(vaultFormat), params]);
}
