"""Events and initiatives: how many are shown, and what is known of them."""

import pandas as pd

from smup.model import Review
from smup.sentences.wording import ended
from smup.text import _, counted, number_text


def describe_records(frame: pd.DataFrame, documents: int) -> str:
    """Say how many events and initiatives of how many documents are shown, and how many nobody has reviewed."""
    events = int((frame["sort"] == "event").sum())
    sentence = _("Shown: {events} and {initiatives} from {documents}").format(
        events=counted("{number} event", "{number} events", events),
        initiatives=counted("{number} initiative", "{number} initiatives", len(frame) - events),
        documents=counted("{number} document", "{number} documents", documents),
    )
    candidates = int((frame["review"] == Review.CANDIDATE).sum())
    if candidates:
        sentence += "; " + counted(
            "{number} is proposed by the program and not reviewed",
            "{number} are proposed by the program and not reviewed",
            candidates,
        )
    return ended(sentence)


def describe_timeline(dated: int, undated: int) -> str:
    """Say how many events have a date in their document and how many have none."""
    numbers = {"dated": number_text(dated), "all": number_text(dated + undated)}
    if undated:
        return _("The documents date {dated} of {all} events; the others are listed, not placed.").format(**numbers)
    return _("The documents date {dated} of {all} events.").format(**numbers)
