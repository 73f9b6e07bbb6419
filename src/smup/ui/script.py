"""What Streamlit runs for every reader and every change: the frame, and in it the page that the reader is on."""

import streamlit as st

from smup.ui import shell

st.set_page_config(page_title="smup", page_icon=shell.ICON, layout="wide")
shell.run(shell.page())
