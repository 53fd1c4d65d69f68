"""A line chart as SVG, by hand: it needs no library and shows in any browser and on any forge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 60, 20, 20, 50
COLOURS = ("#1f6feb", "#2da44e", "#bf3989", "#9a6700")


def svg(curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """(coverage, risk) points, both in [0, 1], as lines with a legend. The risk's axis ends where the curves do."""
    highest = max([0.1, *(risk for points in curves.values() for _, risk in points)])
    top = min(1.0, -(-highest * 10 // 1) / 10)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
             'font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for step in range(6):
        share = step / 5
        x, y = place(share, 0, top), place(0, share * top, top)
        parts.append(f'<line x1="{x[0]:.1f}" y1="{TOP}" x2="{x[0]:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<line x1="{LEFT}" y1="{y[1]:.1f}" x2="{WIDTH - RIGHT}" y2="{y[1]:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x[0]:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{share:.1f}</text>')
        parts.append(f'<text x="{LEFT - 8}" y="{y[1] + 4:.1f}" text-anchor="end">{share * top:.2f}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">coverage: part of the '
                 'questions that are answered, the surest first</text>')
    parts.append(f'<text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
                 'risk: part of their citations that are wrong</text>')
    for n, (name, points) in enumerate(curves.items()):
        colour = COLOURS[n % len(COLOURS)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point, top) for point in points))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{LEFT + 12}" y="{TOP + 18 + 16 * n}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def place(coverage: float, risk: float, top: float) -> tuple[float, float]:
    """Where a point lies in the picture."""
    return (LEFT + coverage * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - risk / top * (HEIGHT - TOP - BOTTOM))
