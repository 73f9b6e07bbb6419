"""A chart as a file: SVG or PNG, made in the reader's browser out of what it has drawn."""

from pathlib import Path

import streamlit as st

from smup.text import _

_HTML = '<div><button type="button">↓ SVG</button> <button type="button">↓ PNG</button></div>'
_CSS = """
div { text-align: right; line-height: 1; }
button { font: .8rem var(--st-font); color: var(--st-text-color); background: none; border: 0; cursor: pointer;
  padding: .3rem .4rem; opacity: .82; }
button:hover { text-decoration: underline; }
button:focus-visible { outline: 3px solid var(--st-primary-color); }
"""
_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def offer(chart_key: str) -> None:
    """Offer the chart with this key as SVG and PNG."""
    download = st.components.v2.component("smup_picture", html=_HTML, css=_CSS, js=_JS)
    download(data={  # without a key: Streamlit reads what has one anew for every box of a page
        "chart": chart_key, "name": f"smup-{chart_key}", "svg": _("Download the chart as SVG"),
        "png": _("Download the chart as PNG"),
    })  # fmt: skip
