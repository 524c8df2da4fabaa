"""Which columns of a file a mapping names."""

from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Fault
from koers_engine.sources.tabular.cells import Cells
from koers_engine.sources.tabular.mapping import LINE, Axis, Mapping


def unknown_columns(cells: Cells, mapping: Mapping) -> list[Fault]:
    """A fault for each column that the mapping names and the file has not."""
    known = [*cells.table.column_names, LINE]
    asked: list[tuple[str, str]] = []
    for key, axis in (("area", mapping.area), ("period", mapping.period)):
        asked += [(f"{key}.column", axis.column)]
        asked += [(f"{key}.columns", column) for column in axis.columns]
        asked += [(f"{key}.template", column) for column in template_columns(axis)]
    asked += [
        ("area.name", mapping.area.name),
        ("measure.column", mapping.measure_column),
        ("value.column", mapping.value_column),
        ("status.column", mapping.status_column),
    ]
    asked += [("measures", measure.column) for measure in mapping.measures]
    for other in mapping.dimensions:
        asked += [("dimensions", other.column), ("dimensions", other.name)]
    asked += [("leave_out", rows.column) for rows in mapping.left_out]
    if mapping.others:
        asked += [("other_columns.leave_out", column) for column in mapping.others.leave_out]
    return [
        Fault(key, f"the file has no column {column!r}.{did_you_mean(nearest(column, known))}")
        for key, column in asked
        if column and column not in known
    ]


def used_columns(mapping: Mapping) -> set[str]:
    """The columns of the file that the mapping gives a meaning."""
    used = {
        mapping.measure_column,
        mapping.value_column,
        mapping.status_column,
        mapping.area.name,
        *(measure.column for measure in mapping.measures),
        *(rows.column for rows in mapping.left_out),
    }
    for axis in (mapping.area, mapping.period):
        used |= {axis.column, *axis.columns, *template_columns(axis)}
    for other in mapping.dimensions:
        used |= {other.column, other.name}
    return used - {""}


def template_columns(axis: Axis) -> list[str]:
    """The names of the columns between braces in a template."""
    return [part.partition("}")[0] for part in axis.template.split("{")[1:]]
