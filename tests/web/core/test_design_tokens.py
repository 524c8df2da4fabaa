"""A design token is a plain value, and never becomes other CSS."""

import pytest
from django.core.exceptions import ValidationError

from koers.core.models import validate_design_tokens


@pytest.mark.parametrize(
    "value",
    [
        "#7a1f2b",
        "Georgia, serif",
        "'Open Sans', \"Segoe UI\", sans-serif",
        "rgb(0 0 0 / 50%)",
        "calc(1rem + 2px)",
        "calc((1rem - 2px) * 1.5)",
        "var(--basis-color-default-color-document)",
    ],
)
def test_given_a_value_of_a_published_theme_then_it_is_a_token(value: str) -> None:
    validate_design_tokens({"--koers-brand": value})


@pytest.mark.parametrize(
    "value",
    [
        "'",
        'red"',
        "'mixed\"",
        "calc(1rem",
        "1rem)",
        ")(",
        "url(x)",
        "URL (x)",
        "image-set('x' 1x)",
        "expression(alert(1))",
        "red /* and so on",
        "and so on */ red",
        "//elsewhere",
        "red\nblue",
        "red; } a { color: blue",
        "@import 'x'",
        "\\75rl(x)",
        "'a\\'",
        "",
    ],
)
def test_given_anything_else_then_it_is_refused_by_its_name(value: str) -> None:
    with pytest.raises(ValidationError, match="--koers-brand"):
        validate_design_tokens({"--koers-brand": value})
