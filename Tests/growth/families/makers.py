"""Ways to make an input of about so many bytes."""

import math


def size(text):
    return len(text.encode())


def times(piece, length):
    """A piece as often as it fits."""
    return piece * (length // size(piece))


def repeated(piece, before="", after=""):
    return lambda length: before + times(piece, length) + after


def nested(opening, closing, inside="a", after=""):
    def make(length):
        count = length // (size(opening) + size(closing))
        return opening * count + inside + closing * count + after

    return make


def numbered(form, before="", after=""):
    """A text for each number, such as `{}: a`."""

    def make(length):
        parts = []
        left = length
        number = 0
        while left > 0:
            parts.append(form.format(number))
            left -= size(parts[-1])
            number += 1
        return before + "".join(parts) + after

    return make


def halves(first, second, between=""):
    """Two pieces, each of which fills half of the input."""
    return lambda length: times(first, length // 2) + between + times(second, length // 2)


def one_of_each(form):
    """`form` of 1, 2, 3 and so on: the square root of the size."""
    return lambda length: "".join(form(number) for number in range(1, math.isqrt(2 * length)))
