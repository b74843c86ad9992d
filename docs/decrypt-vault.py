#!/usr/bin/env python3
"""Prints the records of a Keyfob vault that has a passphrase, one JSON object a line. Written from docs/vault-format.md alone.

Needs python3-cryptography and python3-argon2. Copy vault.db, and vault.db-wal if there is one, somewhere safe first.
Usage: decrypt-vault.py COPY-OF-VAULT.DB     It asks for the passphrase, or reads it from a pipe.
What it prints holds every secret in clear.
"""
import base64, getpass, hmac, json, sqlite3, struct, sys, unicodedata
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1

def encode(*parts):
    def raw(part):
        return part.encode() if isinstance(part, str) else struct.pack(">q", part) if isinstance(part, int) else part
    return b"".join(struct.pack(">I", len(raw(part))) + raw(part) for part in parts)

def derive(key, info):
    return HKDF(SHA256(), 32, b"", info.encode()).derive(key)

def open_slot(vault_id, slot, passphrase):
    slot_id, params, nonce, wrapped = slot
    cost = json.loads(params)
    kek = hash_secret_raw(unicodedata.normalize("NFC", passphrase).encode(), base64.b64decode(cost["salt"]),
                          cost["passes"], cost["memoryKiB"], cost["lanes"], 32, Type.ID, cost["version"])
    context = encode("keyfob slot", vault_id, slot_id, "passphrase", FORMAT, params)
    return AESGCM(kek).decrypt(nonce, wrapped, context)

def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    db = sqlite3.connect(sys.argv[1])
    vault_id, created_at_ms, header_mac = db.execute("SELECT vault_id, created_at_ms, header_mac FROM header").fetchone()
    slot = db.execute("SELECT id, params, nonce, wrapped_key FROM slot WHERE type = 'passphrase'").fetchone()
    if slot is None:
        sys.exit("This vault has no passphrase: only the keyring of its computer or its recovery code opens it.")
    passphrase = getpass.getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        data_key = open_slot(vault_id, slot, passphrase)
    except InvalidTag:
        sys.exit("That passphrase does not open this vault.")
    mac = hmac.digest(derive(data_key, "header"), encode("keyfob header", vault_id, FORMAT, created_at_ms), "sha256")
    if not hmac.compare_digest(mac, header_mac):
        sys.exit("The header of this vault is damaged.")
    cipher = AESGCM(derive(data_key, "record"))
    for kind, key, version, nonce, sealed in db.execute("SELECT type, id, version, nonce, ciphertext FROM record"):
        try:
            text = cipher.decrypt(nonce, sealed, encode("keyfob record", vault_id, key, kind, FORMAT, version)).decode()
            print(json.dumps({"type": kind, "id": key, "content": text}))
        except InvalidTag:
            print(f"The record {kind} {key} is damaged.", file=sys.stderr)

main()
