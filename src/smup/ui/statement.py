"""The accessibility statement, in the order and with the marks (``a11y-…``) that the Polish conditions of 2024 ask for.

Who runs the site says so in the environment: ``SMUP_OPERATOR`` (name), ``SMUP_CONTACT`` (e-mail), ``SMUP_TELEPHONE``,
``SMUP_CONTACT_PERSON`` and ``SMUP_PUBLISHED`` (the day of first publication).
What was tested comes from ``accessibility.json``, which ``make accessibility`` writes.
"""

import json
import os
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from smup.store import Store
from smup.text import _, counted, listed
from smup.ui import share

_REPORT = Path(__file__).with_name("accessibility.json")
_ACT = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20190000848"
_OMBUDSMAN = "https://bip.brpo.gov.pl/"


def show(store: Store) -> None:
    """Show the statement."""
    report = json.loads(_REPORT.read_text(encoding="utf-8"))
    _introduction(store, os.environ.get("SMUP_OPERATOR", ""), os.environ.get("SMUP_PUBLISHED", ""))
    _status(report)
    _preparation(report)
    st.header(_("Keyboard"), anchor=False)
    st.markdown(_("The usual keys work: Tab, Enter, Space, arrows and Esc. The first Tab offers a way past the "
                  "navigation. There are no shortcuts of the page's own."))  # fmt: skip
    _contact()
    _procedure()
    st.header(_("Access to buildings"), anchor=False)
    _paragraph("a11y-architektura",
               _("This is a web page; access to the seat of its operator is described by the operator."))  # fmt: skip


def _introduction(store: Store, operator: str, published: str) -> None:
    who = _("{operator} undertakes to make its website accessible under the Act of 4 April 2019 on the digital "
            "accessibility of websites and mobile applications of public entities.")  # fmt: skip
    nobody = _("The operator of this installation of smup has not given its name. smup is open-source software; a "
               "public body that runs it is bound by the Act of 4 April 2019 on digital accessibility.")  # fmt: skip
    named = f'<span id="a11y-podmiot">{escape(operator)}</span>'
    _paragraph("a11y-wstep", who.format(operator=named) if operator else nobody)
    where = escape(share.address().split("?")[0])
    _paragraph("", _("The statement is about the website {address}.").format(
        address=f'<a id="a11y-url" href="{where}">smup</a>'))  # fmt: skip
    built = f"{store.edition['built_at']:%Y-%m-%d}"
    _paragraph("", _("Date of first publication: {date}.").format(date=_day("a11y-data-publikacja", escape(published)))
               if published else _("The date of first publication is known to the operator."))  # fmt: skip
    _paragraph("", _("Last major update (edition of the data): {date}.").format(
        date=_day("a11y-data-aktualizacja", built)))  # fmt: skip


def _status(report: dict[str, Any]) -> None:
    st.header(_("Compliance"), anchor=False)
    _paragraph("a11y-status", _("The website is partly compliant with the Act, because of what is "
                                "listed below: limits of the library that draws the page (Streamlit)."))  # fmt: skip
    st.markdown("\n".join(f"- {limit}" for limit in _limits()))
    if report["violations"]:
        st.markdown(_("The test found violations of these rules of axe-core: {rules}.").format(
            rules=listed([f"`{rule}` ({number})" for rule, number in report["violations"].items()])))  # fmt: skip


def _limits() -> list[str]:
    return [  # each a limit of the library that draws the page, which its issue describes
        _("Wide tables are drawn as pictures with a grid for screen readers behind them; the menu of a column opens by "
          "mouse alone ({issue}). The same rows can be downloaded as CSV.").format(issue=_issue(13332)),
        _("Single points of a chart cannot be reached by keyboard. A sentence says what the chart shows, and a table "
          "or a file has its values."),
        _("Some labels that only screen readers meet, such as those that remove a chosen area, are in English "
          "({issue}).").format(issue=_issue(1353)),
        _("The menus and tooltips of tables and the box's own messages on a file to upload are in English ({issue}). "
          "The button below a table downloads its rows as CSV; the label of the box says in the language of the page "
          "what it takes.").format(issue=_issue(1353)),
        _("The source of a page says that it is English until its first words are drawn ({issue}).").format(
            issue=_issue(15726)),
    ]  # fmt: skip


def _preparation(report: dict[str, Any]) -> None:
    st.header(_("How the statement was made"), anchor=False)
    _paragraph("a11y-data-sporzadzenie", _("The statement was made and last reviewed on {date}.").format(
        date=_day("", report["date"])))  # fmt: skip
    pages = counted("{number} page", "{number} pages", len(report["pages"]))
    _paragraph("a11y-audytor", _(
        "It rests on a self-assessment by an automatic test ({engine}; WCAG 2.1, levels A and AA): {pages}, each in "
        "Polish and English, in light and dark colours; elements that break a rule: {number}. Nobody has tested the "
        "site with a screen reader or with people with disabilities; an automatic test finds a part of the barriers."
    ).format(engine=escape(report["engine"]), pages=pages, number=sum(report["violations"].values())))  # fmt: skip


def _contact() -> None:
    st.header(_("Feedback and contact"), anchor=False)
    means = {"a11y-osoba": "SMUP_CONTACT_PERSON", "a11y-email": "SMUP_CONTACT", "a11y-telefon": "SMUP_TELEPHONE"}
    known = [f'<span id="{mark}">{escape(os.environ[name])}</span>' for mark, name in means.items()
             if os.environ.get(name)]  # fmt: skip
    given = _("Tell about barriers here: {contact}.").format(contact=", ".join(known))
    missing = _("The operator of this installation has not given a contact.")
    _paragraph("a11y-kontakt", given if known else missing)


def _procedure() -> None:
    st.header(_("Requests and complaints"), anchor=False)
    ombudsman, act = _("Commissioner for Human Rights"), _("Act of 4 April 2019")
    _paragraph("a11y-procedura", _(
        "Where the operator is a public body, everybody may ask it to make the site or a part of it accessible, or to "
        "give the content in another form. The request says who asks, what it is about and how to answer. The operator "
        "does it without delay, within 7 days; where that is not possible it says when, within 2 months at most. When "
        "it refuses, a complaint may be made to the operator, and then to the {ombudsman}. The law: {act}."
    ).format(ombudsman=f'<a href="{_OMBUDSMAN}">{ombudsman}</a>',
             act=f'<a href="{_ACT}">{act}</a>'))  # fmt: skip


def _paragraph(mark: str, text: str) -> None:
    st.html(f'<p id="{mark}">{text}</p>' if mark else f"<p>{text}</p>")


def _day(mark: str, day: str) -> str:
    return f'<time id="{mark}" datetime="{day}">{day}</time>' if mark else f'<time datetime="{day}">{day}</time>'


def _issue(number: int) -> str:
    return f"[streamlit#{number}](https://github.com/streamlit/streamlit/issues/{number})"
