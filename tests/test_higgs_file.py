"""Reading and fetching the file of the Higgs challenge: what is taken, and what is refused, why."""

import gzip
import http.server
import re
import threading

import numpy as np
import pytest

from authoring.solved import modules


@pytest.fixture(scope="module")
def higgs_file():
    return modules("hw12")["higgs_file"]


@pytest.fixture(scope="module")
def table():
    return modules("hw12")["higgs"].make_higgs_data(60, 30, seed=2)


def text_of(higgs_file, table, columns):
    """The events as the challenge writes them."""
    extra = {
        "EventId": np.arange(len(table["Label"])) + 100_000,
        "Label": np.where(table["Label"] == 1, "s", "b"),
        "KaggleSet": np.full(len(table["Label"]), "t"),
        "KaggleWeight": table["Weight"],
    }
    rows = zip(*((table | extra)[name] for name in columns), strict=True)
    lines = [",".join(map(str, row)) for row in rows]
    return "\n".join([",".join(columns), *lines]) + "\n"


@pytest.fixture
def text(higgs_file, table):
    return text_of(higgs_file, table, higgs_file.FULL_COLUMNS)


@pytest.fixture
def write(tmp_path):
    def write(text, name="events.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def refused(higgs_file, path):
    with pytest.raises(higgs_file.BadFile) as caught:
        higgs_file.read(path)
    return str(caught.value)


@pytest.mark.parametrize("columns", ["FULL_COLUMNS", "TRAINING_COLUMNS"])
def test_a_table_survives_writing_and_reading(higgs_file, table, write, columns):
    path = write(text_of(higgs_file, table, getattr(higgs_file, columns)))
    found = higgs_file.read(path)
    assert list(found) == [*higgs_file.FEATURES, "Weight", "Label"]
    assert all(np.array_equal(found[name], table[name]) for name in found)
    assert found["Label"].dtype == np.int64 and found["PRI_met"].dtype == np.float64


def test_compressed_files_are_read_whatever_their_name(higgs_file, table, text, write):
    found = higgs_file.read(write(gzip.compress(text.encode())))
    assert np.array_equal(found["Weight"], table["Weight"])


def test_the_variable_names_one_file_or_several(higgs_file, table, text, write, monkeypatch):
    first, second = write(text, "a.csv"), write(text, "b.csv")
    monkeypatch.setenv(higgs_file.VARIABLE, str(first))
    assert len(higgs_file.read()["Label"]) == 90 and higgs_file.is_available()
    monkeypatch.setenv(higgs_file.VARIABLE, f"{first}{higgs_file.os.pathsep}{second}")
    assert np.array_equal(higgs_file.read()["PRI_met"], np.tile(table["PRI_met"], 2))


@pytest.mark.parametrize("value", [None, "", "nowhere/events.csv"])
def test_a_missing_file_names_variable_command_and_what_works_without(
    higgs_file, value, monkeypatch
):
    monkeypatch.delenv(higgs_file.VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(higgs_file.VARIABLE, value)
    with pytest.raises(FileNotFoundError) as caught:
        higgs_file.read()
    for word in ("HIGGSML_CSV", "python -m higgs_file download", "328", "works without"):
        assert word in str(caught.value)
    assert not higgs_file.is_available()


def test_a_line_that_is_cut_off_is_refused(higgs_file, text, write):
    assert "event 90 ends in the middle" in refused(higgs_file, write(text[:-5]))


def test_a_line_that_lacks_columns_is_refused(higgs_file, text, write):
    lines = text.splitlines(keepends=True)
    lines[7] = ",".join(lines[7].split(",")[:20]) + "\n"
    assert "20" in refused(higgs_file, write("".join(lines)))


def test_a_compressed_file_that_is_cut_off_is_refused(higgs_file, text, write):
    assert "truncated" in refused(higgs_file, write(gzip.compress(text.encode())[:-50]))


@pytest.mark.parametrize("kept", [0, 1])
def test_a_file_without_events_is_refused(higgs_file, text, write, kept):
    message = refused(higgs_file, write("".join(text.splitlines(keepends=True)[:kept])))
    assert "no event" in message or "column 1" in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("DER_pt_h", "DER_pt_H", "column 5 is 'DER_pt_H', not 'DER_pt_h'"),
        ("PRI_tau_pt,PRI_tau_eta", "PRI_tau_eta,PRI_tau_pt", "column 15 is 'PRI_tau_eta'"),
        (",KaggleWeight", ",KaggleWeight,More", "the first too many is 'More'"),
        (",KaggleWeight", "", "column 35 is 'missing', not 'KaggleWeight'"),
        ("EventId,", "", "column 1 is 'DER_mass_MMC', not 'EventId'"),
    ],
)
def test_wrong_columns_are_refused_with_the_first_difference(
    higgs_file, text, write, old, new, told
):
    assert told in refused(higgs_file, write(text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("Label", "x", "Label is 'x', not s or b"),
        ("PRI_jet_num", "5", "PRI_jet_num is 5.0, not 0, 1, 2 or 3"),
        ("PRI_met", "nan", "PRI_met is nan, not a finite number"),
        ("PRI_met", "much", "much"),
    ],
)
def test_impossible_values_are_refused_with_event_and_column(
    higgs_file, text, write, column, value, told
):
    lines = text.splitlines()
    cells = lines[4].split(",")
    cells[higgs_file.FULL_COLUMNS.index(column)] = value
    lines[4] = ",".join(cells)
    message = refused(higgs_file, write("\n".join(lines) + "\n"))
    assert told in message and (value == "much" or "event 4" in message)


def test_files_known_by_name_must_have_their_counts(higgs_file, text, write):
    message = refused(higgs_file, write(text, "training.csv"))
    assert "training.csv, events: 90, not 250,000" in message


def test_the_first_wrong_fact_is_named(higgs_file, table):
    facts = higgs_file.facts(table)
    higgs_file.check(table, facts)
    assert list(facts) == list(higgs_file.FULL)
    for name in facts:
        wrong = facts | {name: facts[name] + 1}
        with pytest.raises(higgs_file.BadFile, match=re.escape(name)):
            higgs_file.check(table, wrong)


def test_known_facts_of_the_full_file_add_up(higgs_file):
    jets = [value for name, value in higgs_file.FULL.items() if " with " in name]
    assert len(jets) == 8 and sum(jets) == higgs_file.FULL["events"] == 818_238


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves one body; knows ranges, and can break off, as the server's attributes say."""

    def do_GET(self):
        body, asked = self.server.body, self.headers.get("Range")
        self.server.asked.append(asked)
        start = int(asked[6:-1]) if asked and self.server.knows_ranges else 0
        if start >= len(body) and start:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(body)}")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start : self.server.breaks_at])

    def log_message(self, *args):
        pass


@pytest.fixture
def server(text, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.body, server.asked = gzip.compress(text.encode()), []
    server.knows_ranges, server.breaks_at = True, None
    server.url = f"http://127.0.0.1:{server.server_port}/events.csv.gz"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def facts(higgs_file, table):
    return higgs_file.facts(table)


def test_a_download_is_complete_and_checked(higgs_file, server, facts, tmp_path):
    path = higgs_file.download(tmp_path / "new", server.url, facts)
    assert path == tmp_path / "new" / "events.csv.gz"
    assert path.read_bytes() == server.body and list(path.parent.iterdir()) == [path]


def test_a_download_that_is_there_is_not_fetched_again(higgs_file, server, facts, tmp_path):
    higgs_file.download(tmp_path, server.url, facts)
    higgs_file.download(tmp_path, server.url, facts)
    assert server.asked == [None]


def test_a_download_goes_on_where_it_broke_off(higgs_file, server, facts, tmp_path):
    server.breaks_at = 3000
    with pytest.raises(ConnectionError, match=r"3,000 .*goes on from there"):
        higgs_file.download(tmp_path, server.url, facts)
    assert (tmp_path / "events.csv.gz.part").stat().st_size == 3000
    server.breaks_at = None
    assert higgs_file.download(tmp_path, server.url, facts).read_bytes() == server.body
    assert server.asked == [None, "bytes=3000-"]


def test_a_server_without_ranges_sends_everything_again(higgs_file, server, facts, tmp_path):
    (tmp_path / "events.csv.gz.part").write_bytes(b"other bytes")
    server.knows_ranges = False
    assert higgs_file.download(tmp_path, server.url, facts).read_bytes() == server.body


def test_a_complete_part_is_only_checked(higgs_file, server, facts, tmp_path):
    (tmp_path / "events.csv.gz.part").write_bytes(server.body)
    assert higgs_file.download(tmp_path, server.url, facts).read_bytes() == server.body


def test_a_part_that_is_too_long_is_dropped(higgs_file, server, facts, tmp_path):
    (tmp_path / "events.csv.gz.part").write_bytes(server.body + b"more")
    with pytest.raises(ConnectionError, match="start again"):
        higgs_file.download(tmp_path, server.url, facts)
    assert not list(tmp_path.iterdir())


def test_a_wrong_file_is_refused_and_deleted(higgs_file, server, facts, tmp_path):
    with pytest.raises(higgs_file.BadFile, match=r"events: 90, not 91.*deleted"):
        higgs_file.download(tmp_path, server.url, facts | {"events": 91})
    assert not list(tmp_path.iterdir())


def test_a_server_that_cannot_be_reached_says_so(higgs_file, server, facts, tmp_path):
    with pytest.raises(ConnectionError, match=r"127\.0\.0\.1"):
        higgs_file.download(tmp_path, server.url.replace("http:", "https:"), facts)


def test_the_command_names_the_record_and_what_to_do_next(
    higgs_file, server, facts, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(higgs_file.download, "__defaults__", (".", higgs_file.URL, facts))
    higgs_file.main(["download", str(tmp_path), "--url", server.url])
    told = capsys.readouterr().out
    assert "record 328" in told and f"HIGGSML_CSV={tmp_path / 'events.csv.gz'}" in told


def test_the_check_command_names_the_first_difference(higgs_file, write, text, monkeypatch):
    monkeypatch.setenv(higgs_file.VARIABLE, str(write(text)))
    with pytest.raises(SystemExit, match="events: 90, not 818,238"):
        higgs_file.main(["check"])


def test_real_events_are_read(higgs_file):
    if not higgs_file.is_available():
        pytest.skip("HIGGSML_CSV is unset: it names the file of the challenge")
    table = higgs_file.read()
    assert {0, 1} == set(table["Label"]) and table["Weight"].min() > 0
    undefined = table["DER_mass_jet_jet"] == higgs_file.UNDEFINED
    assert np.array_equal(undefined, table["PRI_jet_num"] < 2)
