"""An index as the two tables that it can be read back from."""

from pathlib import Path

import numpy as np

from koers_engine.composite import (
    CompositeData,
    Element,
    Recipe,
    build,
    read_composite,
    structure_of,
    written_tables,
)


def test_given_the_tables_of_an_index_when_read_back_then_the_index_is_the_same_to_the_bit(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(7)
    values = rng.lognormal(size=(20, 3))
    values[3, 1] = values[5, 2] = np.nan
    parts = [
        Element(code="a", name='A, "odd" one', level=1, parent="Goal", unit="%", weight=0.3),
        Element(code="b", name="B", level=1, parent="Goal", direction=-1, denominator="people"),
        Element(code="c", name="C", level=1, parent="Other", target=1e-7),
    ]
    data = CompositeData(
        codes=tuple(f"GM{unit:04}" for unit in range(20)),
        names=tuple(f"'s-Place {unit}" for unit in range(20)),
        structure=structure_of(parts),
        values=values,
        groups={"province": tuple("PV20" if unit % 2 else None for unit in range(20))},
        denominators={"people": rng.lognormal(size=20)},
    )

    for name, text in zip(("iData.csv", "iMeta.csv"), written_tables(data), strict=True):
        (tmp_path / name).write_text(text)
    again = read_composite(tmp_path / "iData.csv", tmp_path / "iMeta.csv")

    assert again.digest == data.digest
    assert build(again, Recipe()).digest == build(data, Recipe()).digest


def test_given_texts_like_formulas_then_they_are_made_harmless_and_numbers_stay() -> None:
    parts = [Element(code=code, name="=1+1", level=1, parent=None) for code in "ab"]
    data = CompositeData(
        codes=("u", "v"),
        names=("@x", "y"),
        structure=structure_of(parts),
        values=np.array([[-1.5, 2.0], [3.0, 4.0]]),
    )

    figures, description = written_tables(
        data, lambda text: text.replace("=", "'=").replace("@", "'@")
    )

    assert "u,'@x,-1.5,2.0" in figures
    assert "a,'=1+1,Indicator" in description
