"""Which phrases of a document speak of the same event or initiative: clusters of mentions."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from smup.documents.polish.phrases import Phrase, Term, phrases
from smup.documents.polish.places import Gazetteer, Place
from smup.documents.polish.sentences import Sentence, sentences_of
from smup.documents.polish.words import Word


@dataclass
class Reading:
    """A document read for one vocabulary: its sentences, their places, and the phrases in each."""

    text: str
    gazetteer: Gazetteer
    terms: dict[str, list[Term]]
    sentences: list[Sentence] = field(default_factory=list)
    places: list[list[Place]] = field(default_factory=list)  # of each sentence

    def __post_init__(self) -> None:
        """Split the text and look up its places, unless they come from another reading (``dataclasses.replace``)."""
        if not self.sentences:
            self.sentences = sentences_of(self.text)
            self.places = [self.gazetteer.places(sentence.words) for sentence in self.sentences]

    @cached_property
    def phrases(self) -> list[list[Phrase]]:
        """Phrases in each sentence."""
        return [phrases(sentence, index, self.terms) for index, sentence in enumerate(self.sentences)]

    def quote(self, first: int, last: int) -> str:
        """Return the text between two positions in one line."""
        return " ".join(self.text[first:last].split())

    def short(self, sentence: Sentence) -> bool:
        """Whether a sentence is a heading or an item of a list: it has no finite verb, or is marked as an item."""
        return sentence.item or not any(word.verb for word in sentence.words)


@dataclass
class Cluster:
    """Mentions of one thing; the fullest mention names it."""

    kind: str
    mentions: list[Phrase] = field(default_factory=list)
    others: list[Phrase] = field(default_factory=list)  # bare ones: "the congress"
    place: Place | None = None
    title: str | None = None  # where the fullest mention is not the name
    confidence: float = 0.5

    @property
    def best(self) -> Phrase:
        """The mention that says most; of those, the wording that is used most."""
        often = Counter(_wording(one) for one in self.mentions)
        return max(
            self.mentions,
            key=lambda one: (one.named, one.edition is not None, len(one.content), often[_wording(one)], -one.start),
        )

    @property
    def named(self) -> bool:
        """Whether a mention carries a proper name."""
        return any(one.named for one in self.mentions)

    @property
    def edition(self) -> int | None:
        """Number of the edition, when a mention says it."""
        return next((one.edition for one in self.mentions if one.edition is not None), None)

    def takes(self, phrase: Phrase) -> bool:
        """Whether ``phrase`` can speak of this thing."""
        if phrase.kind != self.kind:
            return False
        mentions = list({(one.content, one.edition): one for one in self.mentions}.values())
        editions = {one.edition for one in [*mentions, phrase] if one.edition is not None}
        heads = phrase.sentence.words[phrase.head].lemmas
        same_head = any(heads & one.sentence.words[one.head].lemmas for one in mentions)
        return same_head and len(editions) < 2 and any(phrase.within(one) or one.within(phrase) for one in mentions)


def _wording(phrase: Phrase) -> tuple[str, ...]:
    return tuple(word.text for word in phrase.words)


def inner(phrase: Phrase, others: list[Phrase]) -> bool:
    """Whether the head of ``phrase`` lies within another phrase of its sentence."""
    return any(one is not phrase and one.first <= phrase.head < one.last and one.head != phrase.head for one in others)


def clusters(mentions: list[Phrase]) -> list[Cluster]:
    """Join mentions of the same thing; named ones first, so that what is less said joins what is said in full."""
    by_kind: dict[str, list[Cluster]] = {}
    homes: dict[tuple[object, ...], Cluster] = {}  # the same words again need no comparison
    for phrase in sorted(mentions, key=lambda one: (not one.named, -len(one.content), one.start)):
        key = (phrase.kind, phrase.sentence.words[phrase.head].lemmas, phrase.content, phrase.edition)
        known = by_kind.setdefault(phrase.kind, [])
        home = homes.get(key) or next((cluster for cluster in known if cluster.takes(phrase)), None)
        if home is None:
            home = Cluster(phrase.kind)
            known.append(home)
        home.mentions.append(phrase)
        homes[key] = home
    result = [cluster for known in by_kind.values() for cluster in known]
    return sorted(result, key=lambda cluster: min(one.start for one in cluster.mentions))


def has(words: tuple[Word, ...] | list[Word], lemmas: frozenset[str]) -> bool:
    """Whether one of ``words`` has one of the dictionary forms."""
    return any(word.lemmas & lemmas for word in words)
