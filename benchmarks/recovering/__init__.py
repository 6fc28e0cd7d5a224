"""Recovery: do the intervals of the estimates hold what was planted as often as they say?"""
