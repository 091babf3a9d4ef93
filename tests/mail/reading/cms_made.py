"""CMS structures for tests (RFC 5652), as programs write them: with lengths, or with open ends and in pieces."""

from __future__ import annotations

SIGNED, ENVELOPED, AUTHENTICATED = "2a864886f70d010702", "2a864886f70d010703", "2a864886f70d0109100117"
_DATA = "2a864886f70d010701"


def der(tag: int, *values: bytes) -> bytes:
    content = b"".join(values)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def ber(tag: int, *values: bytes) -> bytes:
    """With an open end."""
    return bytes([tag, 0x80]) + b"".join(values) + b"\0\0"


def pieces(content: bytes, size: int = 20) -> bytes:
    return ber(0x24, *(der(4, content[at : at + size]) for at in range(0, len(content), size)))


def algorithm() -> bytes:
    return der(0x30, der(6, bytes.fromhex("608648016503040201")), der(5))


def signed(content: bytes | None, *, certificates: int = 1, is_open: bool = False) -> bytes:
    """With what is signed, or None where that stands elsewhere."""
    made, string = (ber, pieces) if is_open else (der, lambda value: der(4, value))
    inside = () if content is None else (made(0xA0, string(content)),)
    return made(
        0x30,
        der(6, bytes.fromhex(SIGNED)),
        made(
            0xA0,
            made(
                0x30,
                der(2, b"\1"),
                made(0x31, algorithm()),
                made(0x30, der(6, bytes.fromhex(_DATA)), *inside),
                made(0xA0, der(0x30, b"certificate") * certificates),
                der(0x31),
            ),
        ),
    )


def enveloped(kind: str = ENVELOPED) -> bytes:
    return der(0x30, der(6, bytes.fromhex(kind)), der(0xA0, der(0x30, der(2, b"\0"), der(4, b"secret"))))
