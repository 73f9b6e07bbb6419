"""The dashboard's own questions at the size of SMUP, asked of the store and of four others; the figures are made up.

``bulk`` makes up the inputs, ``questions`` says what is asked, each engine is a module that answers it, ``running``
builds, asks, checks and measures each in a process of its own, ``report`` says what came of it.
"""
