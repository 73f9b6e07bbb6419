"""Which phrases of a document speak of the same event or initiative: clusters of mentions."""

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
        """The mention that says most."""
        texts = [" ".join(word.text for word in one.words) for one in self.mentions]
        often = {id(one): texts.count(text) for one, text in zip(self.mentions, texts, strict=True)}
        return max(
            self.mentions,
            key=lambda one: (one.named, one.edition is not None, len(one.content), often[id(one)], -one.start),
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
        editions = {one.edition for one in [*self.mentions, phrase] if one.edition is not None}
        heads = phrase.sentence.words[phrase.head].lemmas
        same_head = any(heads & one.sentence.words[one.head].lemmas for one in self.mentions)
        return phrase.kind == self.kind and same_head and len(editions) < 2 and any(
            phrase.within(one) or (one.within(phrase) and (one.content or phrase.kind == self.kind))
            for one in self.mentions
        )  # fmt: skip


def inner(phrase: Phrase, others: list[Phrase]) -> bool:
    """Whether the head of ``phrase`` lies within another phrase of its sentence."""
    return any(one is not phrase and one.first <= phrase.head < one.last and one.head != phrase.head for one in others)


def clusters(mentions: list[Phrase]) -> list[Cluster]:
    """Join mentions of the same thing; named ones first, so that what is less said joins what is said in full."""
    result: list[Cluster] = []
    for phrase in sorted(mentions, key=lambda one: (not one.named, -len(one.content), one.start)):
        home = next((cluster for cluster in result if cluster.takes(phrase)), None)
        if home is None:
            result.append(Cluster(phrase.kind, [phrase]))
        else:
            home.mentions.append(phrase)
    return sorted(result, key=lambda cluster: min(one.start for one in cluster.mentions))


def has(words: tuple[Word, ...] | list[Word], lemmas: frozenset[str]) -> bool:
    """Whether one of ``words`` has one of the dictionary forms."""
    return any(word.lemmas & lemmas for word in words)
