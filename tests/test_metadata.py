"""nbgrader's look at the metadata of cells stays what it was, but for its own schema."""

import pytest
from jsonschema import SchemaError, ValidationError
from jsonschema import validate as theirs
from nbgrader.nbgraderformat import MetadataValidator, common

from grading.adapters.metadata import validate, validate_schemas_once
from tests.own_course import check, notebook_of

SCHEMA = {"type": "object", "properties": {"points": {"type": "number"}}, "required": ["points"]}


@pytest.mark.parametrize("instance", [{"points": 2}, {"points": "2"}, {}, None])
def test_what_is_refused_is_refused_with_the_same_words(instance):
    def said(judge):
        try:
            judge(instance, SCHEMA)
        except ValidationError as error:
            return str(error)
        return ""

    assert said(validate) == said(theirs)


def test_a_schema_that_is_none_is_refused():
    with pytest.raises(SchemaError):
        validate({}, {"type": "no such type"})


def test_nbgrader_calls_it(monkeypatch):
    monkeypatch.setattr(common, "jsonschema", common.jsonschema)
    validate_schemas_once()
    cell = check("check", "assert True")
    MetadataValidator().validate_nb(notebook_of(cell))
    cell.metadata["nbgrader"]["locked"] = "perhaps"
    with pytest.raises(ValidationError, match="perhaps"):
        MetadataValidator().validate_nb(notebook_of(cell))
