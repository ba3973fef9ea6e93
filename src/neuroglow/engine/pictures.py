"""Pictures as bytes, and as examples: pixels stand row by row from the top, red, green and blue (and alpha) in turn.

All but `psnr` is whole numbers: nothing is lost on the way from a file to the pixels that a network learns.
"""

from .numbers import INFINITY, log


def opaque(rgba, colours):
    """colours (3 n,) of rgba (4 n,) over white."""
    for k in range(len(rgba) // 4):
        clear = 255 - int(rgba[4 * k + 3])
        for c in range(3):
            colours[3 * k + c] = (int(rgba[4 * k + c]) * (255 - clear) + 255 * clear + 127) // 255


def grey(colours, greys):
    """greys (n,) of colours (3 n,): how bright they seem, with the weights of television (ITU-R BT.601)."""
    for k in range(len(greys)):
        r, g, b = int(colours[3 * k]), int(colours[3 * k + 1]), int(colours[3 * k + 2])
        greys[k] = (299 * r + 587 * g + 114 * b + 500) // 1000


def shrink(source, width, height, channels, target, target_width, target_height):
    """target (target_height * target_width * channels,) of source (height * width * channels,): the mean of each area.

    A target pixel is the mean of the source pixels under it, each by the share that it covers. Measured in parts of a
    1 / target_width and 1 / target_height of a source pixel, all shares are whole numbers. Larger targets work, too.
    """
    area = width * height
    for y in range(target_height):
        top, bottom = y * height, (y + 1) * height
        for x in range(target_width):
            left, right = x * width, (x + 1) * width
            for c in range(channels):
                total = 0
                for row in range(top // target_height, (bottom - 1) // target_height + 1):
                    tall = min(bottom, (row + 1) * target_height) - max(top, row * target_height)
                    for column in range(left // target_width, (right - 1) // target_width + 1):
                        wide = min(right, (column + 1) * target_width) - max(left, column * target_width)
                        total += tall * wide * int(source[(row * width + column) * channels + c])
                target[(y * target_width + x) * channels + c] = (2 * total + area) // (2 * area)


def image_columns(pixels, peak, columns):
    """columns (k, n) of the n images in pixels (n * k,), one after the other: a column a pixel, as a share of peak."""
    k = columns.shape[0]
    for i in range(k):
        column = columns[i]
        for image in range(columns.shape[1]):
            column[image] = float(pixels[image * k + i]) / peak


def picture_examples(colours, width, height, columns, values):
    """Every pixel of colours (3 n,) as an example, row by row: columns (2, n) its place, values (3, n) its colour 0..1.

    Places are the pixels' centres; the longer side goes from -1 to 1, and y upwards.
    """
    longer = float(max(width, height))
    for row in range(height):
        for column in range(width):
            k = row * width + column
            columns[0, k] = (2 * column + 1 - width) / longer
            columns[1, k] = (height - 2 * row - 1) / longer
            for c in range(3):
                values[c, k] = float(colours[3 * k + c]) / 255.0


def psnr(a, b):
    """Peak signal-to-noise ratio of two pictures (4 n,) in decibels: 10 log10(255^2 / mean squared difference).

    Over red, green and blue; infinite when they are equal.
    """
    squares = 0.0
    for k in range(len(a)):
        if k % 4 < 3:
            difference = float(a[k]) - float(b[k])
            squares += difference * difference
    if squares == 0.0:
        return INFINITY
    return 4.342944819032518 * log(255.0 * 255.0 * 0.75 * len(a) / squares)  # 10 / ln 10
