"""A chart as a file: SVG or PNG, made in the reader's browser out of what it has drawn (``buttons.js``)."""

from html import escape

import streamlit as st

from smup.text import _


def offer(chart_key: str) -> None:
    """Offer the chart with this key as SVG and PNG."""
    kinds = {"svg": _("Download the chart as SVG"), "png": _("Download the chart as PNG")}
    buttons = [
        f'<button type="button" data-does="{kind}" aria-label="{escape(label)}">↓ {kind.upper()}</button>'
        for kind, label in kinds.items()
    ]
    st.html(f'<div class="pictures" data-of data-chart="{escape(chart_key)}">{" ".join(buttons)}</div>')
