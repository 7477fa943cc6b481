"""Has nbgrader validate the metadata of cells, and its own schema for them once.

`jsonschema.validate` looks at the schema as well, which takes ten times as long as a cell does.
"""

import functools
import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from nbgrader.nbgraderformat import common


def validate_schemas_once() -> None:
    """Put `validate` in the place of the function that nbgrader calls."""
    common.jsonschema = SimpleNamespace(validate=validate)


def validate(instance: Any, schema: Mapping) -> None:
    """Look whether something is as a schema wants it.

    Raises
    ------
    jsonschema.ValidationError, jsonschema.SchemaError
        As `jsonschema.validate` does.
    """
    error = best_match(validator_of(json.dumps(schema)).iter_errors(instance))
    if error is not None:
        raise error


@functools.cache
def validator_of(schema: str) -> Validator:
    """A validator for a schema, which is validated when it is met for the first time."""
    read = json.loads(schema)
    kind = validator_for(read)
    kind.check_schema(read)
    return kind(read)
