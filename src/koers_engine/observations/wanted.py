def how_to_add(dataset_id: str) -> str:
    """How a table of this id is brought in, for a message that misses it.

    >>> how_to_add("cbs-v3:70072ned")
    'koers data add cbs:70072ned --form v3'
    >>> how_to_add("assen:survey")
    'koers data add, from the file or folder that holds assen:survey'
    """
    publisher, _, table = dataset_id.partition(":")
    match publisher:
        case "cbs":
            return f"koers data add cbs:{table}"
        case "cbs-v3":
            return f"koers data add cbs:{table} --form v3"
        case "estat":
            return f"koers data add sdmx:ESTAT/{table}"
        case _:
            return f"koers data add, from the file or folder that holds {dataset_id}"
