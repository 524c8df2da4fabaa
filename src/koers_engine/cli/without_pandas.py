"""Keeps PyArrow from loading pandas, which no command uses."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pyarrow as pa


class _Absent:
    """Makes pandas look as if it were not installed."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "pandas":
            message = "pandas is not loaded on behalf of PyArrow"
            raise ModuleNotFoundError(message, name=name)
        return None


def leave_pandas_out() -> None:
    """Let PyArrow look for pandas now, and not find it; whoever wants pandas later gets it.

    It looks once, when the first array is made, to recognise objects of pandas. Where pandas
    happens to be installed, loading it costs a command 0.2 s and 35 MiB.
    """
    if "pandas" in sys.modules:
        return
    absent = _Absent()
    sys.meta_path.insert(0, absent)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(absent)
