"""The inputs: the dictionary, the tables as typed frames, the checks, the synthetic set."""
