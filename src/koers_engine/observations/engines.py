"""Where questions about observations are worked out: DuckDB in this process, or Spark.

Both answer the same Ibis expressions, so that a store too large for one machine is a setting.
"""

import os
import sys
import threading
from collections.abc import Callable, Hashable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest

if TYPE_CHECKING:
    import ibis

Question = Callable[..., "ibis.Table"]
"""Makes an expression out of a table of observations and arguments that can be hashed."""
_MOST_KEPT = 1024
_SPARK_SETTINGS = {
    "sql.execution.arrow.pyspark.enabled": "true",  # answers come over column by column
    "ui.showConsoleProgress": "false",  # it would stand between the lines of an answer
}
_ON_ONE_MACHINE = {
    "driver.bindAddress": "127.0.0.1",
    "driver.host": "127.0.0.1",
    "sql.shuffle.partitions": "4",  # by default it makes 200 tasks of the smallest question
    "ui.enabled": "false",
}


class UnknownEngine(Refusal, ValueError):
    """A setting names an engine that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no engine {name!r}.{did_you_mean(nearest(name, _ENGINES))} Set KOERS_ENGINE "
            f"to one of {', '.join(_ENGINES)}."
        )


class NoSpark(Refusal, RuntimeError):
    """Spark cannot be started here."""

    def __init__(self, reason: Exception) -> None:
        words = str(reason).strip().splitlines() or [type(reason).__name__]
        super().__init__(
            f"Spark cannot be started ({words[0]}). Install koers[spark] and Java 17, and set "
            "KOERS_SPARK_MASTER to local[*] or to your cluster's address; or leave KOERS_ENGINE "
            "out, to use DuckDB."
        )


class Engine:
    """Reads Parquet files and works out expressions over them. Safe to use from any thread."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What it raises where a file is not there or broken."""
        raise NotImplementedError

    def table(self, file: Path) -> "ibis.Table":
        """The observations in a file, to build an expression on in this thread."""
        raise NotImplementedError

    def answer(self, expression: "ibis.Table") -> pa.Table:
        """What an expression comes to."""
        return expression.to_pyarrow()

    def ask(self, file: Path, question: Question, arguments: tuple[Hashable, ...]) -> pa.Table:
        """What a question about a file comes to."""
        return self.answer(question(self.table(file), *arguments))


class DuckDb(Engine):
    """DuckDB in this process, one connection per thread, shared by all stores."""

    def __init__(self) -> None:
        self._local = threading.local()

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Those of DuckDB."""
        import duckdb  # noqa: PLC0415 - as ibis below

        return (duckdb.Error,)

    def table(self, file: Path) -> "ibis.Table":
        """A view of the file, made once per thread."""
        connection = self._connection()
        tables = self._local.tables
        if file not in tables:
            tables[file] = connection.read_parquet(file)
        return tables[file]

    def ask(self, file: Path, question: Question, arguments: tuple[Hashable, ...]) -> pa.Table:
        """As above; a question is put into SQL once, which takes as long as working it out."""
        connection, key = self._connection(), (file, question, arguments)
        if key not in self._local.queries:
            if len(self._local.queries) >= _MOST_KEPT:
                self._local.queries.clear()
            expression = question(self.table(file), *arguments)
            self._local.queries[key] = connection.compile(expression)
        return connection.con.execute(self._local.queries[key]).to_arrow_table()

    def _connection(self) -> Any:
        import ibis  # noqa: PLC0415 - takes longer to load than most questions to answer

        if not hasattr(self._local, "connection"):
            self._local.connection = ibis.duckdb.connect()
            self._local.connection.con.execute("set parquet_metadata_cache = true")
            self._local.tables, self._local.queries = {}, {}
        return self._local.connection


class Spark(Engine):
    """Spark, in this process or on the cluster that KOERS_SPARK_MASTER names.

    KOERS_SPARK_STORE tells under which address the cluster's machines see the store, such as
    s3a://bucket/store, where that is another one than here; KOERS_STORE tells where it is here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: Any = None
        self._tables: dict[str, ibis.Table] = {}

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Those of Spark, and of the bridge to Java."""
        names = ("py4j.protocol", "Py4JError"), ("pyspark.errors", "PySparkException")
        return tuple(getattr(import_module(module), name) for module, name in names)

    def table(self, file: Path) -> "ibis.Table":
        """The file as the cluster sees it."""
        address = self._address(file)
        with self._lock:
            if address not in self._tables:
                self._tables[address] = self._started().read_parquet(address)
            return self._tables[address]

    def session(self) -> Any:
        """The session with Spark, to hand out work that no expression can say.

        Raises:
            NoSpark: It cannot be started here.
        """
        from pyspark.sql import SparkSession  # noqa: PLC0415

        with self._lock:
            self._started()
        return SparkSession.builder.getOrCreate()

    def _started(self) -> Any:
        if self._connection is None:
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> Any:
        try:
            import ibis  # noqa: PLC0415
            from pyspark.sql import SparkSession  # noqa: PLC0415

            master = os.environ.get("KOERS_SPARK_MASTER", "local[*]")
            builder = SparkSession.builder.master(master).appName("koers")
            is_local = master.startswith("local")
            if is_local:  # its workers must find what this process has found
                os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            for name, value in (_SPARK_SETTINGS | (_ON_ONE_MACHINE if is_local else {})).items():
                builder = builder.config(f"spark.{name}", value)
            return ibis.pyspark.connect(builder.getOrCreate())
        except Exception as reason:  # Java tells of its faults in many classes
            raise NoSpark(reason) from reason

    def _address(self, file: Path) -> str:
        elsewhere = os.environ.get("KOERS_SPARK_STORE", "").rstrip("/")
        here = os.environ.get("KOERS_STORE", "")
        if elsewhere and here and file.absolute().is_relative_to(Path(here).absolute()):
            return f"{elsewhere}/{file.absolute().relative_to(Path(here).absolute()).as_posix()}"
        return file.absolute().as_uri()


_ENGINES: dict[str, Callable[[], Engine]] = {"duckdb": DuckDb, "spark": Spark}


@cache
def engine_named(name: str) -> Engine:
    """The engine of this name, one per process.

    Raises:
        UnknownEngine: There is none; the message lists those there are.
    """
    if name not in _ENGINES:
        raise UnknownEngine(name)
    return _ENGINES[name]()
