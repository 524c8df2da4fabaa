from collections.abc import Mapping, Sequence
from typing import TypedDict

import pyarrow as pa

from koers_engine.concepts import Bilingual, Dimension, Measure, Origin
from koers_engine.observations import Fault


class About(TypedDict):
    """What a dataset is made of beside its observations, whether they are in memory or a stream."""

    id: str
    title: Bilingual
    description: Bilingual
    origin: Origin
    measures: Sequence[Measure]
    dimensions: Sequence[Dimension]
    codes: Mapping[str, pa.Table]
    found_before: Sequence[Fault]
