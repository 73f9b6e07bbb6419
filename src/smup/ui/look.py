"""How pages look and are read out, as far as Streamlit's theme cannot say: styles, the language, the way past the head.

Inside another page (``?embed=true``) there is no head and no foot.
"""

from pathlib import Path

import streamlit as st

from smup.text import _, language

_STYLE = Path(__file__).with_suffix(".css")
SCRIPTS = [Path(__file__).with_name(name) for name in ("buttons.js", "links.js")]  # served by ``serving``
_CONTENT = "content"


def dress() -> None:
    """Set the styles, the language and the scripts of the page; offer the keyboard a way past the head."""
    st.html(_STYLE)
    # Streamlit writes <html lang="en"> whatever the page speaks (streamlit/streamlit#15726).
    skip = _("Skip to the content")
    scripts = "".join(f'<script type="module" src="./{script.name}"></script>' for script in SCRIPTS)
    st.html(f'<a class="skip" href="#{_CONTENT}">{skip}</a>'
            f'<script>document.documentElement.lang = "{language.get()}"</script>'
            f"{scripts}",
            unsafe_allow_javascript=True)  # fmt: skip


def content() -> None:
    """Mark where the content begins."""
    st.html(f'<span id="{_CONTENT}" tabindex="-1"></span>')


def embedded() -> bool:
    """Return whether the page stands inside another one."""
    return bool(st.context.is_embedded)
