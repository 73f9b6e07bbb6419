"""The dashboard: ``streamlit run app.py``."""

import streamlit as st

from smup.ui import serving

app = st.App(serving.SCRIPT, lifespan=serving.ready, routes=serving.routes(), middleware=serving.middleware())
