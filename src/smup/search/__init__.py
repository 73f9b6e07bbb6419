"""What a reader's words mean: areas, subjects and dimensions of the store, in any form, with typos, in two languages.

``index`` makes what can be named out of frames of the store, ``meaning`` reads words by it, ``answers`` says which view
each meaning opens. Pure functions; nothing is asked of anyone else.
"""

from smup.search.answers import MOST, Answer, answers
from smup.search.index import Index
from smup.search.vocabulary import MOST_WORDS, read_whole

__all__ = ["MOST", "MOST_WORDS", "Answer", "Index", "answers", "read_whole"]
