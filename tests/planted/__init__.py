"""Sets with something planted in them: what an evaluator's hand-edits would do."""
