"""Bad inputs by the hundred thousand: what strangers and publishers send is read or refused in one sentence.

``targets`` are the readers, each with its rule; ``corpus`` real files to start from; ``mutation`` changes them with an
eye to their structure. ``tests/test_fuzz.py`` gives Hypothesis a bounded run, ``make fuzz`` all of them long ones.
"""
