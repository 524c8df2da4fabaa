"""The examples in the engine's docstrings do what they say."""

import doctest
import importlib
import pkgutil

import pytest

import koers_engine

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(koers_engine.__path__, "koers_engine.")
)


def examples(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    return [test for test in doctest.DocTestFinder().find(module) if test.examples]


WITH_EXAMPLES = [(test.name, test) for name in MODULES for test in examples(name)]


@pytest.mark.parametrize(
    "example", [test for _, test in WITH_EXAMPLES], ids=[name for name, _ in WITH_EXAMPLES]
)
def test_an_example_in_a_docstring_holds(example: doctest.DocTest) -> None:
    told: list[str] = []

    result = doctest.DocTestRunner(verbose=False).run(example, out=told.append)

    assert result.failed == 0, "".join(told)
