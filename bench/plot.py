# SPDX-License-Identifier: Apache-2.0
"""An SVG of the ratios: a row of dots a program, native = 1.00 at the line."""
from xml.sax.saxutils import escape

COLOURS = {"zvm-clang": "#0b6e4f", "zvm-gcc": "#5fad56", "wasm2c": "#b5651d", "node": "#8e44ad"}
ROW, LEFT, WIDTH, TOP = 22, 110, 560, 56


def svg(results, builds, title):
    names = list(results)
    shown = [b for b in builds if b.name in COLOURS and any(b.name in r["ratios"] for r in results.values())]
    top = max([1.25] + [r["ratios"][b.name] for r in results.values() for b in shown if b.name in r["ratios"]])
    low, high = 0.5, min(top * 1.05, 3.0)

    def x(ratio):
        return LEFT + (min(ratio, high) - low) / (high - low) * WIDTH

    height = TOP + ROW * len(names) + 40
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 40}" height="{height}" '
           'font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>',
           f'<text x="10" y="18" font-size="14" font-weight="bold">{escape(title)}</text>']
    for n, build in enumerate(shown):
        out.append(f'<circle cx="{LEFT + n * 150}" cy="34" r="5" fill="{COLOURS[build.name]}"/>'
                   f'<text x="{LEFT + n * 150 + 10}" y="38">{escape(build.name)}</text>')
    tick = 0.5
    while tick <= high + 1e-9:
        bold = abs(tick - 1) < 1e-9
        out.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 6}" y2="{height - 34}" '
                   f'stroke="{"#333" if bold else "#ddd"}" stroke-width="{1.5 if bold else 1}"/>'
                   f'<text x="{x(tick):.1f}" y="{height - 20}" text-anchor="middle">{tick:.2f}</text>')
        tick += 0.25
    for n, name in enumerate(names):
        y = TOP + ROW * n + 8
        out.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        for build in shown:
            ratio = results[name]["ratios"].get(build.name)
            if ratio:
                out.append(f'<circle cx="{x(ratio):.1f}" cy="{y}" r="5" fill="{COLOURS[build.name]}" '
                           f'fill-opacity="0.85"><title>{escape(name)} {escape(build.name)} {ratio:.3f}</title></circle>')
    out.append(f'<text x="{LEFT}" y="{height - 4}" fill="#555">time as a multiple of the fastest native build '
               '(left is faster)</text></svg>')
    return "\n".join(out) + "\n"
