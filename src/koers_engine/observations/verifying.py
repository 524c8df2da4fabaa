"""Whether what the store holds is still what it once took in."""

from collections.abc import Iterator

import pyarrow as pa

from koers_engine.concepts import Origin
from koers_engine.observations.dataset import Dataset
from koers_engine.observations.digest import content_digest
from koers_engine.observations.disk import read_parquet
from koers_engine.observations.faults import Fault
from koers_engine.observations.snapshots import snapshot_faults, snapshot_folder
from koers_engine.observations.store import VintageStore
from koers_engine.observations.vintage import Vintage
from koers_engine.observations.writing import read_pieces


def vintage_faults(store: VintageStore, vintage: Vintage) -> Iterator[Fault]:
    """What is wrong with a vintage's data and snapshot, held against their checksums.

    A vintage that was kept without a snapshot is not blamed for it.
    """
    whole = "add the same content again (koers data add, from its recording, file or folder)"
    try:
        if _digest(store, vintage) != vintage.digest:
            yield Fault(f"data of {vintage.digest[:12]}", f"not what was taken in; {whole}")
    except (OSError, pa.ArrowException) as reason:
        words = str(reason).splitlines()[0]
        yield Fault(f"data of {vintage.digest[:12]}", f"cannot be read ({words}); {whole}")
    if vintage.provenance.snapshot:
        digest = vintage.provenance.snapshot
        for fault in snapshot_faults(snapshot_folder(store.folder(vintage.dataset_id), digest)):
            yield Fault(
                f"snapshot {digest[:12]}, {fault.where}",
                f"{fault.what}; put it back from a copy of the store",
            )


def _digest(store: VintageStore, vintage: Vintage) -> str:
    file = store.observations_file(vintage)
    codes = {
        axis.identifier: read_parquet(file.with_name(f"codes-{axis.identifier}.parquet"))
        for axis in vintage.dimensions
    }
    dataset = Dataset(
        id=vintage.dataset_id,
        title=vintage.title,
        description=vintage.description,
        origin=Origin(
            publisher=vintage.publisher,
            source_url=vintage.source_url,
            licence=vintage.licence,
            attribution=vintage.attribution,
            published_at=vintage.published_at,
            retrieved_at=vintage.retrieved_at,
            part=vintage.part,
        ),
        measures=vintage.measures,
        dimensions=vintage.dimensions,
        codes=codes,
        observations=pa.table({}),
    )
    return content_digest(dataset, read_pieces(file))
