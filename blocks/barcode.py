"""Barcodes as pictures, drawn by rule: the same code is always the same bytes.

Code 128 (ISO/IEC 15417) and EAN-13 (ISO/IEC 15420), black on white with their quiet zones. The
picture is a PNG whose data are stored, not packed: what a packer writes differs between libraries.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from blocks.errors import CodeError

QUIET_128, QUIET_EAN = (10, 10), (11, 7)  # modules of white before and behind
SCALE = 4  # pixels of a module: two on a screen of double density
HEIGHT = 72  # of the picture as shown, px

# Widths of bar, space, bar, ... in modules, six a symbol; 103 to 105 start the sets A, B and C,
# 106 stops.
_SYMBOLS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "411311113141114131311141411131211412211214211232"
)
_WIDTHS = (*(_SYMBOLS[at : at + 6] for at in range(0, 636, 6)), "2331112")
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106
_LEFT = (
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
)
# Which of the six left digits are of the other parity says the thirteenth, the first of all.
_ODD = (
    *("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG"),
    *("LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"),
)
_CODE128 = re.compile(r"[ -~]{1,20}", re.ASCII)
_EAN13 = re.compile(r"[0-9]{12,13}", re.ASCII)
_PAIRS = re.compile(r"(?:[0-9][0-9]){2,}", re.ASCII)


def code128(code: str) -> str:
    """The modules of a code of 1 to 20 printable ASCII characters, 1 for a bar. CodeError else."""
    if not _CODE128.fullmatch(code):
        raise CodeError(code)
    values = list(_values(code))
    check = values[0] + sum(at * value for at, value in enumerate(values))
    drawn = [_WIDTHS[value] for value in (*values, check % 103, _STOP)]
    bars = "".join("10"[at % 2] * int(width) for at, width in enumerate("".join(drawn)))
    return "0" * QUIET_128[0] + bars + "0" * QUIET_128[1]


def _values(code: str) -> Iterator[int]:
    """Symbol values, start first: digits in pairs where at least four stand together."""
    in_c, at = False, 0
    while at < len(code):
        pairs = _PAIRS.match(code, at)
        if pairs:
            if not in_c:
                yield _TO_C if at else _START_C
            yield from (int(code[i : i + 2]) for i in range(at, pairs.end(), 2))
            in_c, at = True, pairs.end()
            continue
        if in_c or not at:
            yield _TO_B if at else _START_B
        in_c = False
        yield ord(code[at]) - 32
        at += 1


def ean13(code: str) -> str:
    """The modules of a code of 12 or 13 digits. CodeError else, and for a wrong check digit."""
    if not _EAN13.fullmatch(code):
        raise CodeError(code)
    digits = [int(digit) for digit in code[:12]]
    check = -sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10
    if len(code) == 13 and int(code[12]) != check:
        raise CodeError(code)
    first, *left = digits[:7]
    right = (*digits[7:], check)
    bars = "101"
    for digit, parity in zip(left, _ODD[first], strict=True):
        bars += _LEFT[digit] if parity == "L" else _flipped(_LEFT[digit])[::-1]
    bars += "01010" + "".join(_flipped(_LEFT[digit]) for digit in right) + "101"
    return "0" * QUIET_EAN[0] + bars + "0" * QUIET_EAN[1]


def _flipped(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


@lru_cache(maxsize=256)
def picture(modules: str) -> bytes:
    """The modules as a PNG of one bit a pixel: SCALE pixels a module, 2 x HEIGHT high."""
    wide, high = len(modules) * SCALE, 2 * HEIGHT
    bits = "".join("01"[module == "0"] * SCALE for module in modules).ljust(-(-wide // 8) * 8, "1")
    row = b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")  # filter 0, then 1 for white
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", _stored(row * high)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _stored(data: bytes) -> bytes:
    """A zlib stream (RFC 1950) of stored blocks (RFC 1951 section 3.2.4)."""
    parts: Sequence[bytes] = [data[at : at + 65535] for at in range(0, len(data), 65535)]
    blocks = [
        struct.pack("<BHH", at == len(parts) - 1, len(part), len(part) ^ 0xFFFF) + part
        for at, part in enumerate(parts)
    ]
    return b"\x78\x01" + b"".join(blocks) + struct.pack(">I", zlib.adler32(data))
