"""Records of the documents: every field is proved by words of its document, every fault is one sentence."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CHECKOUT, RECORDS, World
from smup.build import build, open_store
from smup.documents.evidence import locate
from smup.documents.record_file import read_record_file, record_files
from smup.model import SmupError
from smup.store import Store

DATA = CHECKOUT / "data"
KONGRES = 'name = { value = "Kongres Testowy", quote = "Pierwszy Kongres Testowy" }'
FAULTS = {
    "a quote that is not there": (
        ('quote = "w Krakowie"', 'quote = "w Tarnowie"'),
        "event “kongres”, field area_id: the quote “w Tarnowie” is not in the document 000",
    ),
    "a quote in other letters": (
        ('quote = "panel „Szkoły”"', 'quote = "Panel „Szkoły”"'),
        "event “panel”, field name: the quote “Panel „Szkoły”” is not in the document",
    ),
    "an empty quote": (('quote = "w Krakowie"', 'quote = " "'), "event “kongres”, field area_id: the quote “ ” is not"),
    "no quotes": (('quote = "w Krakowie"', "quote = []"), "event “kongres”, field area_id: the quote “” is not"),
    "a field without a quote": (
        (KONGRES, 'name = { value = "Kongres Testowy" }'),
        "event 1 (“kongres”), name.quote: Field required",
    ),
    "a field that is no table": ((KONGRES, 'name = "Kongres"'), "event 1 (“kongres”), name: Input should be"),
    "a second record of that name": (
        ('initiative_id = "nasze_szkoly"\nreview', 'initiative_id = "panel"\nreview'),
        "initiative “panel”: the identifier is in 000.toml too",
    ),
    "an area that does not exist": (
        ('area_id = { value = "126101", quote = "miasto', 'area_id = { value = "126199", quote = "miasto'),
        "initiative “nasze_szkoly”, field area_id: “126199” is not in area.csv",
    ),
    "a kind that does not exist": (
        ('"platform", ', '"gadget", '),
        "field kind: “gadget” is not in initiative_kind.csv",
    ),
    "a service of another theme": (
        ('theme_id = { value = "education"', 'theme_id = { value = "culture"'),
        "initiative “nasze_szkoly”, field theme_id: it must be education",
    ),
    "a part of nothing": (('value = "kongres", quote = "W', 'value = "zjazd", quote = "W'), "no record “zjazd”"),
    "shown at nothing": (
        ('event_id = "panel"\nreview = "reviewed"\nquote', 'event_id = "x"\nreview = "reviewed"\nquote'),
        "presented: there is no record “x”",
    ),
    "a date without a day": (
        ("2020-06-08, ", '"8 czerwca", '),
        "event 1 (“kongres”), starts_on.value: Input should be",
    ),
    "an unknown date that is given": (
        ('date_basis = "stated"', 'date_basis = "unknown"'),
        "event 1 (“kongres”): starts_on must be given exactly when date_basis is stated or inferred",
    ),
    "an inferred date without a note": (
        ('date_basis = "stated"', 'date_basis = "inferred"'),
        "an inferred date needs a date_note",
    ),
    "an end before the beginning": (
        (
            '[[event]]\nevent_id = "panel"',
            'ends_on = { value = 2020-06-07, quote = "8" }\n\n[[event]]\nevent_id = "panel"',
        ),
        "ends_on lies before starts_on",
    ),
    "an hour before the beginning": (
        (
            'date_basis = "stated"',
            'date_basis = "stated"\nstarts_at = { value = 10:00:00, quote = "8" }\n'
            'ends_at = { value = 09:00:00, quote = "8" }',
        ),
        "ends_at lies before starts_at",
    ),
    "an identifier that no address carries": (
        ('event_id = "kongres"\nreview', 'event_id = "Kongres, 2020"\nreview'),
        "event 1 (“Kongres, 2020”): an identifier has small letters, digits and underscores only",
    ),
    "a record called like the document": (
        ('initiative_id = "nasze_szkoly"\nreview', 'initiative_id = "000"\nreview'),
        "initiative “000”: the identifier is in 000.toml too",
    ),
    "an unknown field": (
        ("[[event]]\nevent_id", '[[event]]\ncolour = "red"\nevent_id'),
        "event 1 (“kongres”), colour:",
    ),
    "an unknown review": (('review = "candidate"', 'review = "maybe"'), "event 2 (“panel”), review: Input should be"),
    "a confidence above one": (("confidence = 0.5", "confidence = 5"), "event 2 (“panel”), part_of.confidence: Input"),
    "another document that is not there": (
        ('quote = "w Krakowie"', 'quote = "w Krakowie", document = "777"'),
        "event “kongres”, field area_id: there is no document “777”",
    ),
    "no document": (("../seeds/000.txt", "../seeds/001.txt"), "001.txt cannot be read: No such file or directory"),
    "no TOML": (("[document]", "[document"), "is not a well-formed TOML file"),
    "nothing": ((RECORDS, ""), ", document: Field required"),
}


@pytest.mark.parametrize(("change", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_a_record_file_is_one_sentence_and_the_edition_stays(
    change: tuple[str, str], sentence: str, built_world: World
) -> None:
    before = (built_world.data / "smup.duckdb").resolve()
    assert change[0] in RECORDS
    built_world.records = RECORDS.replace(*change, 1)
    with pytest.raises(SmupError) as fault:
        build(built_world.write())
    text = str(fault.value)
    assert sentence in text
    assert "000.toml" in text or "001.txt" in text
    assert text.endswith(".")
    assert "\n" not in text
    assert (built_world.data / "smup.duckdb").resolve() == before
    left = {path.name for path in before.parent.iterdir()}
    assert left == {".lock", before.name, f"{before.stem}.sha256"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 (byte 1)"),
        ("[document]\ntitle = 'Łódź'".encode("cp1250"), "is not UTF-8"),
        (b"\x00" * 100, "is not a well-formed TOML file"),
        (b"a = " + b"[" * 100_000, "000.toml is"),
    ],
)
def test_a_record_file_that_cannot_be_read_is_told(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "000.toml"
    path.write_bytes(content)
    with pytest.raises(SmupError, match=re.escape(sentence)):
        read_record_file(path)


def test_a_document_in_another_encoding_is_told(built_world: World) -> None:
    data = built_world.write()
    (data.parent / "seeds" / "000.txt").write_bytes("Łódź".encode("cp1250"))
    with pytest.raises(SmupError, match=r"000\.txt is not UTF-8 .*documents scan"):
        build(data)


def test_records_become_rows(built_world: World) -> None:
    store = open_store(built_world.data)
    event = store.query("select * from event where event_id = 'kongres'").iloc[0]
    assert (event["name"], event["area_id"], event["starts_on"].date()) == (
        "Kongres Testowy",
        "126101",
        date(2020, 6, 8),
    )
    evidence = store.query("select * from evidence where record_id = 'nasze_szkoly' and field = 'name'").iloc[0]
    assert evidence["quote"] == "platforma\nNasze Szkoły"  # as the document has it, over two lines
    text = str(store.query("select text from document")["text"].iloc[0])
    assert text[evidence["start_char"] : evidence["end_char"]] == evidence["quote"]
    shown = store.query("select * from presented").iloc[0]
    assert (shown["initiative_id"], shown["event_id"]) == ("nasze_szkoly", "panel")


def test_a_mention_adds_words_of_another_document(built_world: World) -> None:
    data = built_world.write()
    (data.parent / "seeds" / "001.txt").write_text("O kongresie testowym raz jeszcze.", encoding="utf-8")
    mention = """
        [document]
        document_id = "001"
        file = "../seeds/001.txt"
        [[mention]]
        record_id = "kongres"
        review = "candidate"
        quotes = { name = "kongresie  testowym" }
    """
    (data / "record" / "001.toml").write_text(mention, encoding="utf-8")
    build(data)
    found = open_store(data).query("select * from evidence where record_id = 'kongres' and field = 'name' order by 3")
    assert list(found["document_id"]) == ["000", "001"]
    assert list(found["review"]) == ["reviewed", "candidate"]
    (data / "record" / "001.toml").write_text(mention.replace('"kongres"', '"zjazd"'), encoding="utf-8")
    with pytest.raises(SmupError, match=r"001\.toml, mention “zjazd”: there is no such record"):
        build(data)


WORD = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=6)
SPACE = st.text(" \t\n\u00a0", min_size=1, max_size=3)


@given(st.lists(WORD, min_size=1, max_size=6), st.data())
def test_a_quote_is_found_whatever_the_white_space(words: list[str], draw: st.DataObject) -> None:
    text = "".join(part for word in words for part in (word, draw.draw(SPACE)))
    first = draw.draw(st.integers(0, len(words) - 1))
    wanted = words[first : draw.draw(st.integers(first + 1, len(words)))]
    span = locate(text, " ".join(wanted))
    assert span is not None
    assert text[slice(*span)].split() == wanted or "".join(text[slice(*span)].split()).startswith(wanted[0])


@pytest.mark.parametrize("quote", ["Kongres", "kongres  polityki", "polityki.", "", " ", "kongrespolityki"])
def test_nothing_but_white_space_is_folded(quote: str) -> None:
    assert (locate("kongres polityki miejskiej", quote) is not None) == (quote == "kongres  polityki")


def test_all_seeds_have_a_record_file_reviewed_by_hand() -> None:
    files = [read_record_file(path) for path in record_files(DATA)]
    named = {(DATA / file.document.file).resolve() for file in files}
    assert named >= {path.resolve() for path in (CHECKOUT / "seeds").iterdir()}
    for file in files:
        for record in [*file.event, *file.initiative, *file.presented, *file.mention]:
            assert record.review == "reviewed"


def test_dates_of_headers_and_publication_are_no_dates_of_events(store: Store) -> None:
    dated = store.query("select event_id, starts_on, date_basis from event where starts_on is not null").set_index(
        "event_id"
    )
    assert {name: (str(row.starts_on.date()), row.date_basis) for name, row in dated.iterrows()} == {
        "panel_inteligencja_strategiczna_miasta": ("2021-06-08", "stated"),
        "minipanel_smup": ("2021-06-08", "stated"),
        "sesja_walnego_zebrania_czlonkow": ("2021-12-14", "inferred"),
    }
    note = store.query("select date_note from event where event_id = 'kongres_polityki_miejskiej_kielce'").iloc[0, 0]
    assert "14–16 listopada" in str(note)


def test_the_records_say_who_showed_what_where(store: Store) -> None:
    rows = store.query(
        """
        select i.name, a.name as owner, p.presenter, e.kind from presented p
        join initiative i using (initiative_id) join event e using (event_id) left join area a on a.area_id = i.area_id
        """
    ).set_index("name")
    assert rows.loc["Stawiamy na zawodowców", "owner"] == "Lublin"
    assert rows.loc["CityLab", "presenter"].startswith("Robert Bednarski")
    assert rows.loc["System Monitorowania Usług Publicznych (SMUP)", "kind"] == "mini_panel"
