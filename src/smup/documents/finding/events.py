"""Events that a document speaks of: which phrases name one."""

from collections.abc import Iterator
from dataclasses import replace

from smup.documents.finding.definitions import Defined, defined, definition, itemised
from smup.documents.finding.mentions import Cluster, Reading, clusters, has, inner
from smup.documents.finding.visits import at_a_place, parted
from smup.documents.polish.dates import dates
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.naming import nominative
from smup.documents.polish.phrases import Phrase, phrases, vocabulary
from smup.documents.polish.words import Word

_TALKS = frozenset(
    """debate workshop panel mini_panel lecture meeting webinar training session performance study_visit signing
    evening_event competition consultation""".split()
)
_TIMES_OR_PLACES = frozenset({"evening_event", "screening"})
_SIGNED = vocabulary([("signing", ";".join(sorted(lexicon("signed"))))])


def events(reading: Reading, umbrellas: frozenset[str]) -> list[Cluster]:
    """Return the events of a document, in the order of their first mention.

    ``umbrellas`` are the kinds of event that others are part of.
    """
    named: list[Phrase] = []
    bare: list[Phrase] = []
    told: list[Defined] = []
    for index, sentence in enumerate(reading.sentences):
        found = [] if sentence.menu else [one for one in reading.phrases[index] if not _denied(one, reading)]
        explained = definition(reading, sentence, index, found) if found else None
        if explained:
            told.append(explained[0])
            found = [one for one in found if one.first < explained[1]]
        for phrase in _outermost(found, umbrellas):
            full = at_a_place(_complemented(phrase), reading)
            (named if _speaks_of_one(full, reading, umbrellas) else bare).append(full)
    result = defined(clusters([*named, *_signings(reading)]), [*told, *itemised(reading)])
    parted(result, reading)
    for cluster in result:
        cluster.title = cluster.title or _signing(cluster)
        cluster.confidence = 0.9 if cluster.best.named and len(cluster.mentions) > 1 else 0.8 if cluster.named else 0.6
    _refer(bare, result, umbrellas)
    return sorted(result, key=lambda cluster: cluster.best.start)


def _denied(phrase: Phrase, reading: Reading) -> bool:
    """Whether a phrase is the name of a place ("Nowy Targ"), or what is not held ("nie organizujemy festiwalu")."""
    words = phrase.sentence.words
    place = any(one.first <= phrase.head < one.last and not one.adjective for one in reading.places[phrase.index])
    before = words[max(phrase.first - 5, 0) : phrase.first]
    return place or any(word.text.lower() == "nie" for word in before) or has(words, lexicon("cancelled"))


def _outermost(found: list[Phrase], umbrellas: frozenset[str]) -> Iterator[Phrase]:
    """Yield the phrases of a sentence that lie in no other, and those whose name an event of its own carries.

    "Inauguracja Kongresu Miast" speaks of the congress too, "Sesja Walnego Zebrania" of one thing only.
    """
    for phrase in found:
        if phrase.kind == "day":
            day = _day(phrase)
            if day is not None:
                yield day
            continue
        outer = [one for one in found if one.kind != "day" and inner(phrase, [one])]
        if not outer or (phrase.kind in umbrellas and phrase.named and outer[0].kind not in umbrellas):
            yield phrase


def _signing(cluster: Cluster) -> str | None:
    """Call an event that only a verb tells of: "podpisali list intencyjny" → "Podpisanie: list intencyjny"."""
    verb = cluster.best.sentence.words[cluster.best.first]
    if cluster.kind != "signing" or verb.noun or "podpisać" not in verb.lemmas:
        return None
    paper = nominative(replace(cluster.best, first=cluster.best.first + 1))
    return f"Podpisanie: {paper[:1].lower()}{paper[1:]}"


def _day(phrase: Phrase) -> Phrase | None:
    """Keep a day only where it is spoken of as an event: "trzeci dzień forum", not "pierwszego dnia forum"."""
    words, head = phrase.sentence.words, phrase.sentence.words[phrase.head]
    if head.text.lower() != "dzień":
        return None
    after = words[phrase.last] if phrase.last < len(words) else None
    if phrase.last == phrase.head + 1 and after is not None and after.text.isdigit() and len(after.text) < 3:
        return replace(phrase, edition=int(after.text), last=phrase.last + 1, named=True)
    when = phrase.first > 0 and any(one.pos == "prep" for one in words[phrase.first - 1].readings)
    called = phrase.edition is not None or (head.capital and phrase.named) or phrase.last == phrase.head + 2
    return phrase if called and phrase.content and not when else None


def _complemented(phrase: Phrase) -> Phrase:
    """Lengthen an unnamed talk by what it is about: "warsztat na temat …", "debata o …"."""
    words, last = phrase.sentence.words, phrase.last
    if phrase.named or phrase.kind not in _TALKS or last + 1 >= len(words):
        return phrase
    joined = words[last].lemmas & lexicon("about")
    if not joined or (words[last].adjectival and not words[last].agrees(words[phrase.head])):
        return phrase
    end = last + 1
    while end < len(words) and end - last < 20 and not _closes(words, last, end):
        end += 1
    about = tuple(word.lemmas for word in words[last:end] if word.noun and len(word.text) > 3)
    return replace(phrase, last=end, content=phrase.content + about) if about else phrase


def _closes(words: tuple[Word, ...], first: int, position: int) -> bool:
    """Whether what an event is about ends before a word: a mark, or a verb outside a clause ("o tym, jak …")."""
    word = words[position]
    clause = any(one.text.lower() in {"jak", "co", "czy", "tym", "gdzie"} for one in words[first:position])
    said = word.predicative and not word.of("gen") and not clause
    return word.text in ",.;:()–!?" or word.text == "oraz" or said


def _signings(reading: Reading) -> list[Phrase]:
    """Read "podpisali list intencyjny …": the verb and what is signed."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        for at, word in enumerate(sentence.words):
            if not any(one.lemma == "podpisać" and one.pos != "ger" for one in word.readings):
                continue
            after = [
                one
                for one in phrases(sentence, index, _SIGNED)
                if at <= one.first <= at + 2 or one.first <= at < one.head
            ]
            if after:
                paper = replace(after[0], first=max(after[0].first, at + 1))
                found.append((at, paper))
    return [replace(paper, kind="signing", first=at, compound=True) for at, paper in found]


def _speaks_of_one(phrase: Phrase, reading: Reading, umbrellas: frozenset[str]) -> bool:
    """Whether a phrase is enough to say that there is an event of its own."""
    words = phrase.sentence.words
    before = words[phrase.first - 1].text.lower() if phrase.first else ""
    if phrase.kind in _TIMES_OR_PLACES and (before in {"w", "we"} or _adverbial(phrase)):
        return False
    if phrase.kind in umbrellas and not (phrase.named or (phrase.edition and phrase.content)):
        return reading.short(phrase.sentence) and bool(phrase.content)
    if phrase.kind == "series":
        return phrase.named or (words[phrase.head].capital and bool(phrase.content) and not phrase.plural)
    if phrase.kind == "day":
        return True
    if phrase.bare and phrase.kind not in umbrellas and phrase.kind not in {"session", "meeting", "debate"}:
        alone = len(reading.phrases[phrase.index]) == 1 and len(words) < 16
        return alone and bool(dates(reading.quote(phrase.sentence.start, phrase.sentence.end)))
    if phrase.bare or (phrase.kind == "meeting" and not phrase.named and phrase.last <= phrase.head + 2):
        return False
    if phrase.named:
        return True
    return True


def _adverbial(phrase: Phrase) -> bool:
    """Whether a time of day only says when: "wieczorem", "piątkowego wieczoru"."""
    head = phrase.sentence.words[phrase.head]
    told = phrase.named or not all(word.adjectival for word in phrase.words if word is not head)
    return head.text.lower() in {"wieczorem", "nocą"} or (not told and bool(head.lemmas & {"noc", "wieczór"}))


def _refer(bare: list[Phrase], result: list[Cluster], umbrellas: frozenset[str]) -> None:
    """Let bare mentions ("kongres", "panele") stand for the events of their kind that the document names."""
    heads = [cluster.best.sentence.words[cluster.best.head].lemmas for cluster in result]
    for phrase in bare:
        mine = phrase.sentence.words[phrase.head].lemmas
        for cluster, its in zip(result, heads, strict=True):
            alike = any(one.endswith(other) for one in its for other in mine)  # "minipanel" is a panel
            if (cluster.kind == phrase.kind or alike) and (not phrase.plural or cluster.kind not in umbrellas):
                cluster.others.append(phrase)
