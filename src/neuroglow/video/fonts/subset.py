"""Makes Inter.ttf, the typeface of films, from Inter 4.1's InterVariable (npm's inter-ui 4.1.1, or Inter's releases).

python subset.py InterVariable.woff2, in an environment with fonttools and brotli; needed only when Inter changes.
What is left: weights 400 to 700, upright, and the signs of RANGES. Figures are tabular from the start, so that numbers
do not dance in a film. No contextual forms: 3x1 is a name here, not three times one.
"""

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found, import-untyped, unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found, import-untyped, unused-ignore]
from fontTools.varLib import instancer  # type: ignore[import-not-found, import-untyped, unused-ignore]

RANGES = (
    (0x20, 0x24F),  # Latin, its supplement, and Extended-A and -B
    (0x2B0, 0x36F),  # modifier letters, combining marks
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin with two marks
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),  # super- and subscripts
    (0x20A0, 0x20C0),  # currencies
    (0x2100, 0x215E),  # letter-like, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x2318),
    (0x25A0, 0x25FF),  # shapes
    (0x2713, 0x2717),  # ticks and crosses
)
TABULAR = "0123456789+\N{MINUS SIGN}"
FEATURES = ["ccmp", "kern", "mark", "mkmk", "locl"]
HERE = Path(__file__).parent


def substitutes(font: TTFont, feature: str) -> dict[str, str]:
    """What a feature puts in the place of single glyphs."""
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == feature:
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    found |= getattr(getattr(part, "ExtSubTable", part), "mapping", {})
    return found


def build(source: str) -> TTFont:
    """The font of films."""
    font = TTFont(source)
    font.flavor = None
    tabular = substitutes(font, "tnum")
    for table in font["cmap"].tables:
        if table.isUnicode():
            glyphs = {ord(sign): table.cmap[ord(sign)] for sign in TABULAR}
            table.cmap |= {sign: tabular.get(glyph, glyph) for sign, glyph in glyphs.items()}
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += ["STAT", "meta", "DSIG"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[sign for first, last in RANGES for sign in range(first, last + 1)])
    worker.subset(font)
    return instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (400, 400, 700)})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build(sys.argv[1]).save(HERE / "Inter.ttf")
