"""What every page is made of: ``shell`` (store, language, navigation), ``choose`` (widgets whose state is the
URL) and ``show`` (a figure with its sentence, table and CSV)."""
