"""Asking a server for SDMX and JSON-stat: at once, later, never, too much, and somewhere else."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from koers_engine.observations import VintageStore
from koers_engine.sources.fetching import FetchFailed, NotFound
from koers_engine.sources.request import SourceRequest
from koers_engine.sources.sdmx.collecting import MOST_SECONDS_WAITED, StillMaking, TooLargeToAsk
from koers_engine.sources.sdmx.query import NoFlow, UnknownAgency
from tests.engine.loopback import Quiet, served
from tests.engine.reading_sdmx import NOON, brought, cells

FLOW = "ESTAT/GOV_10Q_GGNFA"
ROWS = (
    "DATAFLOW,LAST UPDATE,freq,unit,s_adj,sector,na_item,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:GOV_10Q_GGNFA(1.0),22/05/26 11:00:00,Q,MIO_EUR,NSA,S13,B9,NL,2020-Q1,-12.5,p\n"
)
FOUND = {("OBS_VALUE", "NL", "2020KW01"): (-12.5, "P", False)}
# As Eurostat answers where it takes more time: "API - Detailed guidelines - Asynchronous API".
QUEUED = """<?xml version="1.0" encoding="UTF-8"?><env:Envelope
 xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns0:syncResponse
 xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/extraction"><queued>
 <id>98de05ea-540a-43d3-903b-7c9e14faf808</id><status>{}</status></queued></ns0:syncResponse>
 </env:Body></env:Envelope>"""
TOO_BIG = """<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>413</faultcode>
 <faultstring>EXTRACTION_TOO_BIG: estimated 420709314 rows, max authorised is 5000000</faultstring>
 </S:Fault>"""

Answers = dict[str, list[tuple[int, str | bytes]]]
Serve = Callable[["Answers"], AbstractContextManager["Server"]]


class Server:
    """Answers by the beginning of the path; of several answers the next one, the last for ever."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.address = ""

    def answer(self, path: str) -> tuple[int, bytes]:
        self.asked.append(path)
        for start, answers in self.answers.items():
            if path.startswith(start):
                status, body = answers.pop(0) if len(answers) > 1 else answers[0]
                body = body if isinstance(body, bytes) else body.encode()
                return status, body.replace(b"HOST", self.address.encode())
        return 404, b"nothing here"


@contextmanager
def serving(answers: Answers) -> Iterator[Server]:
    server = Server(answers)

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            status, content = server.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with served(Handler) as server.address:
        yield server


@pytest.fixture
def structure(shared_data: Path) -> bytes:
    return (shared_data / "eurostat" / "sdmx_ml" / "GOV_10Q_GGNFA.xml").read_bytes()


@pytest.fixture
def serve(structure: bytes, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Serves what Eurostat would, with the structure it gave for this flow."""

    @contextmanager
    def server(data: Answers) -> Iterator[Server]:
        with serving({"/api/sdmx/2.1/dataflow/": [(200, structure)]} | data) as running:
            monkeypatch.setenv("KOERS_SDMX_BASE_ESTAT", f"{running.address}/api/sdmx/2.1")
            yield running

    return server


DATA, STATUS, ANSWER = "/api/sdmx/2.1/data/", "/api/1.0/async/status/", "/api/1.0/async/data/"


def test_structure_and_figures_are_asked_of_the_base_that_is_set(
    serve: Serve, tmp_path: Path
) -> None:
    with serve({DATA: [(200, ROWS)]}) as server:
        dataset = brought(tmp_path / "taken", f"{FLOW}?Q.MIO_EUR....NL&startPeriod=2020")

    wanted = "references=descendants&detail=referencepartial"
    part = "format=SDMX-CSV&compressed=false&startPeriod=2020"
    assert server.asked == [
        f"/api/sdmx/2.1/dataflow/ESTAT/GOV_10Q_GGNFA/latest?{wanted}",
        f"{DATA}GOV_10Q_GGNFA/Q.MIO_EUR....NL?{part}",
    ]
    assert cells(dataset) == FOUND
    assert dataset.title.nl == "Quarterly non-financial accounts for general government"
    assert dataset.measures[0].unit.text == "Million euro"
    assert dataset.origin.published_at.isoformat() == "2023-01-23T11:00:00+01:00"
    assert dataset.origin.part == "key Q.MIO_EUR....NL, startPeriod=2020"
    assert "de, en, fr" in dataset.description.nl


def test_a_part_by_dimension_becomes_a_key_in_the_order_of_the_structure(
    serve: Serve, tmp_path: Path
) -> None:
    with serve({DATA: [(200, ROWS)]}) as server:
        brought(tmp_path / "taken", FLOW, where={"GEO": ("NL",), "unit": ("MIO_EUR",)})

    assert server.asked[-1].startswith(f"{DATA}GOV_10Q_GGNFA/.MIO_EUR....NL?")


def test_given_a_key_and_a_part_by_dimension_then_it_is_refused(
    serve: Serve, tmp_path: Path
) -> None:
    with serve({DATA: [(200, ROWS)]}), pytest.raises(NoFlow, match="cannot be combined"):
        brought(tmp_path / "taken", f"{FLOW}?Q.....NL", where={"geo": ("NL",)})


def test_given_an_answer_that_comes_later_then_it_is_waited_for(
    serve: Serve, tmp_path: Path
) -> None:
    waited: list[float] = []
    data: Answers = {
        DATA: [(200, QUEUED.format("SUBMITTED"))],
        STATUS: [(200, QUEUED.format(word)) for word in ("SUBMITTED", "PROCESSING", "AVAILABLE")],
        ANSWER: [(200, ROWS)],
    }
    with serve(data) as server:
        dataset = brought(tmp_path / "taken", FLOW, wait=waited.append)

    assert cells(dataset) == FOUND
    assert waited == [5.0, 7.5]
    assert server.asked[-1] == f"{ANSWER}98de05ea-540a-43d3-903b-7c9e14faf808"


def test_given_an_answer_at_an_address_then_it_is_asked_until_it_is_there(
    serve: Serve, shared_data: Path, tmp_path: Path
) -> None:
    footer = (shared_data / "eurostat" / "sdmx_ml" / "footer2.xml").read_bytes()
    footer = footer.replace(b"http://ec.europa.eu", b"HOST")
    late = "/eurostat/SDMX/diss-web/file/7JUdWyAy4fmjBSWT"
    data: Answers = {DATA: [(200, footer)], late: [(404, ""), (404, ""), (200, ROWS)]}

    with serve(data) as server:
        dataset = brought(tmp_path / "taken", FLOW, wait=lambda _seconds: None)

    assert cells(dataset) == FOUND
    assert server.asked.count(late) == 3


def test_given_an_answer_that_never_comes_then_patience_ends_and_the_next_run_goes_on(
    serve: Serve, tmp_path: Path
) -> None:
    waited: list[float] = []
    data: Answers = {
        DATA: [(200, QUEUED.format("SUBMITTED"))],
        STATUS: [(200, QUEUED.format("PROCESSING"))],
        ANSWER: [(200, ROWS)],
    }
    with serve(data) as server:
        with pytest.raises(StillMaking, match="Give the same command again later"):
            brought(tmp_path / "taken", FLOW, wait=waited.append)
        assert MOST_SECONDS_WAITED <= sum(waited) <= MOST_SECONDS_WAITED + 60

        (tmp_path / "taken" / "snapshot.jsonl").unlink()  # as when the structure is fetched anew
        data[STATUS] = [(200, QUEUED.format("AVAILABLE"))]
        server.answers |= data
        dataset = brought(tmp_path / "taken", FLOW)

    assert cells(dataset) == FOUND
    assert sum(path.startswith(DATA) for path in server.asked) == 1


def test_given_a_request_that_went_out_of_date_then_it_is_made_once_more(
    serve: Serve, tmp_path: Path
) -> None:
    data: Answers = {
        DATA: [(200, QUEUED.format("SUBMITTED")), (200, ROWS)],
        STATUS: [(200, QUEUED.format("EXPIRED"))],
    }
    with serve(data):
        assert cells(brought(tmp_path / "taken", FLOW)) == FOUND

    data[DATA] = [(200, QUEUED.format("SUBMITTED"))]
    with serve(data), pytest.raises(FetchFailed, match="out of date, 2 times"):
        brought(tmp_path / "again", FLOW)


def test_given_another_server_to_wait_at_then_koers_stays(serve: Serve, tmp_path: Path) -> None:
    footer = """<m:GenericData
     xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
     xmlns:f="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message/footer">
     <f:Footer><f:Message code="413"><Text>at: http://example.org/x</Text></f:Message></f:Footer>
     </m:GenericData>"""
    with serve({DATA: [(200, footer)]}), pytest.raises(FetchFailed, match="Koers stays"):
        brought(tmp_path / "taken", FLOW)


REFUSALS = [
    pytest.param(413, TOO_BIG, TooLargeToAsk, "max authorised is 5000000.*Take a part", id="413"),
    pytest.param(200, TOO_BIG, TooLargeToAsk, "max authorised", id="413 in an answer of 200"),
    pytest.param(
        400, TOO_BIG.replace("413", "100"), FetchFailed, "publisher says: EXTRACTION", id="400"
    ),
    pytest.param(404, "", NotFound, "Nothing was stored", id="no such flow"),
    pytest.param(200, "<html><body>Maintenance</body></html>", FetchFailed, "'html'", id="page"),
    pytest.param(200, "<html><br>", FetchFailed, "a page for people", id="page that is no XML"),
    pytest.param(200, b"\x1f\x8b\x08\x00half", FetchFailed, "no whole gzip", id="half a gzip"),
    pytest.param(200, QUEUED.replace("98de", "../"), FetchFailed, "no key", id="key with a path"),
]


@pytest.mark.parametrize(("status", "body", "refusal", "told"), REFUSALS)
def test_an_answer_that_is_no_table_is_refused_and_asked_for_again_next_time(
    serve: Serve,
    tmp_path: Path,
    status: int,
    body: str | bytes,
    refusal: type[Exception],
    told: str,
) -> None:
    with serve({DATA: [(status, body), (200, ROWS)]}):
        with pytest.raises(refusal, match=told):
            brought(tmp_path / "taken", FLOW)

        assert cells(brought(tmp_path / "taken", FLOW)) == FOUND


def test_a_structure_that_is_none_is_refused(serve: Serve, tmp_path: Path) -> None:
    page = {"/api/sdmx/2.1/dataflow/": [(200, "<html></html>")]}

    with serve(page), pytest.raises(FetchFailed, match="no structure of SDMX, but 'html'"):
        brought(tmp_path / "taken", FLOW, wait=lambda _seconds: None)


def test_a_flow_has_one_id_however_it_was_written(serve: Serve, tmp_path: Path) -> None:
    with serve({DATA: [(200, ROWS)]}) as server:
        dataset = brought(tmp_path / "taken", FLOW.lower())

    assert server.asked[0].startswith("/api/sdmx/2.1/dataflow/ESTAT/GOV_10Q_GGNFA/")
    assert dataset.id == "estat:GOV_10Q_GGNFA"


def test_an_agency_without_address_is_refused_with_the_variable_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KOERS_SDMX_BASE_OECD_SDD", raising=False)

    with pytest.raises(UnknownAgency, match="KOERS_SDMX_BASE_OECD_SDD"):
        brought(tmp_path / "taken", "OECD.SDD/X")


def test_any_other_agency_is_asked_in_the_words_of_the_standard(
    structure: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({"/rest/dataflow/": [(200, structure)], "/rest/data/": [(200, ROWS)]}) as server:
        monkeypatch.setenv("KOERS_SDMX_BASE_NSI", f"{server.address}/rest/")
        dataset = brought(tmp_path / "taken", "NSI.MACRO/GOV_10Q_GGNFA")

    assert server.asked == [
        "/rest/dataflow/NSI.MACRO/GOV_10Q_GGNFA/latest?references=descendants",
        "/rest/data/NSI.MACRO,GOV_10Q_GGNFA",
    ]
    assert dataset.id == "nsi-macro:GOV_10Q_GGNFA"


def test_a_refresh_makes_a_vintage_of_other_figures_not_of_another_moment_of_making(
    serve: Serve, tmp_path: Path
) -> None:
    from koers_engine.intake import Outcome, bring_in, refresh  # noqa: PLC0415 - slow to load

    store = VintageStore(tmp_path / "store")
    revised = ROWS.replace("-12.5", "-13.5")
    with serve({DATA: [(200, ROWS), (200, ROWS), (200, revised)]}) as server:
        server.answers["/api/sdmx/2.1/dataflow/"] = changing(server)
        intake = bring_in(SourceRequest(kind="sdmx", name=FLOW), store=store, now=NOON)
        first = refresh(intake.addition.vintage, store=store, now=NOON.replace(hour=13))
        second = refresh(intake.addition.vintage, store=store, now=NOON.replace(hour=14))

    assert (first.outcome, second.outcome) == (Outcome.UNCHANGED, Outcome.NEW_VINTAGE)


def changing(server: Server) -> list[tuple[int, str | bytes]]:
    """The structure with another moment of making in each answer, as Eurostat sends it."""
    [(_, body)] = server.answers["/api/sdmx/2.1/dataflow/"]
    assert isinstance(body, bytes)
    moment = b"2023-01-26T10:41:25.169Z"
    assert moment in body
    return [(200, body.replace(moment, b"2023-01-26T10:41:%02dZ" % n)) for n in range(20)]


def test_json_stat_is_asked_at_its_address(tmp_path: Path) -> None:
    table = {
        "class": "dataset",
        "id": ["geo", "time"],
        "size": [1, 1],
        "value": [5],
        "dimension": {
            "geo": {"category": {"index": ["NL"]}},
            "time": {"category": {"index": ["2020"]}},
        },
        "extension": {"agencyId": "ESTAT", "id": "DEMO_PJAN"},
    }
    with serving({"/ok": [(200, json.dumps(table))], "/page": [(200, "<html>")]}) as server:
        dataset = brought(tmp_path / "a", f"{server.address}/ok?geo=NL", kind="jsonstat")
        address = f"{server.address}/page"
        with pytest.raises(FetchFailed, match="no JSON"):
            brought(tmp_path / "b", address, kind="jsonstat", wait=lambda _seconds: None)

    assert dataset.id == "estat:DEMO_PJAN"
    assert cells(dataset) == {("OBS_VALUE", "NL", "2020JJ00"): (5.0, "A", False)}
