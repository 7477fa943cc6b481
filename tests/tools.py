"""Notebooks as the programs save them in which students work.

The functions in `TOOLS` take a notebook as it was handed out, with answers in it, and return the
bytes of the file that a student would hand in.
"""

import copy
import json
import re

from grading.course.notebooks import ROOT

PAGES = ROOT / "docs" / "students"
ENCODER = {"ensure_ascii": False, "indent": 1}
HTML_FIGURE = {
    "output_type": "display_data",
    "data": {"text/html": "<div class='plotly-graph-div'></div><script>draw()</script>"},
    "metadata": {},
}
PRINTED = {"output_type": "stream", "name": "stdout", "text": ["4\n"]}


def plain(notebook):
    """The notebook as nested lists and dicts, texts as lists of lines with their ends."""
    data = json.loads(json.dumps(notebook))
    for number, cell in enumerate(data["cells"]):
        cell["source"] = cell["source"].splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["execution_count"], cell["outputs"] = number + 1, [copy.deepcopy(PRINTED)]
    return data


def without_ids(data, minor):
    """Change such lists and dicts to a format before cells had ids."""
    data["nbformat_minor"] = minor
    for cell in data["cells"]:
        cell.pop("id", None)


def without_marks(data):
    """Take away what nbgrader knows its cells by."""
    for cell in data["cells"]:
        for key in ("nbgrader", "deletable", "editable"):
            cell["metadata"].pop(key, None)


def text(*lines, **metadata):
    """A cell of text that the program adds."""
    return {"cell_type": "markdown", "metadata": metadata, "source": list(lines)}


def code(*lines, **metadata):
    """A cell of code that a student adds there."""
    code = {"cell_type": "code", "execution_count": 1, "outputs": []}
    return code | {"metadata": metadata, "source": list(lines)}


def from_page(name):
    """The lines of the cell that the page for students on a platform asks for."""
    (cell,) = re.findall(r"```python\n(.*?)```", (PAGES / f"{name}.md").read_text(), re.DOTALL)
    return cell.splitlines(keepends=True)


def as_bytes(data, **options):
    return json.dumps(data, **ENCODER | options).encode()


def jupyterlab(notebook):
    data = plain(notebook)
    state = {"1f": {"model_name": "IntSliderModel", "state": {"value": 4}}}
    data["metadata"] = {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python", "file_extension": ".py", "version": "3.12.4"},
        "toc-showtags": False,
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2}
        },
    }
    for cell in data["cells"]:
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}}
        cell["metadata"].setdefault("tags", [])
        if cell["cell_type"] == "code":
            times = {"iopub.status.busy": "2026-01-02T03:04:05.678901Z"}
            cell["metadata"] |= {"execution": times, "jupyter": {"source_hidden": False}}
            cell["outputs"].append(HTML_FIGURE)
        else:
            cell["metadata"]["jp-MarkdownHeadingCollapsed"] = True
    return as_bytes(data)


def jupyterlite(notebook):
    """JupyterLab in a browser without a server, where Python itself runs on the page."""
    data = plain(notebook)
    data["metadata"] = {
        "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
        "language_info": {
            "codemirror_mode": {"name": "python", "version": 3},
            "file_extension": ".py",
            "name": "python",
            "pygments_lexer": "ipython3",
            "version": "3.8",
        },
    }
    for cell in data["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["metadata"]["trusted"] = True
            error = {"ename": "<class 'calls.CheckFailed'>", "evalue": "no", "traceback": ["no"]}
            cell["outputs"].append({"output_type": "error", **error})
    return as_bytes(data, indent=2)


def classic(notebook):
    data = plain(notebook)
    without_ids(data, 2)
    data["metadata"] = {
        "anaconda-cloud": {},
        "kernelspec": {
            "display_name": "Python [conda env:hep]",
            "language": "python",
            "name": "conda-env-hep-py",
        },
        "toc": {"base_numbering": 1, "toc_position": {}},
        "varInspector": {"cols": {"lenName": 16}, "window_display": False},
    }
    for cell in data["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "collapsed": True,
                "scrolled": "auto",
                "ExecuteTime": {"end_time": "2026-01-02T03:04:05"},
                "hide_input": False,
            }
    return as_bytes(data, indent=1, sort_keys=True)


def classic_of_ipython_3(notebook):
    """The format that IPython had before Jupyter, which some courses' tools still write."""
    data = plain(notebook)
    cells = []
    for cell in data["cells"]:
        lines = cell.pop("source")
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell = {
                "cell_type": "code",
                "language": "python",
                "input": lines,
                "prompt_number": cell["execution_count"],
                "outputs": [],
                "metadata": cell["metadata"],
            }
        else:
            cell["source"] = lines
        cells.append(cell)
    sheets = [{"cells": cells, "metadata": {}}]
    return as_bytes(
        {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets}
    )


def colab(notebook):
    data = plain(notebook)
    without_ids(data, 0)
    without_marks(data)
    data["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True, "gpuType": "T4"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
        # Without the level "state" that Jupyter's own files have.
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {
                "1f": {"model_module": "@jupyter-widgets/controls", "model_name": "HBoxModel"}
            }
        },
    }
    user = {"displayName": "Ann", "userId": "0123"}
    for number, cell in enumerate(data["cells"]):
        # Copies of a cell keep its number.
        cell["metadata"] |= {"id": f"cell{number // 2}"}
        if cell["cell_type"] == "code":
            times = {"status": "ok", "timestamp": 1700000000000, "user": user, "elapsed": 12}
            cell["metadata"] |= {
                "colab": {"base_uri": "https://localhost:8080/", "height": 300},
                "executionInfo": times,
                "outputId": "b1",
                "cellView": "form",
            }
            cell["outputs"].append(HTML_FIGURE)
    badge = '<a href="https://colab.research.google.com/x.ipynb" target="_parent"></a>'
    data["cells"][:0] = [
        text(badge, id="view-in-github", colab_type="text"),
        code(*from_page("colab")),
        code("%cd /content/drive/MyDrive/hw11\n", "!pip install -q einops"),
    ]
    return as_bytes(data, indent=2)


KAGGLE = {
    "accelerator": "none",
    "dataSources": [{"sourceId": 1, "sourceType": "datasetVersion", "datasetId": 2}],
    "dockerImageVersionId": 30918,
    "isGpuEnabled": False,
    "isInternetEnabled": False,
    "language": "python",
    "sourceType": "notebook",
}
FIRST_OF_KAGGLE = (
    "# This Python 3 environment comes with many helpful analytics libraries\n",
    "import os\n",
    "for dirname, _, filenames in os.walk('/kaggle/input'):\n",
    "    for filename in filenames:\n",
    "        print(os.path.join(dirname, filename))",
)


def kaggle(notebook):
    """As *File*, *Download* of its editor gives it: in one line."""
    data = plain(notebook)
    without_ids(data, 4)
    without_marks(data)
    data["metadata"] = {
        "kernelspec": {"language": "python", "display_name": "Python 3", "name": "python3"},
        "kaggle": KAGGLE,
    }
    for number, cell in enumerate(data["cells"]):
        cell["metadata"] |= {"_uuid": f"{number:040x}", "_cell_guid": "b1076dfc", "trusted": True}
    data["cells"].insert(0, code(*FIRST_OF_KAGGLE, _kg_hide_input=True, trusted=True))
    data["cells"].insert(1, code(*from_page("kaggle"), trusted=True))
    return as_bytes(data, separators=(",", ":"), indent=None)


def kaggle_version(notebook):
    """As *Save & Run All* leaves it, where a cell fails: papermill gives cells new ids."""
    data = plain(notebook)
    without_marks(data)
    times = {"start_time": "2026-01-02T03:04:05.1", "end_time": "2026-01-02T03:04:05.2"}
    data["metadata"] = {
        "kaggle": KAGGLE,
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "file_extension": ".py", "version": "3.11.13"},
        "papermill": {
            "default_parameters": {},
            "exception": True,
            "input_path": "__notebook__.ipynb",
            "output_path": "__notebook__.ipynb",
            "parameters": {},
            "version": "2.6.0",
        },
    }
    data["cells"].insert(0, code(*FIRST_OF_KAGGLE))
    for number, cell in enumerate(data["cells"]):
        cell["id"] = f"{number:08x}"
        ran = {"duration": 0.1, "exception": False, "status": "completed", **times}
        cell["metadata"] |= {"papermill": ran, "tags": []}
    failed = (
        '<span id="papermill-error-cell">Execution using papermill encountered an exception</span>'
    )
    data["cells"].insert(3, text(failed, tags=["papermill-error-cell-tag"]) | {"id": "ffffffff"})
    return as_bytes(data, sort_keys=True)


def vs_code(notebook):
    data = plain(notebook)
    data["metadata"] = {
        "kernelspec": {"display_name": ".venv (3.12.3)", "language": "python", "name": "python3"},
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": "3.12.3",
        },
    }
    for cell in data["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"].append(HTML_FIGURE | {"metadata": {"application/vnd.vscode": {}}})
    return as_bytes(data, indent=1)


def older_vs_code(notebook):
    """On Windows: a byte order mark, and lines that end as they do there."""
    data = plain(notebook)
    without_ids(data, 2)
    data["metadata"] = {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {"codemirror_mode": {"name": "ipython", "version": 3}, "name": "python"},
        "orig_nbformat": 4,
        "vscode": {"interpreter": {"hash": "31f2aee4e71d21fbe5cf8b01ff0e069b"}},
    }
    for cell in data["cells"]:
        cell["source"] = [line.replace("\n", "\r\n") for line in cell["source"]]
        cell["metadata"]["vscode"] = {"languageId": "python"}
    return b"\xef\xbb\xbf" + as_bytes(data).replace(b"\n", b"\r\n")


def deepnote(notebook):
    data = plain(notebook)
    without_ids(data, 0)
    data["metadata"] = {
        "deepnote": {},
        "deepnote_execution_queue": [],
        "deepnote_notebook_id": "0f1e2d3c4b5a",
    }
    for number, cell in enumerate(data["cells"]):
        cell["block_group"] = f"group{number}"
        cell["metadata"] |= {
            "cell_id": f"{number:05}-1f",
            "deepnote_cell_type": cell["cell_type"],
            "deepnote_sorting_key": f"a{number}",
            "source_hash": "dc007c46",
            "execution_start": 1700000000000,
            "execution_millis": 12,
        }
    made = "<a style='text-decoration:none;' href='https://deepnote.com'>Created in Deepnote</a>"
    data["cells"].append(text(made, created_in_deepnote_cell=True, deepnote_cell_type="markdown"))
    return as_bytes(data, indent=2)


#: Programs by name, each with whether nbgrader's marks are still there.
TOOLS = {
    "JupyterLab": (jupyterlab, True),
    "JupyterLite": (jupyterlite, True),
    "classic Notebook": (classic, True),
    "IPython 3": (classic_of_ipython_3, True),
    "Colab": (colab, False),
    "Kaggle": (kaggle, False),
    "a version on Kaggle": (kaggle_version, False),
    "VS Code": (vs_code, True),
    "VS Code of 2022": (older_vs_code, True),
    "Deepnote": (deepnote, True),
}
