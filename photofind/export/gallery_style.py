"""How a gallery looks: light or dark as the system is, on paper three in a row."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ground:#fafafa;--card:#fff;--ink:#1c1e21;--soft:#5d646d;--line:#dcdfe3;--mark:#ffe08a;
--accent:#1a5fb4}
@media (prefers-color-scheme:dark){:root{--ground:#17191c;--card:#212428;--ink:#e8eaed;--soft:#a3abb5;--line:#383d44;
--mark:#6b5200;--accent:#8ab8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif}
header,footer,nav{max-width:1680px;margin:0 auto;padding:20px 24px}
h1{font-size:1.5rem;margin:0;overflow-wrap:anywhere}
header p,footer,.file{color:var(--soft);margin:4px 0 0;font-size:.85rem}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:16px;max-width:1680px;margin:0 auto;
padding:0 24px}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;overflow:hidden;display:flex;
flex-direction:column;content-visibility:auto;contain-intrinsic-size:auto 340px}
img,.none{display:block;width:100%;height:220px;object-fit:contain;background:var(--ground)}
.none{display:grid;place-items:center;color:var(--soft);text-align:center;line-height:220px}
figcaption{padding:10px 12px 12px;overflow-wrap:anywhere}
figcaption p{margin:0 0 6px}
figcaption .file{margin:8px 0 0}
.own{font-weight:600}
.tags{list-style:none;display:flex;flex-wrap:wrap;gap:4px;margin:0 0 6px;padding:0}
.tags li{border:1px solid var(--line);border-radius:10px;padding:0 8px;font-size:.8rem}
mark{background:var(--mark);color:inherit;border-radius:2px;padding:0 1px}
summary{cursor:pointer;color:var(--accent);font-size:.85rem}
details ul{margin:6px 0 0;padding-left:18px;font-size:.85rem}
details b{color:var(--soft);font-weight:600}
a{color:var(--accent)}
nav a{display:inline-block;padding:4px 8px}
nav a[aria-current]{font-weight:700;color:var(--ink);text-decoration:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--mark:#e8e8e8}
body{font-size:9pt}main{grid-template-columns:repeat(3,1fr);gap:10px;padding:0}header,footer{padding:0 0 8px}
nav,details{display:none}figure{break-inside:avoid;content-visibility:visible}img,.none{height:140px}mark{font-weight:700}}
"""
