"""Reading simulated events of CMS: what is taken, and what is refused, with which words."""

import builtins

import awkward
import numpy as np
import pytest
import uproot

from authoring.solved import modules

N = 9
#: How many fat jets, electrons and muons the events have; the sixth has no fat jet at all.
JETS, ELECTRONS, MUONS = (
    [2, 4, 1, 6, 3, 0, 2, 2, 2],
    [0, 1, 5, 0, 0, 2, 0, 1, 0],
    [1, 0, 0, 0, 4, 0, 0, 0, 6],
)


@pytest.fixture(scope="module")
def graviton_file():
    return modules("hw12")["graviton_file"]


@pytest.fixture(scope="module")
def features():
    return modules("hw12")["graviton"].FEATURES


def jagged(counts, seed, *names, scale=1.0):
    """Objects as NanoAOD keeps them, from the hardest on."""
    rng = np.random.default_rng(seed)
    some = {}
    for name in names:
        values = awkward.unflatten(scale * rng.exponential(size=sum(counts)), counts)
        some[name] = awkward.sort(values, ascending=False)
    return awkward.zip(some)


def branches():
    """What a file of NanoAOD holds, as far as it matters, and a branch more."""
    jets = jagged(JETS, 1, "pt", "mass", "tau1", "tau2", "tau3", scale=300.0)
    jets["pt"] = jets["pt"] + 300
    jets["tau3"] = awkward.where(jets["tau3"] > 200, -1.0, jets["tau3"])
    rng = np.random.default_rng(2)
    return {
        "FatJet": jets,
        "Electron": jagged(ELECTRONS, 3, "pt", "eta", scale=40.0),
        "Muon": jagged(MUONS, 4, "pt", scale=30.0),
        "MET_pt": rng.exponential(size=N).astype(np.float32) * 50,
        "genWeight": rng.exponential(size=N),
        "run": np.ones(N, dtype=np.int64),
    }


@pytest.fixture
def write(tmp_path):
    def write(found, tree="Events", name="events.root"):
        path = tmp_path / name
        with uproot.recreate(path) as file:
            kinds = {branch: awkward.type(awkward.Array(found[branch])) for branch in found}
            kinds = {branch: kind.content for branch, kind in kinds.items()}
            # The name of a counter, such as nFatJet, and that of a branch, such as FatJet_pt.
            file.mktree(tree, kinds).extend(found)
        return path

    return write


def test_each_object_stands_in_its_columns_and_what_is_missing_is_zero(
    graviton_file, features, write
):
    found = branches()
    events, weights = graviton_file.read(write(found), hardest=0.0)
    assert events.shape == (N, 22) and events.dtype == np.float32
    np.testing.assert_allclose(weights, found["genWeight"])
    for column, feature in enumerate(features):
        kind, *number, name = feature.split("_")
        for event in range(N):
            if not number:
                wanted = found["MET_pt"][event]
            else:
                values = found[kind][name][event].to_list()
                wanted = values[int(number[0])] if int(number[0]) < len(values) else 0.0
            wanted = 0.0 if name == "tau3" and wanted < 0 else wanted
            assert events[event, column] == pytest.approx(wanted, rel=1e-5), feature


def test_events_without_a_hard_jet_are_left_out(graviton_file, features, write):
    found = branches()
    hardest = [max(values, default=0.0) for values in found["FatJet"]["pt"].to_list()]
    limit = float(np.median(hardest))
    events, weights = graviton_file.read(write(found), hardest=limit)
    kept = np.array(hardest) >= limit
    assert 0 < len(events) == kept.sum() < N
    np.testing.assert_allclose(weights, found["genWeight"][kept])
    assert events[:, features.index("FatJet_0_pt")].min() >= np.float32(limit)
    with pytest.raises(graviton_file.FormatError, match="no event whose hardest fat jet has 1e"):
        graviton_file.read(write(found), hardest=1e6)


def test_a_file_that_is_read_in_pieces_gives_the_same_events(graviton_file, write):
    path = write(branches())
    whole, weights = graviton_file.read(path, hardest=0.0)
    pieces = list(graviton_file.chunks(path, hardest=0.0, size=4))
    assert len(pieces) == 3
    np.testing.assert_array_equal(np.concatenate([events for events, _ in pieces]), whole)
    np.testing.assert_array_equal(graviton_file.read(path, most=5, hardest=0.0)[1], weights[:5])


def test_data_of_the_detector_have_no_weights_and_count_once(graviton_file, write):
    found = branches()
    del found["genWeight"]
    assert set(graviton_file.read(write(found), hardest=0.0)[1]) == {1.0}


def test_what_is_no_such_file_is_refused_with_what_it_holds(graviton_file, write, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"missing.root is no file"):
        graviton_file.read(tmp_path / "missing.root")
    with pytest.raises(graviton_file.FormatError, match=r"hold a tree Events.* and holds Runs"):
        graviton_file.read(write(branches(), tree="Runs"))
    found = branches()
    del found["MET_pt"]
    with pytest.raises(graviton_file.FormatError, match=r"Events has no MET_pt.* NanoAOD is exp"):
        graviton_file.read(write(found))


@pytest.mark.parametrize("cut", [0, 3, 200, 0.5, 0.9])
def test_a_damaged_file_is_told_in_a_sentence(graviton_file, write, tmp_path, cut):
    content = write(branches()).read_bytes()
    damaged = tmp_path / "damaged.root"
    damaged.write_bytes(content[: int(cut * len(content)) if isinstance(cut, float) else cut])
    with pytest.raises(graviton_file.FormatError, match=r"damaged.root is no file of ROOT, or is"):
        graviton_file.read(damaged)


def test_a_web_page_in_the_place_of_a_file_is_told_in_a_sentence(graviton_file, tmp_path):
    page = tmp_path / "page.root"
    page.write_text("<html>Please log in.</html>" * 50)
    with pytest.raises(graviton_file.FormatError, match=r"page.root is no file of ROOT, or is"):
        graviton_file.read(page)


def test_without_the_library_that_reads_them_the_reader_says_what_to_install(
    graviton_file, write, monkeypatch
):
    path, plain = write(branches()), builtins.__import__

    def without(name, *rest, **options):
        if name == "uproot":
            raise ImportError(name)
        return plain(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match="pip install uproot"):
        graviton_file.read(path)


def test_files_are_described_from_the_command_line(graviton_file, write, tmp_path, capsys):
    found = branches()
    assert graviton_file.main([str(write(found))]) == 0
    assert "events with a fat jet of at least 350 GeV; the hardest one has" in (
        capsys.readouterr().out
    )
    assert graviton_file.main([]) == 0
    assert "33703  bulk gravitons of 2 TeV" in capsys.readouterr().out
    assert graviton_file.main(["--nonsense"]) == 2
    assert graviton_file.main([str(tmp_path / "missing.root")]) == 1
