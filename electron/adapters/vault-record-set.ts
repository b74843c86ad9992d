import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeContext, type RecordPlace } from './vault-context.ts';
import { keyBytes, type Sealed, tagOf } from './vault-crypto.ts';

/**
 * A keyed digest of which records exist, in which version and with which content. Each record is authenticated by
 * itself, but a removed one, or an old one put back, is only seen here (docs/rules-and-findings.md, F6).
 *
 * The exclusive or of one HMAC a record: a change costs two HMACs whatever the size of the vault, and without the key
 * none of the terms can be computed. (type, id) is unique, so no term can cancel itself.
 */
export class VaultRecordSet {
  readonly #key: Buffer;
  readonly #sum: Buffer;

  constructor(key: Buffer, sum: Buffer = Buffer.alloc(keyBytes)) {
    this.#key = key;
    this.#sum = sum;
  }

  /** A copy to change during a commit; kept only if the commit succeeds. */
  copy(): VaultRecordSet {
    return new VaultRecordSet(this.#key, Buffer.from(this.#sum));
  }

  /** Adds a record that is not in the set, or takes out one that is. */
  toggle({ vaultId, id, type, version }: RecordPlace, sealed: Sealed): void {
    const context = encodeContext(['keyfob member', vaultId, id, type, version, sealed.nonce, tagOf(sealed)]);
    const term = createHmac('sha256', this.#key).update(context).digest();
    for (let i = 0; i < keyBytes; i++) this.#sum.writeUInt8((this.#sum[i] ?? 0) ^ (term[i] ?? 0), i);
  }

  /** What the header states of the set after its `generation`th commit. */
  mac(vaultId: string, generation: bigint): Buffer {
    const context = encodeContext(['keyfob record set', vaultId, generation, this.#sum]);
    return createHmac('sha256', this.#key).update(context).digest();
  }

  /** Whether the header's statement is about exactly these records. */
  matches(mac: Uint8Array, vaultId: string, generation: bigint): boolean {
    return mac.length === keyBytes && timingSafeEqual(mac, this.mac(vaultId, generation));
  }
}
