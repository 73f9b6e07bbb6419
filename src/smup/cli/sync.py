"""``smup sync``: fetch official figures from the services of their publishers, politely and resumably."""

from typing import Annotated, Literal

import typer

from smup.cli.asking import asking, finished_refresh, progress, provider, years_of
from smup.cli.options import DATA, Data
from smup.sources.bdl import api as bdl_api
from smup.sources.bdl import sync as bdl_sync
from smup.sources.bdl.table import reviewed_variables
from smup.sources.live.client import Budget, EnoughError
from smup.sources.live.journal import Journal
from smup.sources.smup import api as smup_api
from smup.sources.smup import sync as smup_sync
from smup.sources.smup.catalogue import Wanted, ask_catalogue, choose
from smup.sources.smup.reviewed import reviewed
from smup.sources.tables import read_tables

app = typer.Typer(
    help="Fetch official figures into data/observation/.", no_args_is_help=True, rich_markup_mode=None
)  # fmt: skip
ROWS_A_YEAR = 2_975  # units for which SMUP has a value, about

Years = Annotated[str | None, typer.Option(help="As 2020-2024 or 2019,2021; else the last five.")]
MaxRequests = Annotated[int | None, typer.Option(min=1, help="Stop after so many requests.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Ask again whether what is there has changed.")]


@app.callback()
def _sync() -> None:
    """Fetch official figures into data/observation/."""


@app.command()
def bdl(
    variable: Annotated[list[str] | None, typer.Option(help="Variable of variable.csv; otherwise all.")] = None,
    years: Years = None,
    level: Annotated[
        Literal["gmina", "powiat"] | None, typer.Option(help="Level; otherwise the lowest that BDL has.")
    ] = None,
    max_requests: MaxRequests = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say how many requests it takes; ask nothing.")] = False,
    refresh: Refresh = False,
    base_url: Annotated[
        str, typer.Option(envvar="SMUP_BDL_URL", help="Address of the service.", show_default=False)
    ] = bdl_api.BASE_URL,
    data: Data = DATA,
) -> None:
    """Fetch variables from the Local Data Bank of Statistics Poland; interrupted, it goes on where it stopped.

    A key, if you have one, is read from SMUP_BDL_KEY. Example: smup sync bdl --variable population --years 2020-2024
    """
    tables = read_tables(data)
    wanted = bdl_sync.Wanted(bdl_sync.choose(tables, variable or []), years_of(years), level)
    of = provider("bdl", base_url, data, "SMUP_BDL_KEY")
    journal, budget, refused = Journal(of.folder), Budget(max_requests), list[str]()
    requests = bdl_sync.requests_at_most(journal, wanted, refresh)
    if plan:
        typer.echo(f"At most {requests:,} requests; {of.time_of(requests)}.")
        return
    with asking(of, budget, refresh) as client:
        try:
            with progress(client, requests, bdl_api.PAGE_SIZE) as step:
                refused = bdl_sync.sync(client, wanted, reviewed_variables(data), step)
            finished_refresh(of)
        except EnoughError:
            _stopped(budget)
        rows, notes, broken = bdl_sync.write_table(data, tables, journal)
    _close(budget, rows, notes, [*refused, *(sentence for sentence in broken if sentence not in refused)])


@app.command()
def smup(
    theme: Annotated[list[str] | None, typer.Option(help="Name or number of a theme (obszar).")] = None,
    service: Annotated[list[str] | None, typer.Option(help="Name or number of a service (usługa).")] = None,
    indicator: Annotated[list[str] | None, typer.Option(help="Number or name of an indicator (wskaźnik).")] = None,
    years: Years = None,
    max_requests: MaxRequests = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Ask for the catalogue alone, and say how many requests the values take.")
    ] = False,
    refresh: Refresh = False,
    base_url: Annotated[
        str, typer.Option(envvar="SMUP_SMUP_URL", help="Address of the service.", show_default=False)
    ] = smup_api.BASE_URL,
    data: Data = DATA,
) -> None:
    """Fetch indicators from SMUP, catalogue first; interrupted, it goes on where it stopped.

    A key, if you have one, is read from SMUP_SMUP_KEY. Example: smup sync smup --theme Edukacja --years 2023-2024
    """
    wanted = Wanted(tuple(theme or ()), tuple(service or ()), tuple(indicator or ()), years_of(years))
    of = provider("smup", base_url, data, "SMUP_SMUP_KEY")
    budget, refused, known = Budget(max_requests), list[str](), reviewed(data)
    with asking(of, budget, refresh) as client:
        try:
            with progress(client, 1, 0) as step:
                ask_catalogue(client, wanted, lambda what: step(what, 0, 1))
            chosen = choose(client.journal, wanted, known.twins)
            there, unknown = smup_sync.offered(client.journal, wanted.years)
            refused += [f"SMUP has no data of {year}." for year in unknown]
            requests = smup_sync.requests_at_most(client.journal, chosen, there, refresh)
            if plan:
                size = f"{len(chosen):,} indicators, {len(there)} years: at most {requests:,} requests"
                typer.echo(f"{size}; {of.time_of(requests)}.")
                return
            with progress(client, requests, ROWS_A_YEAR) as step:
                refused += smup_sync.sync(client, chosen, there, step)
            finished_refresh(of)
        except EnoughError:
            _stopped(budget)
        written = smup_sync.write_tables(data, client.journal, known)
    _close(budget, written.observations, written.notes, [*refused, *written.refused])


def _stopped(budget: Budget) -> None:
    typer.echo(f"Stopped after {budget.sent} requests; run the same command again to go on.", err=True)


def _close(budget: Budget, rows: int, notes: list[str], refused: list[str]) -> None:
    """Say what there is to know, and end with 1 when something was refused."""
    typer.echo("\n".join([*notes, *refused]), err=True, nl=bool(notes or refused))
    typer.echo(f"{budget.sent} requests, {rows} observations in data/observation/; run “smup build” to use them.")
    raise typer.Exit(min(len(refused), 1))
