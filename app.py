"""The dashboard: ``streamlit run app.py``."""

import streamlit as st

from smup.ui import shell

st.set_page_config(page_title="smup", page_icon=shell.ICON, layout="wide")
shell.run(shell.page())
