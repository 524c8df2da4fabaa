from enum import StrEnum


class ObservationStatus(StrEnum):
    """Why an observation is as it is: the SDMX codelist CL_OBS_STATUS, without B.

    B (a break in the series) can come with any other status, so an observation carries it apart.
    """

    NORMAL = "A"
    DEFINITION_DIFFERS = "D"
    ESTIMATED = "E"
    FORECAST = "F"
    EXPERIMENTAL = "G"
    HOLIDAY = "H"
    IMPUTED = "I"
    IN_OTHER_CATEGORY = "K"
    NOT_COLLECTED = "L"
    CANNOT_EXIST = "M"
    NOT_SIGNIFICANT = "N"
    MISSING = "O"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    SPECIAL_EVENT = "S"
    LOW_RELIABILITY = "U"
    UNVALIDATED = "V"
    WITH_OTHER_CATEGORY = "W"

    @property
    def is_missing(self) -> bool:
        """Whether an observation with this status has no value."""
        return self in _MISSING


_MISSING = frozenset(
    {
        ObservationStatus.HOLIDAY,
        ObservationStatus.IN_OTHER_CATEGORY,
        ObservationStatus.NOT_COLLECTED,
        ObservationStatus.CANNOT_EXIST,
        ObservationStatus.MISSING,
        ObservationStatus.SUPPRESSED,
    }
)
