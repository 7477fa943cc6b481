"""The challenge's files: written, read in chunks, refused when damaged, fetched when asked for."""

import functools
import hashlib
import http.server
import json
import subprocess
import sys
import threading
import tracemalloc

import h5py
import numpy as np
import pytest

from authoring.solved import modules
from grading.course.notebooks import ROOT
from tests.homeworks import needs


@pytest.fixture(scope="module")
def challenge():
    return modules("hw12")["challenge"]


@pytest.fixture(scope="module")
def X():
    return modules("hw12")["events"].make_background(300, np.random.default_rng(4))[0]


@pytest.fixture
def path(challenge, X, tmp_path):
    challenge.write(tmp_path / "some.h5", X)
    return tmp_path / "some.h5"


def test_what_is_written_is_read(challenge, X, path):
    assert np.array_equal(challenge.read(path), X)
    assert challenge.count(path) == 300


def test_a_file_has_the_datasets_of_the_public_ones(path):
    with h5py.File(path) as file:
        assert set(file) == {"Particles", "Particles_Names", "Particles_Classes"}
        assert file["Particles"].shape == (300, 19, 4)
        assert file["Particles_Names"][()].tolist() == [b"Pt", b"Eta", b"Phi", b"Class"]


def test_pieces_are_written_one_after_the_other(challenge, X, tmp_path):
    challenge.write(tmp_path / "pieces.h5", (X[i : i + 70] for i in range(0, 300, 70)))
    assert np.array_equal(challenge.read(tmp_path / "pieces.h5"), X)


def test_nothing_is_overwritten(challenge, X, path):
    with pytest.raises(OSError):
        challenge.write(path, X)


@pytest.mark.parametrize("size", [1, 70, 100, 300, 1000])
def test_chunks_are_the_file_in_order(challenge, X, path, size):
    chunks = list(challenge.chunks(path, size))
    assert all(len(chunk) == size for chunk in chunks[:-1])
    assert np.array_equal(np.concatenate(chunks), X)


@pytest.mark.parametrize("first", [None, 1, 69, 70, 71, 250, 300, 5000])
@pytest.mark.parametrize("every", [1, 3, 70, 400])
def test_every_nth_and_the_first_events_do_not_depend_on_chunks(
    challenge, X, path, first, every, monkeypatch
):
    monkeypatch.setattr(challenge, "chunks", functools.partial(challenge.chunks, size=70))
    assert np.array_equal(challenge.read(path, first=first, every=every), X[:first:every])


def test_rows_without_momentum_lose_their_type_but_for_the_met(challenge, X, tmp_path):
    marked = X.copy()
    marked[:, 0, 0] = 0
    marked[:, 18] = [0, 0, 1.3, 4]
    challenge.write(tmp_path / "marked.h5", marked)
    found = challenge.read(tmp_path / "marked.h5")
    assert (found[:, 18] == 0).all() and (found[:, 0, 3] == 1).all()


def test_doubles_as_in_the_public_files_are_read_as_floats(challenge, X, tmp_path):
    with h5py.File(tmp_path / "double.h5", "w") as file:
        file["Particles"] = X.astype(np.float64)
        file["Particles_Names"] = np.array(challenge.NAMES, "S")
        file["Particles_Classes"] = np.array(challenge.CLASSES, "S")
        file["EvtId"] = np.arange(300)
    found = challenge.read(tmp_path / "double.h5")
    assert found.dtype == np.float32 and np.array_equal(found, X)


def test_a_file_larger_than_a_chunk_is_never_in_memory_as_a_whole(challenge, X, tmp_path):
    large = tmp_path / "large.h5"
    challenge.write(large, (np.tile(X, (50, 1, 1)) for _ in range(20)))
    n = challenge.count(large)
    whole = n * 19 * 4 * 4
    assert n > 5 * challenge.CHUNK
    tracemalloc.start()
    try:
        assert sum(len(chunk) for chunk in challenge.chunks(large)) == n
        challenge.read(large, every=1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # A chunk as it is stored, as it is returned, and the one before it.
    assert peak < 4 * challenge.CHUNK * 19 * 4 * 4 < 0.8 * whole


def test_a_request_for_more_than_fits_is_refused_with_what_to_do(challenge, path, monkeypatch):
    monkeypatch.setattr(challenge, "MOST", 299)
    with pytest.raises(ValueError, match=r"at most 299 events, got .* 300 .*first= or every="):
        challenge.read(path)
    assert len(challenge.read(path, every=2)) == 150


def test_the_most_that_is_returned_is_below_two_gibibytes(challenge):
    assert challenge.MOST * 19 * 4 * 4 + 4 * challenge.CHUNK * 19 * 4 * 8 < 2 << 30


def spoil(path, what):
    """Damage a good file in one way."""
    if what == "truncated":
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "text":
        path.write_text("<html>not found</html>")
    else:
        with h5py.File(path, "r+") as file:
            if what.startswith("without "):
                del file[what.removeprefix("without ")]
                return
            name = "Particles_Names" if what == "order" else "Particles"
            del file[name]
            file[name] = {
                "shape": np.zeros((5, 18, 4)),
                "flat": np.zeros((5, 57)),
                "none": np.zeros((0, 19, 4)),
                "words": np.full((2, 19, 4), b"x"),
                "order": np.array(["Eta", "Pt", "Phi", "Class"], "S"),
            }[what]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("truncated", "a complete HDF5 file"),
        ("empty", "a complete HDF5 file"),
        ("text", "a complete HDF5 file"),
        ("without Particles", "got Particles_Classes, Particles_Names"),
        ("without Particles_Names", "a dataset Particles_Names"),
        ("without Particles_Classes", "a dataset Particles_Classes"),
        ("shape", r"shape \(N, 19, 4\).*got shape \(5, 18, 4\)"),
        ("flat", r"shape \(N, 19, 4\).*got shape \(5, 57\)"),
        ("none", "at least one event"),
        ("words", "numbers"),
        ("order", "Pt, Eta, Phi, Class.*got Eta, Pt"),
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence(challenge, path, what, words):
    spoil(path, what)
    for attempt in (challenge.read, challenge.count, lambda path: list(challenge.chunks(path))):
        with pytest.raises(challenge.FormatError, match=words) as caught:
            attempt(path)
        text = str(caught.value)
        assert text.startswith("expected ") and ", got " in text and "\n" not in text
        assert "download" in text


def test_a_missing_file_names_the_variable_the_command_and_what_works(
    challenge, tmp_path, monkeypatch
):
    monkeypatch.delenv(challenge.FOLDER, raising=False)
    for folder in (None, tmp_path):
        with pytest.raises(FileNotFoundError) as caught:
            challenge.locate("A4l", folder)
        text = str(caught.value)
        for word in ("ADC2021_FOLDER", "python -m challenge download A4l", "7152590", "works"):
            assert word in text
    with pytest.raises(FileNotFoundError, match="challenge download"):
        challenge.read(tmp_path / "nothing.h5")


def test_the_variable_names_the_folder(challenge, tmp_path, monkeypatch):
    monkeypatch.setenv("ADC2021_FOLDER", str(tmp_path))
    place = tmp_path / challenge.PUBLIC["LQ"].file
    place.touch()
    assert challenge.locate("LQ") == place
    with pytest.raises(KeyError, match="background, A4l"):
        challenge.locate("muon")


# Downloads, from a server on this machine


class Zenodo(http.server.BaseHTTPRequestHandler):
    """Describes one record, and sends its file, from any byte on."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        setting = self.server.setting
        self.server.asked.append((self.path, self.headers.get("Range")))
        if self.path.startswith("/records/"):
            port = self.server.server_address[1]
            entry = {
                "key": setting["key"],
                "size": setting["size"],
                "checksum": f"md5:{setting['md5']}",
                "links": {"self": f"http://127.0.0.1:{port}/content"},
            }
            return self.answer(200, json.dumps({"files": [entry]}).encode())
        start, data = 0, setting["data"]
        if self.headers.get("Range") and setting["resumes"]:
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        self.answer(206 if start else 200, data[start:], stop=setting["stop"])

    def answer(self, status, data, stop=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:stop])


@pytest.fixture
def zenodo(challenge, path):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Zenodo)
    data = path.read_bytes()
    server.asked, server.setting = (
        [],
        {
            "key": challenge.PUBLIC["h0"].file,
            "size": len(data),
            "md5": hashlib.md5(data).hexdigest(),
            "data": data,
            "resumes": True,
            "stop": None,
        },
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.records = f"http://127.0.0.1:{server.server_address[1]}/records"
    yield server
    server.shutdown()
    server.server_close()


def test_a_download_is_complete_and_readable(challenge, zenodo, X, tmp_path):
    place = challenge.download("h0", tmp_path / "new", zenodo.records)
    assert place.name == challenge.PUBLIC["h0"].file
    assert np.array_equal(challenge.read(place), X)
    assert zenodo.asked[0][0] == "/records/7152614"
    assert [file.name for file in place.parent.iterdir()] == [place.name]


def test_a_complete_file_is_not_fetched_again(challenge, zenodo, tmp_path):
    challenge.download("h0", tmp_path, zenodo.records)
    challenge.download("h0", tmp_path, zenodo.records)
    assert [address for address, _ in zenodo.asked].count("/content") == 1


@pytest.mark.parametrize("resumes", [True, False])
def test_a_broken_download_goes_on_where_it_stopped(challenge, zenodo, X, tmp_path, resumes):
    zenodo.setting |= {"stop": 1000, "resumes": resumes}
    with pytest.raises(challenge.FormatError, match=r"got 1,000: run the same command again"):
        challenge.download("h0", tmp_path, zenodo.records)
    zenodo.setting["stop"] = None
    place = challenge.download("h0", tmp_path, zenodo.records)
    assert zenodo.asked[-1] == ("/content", "bytes=1000-")
    assert np.array_equal(challenge.read(place), X)


def test_other_bytes_than_the_record_states_are_refused_and_deleted(challenge, zenodo, tmp_path):
    zenodo.setting["md5"] = "0" * 32
    with pytest.raises(challenge.FormatError, match="MD5"):
        challenge.download("h0", tmp_path / "new", zenodo.records)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_record_with_another_file_is_refused(challenge, zenodo, tmp_path):
    zenodo.setting["key"] = "other.h5"
    with pytest.raises(challenge.FormatError, match=r"record 7152614, got other\.h5"):
        challenge.download("h0", tmp_path, zenodo.records)


def test_without_a_network_the_text_says_what_works(challenge, tmp_path):
    with pytest.raises(OSError, match=r"network\? .*make_events"):
        challenge.download("h0", tmp_path, "http://127.0.0.1:9/records")


def test_a_disk_that_is_too_small_is_noticed_before(challenge, zenodo, tmp_path):
    zenodo.setting["size"] = 1 << 60
    with pytest.raises(OSError, match="room for"):
        challenge.download("h0", tmp_path, zenodo.records)


def command(*arguments, **options):
    needs("hw12")
    return subprocess.run(
        [sys.executable, "-m", "challenge", *arguments],
        cwd=ROOT / "source" / "hw12",
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_the_command_lists_and_downloads(challenge, zenodo, tmp_path):
    listed = command("list")
    assert listed.returncode == 0
    for public in challenge.PUBLIC.values():
        assert str(public.record) in listed.stdout and public.file in listed.stdout
    done = command("download", "h0", "--folder", str(tmp_path), "--records", zenodo.records)
    assert done.returncode == 0 and f"ADC2021_FOLDER={tmp_path}" in done.stdout
    assert (tmp_path / challenge.PUBLIC["h0"].file).is_file()


def test_the_command_says_in_a_line_what_is_wrong(tmp_path):
    failed = command(
        *("download", "h0", "--folder", str(tmp_path)), *("--records", "http://127.0.0.1:9/records")
    )
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1 and failed.stderr.startswith("expected an answer")
