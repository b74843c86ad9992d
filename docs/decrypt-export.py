#!/usr/bin/env python3
"""Prints the JSON in an exported file of Keyfob: decrypt-export.py FILE. Written from docs/export-format.md alone."""
import base64
import getpass
import hashlib
import hmac
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 65536 + 16


def unpadded(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def decrypted(file: bytes, passphrase: str) -> bytes:
    version, way_in, wrapped, mac_line, rest = file.split(b"\n", 4)
    arrow, kind, salt, factor = way_in.split(b" ")
    if version != b"age-encryption.org/v1" or (arrow, kind) != (b"->", b"scrypt") or int(factor) > 20:
        raise ValueError("this is no file that Keyfob exported with a passphrase")
    label = b"age-encryption.org/v1/scrypt" + unpadded(salt)
    cost = 1 << int(factor)
    key = hashlib.scrypt(passphrase.encode(), salt=label, n=cost, r=8, p=1, maxmem=2048 * cost, dklen=32)
    file_key = ChaCha20Poly1305(key).decrypt(bytes(12), unpadded(wrapped), None)
    header = b"\n".join([version, way_in, wrapped, b"---"])
    mac = hmac.digest(derived(file_key, b"", b"header"), header, "sha256")
    if not hmac.compare_digest(b"--- " + base64.b64encode(mac).rstrip(b"="), mac_line):
        raise ValueError("the header was changed")
    cipher = ChaCha20Poly1305(derived(file_key, rest[:16], b"payload"))
    chunks = [rest[at : at + CHUNK] for at in range(16, len(rest), CHUNK)]
    parts = []
    for number, chunk in enumerate(chunks):
        is_last = number == len(chunks) - 1
        parts.append(cipher.decrypt(number.to_bytes(11, "big") + bytes([is_last]), chunk, None))
    return b"".join(parts)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as opened:
        content = opened.read()
    try:
        sys.stdout.buffer.write(decrypted(content, getpass.getpass("Passphrase: ")))
    except (InvalidTag, ValueError) as problem:
        sys.exit(f"Not opened: {problem or 'the passphrase is wrong, or the file is damaged'}")
