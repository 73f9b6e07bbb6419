"""What every page is made of.

``shell`` is the frame (store, language, navigation), ``who`` and ``what`` are the widgets, whose state is the ``url``;
``show`` draws an answer: a figure with its sentence and ``tables`` with their CSV.
"""
