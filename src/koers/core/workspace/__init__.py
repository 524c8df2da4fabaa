"""The workspace: one mechanism by which every kind of record is listed, revised and compared."""
