"""The profile of a place: its figures beside its references, and the sentences that state them."""
