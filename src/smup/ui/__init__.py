"""What every page is made of.

``shell`` is the frame (store, language), ``navigation`` its head, ``who`` and ``what`` are the widgets, whose
state is the ``url``. Answers are drawn by a module for each question (``compare``, ``years``, ``standing``,
``dictionary``, ``origin``, ``records``, ``card``, ``search``, ``findings``) out of a ``figure`` with its sentence and
``tables`` with their CSV.
"""
