"""Coverage-guided fuzzing: whatever bytes a reader gets, a Refusal is all that comes out."""
