"""The figure of the mark, drawn from the geometry of the rules: proportions and sizes, no artwork. Pure SVG.

What is drawn is a scheme to explain and to preview by: two ellipses of the ruled proportions and three plain
letters between them. It is not the figure to print a mark from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

#: the stroke of the outer and of the inner ellipse and the letters, in units of the long axis / 8
_STROKE = Decimal("0.12")


@dataclass(frozen=True, slots=True)
class Geometry:
    """Long and short axis of both ellipses, in any one unit (8 : 6.3, 7.5 : 5.8)."""

    a: Decimal
    b: Decimal
    inner_a: Decimal
    inner_b: Decimal

    @classmethod
    def of(cls, outer: Mapping[str, object], inner: Mapping[str, object]) -> "Geometry":
        """Make it of the rules ``marks/outer`` and ``marks/inner``."""
        given = (outer["a"], outer["b"], inner["a"], inner["b"])
        return cls(*(Decimal(str(one)) for one in given))

    def short_axis(self, long_axis: Decimal) -> Decimal:
        """Return the short axis (mm, one decimal) of a mark with that long axis (mm)."""
        return (long_axis * self.b / self.a).quantize(Decimal("0.1"))


def drawn(geometry: Geometry, width_mm: Decimal, title: str) -> SafeString:
    """Draw the scheme as wide as ``width_mm`` millimetres of paper."""
    return format_html(
        '<svg class="mark-figure" role="img" aria-label="{}" width="{}mm" height="{}mm"'
        ' viewBox="{} {} {} {}">'
        "{}</svg>",
        title,
        width_mm,
        geometry.short_axis(width_mm),
        -geometry.a / 2,
        -geometry.b / 2,
        geometry.a,
        geometry.b,
        body(geometry),
    )


def body(geometry: Geometry) -> SafeString:
    """Draw what stands inside the picture: centre at 0, 0."""
    half = _STROKE / 2
    return format_html(
        '<ellipse class="ring" rx="{}" ry="{}" stroke-width="{}"/><ellipse class="field" rx="{}" ry="{}"/>{}',
        geometry.a / 2 - half,
        geometry.b / 2 - half,
        _STROKE,
        geometry.inner_a / 2,
        geometry.inner_b / 2,
        letters(),
    )


def letters() -> SafeString:
    """Three plain letters C, each an arc open to the right."""
    arcs = "".join(
        f'<path class="letter" d="M{x:.2f} -0.88 A0.9 1.15 0 1 0 {x:.2f} 0.88" stroke-width="0.42"/>'
        for x in (-1.43, 0.57, 2.57)
    )
    return SafeString(arcs)  # numbers of our own alone


def measured(geometry: Geometry, title: str) -> SafeString:
    """Draw the scheme large, with its two axes and their proportion."""
    a, b = geometry.a / 2, geometry.b / 2
    return format_html(
        '<svg class="mark-figure measured" role="img" aria-label="{}" viewBox="-4.4 -4.2 10.2 9">{}'
        '<path class="measure" d="M{} 3.55 v.6 M{} 3.55 v.6 M{} 3.85 H{}"/>'
        '<text class="measure-words" x="0" y="4.5" text-anchor="middle">A = {}</text>'
        '<path class="measure" d="M4.25 {} h.6 M4.25 {} h.6 M4.55 {} V{}"/>'
        '<text class="measure-words" x="4.7" y="-3.5" text-anchor="middle">B = {}</text></svg>',
        title,
        body(geometry),
        -a,
        a,
        -a,
        a,
        geometry.a.normalize(),
        -b,
        b,
        -b,
        b,
        geometry.b.normalize(),
    )


#: fault -> height of the picture as a share of the ruled one, and whether the inner ellipse is there
_FAULTS: Mapping[str, tuple[Decimal, bool]] = {
    "round": (Decimal("1.25"), True),
    "flat": (Decimal("0.72"), True),
    "single": (Decimal(1), False),
}


def faulty(geometry: Geometry, fault: str, title: str) -> SafeString:
    """Draw a figure with a fault that can be seen with a ruler: too round, too flat, one ellipse missing."""
    share, ringed = _FAULTS[fault]
    b = geometry.b * share
    inner = format_html(
        '<ellipse class="field" rx="{}" ry="{}"/>', geometry.inner_a / 2, geometry.inner_b * share / 2
    )
    return format_html(
        '<svg class="mark-figure faulty" role="img" aria-label="{}" viewBox="-4.2 -4.2 8.4 8.4">'
        '<ellipse class="ring" rx="{}" ry="{}" stroke-width="{}"/>{}<g transform="scale(1 {})">{}</g></svg>',
        title,
        geometry.a / 2 - _STROKE,
        b / 2 - _STROKE,
        _STROKE,
        inner if ringed else "",
        share,
        letters(),
    )
