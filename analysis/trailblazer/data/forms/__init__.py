"""Forms for a set of one's own, made from the dictionary: ``trailblazer new``."""
