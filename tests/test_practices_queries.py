"""Questions about the records: filters, whole and parts, who has an initiative, how its service is doing."""

import pytest

from smup.model import Language
from smup.queries import cards, exports, groups, places, records
from smup.store import Store
from smup.text import language

FOUR = ["126101", "226201", "026401", "066301"]


def names(store: Store, **filters: object) -> set[str]:
    return set(records.records(store, **filters)["record_id"])  # type: ignore[arg-type]


def test_records_are_all_events_and_initiatives(store: Store) -> None:
    frame = records.records(store)
    count = store.query("select (select count(*) from event) as events, (select count(*) from initiative) as others")
    assert (frame["sort"] == "event").sum() == count.loc[0, "events"]
    assert (frame["sort"] == "initiative").sum() == count.loc[0, "others"]
    assert records.number_of_documents(store, frame["record_id"].tolist()) == 5
    assert records.number_of_documents(store, ["stawiamy_na_zawodowcow"]) == 1
    assert records.number_of_documents(store, []) == 0


def test_records_are_filtered(store: Store) -> None:
    assert names(store, theme_id="education") == {"stawiamy_na_zawodowcow"}
    assert names(store, area_id="066301") == {"stawiamy_na_zawodowcow"}
    assert {"wizyta_studyjna_gdynia", "asystent_glosowy_gdynia"} <= names(store, area_id="226201"), "place or owner"
    assert names(store, metro_id="smk") == names(store, area_id="smk"), "the association itself owns them"
    assert "citylab_wroclaw" in names(store, metro_id="PL005L2") | names(store, area_id="026401")
    assert names(store, kind="event.study_visit") < names(store, kind="event")
    assert names(store, kind="initiative") | names(store, kind="event") == names(store)
    assert names(store, year=2021) == {
        "panel_inteligencja_strategiczna_miasta",
        "minipanel_smup",
        "sesja_walnego_zebrania_czlonkow",
    }
    assert names(store, year=2022) == {"roczny_program_prac_metropolii_krakowskiej"}
    assert names(store, undated=True) == names(store) - names(store, year=2021) - names(store, year=2022)
    assert names(store, record_id="nonsense") == set()


def test_a_metropolitan_area_stands_for_itself_and_its_members(small_store: Store) -> None:
    assert names(small_store, metro_id="smk") == {"kongres", "nasze_szkoly"}, "both in Kraków, a member"
    assert names(small_store, area_id="smk") == set()


def test_candidates_are_told_with_their_confidence_and_can_be_left_out(small_store: Store) -> None:
    frame = records.records(small_store).set_index("record_id")
    assert frame["review"].to_dict() == {"kongres": "reviewed", "panel": "candidate", "nasze_szkoly": "reviewed"}
    assert frame.loc["panel", "confidence"] == 0.5, "as sure as the least sure of its fields"
    assert frame["confidence"].isna().sum() == 2
    assert names(small_store, reviewed=True) == {"kongres", "nasze_szkoly"}


def test_an_event_knows_the_largest_whole_and_its_neighbours(store: Store) -> None:
    frame = records.records(store).set_index("record_id")
    assert frame.loc["podpisanie_deklaracji_wspolpracy_ponadlokalnej", "whole_id"] == "forum_metropolii_krakowskiej_2"
    assert frame.loc["forum_metropolii_krakowskiej_2", "whole_id"] == "forum_metropolii_krakowskiej_2"
    assert frame.loc["smup", "whole_id"] is None or frame["whole_id"].isna()["smup"]
    family = cards.family(store, "forum_metropolii_krakowskiej_2_dzien_3")
    assert family["relation"].tolist() == ["whole", "part", "part"]
    assert family["record_id"].tolist()[0] == "forum_metropolii_krakowskiej_2"


def test_names_come_in_the_language_of_the_reader(store: Store) -> None:
    polish = records.records(store, record_id="stawiamy_na_zawodowcow").iloc[0]
    token = language.set(Language.ENGLISH)
    try:
        english = records.records(store, record_id="stawiamy_na_zawodowcow").iloc[0]
    finally:
        language.reset(token)
    assert (polish["kind_name"], english["kind_name"]) == ("platforma", "platform")
    assert (polish["theme"], english["theme"]) == ("Edukacja", "Education")
    assert polish["summary"] != english["summary"]
    assert polish["owner_area"] == "Lublin"


def test_evidence_stands_in_the_text_where_it_says(store: Store) -> None:
    for record_id in records.records(store)["record_id"]:
        texts = cards.documents(store, record_id).set_index("document_id")["text"]
        proof = cards.evidence(store, record_id)
        assert len(proof)
        for row in proof[proof["record_id"] == record_id].itertuples():
            assert texts[row.document_id][row.start_char : row.end_char] == row.quote


def test_who_has_an_initiative_himself_or_through_his_metropolitan_area(store: Store) -> None:
    frame = records.initiatives_of(store, FOUR)
    own = frame[frame["number_of_members"] == 0]
    assert set(own["owner_area"]) == {"Gdynia", "Wrocław", "Lublin"}
    through = frame[frame["number_of_members"] > 0]
    assert set(through["owner_area"]) == {"Stowarzyszenie Metropolia Krakowska"}
    assert set(through["members"]) == {"Kraków"}
    assert own.index.max() < through.index.min(), "the areas' own come first"
    assert records.initiatives_of(store, ["smk"])["number_of_members"].eq(0).all()
    assert records.initiatives_of(store, []).empty


def test_initiatives_of_the_service_of_an_indicator_come_first(store: Store) -> None:
    everyone = groups.members(store, "city_with_powiat_rights")
    assert len(everyone) == 66
    assert records.initiatives_of(store, everyone, "education", "matura_pass")["same_service"].tolist() == [True]
    assert records.initiatives_of(store, everyone, "education", "exam8_maths")["same_service"].tolist() == [False]
    assert records.initiatives_of(store, everyone, "transport").empty
    frame = records.initiatives_of(store, everyone, None, "matura_pass")
    assert frame["same_service"].tolist()[:2] == [True, False]


def test_the_service_is_measured_as_the_ranking_measures_it(store: Store) -> None:
    group_id = "similar.066301.7"
    frame = cards.service_indicators(store, "upper_secondary_schools", "066301", group_id).set_index("indicator_id")
    ranking = places.ranking(store, "matura_pass", 2025, group_id).set_index("area_id")
    row = frame.loc["matura_pass"]
    assert row["period"] == 2025
    assert (row["value"], row["rank"], row["n"], row["median"]) == tuple(
        ranking.loc["066301", ["value", "rank", "n", "median"]]
    )
    without = cards.service_indicators(store, "upper_secondary_schools", "120601", "similar.120601.7")
    assert len(without) == len(frame) and without["value"].isna().any(), "an indicator without a value stays"


@pytest.mark.parametrize(("area_id", "group_id"), [("gzm", "metropolitan_area"), ("PL", "PL")])
def test_wholes_are_measured_in_their_own_group(store: Store, area_id: str, group_id: str) -> None:
    frame = cards.service_indicators(store, "primary_schools", area_id, group_id)
    assert frame["rank"].isna().all() == (area_id == "PL"), "there is one country"


def test_the_calendar_holds_dated_events_alone(store: Store) -> None:
    frame = exports.calendar(store)
    assert frame["starts_on"].notna().all() and len(frame) == 3
    assert exports.calendar(store, ["minipanel_smup", "kongres_polityki_miejskiej_kielce"])["event_id"].tolist() == [
        "minipanel_smup"
    ]
    assert "8 czerwca" in frame.set_index("event_id").loc["minipanel_smup", "quotes"]
