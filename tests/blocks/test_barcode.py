"""Barcodes by their own rules: widths, check digits, and a picture anybody can read."""

import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from blocks import barcode
from blocks.errors import CodeError

PRINTABLE = "".join(map(chr, range(32, 127)))


def read128(modules):
    """Code 128 as a scanner reads it, from the widths alone."""
    bars = modules[10:-10]
    runs, at = [], 0
    while at < len(bars):
        end = at
        while end < len(bars) and bars[end] == bars[at]:
            end += 1
        runs.append(end - at)
        at = end
    assert runs[-7:] == [2, 3, 3, 1, 1, 1, 2]
    symbols = ["".join(map(str, runs[i : i + 6])) for i in range(0, len(runs) - 7, 6)]
    values = [barcode._WIDTHS.index(symbol) for symbol in symbols]
    *values, check = values
    assert check == (values[0] + sum(i * v for i, v in enumerate(values))) % 103
    said, in_c = "", values[0] == 105
    assert values[0] in (104, 105)
    for value in values[1:]:
        if in_c:
            if value == 100:
                in_c = False
            else:
                said += f"{value:02}"
        elif value == 99:
            in_c = True
        else:
            said += chr(value + 32)
    return said


def test_every_symbol_is_eleven_modules_and_no_two_are_alike():
    assert len(set(barcode._WIDTHS)) == len(barcode._WIDTHS) == 107
    assert {sum(map(int, widths)) for widths in barcode._WIDTHS[:106]} == {11}
    # The bars of a symbol have an even sum: so a scanner knows a misreading.
    assert all(sum(map(int, widths[::2])) % 2 == 0 for widths in barcode._WIDTHS[:106])


@given(st.text(st.sampled_from(PRINTABLE), min_size=1, max_size=20))
def test_a_code_128_reads_back_as_what_it_was(code):
    assert read128(barcode.code128(code)) == code


@given(st.text(st.sampled_from(string.digits), min_size=1, max_size=20))
def test_digits_stand_in_pairs_and_read_back(code):
    modules = barcode.code128(code)
    assert read128(modules) == code
    if len(code) >= 4 and len(code) % 2 == 0:
        assert len(modules) == 20 + 11 * (len(code) // 2 + 2) + 13


@pytest.mark.parametrize("code", ["", "x" * 21, "Grün", "a\tb", "☃"])
def test_what_no_scanner_reads_is_refused(code):
    with pytest.raises(CodeError):
        barcode.code128(code)


# From ISO/IEC 15420 and from packages on a shelf.
@pytest.mark.parametrize("code", ["4006381333931", "5901234123457", "9780201379624"])
def test_an_ean_13_has_its_guards_and_its_check_digit(code):
    modules = barcode.ean13(code)
    assert len(modules) == 95 + 18
    assert modules[11:14] == modules[-10:-7] == "101"
    assert modules[56:61] == "01010"
    assert modules == barcode.ean13(code[:12])


def test_an_ean_13_is_drawn_as_the_standard_says():
    bars = barcode.ean13("5901234123457")[11:-7]
    assert bars == (
        "101" "0001011" "0100111" "0110011" "0010011" "0111101" "0011101"
        "01010" "1100110" "1101100" "1000010" "1011100" "1001110" "1000100" "101"
    )  # fmt: skip


@pytest.mark.parametrize("code", ["4006381333932", "400638133393", "40063813339311", "x" * 13])
def test_a_wrong_check_digit_is_refused(code):
    if code == "400638133393":
        assert barcode.ean13(code)  # twelve digits: the thirteenth is computed
        return
    with pytest.raises(CodeError, match=code):
        barcode.ean13(code)


def test_the_picture_is_black_on_white_with_its_quiet_zone():
    modules = barcode.code128("HERBST-2026")
    drawn = Image.open(io.BytesIO(barcode.picture(modules)))
    drawn.load()
    assert drawn.mode == "1"
    assert drawn.size == (len(modules) * barcode.SCALE, 2 * barcode.HEIGHT)
    for y in (0, drawn.height - 1):
        row = [drawn.getpixel((x * barcode.SCALE + 1, y)) for x in range(len(modules))]
        assert "".join("0" if pixel else "1" for pixel in row) == modules


def test_the_same_code_is_the_same_bytes():
    barcode.picture.cache_clear()
    one = barcode.picture(barcode.code128("A1"))
    barcode.picture.cache_clear()
    assert barcode.picture(barcode.code128("A1")) == one
