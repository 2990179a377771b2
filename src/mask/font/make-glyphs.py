"""Writes glyphs.ts from a font file:  python make-glyphs.py inter-latin-600-normal.woff > glyphs.ts

The font is Inter SemiBold as packed in the npm package @fontsource/inter 5.3.0; needs fontTools.
"""

import sys

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

HEADER = """/*
 * Outlines of Inter SemiBold, so that labels look the same on machines without any font. Written by
 * make-glyphs.py; do not edit.
 *
 * Copyright 2016 The Inter Project Authors (https://github.com/rsms/inter).
 * Licensed under the SIL Open Font License, Version 1.1: see OFL.txt beside this file or https://openfontlicense.org
 */

/** One glyph a line: code point in hexadecimal, advance, SVG path; 1000 units an em, y downwards from the baseline. */
export const GLYPHS = `"""

PUNCTUATION = [0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]
SOFT_HYPHEN = 0xAD


def main(path: str) -> None:
    font = TTFont(path)
    names = font.getBestCmap()
    glyphs = font.getGlyphSet()
    scale = 1000 / font["head"].unitsPerEm
    print(HEADER, end="")
    for code in [*range(32, 127), *range(160, 256), *PUNCTUATION]:
        if code not in names or code == SOFT_HYPHEN:
            continue
        glyph = glyphs[names[code]]
        pen = SVGPathPen(glyphs, ntos=lambda value: str(round(value)))
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
        print(f"{code:x} {round(glyph.width * scale)} {pen.getCommands()}".strip())
    print("`")


main(sys.argv[1])
