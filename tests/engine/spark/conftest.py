import shutil
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from koers_engine.observations import VintageStore


@pytest.fixture(scope="session")
def spark_store(demo_store: VintageStore) -> Iterator[VintageStore]:
    """The demonstration's store on Spark in local mode, started here and stopped at the end."""
    if find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed; make spark adds it")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed; Spark needs version 17")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("KOERS_SPARK_MASTER", "local[2]")
        # The store chooses once, and no test after these is to be on Spark.
        with settings.context() as choosing:
            choosing.setenv("KOERS_ENGINE", "spark")
            store = VintageStore(demo_store.path)
        yield store
    from pyspark.sql import SparkSession  # noqa: PLC0415

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()
