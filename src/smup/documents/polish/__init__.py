"""The Polish language, as far as reading a document needs it: words, sentences, phrases, names, dates, places."""
